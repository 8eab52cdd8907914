import { z } from 'zod';
import { addDurations, countDurations, percentileOf } from '#shared/health/durations';
import { healthSampleSchema, type Health, type HealthSample } from '#shared/health/health';
import type { UsageTotals } from './usage.ts';

/** What was measured over some time, in the shape in which it can be added to more of the same. */
export const storedSampleSchema = healthSampleSchema
  .omit({ at: true, searches: true, searchP50Ms: true, searchP95Ms: true })
  .extend({ searchDurations: z.array(z.number().int()) });
export type StoredSample = z.output<typeof storedSampleSchema>;

/** One minute of a till, and what it was asked in it. */
export function sampleOf(health: Health, before: UsageTotals, now: UsageTotals): StoredSample {
  const nowMs = Date.parse(health.at);
  const { coverage, disk, outbox } = health;
  return {
    minutes: 1,
    minutesOnline: health.sync.reach === 'online' ? 1 : 0,
    customers: coverage.cached,
    known: coverage.known,
    storeBytes: disk.store,
    freeBytes: disk.free,
    waiting: outbox.waiting,
    oldestMs: outbox.oldestAt === null ? 0 : Math.max(0, nowMs - Date.parse(outbox.oldestAt)),
    parked: outbox.parked,
    searchDurations: addDurations(now.searches, before.searches, -1),
    calls: now.calls - before.calls,
    slow: now.slow - before.slow,
    errors: now.errors - before.errors,
    warnings: now.warnings - before.warnings,
  };
}

/** Two stretches of time as one: sums, the most, the least, or how it was at the end. */
export function joinSamples(earlier: StoredSample, later: StoredSample): StoredSample {
  const sum = (name: 'minutes' | 'minutesOnline' | 'calls' | 'slow' | 'errors' | 'warnings') =>
    earlier[name] + later[name];
  const most = (name: 'waiting' | 'oldestMs' | 'parked') => Math.max(earlier[name], later[name]);
  return {
    minutes: sum('minutes'),
    minutesOnline: sum('minutesOnline'),
    customers: later.customers,
    known: later.known,
    storeBytes: later.storeBytes,
    freeBytes:
      earlier.freeBytes === null || later.freeBytes === null
        ? (later.freeBytes ?? earlier.freeBytes)
        : Math.min(earlier.freeBytes, later.freeBytes),
    waiting: most('waiting'),
    oldestMs: most('oldestMs'),
    parked: most('parked'),
    searchDurations: addDurations(earlier.searchDurations, later.searchDurations),
    calls: sum('calls'),
    slow: sum('slow'),
    errors: sum('errors'),
    warnings: sum('warnings'),
  };
}

/** As people and programs are shown it. @param atMs its beginning */
export function describeSample(atMs: number, { searchDurations, ...sample }: StoredSample): HealthSample {
  return {
    at: new Date(atMs).toISOString(),
    ...sample,
    searches: countDurations(searchDurations),
    searchP50Ms: percentileOf(searchDurations, 0.5),
    searchP95Ms: percentileOf(searchDurations, 0.95),
  };
}
