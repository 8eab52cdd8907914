import {
  Ban,
  CircleCheck,
  CircleCheckBig,
  CirclePause,
  Layers,
  List,
  LoaderCircle,
  Pause,
  Play,
  Printer as PrinterIcon,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrintBatch, PrintBatchState } from '#shared/contract/printing';
import { printerAdvice } from '../../card-printing/printer-advice.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { formatAge, formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { actOnBatch, loadBatches, useBatches, type BatchAction } from './store.ts';

interface BatchesProps {
  readonly onShowJobs: (batch: PrintBatch) => void;
}

/** The batches of this till, newest first. */
export function Batches({ onShowJobs }: BatchesProps) {
  const { t } = useTranslation();
  const { batches, error } = useBatches();
  useEffect(() => void loadBatches(), []);
  return (
    <>
      {error && <ErrorNotice error={error} className="mb-4" />}
      {batches?.length === 0 && (
        <EmptyState icon={Layers} title={t('bulk.batchesEmptyTitle')}>
          {t('bulk.batchesEmpty')}
        </EmptyState>
      )}
      <ul className="flex flex-col gap-3">
        {batches?.map((batch) => (
          <BatchCard key={batch.batchId} batch={batch} onShowJobs={onShowJobs} />
        ))}
      </ul>
    </>
  );
}

const looks: Readonly<Record<PrintBatchState, { icon: LucideIcon; className: string }>> = {
  printing: { icon: LoaderCircle, className: 'text-accent' },
  paused: { icon: CirclePause, className: 'text-warn' },
  done: { icon: CircleCheckBig, className: 'text-accent' },
  cancelled: { icon: Ban, className: 'text-faint' },
};

function BatchCard({ batch, onShowJobs }: { batch: PrintBatch } & BatchesProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const busy = useBatches((state) => state.busyWith === batch.batchId);
  const [cancelling, setCancelling] = useState(false);
  const { icon: Icon, className } = looks[batch.state];
  const of = (state: keyof PrintBatch['counts']) => batch.counts[state] ?? 0;
  const sent = of('sent') + of('verified');
  const unsure = of('needs-attention');
  const isOpen = batch.state === 'printing' || batch.state === 'paused';

  const act = async (action: BatchAction) => {
    const failure = await actOnBatch(batch, action);
    if (failure) tellProblem(errorLine(t, failure));
  };

  return (
    <li className="rounded-2xl border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <h3 className="flex items-center gap-2 text-md font-semibold">
            <Icon aria-hidden="true" size={20} className={classNames('shrink-0', className)} />
            {t(`bulk.batchState.${batch.state}`)}
            <span className="tabular font-normal text-soft">
              {t('bulk.progress', { done: formatCount(sent), total: formatCount(batch.total) })}
            </span>
          </h3>
          <p className="pt-0.5 text-sm text-soft">
            {[
              batch.printerName,
              formatAge(t, batch.createdAt, nowMs),
              batch.actor,
              batch.reprintOf !== null && t('bulk.isReprint'),
              of('cancelled') > 0 &&
                t('bulk.notPrinted', { count: of('cancelled'), formatted: formatCount(of('cancelled')) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button look="quiet" icon={List} onClick={() => onShowJobs(batch)}>
            {t('bulk.showJobs')}
          </Button>
          {isOpen && (
            <Button icon={Ban} onClick={() => setCancelling(true)}>
              {t('common.cancel')}
            </Button>
          )}
          {batch.state === 'printing' && (
            <Button icon={Pause} busy={busy} onClick={() => void act('pause')}>
              {t('bulk.pause')}
            </Button>
          )}
          {batch.state === 'paused' && (
            <Button look="primary" icon={Play} busy={busy} onClick={() => void act('resume')}>
              {t('bulk.resume')}
            </Button>
          )}
        </div>
      </div>
      {isOpen && (
        <progress
          aria-label={t('bulk.batchState.printing')}
          max={batch.total}
          value={batch.drawn !== null && sent === 0 ? batch.drawn : sent}
          className="progress-line mt-3 block h-2 w-full overflow-hidden rounded-full"
        />
      )}
      {batch.drawn !== null && sent === 0 && batch.state === 'printing' && (
        <p className="tabular pt-1 text-sm text-soft">
          {t('bulk.drawing', { done: formatCount(batch.drawn), total: formatCount(batch.total) })}
        </p>
      )}
      {batch.error && <BatchTrouble error={batch.error} />}
      {unsure > 0 && (
        <Notice
          tone="warn"
          title={t('bulk.unsure', { count: unsure, formatted: formatCount(unsure) })}
          className="mt-3"
          actions={
            <>
              <Button look="quiet" icon={Ban} onClick={() => void act('give-up')}>
                {t('printQueue.giveUp')}
              </Button>
              <Button icon={PrinterIcon} onClick={() => void act('print-again')}>
                {t('bulk.printThoseAgain')}
              </Button>
              <Button look="primary" icon={CircleCheck} busy={busy} onClick={() => void act('came-out')}>
                {t('bulk.theyCameOut')}
              </Button>
            </>
          }
        >
          {t('bulk.unsureWords', { printer: batch.printerName })}
        </Notice>
      )}
      {cancelling && (
        <CancelDialog
          left={of('waiting')}
          onClose={() => setCancelling(false)}
          onConfirm={() => {
            setCancelling(false);
            void act('cancel');
          }}
        />
      )}
    </li>
  );
}

/** Why a batch stands still, and what to do about it. */
function BatchTrouble({ error }: { error: NonNullable<PrintBatch['error']> }) {
  const { t } = useTranslation();
  const { title, detail } = errorWords(t, error);
  return (
    <Notice tone="warn" title={title} live className="mt-3">
      {[detail, printerAdvice(t, error)].filter(Boolean).join(' ')}
    </Notice>
  );
}

function CancelDialog({
  left,
  onClose,
  onConfirm,
}: {
  left: number;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('bulk.cancelTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('bulk.cancelKeep')}</Button>
          <Button look="danger" icon={Ban} onClick={onConfirm}>
            {t('bulk.cancelConfirm')}
          </Button>
        </>
      }
    >
      <p className="text-soft">{t('bulk.cancelWords', { count: left, formatted: formatCount(left) })}</p>
    </Dialog>
  );
}
