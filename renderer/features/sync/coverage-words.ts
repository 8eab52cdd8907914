import type { TFunction } from 'i18next';
import type { Coverage } from '#shared/contract/values';
import { formatAge, formatCount } from '../../ui/format.ts';

/** "25,000 of 25,000 · 2 min ago": how much of the base is on this till, and how old it is. */
export function coverageWords(t: TFunction, coverage: Coverage, nowMs: number): string {
  const { cached, asOf, indexing } = coverage;
  if (indexing !== undefined) {
    return t('sync.indexing', { percent: Math.floor((100 * indexing.done) / indexing.total) });
  }
  // Those registered here since the service was last asked count as known.
  const known = coverage.known === null ? null : Math.max(coverage.known, cached);
  const count =
    known === null
      ? t('sync.coverageUnknown', { cached: formatCount(cached) })
      : t('sync.coverage', { cached: formatCount(cached), known: formatCount(known) });
  return asOf ? `${count} · ${formatAge(t, asOf, nowMs)}` : count;
}
