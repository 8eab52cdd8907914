import { CircleCheckBig, RotateCcw } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Holdings } from '#shared/customer/holdings';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { ChangeList } from './change-list.tsx';
import { ChangePanel } from './change-panel.tsx';
import { StateFilter } from './state-filter.tsx';
import { loadOutbox, retryAll, useOutbox } from './store.ts';

interface OutboxViewProps {
  /** There is a service that changes can arrive at. */
  readonly connected: boolean;
  /** What the connected service has room for. */
  readonly holds: Holdings;
  readonly onOpen: (customerUid: string) => void;
  readonly onShowConflicts: () => void;
}

/** What this till still has to tell the service, and why it has not yet: the list on the left, one change on the right. */
export function OutboxView({ connected, ...props }: OutboxViewProps) {
  const { t } = useTranslation();
  const total = useOutbox((state) => state.total);
  const filter = useOutbox((state) => state.filter);
  const parked = useOutbox((state) => state.counts.parked);
  const error = useOutbox((state) => state.error);
  const openId = useOutbox((state) => state.openId);

  useEffect(() => void loadOutbox(), []);

  const tryAll = async () => {
    const answer = await retryAll();
    if ('error' in answer) tellProblem(errorLine(t, answer.error));
    else tellDone(t('outbox.retriedAll', { count: answer.retried }));
  };

  if (total === 0 && filter === 'all' && openId === null) {
    return (
      <div className="flex-1 px-6 py-6">
        {error && <ErrorNotice error={error} className="mb-4" />}
        <EmptyState
          icon={CircleCheckBig}
          title={connected ? t('outbox.emptyTitle') : t('outbox.emptyAloneTitle')}
        >
          {connected ? t('outbox.empty') : t('outbox.emptyAlone')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="@container border-b border-line px-4 py-2.5 has-[>div:empty]:hidden">
        <div className="flex flex-wrap gap-3">
          <StateFilter />
          {parked > 1 && (
            <Button icon={RotateCcw} onClick={() => void tryAll()} className="ml-auto">
              {t('outbox.retryAll')}
            </Button>
          )}
          {error && <ErrorNotice error={error} className="flex-1" />}
        </div>
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-[clamp(min(22rem,40vw),30vw,32rem)_minmax(0,1fr)] small:grid-cols-1">
        <section className="flex min-h-0 flex-col border-r border-line bg-paper py-2">
          {total !== null && <ChangeList key={filter} />}
        </section>
        <div className="flex min-h-0 min-w-0 flex-col bg-surface">
          <ChangePanel {...props} />
        </div>
      </div>
    </div>
  );
}
