import type { OperationName } from '../contract/operation-names.ts';

/**
 * How long things took, as counts by size: as many numbers whether ten things were measured or ten million, and two of
 * them are added up by adding their counts.
 */

/** Upper ends of the classes, in milliseconds; one class more has whatever took longer. */
export const durationBoundsMs = [
  1, 2, 3, 5, 8, 13, 20, 30, 50, 80, 130, 200, 300, 500, 800, 1300, 2000, 3000, 5000, 8000, 13_000, 30_000,
] as const;

/** How many were in each class. */
export type Durations = readonly number[];

export function noDurations(): number[] {
  return Array.from({ length: durationBoundsMs.length + 1 }, () => 0);
}

/** The class a duration belongs to, as an index of {@link Durations}. */
export function classOfDuration(ms: number): number {
  const found = durationBoundsMs.findIndex((bound) => ms <= bound);
  return found === -1 ? durationBoundsMs.length : found;
}

export function countDurations(durations: Durations): number {
  return durations.reduce((sum, count) => sum + count, 0);
}

/** What is in one but not yet in an earlier one, or in both together (`sign` 1). */
export function addDurations(left: Durations, right: Durations, sign: 1 | -1 = 1): number[] {
  return noDurations().map((_, index) => (left[index] ?? 0) + sign * (right[index] ?? 0));
}

/**
 * How long the given share of them took at most, in milliseconds; even inside a class. The class without an end counts
 * as its beginning.
 *
 * @param share 0.5: half of them
 * @returns null when there were none
 */
export function percentileOf(durations: Durations, share: number): number | null {
  const total = countDurations(durations);
  if (total === 0) return null;
  const wanted = share * total;
  let before = 0;
  for (const [index, count] of durations.entries()) {
    if (count > 0 && before + count >= wanted) {
      const from = durationBoundsMs[index - 1] ?? 0;
      const to = durationBoundsMs[index] ?? from;
      return Math.round((from + ((to - from) * (wanted - before)) / count) * 10) / 10;
    }
    before += count;
  }
  return durationBoundsMs.at(-1) ?? null;
}

/** Answered between two keys. */
const atOnce: ReadonlySet<OperationName> = new Set<OperationName>([
  'customers.search',
  'customers.get',
  'customers.recent',
  'customers.duplicates',
  'customers.check',
  'codes.find',
]);

/** Ask somebody else, or go through everything. */
const patient: ReadonlySet<OperationName> = new Set<OperationName>([
  'customers.fetch',
  'customers.storeDetails',
  'customers.searchService',
  'customers.searchExternal',
  'customers.export',
  'customers.erase',
  'cards.printList',
  'cards.printMany',
  'printers.check',
  'printers.test',
  'printers.discover',
  'connection.set',
  'sync.now',
  'sync.approveDeletions',
  'duplicates.find',
  'handOver.send',
  'handOver.try',
  'audit.verify',
  'audit.export',
  'backups.make',
  'diagnostics.collect',
]);

/** From how many milliseconds on an operation counts as slow. */
export function slowAfterMs(operation: OperationName): number {
  if (atOnce.has(operation)) return 100;
  return patient.has(operation) ? 15_000 : 1_000;
}
