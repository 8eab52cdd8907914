import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '#shared/health/health';
import { formatAge, formatBytes, formatCount, formatMilliseconds } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';

/** What the till says of itself, in numbers. */
export function Figures({ health }: { health: Health }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { coverage, outbox, sync, cards, disk, backups, versions, usage } = health;
  const search = usage.operations.find(({ operation }) => operation === 'customers.search');
  const ageOf = (time: string | null) => (time === null ? t('sync.never') : formatAge(t, time, nowMs));
  const unsent = outbox.waiting + outbox.parked + outbox.conflicts;
  return (
    <dl className="grid grid-cols-3 gap-x-8 small:grid-cols-2">
      <Figure label={t('health.figure.customers')}>
        {coverage.known === null
          ? formatCount(coverage.cached)
          : t('health.ofKnown', {
              cached: formatCount(coverage.cached),
              known: formatCount(coverage.known),
            })}
      </Figure>
      <Figure label={t('health.figure.fetched')}>{ageOf(sync.lastPullAt)}</Figure>
      <Figure label={t('health.figure.sent')}>{ageOf(sync.lastPushAt)}</Figure>
      <Figure label={t('health.figure.waiting')}>{formatCount(unsent)}</Figure>
      <Figure label={t('health.figure.oldest')}>
        {outbox.oldestAt === null ? '–' : formatAge(t, outbox.oldestAt, nowMs)}
      </Figure>
      <Figure label={t('health.figure.cards')}>
        {t('health.cards', {
          waiting: formatCount(cards.waiting),
          trouble: formatCount(cards.inTrouble),
        })}
      </Figure>
      <Figure label={t('health.figure.search')}>
        {search === undefined ? '–' : formatMilliseconds(search.p95Ms ?? 0)}
      </Figure>
      <Figure label={t('health.figure.store')}>{formatBytes(disk.store + disk.log)}</Figure>
      <Figure label={t('health.figure.free')}>{disk.free === null ? '–' : formatBytes(disk.free)}</Figure>
      <Figure label={t('health.figure.backup')}>{ageOf(backups.newestAt)}</Figure>
      <Figure label={t('health.figure.running')}>{formatAge(t, health.startedAt, nowMs)}</Figure>
      <Figure label={t('health.figure.version')}>
        {versions.tillbook}
        <span className="block text-sm font-normal text-soft">
          {[
            versions.electron === null ? `Node ${versions.node}` : `Electron ${versions.electron}`,
            t('health.schema', { version: versions.schema }),
          ].join(' · ')}
        </span>
      </Figure>
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="border-b border-line py-2.5">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="selectable tabular font-medium wrap-anywhere">{children}</dd>
    </div>
  );
}
