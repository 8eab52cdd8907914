import {
  ArrowRight,
  CircleCheckBig,
  Clock3,
  GitCompareArrows,
  Pencil,
  RotateCcw,
  Send,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mutation, MutationState } from '#shared/contract/values';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { formatAge, formatMoment } from '../../ui/format.ts';
import { mutationTitle } from '../../ui/mutation-words.ts';
import { Switch } from '../../ui/switch.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { discard, loadOutbox, retry, useOutbox } from './store.ts';

interface OutboxViewProps {
  readonly onOpen: (customerUid: string) => void;
  /** Opens the customer with its fields ready to type in. */
  readonly onCorrect: (customerUid: string) => void;
  readonly onShowConflicts: () => void;
}

/** What this till still has to tell the service, and why it has not yet. */
export function OutboxView({ onOpen, onCorrect, onShowConflicts }: OutboxViewProps) {
  const { t } = useTranslation();
  const { mutations, total, error } = useOutbox();
  const [discarding, setDiscarding] = useState<Mutation | null>(null);

  useEffect(() => void loadOutbox(), []);

  return (
    <div>
      {error && <ErrorNotice error={error} className="mb-4" />}
      {mutations?.length === 0 && (
        <EmptyState icon={CircleCheckBig} title={t('outbox.emptyTitle')}>
          {t('outbox.empty')}
        </EmptyState>
      )}
      <ul className="flex flex-col">
        {mutations?.map((mutation) => (
          <MutationRow
            key={mutation.mutationId}
            mutation={mutation}
            onOpen={() => onOpen(mutation.customerUid)}
            onCorrect={() => onCorrect(mutation.customerUid)}
            onShowConflicts={onShowConflicts}
            onDiscard={() => setDiscarding(mutation)}
          />
        ))}
      </ul>
      {mutations && total > mutations.length && (
        <p className="py-4 text-soft">{t('outbox.more', { count: total - mutations.length })}</p>
      )}
      {discarding && <DiscardDialog mutation={discarding} onClose={() => setDiscarding(null)} />}
    </div>
  );
}

const icons: Record<MutationState, typeof Clock3> = {
  pending: Clock3,
  claimed: Send,
  unknown: Send,
  parked: TriangleAlert,
  conflicted: GitCompareArrows,
  acked: CircleCheckBig,
};

interface MutationRowProps {
  readonly mutation: Mutation;
  readonly onOpen: () => void;
  readonly onCorrect: () => void;
  readonly onShowConflicts: () => void;
  readonly onDiscard: () => void;
}

function MutationRow({ mutation, onOpen, onCorrect, onShowConflicts, onDiscard }: MutationRowProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const busy = useOutbox((state) => state.busyWith === mutation.mutationId);
  const Icon = icons[mutation.state];
  const needsPerson = mutation.state === 'parked' || mutation.state === 'conflicted';
  const words = mutation.error && errorWords(t, mutation.error);

  const tryAgain = async () => {
    const failure = await retry(mutation.mutationId);
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('outbox.retried'));
  };

  return (
    <li
      className={classNames(
        'flex flex-wrap items-start gap-x-4 gap-y-3 border-b border-line py-4',
        needsPerson && 'my-1 rounded-xl border-b-0 px-4',
        mutation.state === 'parked' && 'bg-warn-tint',
        mutation.state === 'conflicted' && 'bg-danger-tint',
      )}
    >
      <Icon
        aria-hidden="true"
        size={22}
        className={classNames(
          'mt-0.5 shrink-0',
          mutation.state === 'parked'
            ? 'text-warn'
            : mutation.state === 'conflicted'
              ? 'text-danger'
              : 'text-soft',
        )}
      />
      <div className="min-w-0 flex-1 basis-80">
        <button
          type="button"
          onClick={onOpen}
          className="-my-2 flex min-h-11 items-center text-left text-lg font-semibold tracking-tight decoration-field/50 underline-offset-4 hover:underline"
        >
          {mutation.displayName}
        </button>
        <p className="font-medium">
          {mutationTitle(t, mutation)}
          <span className="font-normal text-soft"> · {t(`mutation.state.${mutation.state}`)}</span>
        </p>
        {words && (
          <p className="pt-1">
            <span className={needsPerson ? 'font-medium' : 'text-soft'}>{words.title}</span>
            {words.detail && <span className="block text-sm text-soft">{words.detail}</span>}
          </p>
        )}
        <p className="pt-1 text-sm text-soft">
          <span title={formatMoment(mutation.createdAt)}>
            {mutation.actor
              ? t('outbox.madeBy', { actor: mutation.actor, age: formatAge(t, mutation.createdAt, nowMs) })
              : t('outbox.made', { age: formatAge(t, mutation.createdAt, nowMs) })}
          </span>
          {mutation.attempts > 0 && ` · ${t('outbox.attempts', { count: mutation.attempts })}`}
          {mutation.state === 'pending' &&
            mutation.nextAttemptAt &&
            Date.parse(mutation.nextAttemptAt) > nowMs && (
              <> · {t('outbox.nextAt', { time: formatMoment(mutation.nextAttemptAt) })}</>
            )}
        </p>
      </div>
      <div className="flex gap-2">
        {mutation.state === 'conflicted' && (
          <Button icon={ArrowRight} onClick={onShowConflicts}>
            {t('outbox.resolve')}
          </Button>
        )}
        {mutation.state === 'parked' && (
          <Button icon={Pencil} onClick={onCorrect}>
            {t('outbox.correct')}
          </Button>
        )}
        {mutation.state !== 'conflicted' && mutation.state !== 'claimed' && (
          <Button icon={RotateCcw} busy={busy} onClick={() => void tryAgain()}>
            {t('outbox.retry')}
          </Button>
        )}
        {mutation.state !== 'claimed' && (
          <IconButton icon={Trash2} label={t('outbox.discard')} onClick={onDiscard} />
        )}
      </div>
    </li>
  );
}

function DiscardDialog({ mutation, onClose }: { mutation: Mutation; onClose: () => void }) {
  const { t } = useTranslation();
  const busy = useOutbox((state) => state.busyWith === mutation.mutationId);
  const [keepCopy, setKeepCopy] = useState(true);

  const confirm = async () => {
    const failure = await discard(mutation, keepCopy);
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('outbox.discarded'));
    onClose();
  };

  return (
    <Dialog
      title={t('outbox.discardTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.keep')}</Button>
          <Button look="danger" icon={Trash2} busy={busy} onClick={() => void confirm()}>
            {t('outbox.discardConfirm')}
          </Button>
        </>
      }
    >
      <p className="font-semibold">
        {mutation.displayName} · {mutationTitle(t, mutation)}
      </p>
      <p className="pt-2 text-soft">
        {mutation.kind === 'create' ? t('outbox.discardCreate') : t('outbox.discardOther')}
      </p>
      <Switch
        label={t('outbox.keepCopy')}
        detail={t('outbox.keepCopyDetail')}
        checked={keepCopy}
        onChange={setKeepCopy}
        className="mt-4"
      />
    </Dialog>
  );
}
