import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/values';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { ProgressBar } from './progress-bar.tsx';

/** What the sync is doing this moment, how far it is, and how long it still takes when that is no guess. */
export function Activity({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const { progress, rates } = status;
  const activity = status.activity === 'pushing' ? 'pushing' : 'pulling';
  const perSecond = activity === 'pulling' ? (progress?.perSecond ?? null) : rates.push;
  const left = progress?.remainingMs ?? null;
  return (
    <section aria-label={t(`sync.activity.${activity}`)} className="rounded-2xl bg-sunken px-5 py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="font-semibold">{t(`sync.activity.${activity}`)}</h2>
        {activity === 'pulling' && left !== null && (
          <p className="tabular font-semibold">{t('sync.left', { time: formatDuration(left) })}</p>
        )}
      </div>
      <ProgressBar status={status} className="my-3 h-2 rounded-full" />
      <p className="tabular flex flex-wrap justify-between gap-x-6 text-sm text-soft">
        <span>
          {activity === 'pulling' && progress
            ? t('sync.loadingCount', {
                done: formatCount(progress.done),
                total: progress.total === null ? '…' : formatCount(progress.total),
              })
            : t('sync.pending', { count: status.pending, formatted: formatCount(status.pending) })}
          {perSecond !== null &&
            perSecond >= 1 &&
            ` · ${t('sync.perSecond', { count: Math.round(perSecond), formatted: formatCount(Math.round(perSecond)) })}`}
        </span>
        <span>{t('sync.neverBlocks')}</span>
      </p>
    </section>
  );
}
