import { Ban, CircleCheck, Printer as PrinterIcon, ScanBarcode } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { PrintJob } from '#shared/contract/printing';
import { jobLooks } from '../../card-printing/job-looks.ts';
import { isCertainlyNotPrinted, jobStateWords } from '../../card-printing/job-words.ts';
import { printerAdvice } from '../../card-printing/printer-advice.ts';
import { startVerifying } from '../../card-printing/verify.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { errorLine } from '../../ui/error-words.ts';
import { formatAge } from '../../ui/format.ts';
import { tellProblem } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { cancelJob, loadJobs, settleJob, useCard } from './store.ts';

/** What became of the customer's cards, the newest first. */
export function CardJobs() {
  const { t } = useTranslation();
  const jobs = useCard((state) => state.jobs);
  if (jobs.length === 0) return null;
  return (
    <ul aria-label={t('card.jobs')} className="mt-4 border-t border-line">
      {jobs.map((job) => (
        <JobRow key={job.jobId} job={job} />
      ))}
    </ul>
  );
}

function JobRow({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { icon: Icon, className } = jobLooks[job.state];
  return (
    <li className="border-b border-line/60 py-2 last:border-b-0">
      <div className="flex min-h-11 flex-wrap items-center gap-x-3">
        <Icon aria-hidden="true" size={20} className={classNames('shrink-0', className)} />
        <span className="min-w-0 flex-1 leading-5">
          <span className="block font-medium">{jobStateWords(t, job)}</span>
          <span className="block text-sm text-soft">
            {[
              job.printerName,
              formatAge(t, job.createdAt, nowMs),
              job.reprintOf !== null && t('bulk.isReprint'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        {job.state === 'sent' && (
          <Button icon={ScanBarcode} onClick={() => startVerifying(job)}>
            {t('verify.start')}
          </Button>
        )}
        {(job.state === 'waiting' || job.state === 'sending') && (
          <Button icon={Ban} onClick={() => void tellFailure(cancelJob(job.jobId))}>
            {t('printQueue.cancel')}
          </Button>
        )}
      </div>
      {job.error && (
        <p className="text-sm text-danger">
          {errorLine(t, job.error)} {printerAdvice(t, job.error)}
        </p>
      )}
      {job.state === 'needs-attention' && (
        <div className="pt-2">
          <SettleButtons job={job} />
        </div>
      )}
    </li>
  );

  async function tellFailure(act: Promise<TillError | null>) {
    const failure = await act;
    if (failure) tellProblem(errorLine(t, failure));
  }
}

function SettleButtons({ job }: { job: PrintJob }) {
  const { t } = useTranslation();
  const settle = async (outcome: 'came-out' | 'print-again' | 'cancel') => {
    const failure = await settleJob(job.jobId, outcome);
    if (failure) tellProblem(errorLine(t, failure));
  };
  return (
    <div className="flex flex-wrap gap-2">
      {!isCertainlyNotPrinted(job) && (
        <Button look="primary" icon={CircleCheck} onClick={() => void settle('came-out')}>
          {t('card.cameOut')}
        </Button>
      )}
      <Button
        look={isCertainlyNotPrinted(job) ? 'primary' : 'secondary'}
        icon={PrinterIcon}
        onClick={() => void settle('print-again')}
      >
        {t('card.printAgain')}
      </Button>
      <Button look="quiet" onClick={() => void settle('cancel')}>
        {t('card.cancelJob')}
      </Button>
    </div>
  );
}

interface UnsettledJobsProps {
  readonly onShowQueue: () => void;
  readonly onShowBatches: () => void;
}

/** A printer went silent: the till never guesses whether paper came out, it asks. */
export function UnsettledJobs({ onShowQueue, onShowBatches }: UnsettledJobsProps) {
  const { t } = useTranslation();
  const job = useCard((state) => state.unsettled);
  const alone = useCard((state) => state.unsettledAlone);
  const total = useCard((state) => state.unsettledTotal);
  const shown = useCard((state) => state.shown);
  const inBatches = total - alone;

  useEffect(() => void loadJobs(), []);

  if (total === 0 || shown) return null;
  return (
    <div
      role="alert"
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-warn-tint px-5 py-2"
    >
      <PrinterIcon aria-hidden="true" size={22} className="text-warn" />
      <p className="min-w-0 flex-1 basis-64 leading-5">
        <span className="block font-semibold">
          {job
            ? t(isCertainlyNotPrinted(job) ? 'card.didNotPrint' : 'card.didItComeOut', {
                name: job.displayName,
              })
            : t('card.didBatchComeOut', { count: inBatches })}
        </span>
        {job && (
          <span className="block truncate text-sm text-soft">
            {[
              job.printerName,
              isCertainlyNotPrinted(job) && job.error && errorLine(t, job.error),
              total > 1 && t('card.moreUnsettled', { count: total - 1 }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        )}
      </p>
      {job && <SettleButtons job={job} />}
      {total > 1 && (
        <Button onClick={inBatches > 0 ? onShowBatches : onShowQueue}>{t('card.showUnsettled')}</Button>
      )}
    </div>
  );
}
