import { Check, CircleCheckBig, CloudDownload, Keyboard, Monitor } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#shared/contract/values';
import { formatPhone } from '#shared/customer/format-phone';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { TextField } from '../../ui/field.tsx';
import { fieldLabel } from '../../ui/field-label.ts';
import { formatAge } from '../../ui/format.ts';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { loadConflicts, resolve, useConflicts, type Resolution } from './store.ts';

/** Fields changed here and elsewhere at the same time: a person decides, one field after the other. */
export function ConflictsView({ onOpen }: { onOpen: (customerUid: string) => void }) {
  const { t } = useTranslation();
  const { conflicts, error } = useConflicts();

  useEffect(() => void loadConflicts(), []);

  const byCustomer = Map.groupBy(conflicts ?? [], ({ customerUid }) => customerUid);
  return (
    <div className="flex flex-col gap-8">
      {error && <ErrorNotice error={error} />}
      {conflicts?.length === 0 && (
        <EmptyState icon={CircleCheckBig} title={t('conflicts.emptyTitle')}>
          {t('conflicts.empty')}
        </EmptyState>
      )}
      {[...byCustomer].map(([customerUid, fields]) => (
        <section key={customerUid} aria-label={fields[0]?.displayName}>
          <header className="flex items-center justify-between gap-4 pb-2">
            <h2 className="min-w-0 truncate text-xl font-semibold tracking-tight">
              {fields[0]?.displayName}
            </h2>
            <Button onClick={() => onOpen(customerUid)}>{t('conflicts.open')}</Button>
          </header>
          <div className="flex flex-col gap-4">
            {fields.map((conflict) => (
              <ConflictCard key={conflict.conflictId} conflict={conflict} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const busy = useConflicts((state) => state.busyWith === conflict.conflictId);
  const textOf = (value: unknown) => valueText(conflict.field, value) || t('conflicts.nothing');
  // A list or an object cannot be typed as one line.
  const typable = [conflict.ours, conflict.theirs, conflict.base].every(
    (value) => typeof value !== 'object' || value === null,
  );
  const [typed, setTyped] = useState<string | null>(null);

  const settle = async (resolution: Resolution) => {
    const failure = await resolve(conflict.conflictId, resolution);
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('conflicts.resolved', { field: fieldLabel(t, conflict.field) }));
  };

  return (
    <div className="rounded-xl border border-line bg-surface p-4">
      <h3 className="font-semibold">{fieldLabel(t, conflict.field)}</h3>
      <p className="text-sm text-soft">
        {t('conflicts.before', { value: textOf(conflict.base) })} · {formatAge(t, conflict.createdAt, nowMs)}
      </p>
      <div className="grid grid-cols-2 gap-3 pt-3">
        <SideButton
          icon={Monitor}
          title={t('conflicts.ours')}
          value={textOf(conflict.ours)}
          action={t('conflicts.takeOurs')}
          busy={busy}
          onChoose={() => void settle({ take: 'ours' })}
        />
        <SideButton
          icon={CloudDownload}
          title={t('conflicts.theirs')}
          value={textOf(conflict.theirs)}
          action={t('conflicts.takeTheirs')}
          busy={busy}
          onChoose={() => void settle({ take: 'theirs' })}
        />
      </div>
      {typable && (
        <div className="pt-3">
          {typed === null ? (
            <Button
              look="quiet"
              icon={Keyboard}
              onClick={() => setTyped(valueText(conflict.field, conflict.ours))}
              className="-ml-4 text-soft"
            >
              {t('conflicts.typeAnother')}
            </Button>
          ) : (
            <form
              className="flex items-end gap-3"
              onSubmit={(event) => {
                event.preventDefault();
                void settle({ take: 'typed', value: typedValue(conflict, typed) });
              }}
            >
              <TextField
                label={t('conflicts.typed')}
                value={typed}
                onChange={setTyped}
                startsHere
                compact
                className="flex-1"
              />
              <Button onClick={() => setTyped(null)}>{t('common.cancel')}</Button>
              <Button look="primary" type="submit" icon={Check} busy={busy}>
                {t('conflicts.takeTyped')}
              </Button>
            </form>
          )}
        </div>
      )}
    </div>
  );
}

interface SideButtonProps {
  readonly icon: typeof Monitor;
  readonly title: string;
  readonly value: string;
  readonly action: string;
  readonly busy: boolean;
  readonly onChoose: () => void;
}

function SideButton({ icon: Icon, title, value, action, busy, onChoose }: SideButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      onClick={() => {
        if (!busy) onChoose();
      }}
      className="flex min-w-0 flex-col items-start rounded-xl border-2 border-line bg-raised px-4 py-3 text-left hover:border-accent"
    >
      <span className="flex items-center gap-2 text-sm text-soft">
        <Icon aria-hidden="true" size={16} />
        {title}
      </span>
      <span className="tabular w-full py-1 text-lg font-semibold break-words">{value}</span>
      <span className="text-sm font-semibold text-accent">{action}</span>
    </button>
  );
}

function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return field === 'mobile' ? formatPhone(value) : value;
  return JSON.stringify(value);
}

/** What was typed takes the kind of value the field had on either side. */
function typedValue({ ours, theirs, base }: Conflict, typed: string): unknown {
  const like = [ours, theirs, base].find((value) => value !== null && value !== undefined);
  if (typeof like === 'number') return Number(typed);
  if (typeof like === 'boolean') return typed === 'true';
  return typed.trim();
}
