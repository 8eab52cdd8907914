import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';
import { formatAge, formatCount, formatMoment, formatRate } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { coverageWords } from './coverage-words.ts';

interface StandingProps {
  readonly status: SyncStatus;
  readonly onShowOutbox: () => void;
  readonly onShowConflicts: () => void;
}

/** What is here, what is there, since when, and what a person still has to do. */
export function Standing({ status, onShowOutbox, onShowConflicts }: StandingProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { connection, coverage, rates, pending, parked, conflicts } = status;
  // Some were registered here and not sent yet, or are gone at the service.
  const hasMore = coverage.known !== null && coverage.cached > coverage.known;
  const ageOf = (time: string | null) =>
    time === null ? (
      t('sync.never')
    ) : (
      <>
        {formatAge(t, time, nowMs)}
        <span className="font-normal text-soft"> · {formatMoment(time)}</span>
      </>
    );
  const speed = [
    rates.pull !== null && t('sync.pullRate', { formatted: formatCount(Math.round(rates.pull)) }),
    rates.push !== null && t('sync.pushRate', { formatted: formatRate(rates.push) }),
  ].filter(Boolean);
  return (
    <dl className="grid grid-cols-2 gap-x-10">
      <Fact label={t('sync.customersHere')}>
        {coverageWords(t, { ...coverage, asOf: null, ...(hasMore && { known: null }) }, nowMs)}
        {hasMore && (
          <span className="font-normal text-soft">
            {` · ${t('sync.atService', { formatted: formatCount(coverage.known ?? 0) })}`}
          </span>
        )}
      </Fact>
      <Fact label={t('sync.complete')}>{ageOf(coverage.asOf)}</Fact>
      <Fact label={t('sync.lastPull')}>{ageOf(status.lastPullAt)}</Fact>
      <Fact label={t('sync.lastPush')}>{ageOf(status.lastPushAt)}</Fact>
      <Fact label={t('sync.waitingChanges')}>
        {pending + parked + conflicts === 0 ? (
          t('sync.allSent')
        ) : (
          <span className="flex flex-wrap gap-x-2">
            {pending > 0 && (
              <Link onClick={onShowOutbox}>
                {t('sync.pending', { count: pending, formatted: formatCount(pending) })}
              </Link>
            )}
            {parked > 0 && (
              <Link onClick={onShowOutbox}>
                {t('sync.parked', { count: parked, formatted: formatCount(parked) })}
              </Link>
            )}
            {conflicts > 0 && (
              <Link onClick={onShowConflicts}>
                {t('sync.conflicts', { count: conflicts, formatted: formatCount(conflicts) })}
              </Link>
            )}
          </span>
        )}
      </Fact>
      <Fact label={t('sync.speed')}>{speed.length > 0 ? speed.join(' · ') : t('sync.noSpeed')}</Fact>
      {connection && (
        <>
          <Fact label={t('connect.service')}>
            {t(`connect.services.${connection.service}`)}
            <span className="block text-sm font-normal break-all text-soft">{connection.url}</span>
          </Fact>
          <Fact label={t('connect.tenant')}>
            {connection.tenant}
            <span className="block text-sm font-normal text-soft">
              {[connection.store, connection.till && t('sync.tillNumber', { till: connection.till })]
                .filter(Boolean)
                .join(' · ')}
            </span>
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
      <dd className="selectable tabular font-medium wrap-anywhere">{children}</dd>
    </div>
  );
}

function Link({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="-my-2.5 flex min-h-11 items-center text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
    >
      {children}
    </button>
  );
}
