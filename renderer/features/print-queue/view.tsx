import { ArrowLeft, Printer as PrinterIcon, ScanBarcode } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { jobLooks } from '../../card-printing/job-looks.ts';
import { startVerifying, stopVerifying, useVerify } from '../../card-printing/verify.ts';
import { VerifyPanel } from '../../card-printing/verify-panel.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilterPills } from '../../ui/filter-pills.tsx';
import { formatCount } from '../../ui/format.ts';
import { JobList } from './job-list.tsx';
import { JobPanel } from './job-panel.tsx';
import {
  jobStates,
  loadPrintQueue,
  setJobFilter,
  showBatchJobs,
  usePrintQueue,
  type JobFilter,
} from './store.ts';

/** Every card that was sent to a printer: the list on the left, one job on the right. */
export function PrintQueueView({ onOpen }: { onOpen: (customerUid: string) => void }) {
  const { t } = useTranslation();
  const filter = usePrintQueue((state) => state.filter);
  const batch = usePrintQueue((state) => state.batch);
  const total = usePrintQueue((state) => state.total);
  const error = usePrintQueue((state) => state.error);
  const verifying = useVerify((state) => state.waiting);

  useEffect(() => {
    void loadPrintQueue();
    return stopVerifying;
  }, []);

  const isEmpty = total === 0 && filter === 'all' && batch === null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="@container border-b border-line px-4 py-2.5">
        <div className="flex flex-wrap gap-3">
          {batch ? (
            <Button look="quiet" icon={ArrowLeft} onClick={() => showBatchJobs(null)} className="-ml-2">
              {t('printQueue.allCards')}
            </Button>
          ) : null}
          {batch && (
            <h2 className="flex h-11 items-center font-semibold">
              {t('printQueue.cardsOfBatch', { count: batch.total, formatted: formatCount(batch.total) })}
            </h2>
          )}
          <JobFilters />
          {error && <ErrorNotice error={error} className="flex-1" />}
          {!verifying && (
            <Button icon={ScanBarcode} onClick={() => startVerifying(null)} className="ml-auto">
              {t('verify.startAny')}
            </Button>
          )}
        </div>
        {verifying && <VerifyPanel className="pt-2.5" />}
      </div>
      {isEmpty ? (
        <EmptyState icon={PrinterIcon} title={t('printQueue.emptyTitle')}>
          {t('printQueue.empty')}
        </EmptyState>
      ) : (
        <div className="grid min-h-0 flex-1 grid-cols-[clamp(min(22rem,40vw),30vw,32rem)_minmax(0,1fr)] small:grid-cols-1">
          <section className="flex min-h-0 flex-col border-r border-line bg-paper py-2">
            {total !== null && <JobList key={`${filter} ${batch?.batchId}`} />}
          </section>
          <div className="flex min-h-0 min-w-0 flex-col bg-surface">
            <JobPanel onOpen={onOpen} />
          </div>
        </div>
      )}
    </div>
  );
}

/** How many cards are in which state, and a way to see one kind alone. Gone where there is but one kind. */
function JobFilters() {
  const { t } = useTranslation();
  const filter = usePrintQueue((state) => state.filter);
  const counts = usePrintQueue((state) => state.counts);
  const present = jobStates.filter((state) => (counts[state] ?? 0) > 0 || state === filter);
  if (present.length < 2 && filter === 'all') return null;
  return (
    <FilterPills<JobFilter>
      label={t('printQueue.filter')}
      value={filter}
      onChange={setJobFilter}
      options={[
        {
          value: 'all',
          label: t('outbox.filters.all'),
          count: jobStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0),
        },
        ...present.map((state) => ({
          value: state,
          label: t(`card.jobState.${state}`),
          count: counts[state] ?? 0,
          icon: jobLooks[state].icon,
          iconClassName: jobLooks[state].className,
        })),
      ]}
    />
  );
}
