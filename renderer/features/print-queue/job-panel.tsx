import {
  Ban,
  CircleCheck,
  MousePointerClick,
  Printer as PrinterIcon,
  Repeat2,
  ScanBarcode,
  UserRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import type { TillError } from '#shared/contract/errors';
import type { PrintJob } from '#shared/contract/printing';
import { jobLooks } from '../../card-printing/job-looks.ts';
import { isCertainlyNotPrinted, jobStateWords } from '../../card-printing/job-words.ts';
import { printerAdvice } from '../../card-printing/printer-advice.ts';
import { startVerifying } from '../../card-printing/verify.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { formatAge, formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { cancelJob, reprint, settleJob, usePrintQueue } from './store.ts';

/** The open job: whose card, where it is, and what a person can do about it. */
export function JobPanel({ onOpen }: { onOpen: (customerUid: string) => void }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const job = usePrintQueue((state) => state.open);

  if (!job) {
    return (
      <EmptyState icon={MousePointerClick} title={t('printQueue.noneOpenTitle')}>
        {t('printQueue.noneOpen')}
      </EmptyState>
    );
  }
  const { icon: Icon, className } = jobLooks[job.state];
  return (
    <article aria-labelledby="job-name" className="flex min-h-0 flex-1 flex-col">
      <div className="scroll-steady min-h-0 flex-1 pt-5 pr-4 pb-6 pl-6">
        <div className="flex items-center justify-between gap-4">
          <p className={classNames('flex items-center gap-2 text-sm font-semibold', className)}>
            <Icon aria-hidden="true" size={18} />
            {jobStateWords(t, job)}
          </p>
          <Button
            look="quiet"
            icon={UserRound}
            onClick={() => onOpen(job.customerUid)}
            className="-my-2 text-sm text-soft"
          >
            {t('outbox.openCustomer')}
          </Button>
        </div>
        <h2 id="job-name" className="selectable pt-1 text-2xl font-semibold tracking-tight break-words">
          {job.displayName}
        </h2>
        {job.loyaltyId !== '' && (
          <p className="selectable tabular text-md text-soft">{displayLoyaltyId(job.loyaltyId)}</p>
        )}
        <p className="pt-1 pb-4 text-sm text-soft">
          <span title={formatMoment(job.createdAt)}>
            {t('printQueue.ordered', { age: formatAge(t, job.createdAt, nowMs), printer: job.printerName })}
          </span>
          {job.batchId !== null && ` · ${t('printQueue.ofBatch')}`}
        </p>
        {job.reprintOf !== null && (
          <p className="flex items-center gap-2 pb-4 text-sm font-medium">
            <Repeat2 aria-hidden="true" size={18} className="text-soft" />
            {t('printQueue.reprintWords')}
          </p>
        )}
        <Standing job={job} />
      </div>
      <footer className="flex min-h-18 shrink-0 flex-wrap items-center justify-end gap-x-3 gap-y-2 border-t border-line px-6 py-2">
        <Actions job={job} />
      </footer>
    </article>
  );
}

/** How it stands in a sentence, with what to do about it. */
function Standing({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  if (job.error) {
    const { title, detail } = errorWords(t, job.error);
    return (
      <Notice tone={job.state === 'needs-attention' ? 'warn' : 'info'} title={title}>
        {[detail, printerAdvice(t, job.error)].filter(Boolean).map((words) => (
          <span key={words} className="selectable block">
            {words}
          </span>
        ))}
      </Notice>
    );
  }
  return (
    <p className="max-w-2xl text-soft text-pretty">
      {t(`printQueue.stands.${job.state}`, {
        printer: job.printerName,
        at: job.verifiedAt === null ? '' : formatMoment(job.verifiedAt),
      })}
    </p>
  );
}

function Actions({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  const busy = usePrintQueue((state) => state.busy);
  const tell = async (act: Promise<TillError | null>, words: string) => {
    const failure = await act;
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(words);
  };
  const name = job.displayName;

  switch (job.state) {
    case 'needs-attention':
      return (
        <>
          <Button
            look="quiet"
            icon={Ban}
            onClick={() => void tell(settleJob(job, 'cancel'), t('printQueue.givenUp', { name }))}
            className="mr-auto -ml-4"
          >
            {t('printQueue.giveUp')}
          </Button>
          <Button
            look={isCertainlyNotPrinted(job) ? 'primary' : 'secondary'}
            icon={PrinterIcon}
            busy={busy}
            onClick={() => void tell(settleJob(job, 'print-again'), t('printQueue.again', { name }))}
          >
            {t('card.printAgain')}
          </Button>
          {!isCertainlyNotPrinted(job) && (
            <Button
              look="primary"
              icon={CircleCheck}
              busy={busy}
              onClick={() => void tell(settleJob(job, 'came-out'), t('printQueue.cameOut', { name }))}
            >
              {t('card.cameOut')}
            </Button>
          )}
        </>
      );
    case 'waiting':
    case 'sending':
      return (
        <Button
          icon={Ban}
          busy={busy}
          onClick={() => void tell(cancelJob(job), t('printQueue.cancelled', { name }))}
        >
          {t(job.state === 'waiting' ? 'printQueue.cancel' : 'printQueue.breakOff')}
        </Button>
      );
    default:
      return (
        <>
          <Button
            icon={PrinterIcon}
            busy={busy}
            onClick={() => void tell(reprint(job), t('printQueue.again', { name }))}
          >
            {t('card.printAgain')}
          </Button>
          {job.state === 'sent' && (
            <Button look="primary" icon={ScanBarcode} onClick={() => startVerifying(job)}>
              {t('verify.start')}
            </Button>
          )}
        </>
      );
  }
}
