import { Repeat2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PrintJob } from '#shared/contract/printing';
import { jobLooks } from '../../card-printing/job-looks.ts';
import { jobStateWords } from '../../card-printing/job-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatAge } from '../../ui/format.ts';
import { RowList } from '../../ui/row-list.tsx';
import { openJobAt, showJobs, usePrintQueue } from './store.ts';

/** Every card that was ordered: what needs a person first, then what is on its way. */
export function JobList() {
  const { t } = useTranslation();
  const rows = usePrintQueue((state) => state.rows);
  const total = usePrintQueue((state) => state.total) ?? 0;
  const openKey = usePrintQueue((state) => state.open?.jobId ?? null);
  return (
    <RowList
      label={t('cards.sections.queue')}
      total={total}
      rows={rows}
      keyOf={keyOfJob}
      openKey={openKey}
      content={JobRow}
      onShow={showJobs}
      onOpen={openJobAt}
    />
  );
}

function keyOfJob({ jobId }: PrintJob): string {
  return jobId;
}

function JobRow({ row: job, nowMs }: { row: PrintJob; nowMs: number }) {
  const { t } = useTranslation();
  const { icon: Icon, className } = jobLooks[job.state];
  return (
    <>
      <Icon aria-hidden="true" size={20} className={classNames('shrink-0', className)} />
      <span className="min-w-0 flex-1">
        <span className="name-line flex items-center gap-2">
          <span className="min-w-0 truncate font-semibold tracking-tight">{job.displayName}</span>
          {job.reprintOf !== null && (
            <Repeat2 aria-label={t('printQueue.reprint')} size={16} className="shrink-0 text-soft" />
          )}
        </span>
        <span className="block truncate text-sm text-soft">
          {jobStateWords(t, job)} · {job.printerName}
        </span>
      </span>
      <span className="tabular shrink-0 self-start pt-3 text-xs text-faint">
        {formatAge(t, job.createdAt, nowMs)}
      </span>
    </>
  );
}
