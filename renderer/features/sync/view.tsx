import { RefreshCw, Settings2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability, SyncStatus } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatAge, formatCount, formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { coverageWords } from './coverage-words.ts';
import { ProgressBar } from './progress-bar.tsx';
import { Reach } from './reach.tsx';
import { syncNow, useSync } from './store.ts';

const capabilities: readonly Capability[] = [
  'loyalty-id',
  'print-card',
  'consents',
  'store-details',
  'merge',
  'extensions',
  'export',
  'search-external',
];

/** How the till and the service stand with each other, and a way to settle it now. */
export function SyncView({ onShowConnection }: { onShowConnection: () => void }) {
  const { t } = useTranslation();
  const { status, starting, error } = useSync();
  if (!status) return null;
  const connected = status.reach !== 'not-connected';
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <span className="text-2xl tracking-tight">
          <Reach reach={status.reach} size={28} />
        </span>
        <p className="min-w-0 flex-1 basis-72 text-soft">{t(`sync.reachWords.${status.reach}`)}</p>
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
      {status.activity !== 'idle' && <Activity status={status} />}
      <Facts status={status} />
      {connected ? (
        <Offered status={status} />
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

function Activity({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const { done, total } = status.progress ?? { done: 0, total: null };
  return (
    <div className="rounded-xl bg-sunken px-4 py-3">
      <p className="flex justify-between gap-4 pb-2 font-semibold">
        {t(`sync.activity.${status.activity === 'idle' ? 'pulling' : status.activity}`)}
        {status.progress && (
          <span className="tabular font-normal text-soft">
            {t('sync.loading', {
              done: formatCount(done),
              total: total === null ? '…' : formatCount(total),
            })}
          </span>
        )}
      </p>
      <ProgressBar status={status} className="rounded-full" />
      <p className="pt-2 text-sm text-soft">{t('sync.neverBlocks')}</p>
    </div>
  );
}

function Facts({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { connection, coverage } = status;
  return (
    <dl className="grid grid-cols-2 gap-x-10">
      <Fact label={t('sync.customersHere')}>{coverageWords(t, { ...coverage, asOf: null }, nowMs)}</Fact>
      <Fact label={t('sync.complete')}>
        {coverage.asOf
          ? `${formatAge(t, coverage.asOf, nowMs)} (${formatMoment(coverage.asOf)})`
          : t('sync.never')}
      </Fact>
      <Fact label={t('sync.lastSync')}>
        {status.lastSyncAt ? formatAge(t, status.lastSyncAt, nowMs) : t('sync.never')}
      </Fact>
      <Fact label={t('sync.waitingChanges')}>
        {[
          t('sync.pending', { count: status.pending }),
          t('sync.parked', { count: status.parked }),
          t('sync.conflicts', { count: status.conflicts }),
        ].join(' · ')}
      </Fact>
      {connection && (
        <>
          <Fact label={t('connect.service')}>{t(`connect.services.${connection.service}`)}</Fact>
          <Fact label={t('connect.url')}>{connection.url}</Fact>
          <Fact label={t('connect.tenant')}>{connection.tenant}</Fact>
          <Fact label={t('connect.store')}>
            {[connection.store, connection.till && t('sync.tillNumber', { till: connection.till })]
              .filter(Boolean)
              .join(' · ') || '—'}
          </Fact>
        </>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="border-b border-line py-2.5">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="selectable tabular font-medium break-words">{children}</dd>
    </div>
  );
}

/** What the connected service can do; what it cannot is off everywhere in the till. */
function Offered({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className="pb-2 text-sm font-semibold text-faint">{t('sync.offered')}</h2>
      <ul className="flex flex-wrap gap-2">
        {capabilities.map((capability) => {
          const offered = status.capabilities.includes(capability);
          return (
            <li
              key={capability}
              className={
                offered
                  ? 'rounded-full bg-accent-tint px-3 py-1 text-sm font-medium'
                  : 'rounded-full border border-line px-3 py-1 text-sm text-faint line-through'
              }
            >
              {t(`capability.${capability}`)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
