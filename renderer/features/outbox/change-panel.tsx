import { CircleCheckBig, MousePointerClick, Pencil, RotateCcw, Trash2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Holdings } from '#shared/customer/holdings';
import type { Mutation } from '#shared/contract/values';
import type { TillError } from '#shared/contract/errors';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { formatAge, formatMoment } from '../../ui/format.ts';
import { mutationTitle } from '../../ui/mutation-words.ts';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ChangeReason } from './change-reason.tsx';
import { ChangeValues } from './change-values.tsx';
import { CorrectForm } from './correct-form.tsx';
import { beginCorrection, useCorrections } from './corrections.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { lookOf } from './state-looks.ts';
import { retry, settleCard, useOutbox, type ChangeDetails } from './store.ts';

interface ChangePanelProps {
  /** What the connected service has room for. */
  readonly holds: Holdings;
  readonly onOpen: (customerUid: string) => void;
  readonly onShowConflicts: () => void;
}

/** The open change: what it says, who made it, why it is not with the service yet, and what can be done. */
export function ChangePanel(props: ChangePanelProps) {
  const { t } = useTranslation();
  const openId = useOutbox((state) => state.openId);
  const details = useOutbox((state) => state.details);
  const gone = useOutbox((state) => state.gone);

  if (openId === null) {
    return (
      <EmptyState icon={MousePointerClick} title={t('outbox.noneOpenTitle')}>
        {t('outbox.noneOpen')}
      </EmptyState>
    );
  }
  if (gone) {
    return (
      <EmptyState icon={CircleCheckBig} title={t('outbox.goneTitle')}>
        {t('outbox.gone')}
      </EmptyState>
    );
  }
  if (!details) return <p className="appear-late p-6 text-soft">{t('common.loading')}</p>;
  return <OpenChange key={openId} details={details} {...props} />;
}

function OpenChange({
  details,
  holds,
  onOpen,
  onShowConflicts,
}: ChangePanelProps & { details: ChangeDetails }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { mutation } = details;
  const correction = useCorrections((state) => state.corrections[mutation.mutationId]);
  const [discarding, setDiscarding] = useState(false);
  const { icon: Icon, className } = lookOf(mutation.state);
  const correcting = correction !== undefined && isCorrectable(mutation);

  return (
    <article aria-labelledby="change-name" className="flex min-h-0 flex-1 flex-col">
      <div className="scroll-steady min-h-0 flex-1 pt-5 pr-4 pb-6 pl-6">
        <div className="flex items-center justify-between gap-4">
          <p className={classNames('flex items-center gap-2 text-sm font-semibold', className)}>
            <Icon aria-hidden="true" size={18} />
            {t(`mutation.state.${mutation.state}`)}
          </p>
          <Button
            look="quiet"
            icon={UserRound}
            onClick={() => onOpen(mutation.customerUid)}
            className="-my-2 text-sm text-soft"
          >
            {t('outbox.openCustomer')}
          </Button>
        </div>
        <h2 id="change-name" className="selectable pt-1 text-2xl font-semibold tracking-tight break-words">
          {mutation.displayName}
        </h2>
        <p className="text-md">{mutationTitle(t, mutation)}</p>
        <p className="tabular pt-1 pb-4 text-sm text-soft">
          <span title={formatMoment(mutation.createdAt)}>
            {mutation.actor
              ? t('outbox.madeBy', { actor: mutation.actor, age: formatAge(t, mutation.createdAt, nowMs) })
              : t('outbox.made', { age: formatAge(t, mutation.createdAt, nowMs) })}
          </span>
          {mutation.attempts > 0 && ` · ${t('outbox.attempts', { count: mutation.attempts })}`}
        </p>
        <ChangeReason mutation={mutation} onShowConflicts={onShowConflicts} />
        {correcting ? (
          <CorrectForm details={details} correction={correction} holds={holds} />
        ) : (
          <div className="max-w-4xl pt-3">
            <ChangeValues details={details} />
          </div>
        )}
      </div>
      {!correcting && mutation.state !== 'claimed' && (
        <footer className="flex min-h-18 shrink-0 flex-wrap items-center justify-end gap-x-3 gap-y-2 border-t border-line px-6 py-2">
          <Actions mutation={mutation} onDiscard={() => setDiscarding(true)} />
        </footer>
      )}
      {discarding && <DiscardDialog details={details} onClose={() => setDiscarding(false)} />}
    </article>
  );
}

/** What was certainly not taken yet can be put right: anything else may have arrived as it is. */
function isCorrectable({ kind, state }: Mutation): boolean {
  return (kind === 'create' || kind === 'update') && (state === 'parked' || state === 'pending');
}

interface ActionsProps {
  readonly mutation: Mutation;
  readonly onDiscard: () => void;
}

function Actions({ mutation, onDiscard }: ActionsProps) {
  const { t } = useTranslation();
  const busy = useOutbox((state) => state.busyWith === mutation.mutationId);
  const parked = mutation.state === 'parked';

  const tell = async (act: Promise<TillError | null>, words: string) => {
    const failure = await act;
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(words);
  };
  const again = () => void tell(retry(mutation.mutationId), t('outbox.retried'));
  const settle = (outcome: 'came-out' | 'print-again' | 'cancel', words: string) =>
    void tell(settleCard(mutation, outcome), words);

  if (mutation.error?.code === 'printer.unknown-outcome' && mutation.printJobId !== null) {
    return (
      <>
        <Button
          look="quiet"
          onClick={() => settle('cancel', t('outbox.cardCancelled'))}
          className="mr-auto -ml-4"
        >
          {t('card.cancelJob')}
        </Button>
        <Button onClick={() => settle('print-again', t('outbox.retried'))}>{t('card.printAgain')}</Button>
        <Button look="primary" busy={busy} onClick={() => settle('came-out', t('outbox.cardCameOut'))}>
          {t('card.cameOut')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button
        look="quiet"
        icon={Trash2}
        onClick={onDiscard}
        className="mr-auto -ml-4"
        aria-label={t('outbox.discard')}
      >
        {t('outbox.discardShort')}
      </Button>
      {mutation.state !== 'conflicted' && (
        <Button icon={RotateCcw} busy={busy} onClick={again}>
          {t('outbox.retry')}
        </Button>
      )}
      {isCorrectable(mutation) && (
        <Button
          look={parked ? 'primary' : 'secondary'}
          icon={Pencil}
          onClick={() => beginCorrection(mutation.mutationId)}
        >
          {t('outbox.correct')}
        </Button>
      )}
    </>
  );
}
