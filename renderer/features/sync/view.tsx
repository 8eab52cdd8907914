import { RefreshCw, Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatAge, formatAhead } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Activity } from './activity.tsx';
import { HeldBack } from './held-back.tsx';
import { Offered } from './offered.tsx';
import { Reach } from './reach.tsx';
import { RecentErrors } from './recent-errors.tsx';
import { Standing } from './standing.tsx';
import { syncNow, useSync } from './store.ts';

interface SyncViewProps {
  readonly onShowConnection: () => void;
  readonly onShowOutbox: () => void;
  readonly onShowConflicts: () => void;
}

/** What takes long enough to be read about: a look for what is new, or a change or two, is over before that. */
function isLong({ activity, progress, pending }: SyncStatus): boolean {
  return activity === 'pushing' ? pending >= 20 : activity === 'pulling' && progress !== null;
}

/** How the till and the service stand with each other, and a way to settle it now. */
export function SyncView({ onShowConnection, ...links }: SyncViewProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { status, starting, error } = useSync();
  if (!status) return null;
  const connected = status.reach !== 'not-connected';
  const { nextTryAt, lastErrorSince } = status;
  const waits = nextTryAt !== null && Date.parse(nextTryAt) > nowMs;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <span className="text-2xl tracking-tight">
          <Reach reach={status.reach} size={28} />
        </span>
        <p className="min-w-0 flex-1 basis-72 text-soft">
          {t(`sync.reachWords.${status.reach}`)}
          {lastErrorSince && ` ${t('sync.since', { age: formatAge(t, lastErrorSince, nowMs) })}`}
          {waits && ` ${t('sync.nextTry', { time: formatAhead(t, nextTryAt, nowMs) })}`}
        </p>
        <Button
          look="primary"
          size="large"
          icon={RefreshCw}
          busy={starting || status.activity !== 'idle'}
          disabled={!connected}
          onClick={() => void syncNow()}
        >
          {t('sync.now')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} />}
      {status.lastError && status.reach !== 'online' && (
        <ErrorNotice
          error={status.lastError}
          actions={
            status.reach === 'attention' && (
              <Button icon={Settings2} onClick={onShowConnection}>
                {t('sync.changeConnection')}
              </Button>
            )
          }
        />
      )}
      {status.heldBack > 0 && <HeldBack count={status.heldBack} />}
      {isLong(status) && <Activity status={status} />}
      <Standing status={status} {...links} />
      <RecentErrors errors={status.recentErrors} />
      {connected ? (
        <Offered capabilities={status.capabilities} holds={status.holds} />
      ) : (
        <Notice
          title={t('sync.notConnectedTitle')}
          actions={
            <Button look="primary" onClick={onShowConnection}>
              {t('sync.connect')}
            </Button>
          }
        >
          {t('sync.notConnected')}
        </Notice>
      )}
    </div>
  );
}
