import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { FieldConflict } from './field-conflict.tsx';
import { chooseAll, settleCustomer, useConflicts } from './store.ts';

interface CustomerConflictsProps {
  /** Of one customer, at least one. */
  readonly conflicts: readonly Conflict[];
  readonly onOpen: () => void;
}

/** One customer's fields to decide on; those decided are settled together. */
export function CustomerConflicts({ conflicts, onOpen }: CustomerConflictsProps) {
  const { t } = useTranslation();
  const { customerUid = '', displayName = '' } = conflicts[0] ?? {};
  const settling = useConflicts((state) => state.settling === customerUid);
  const choices = useConflicts((state) => state.choices);
  const decided = conflicts.filter(({ conflictId }) => choices[conflictId]).length;

  const settle = async () => {
    const { settled } = await settleCustomer(customerUid);
    if (settled > 0) tellDone(t('conflicts.settled', { count: settled, name: displayName }));
  };

  return (
    <form
      aria-label={displayName}
      onSubmit={(event) => {
        event.preventDefault();
        if (decided > 0) void settle();
      }}
      className="@container rounded-2xl border border-line bg-paper"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 pr-3 pl-5">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            onClick={onOpen}
            className="flex min-h-11 max-w-full items-center text-left text-xl font-semibold tracking-tight decoration-field/50 underline-offset-4 hover:underline"
          >
            <span className="truncate">{displayName}</span>
          </button>
        </h2>
        {conflicts.length > 1 && (
          <span className="flex flex-wrap gap-1">
            <Button look="quiet" onClick={() => chooseAll(conflicts, 'ours')} className="text-sm">
              {t('conflicts.allOurs')}
            </Button>
            <Button look="quiet" onClick={() => chooseAll(conflicts, 'theirs')} className="text-sm">
              {t('conflicts.allTheirs')}
            </Button>
          </span>
        )}
      </header>
      {conflicts.map((conflict) => (
        <FieldConflict key={conflict.conflictId} conflict={conflict} />
      ))}
      <footer className="flex items-center justify-end gap-4 border-t border-line px-5 py-3">
        <span className="tabular text-sm text-soft">
          {t('conflicts.decided', { count: conflicts.length, decided })}
        </span>
        <Button look="primary" type="submit" icon={Check} busy={settling} disabled={decided === 0}>
          {t('conflicts.settle')}
        </Button>
      </footer>
    </form>
  );
}
