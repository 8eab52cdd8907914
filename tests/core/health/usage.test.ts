import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDurations,
  classOfDuration,
  countDurations,
  durationBoundsMs,
  noDurations,
  percentileOf,
} from '#shared/health/durations';
import { createUsage } from '../../../electron/core/health/usage.ts';

const atMs = Date.parse('2026-03-02T12:00:00Z');

describe('percentiles of counts by class', () => {
  it('lie in the class of the true one, whatever was measured', () => {
    const durations = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (measured, share) => {
        const counts = noDurations();
        for (const ms of measured) counts[classOfDuration(ms)]! += 1;
        const sorted = measured.toSorted((left, right) => left - right);
        const truth = sorted[Math.ceil(share * sorted.length) - 1]!;
        const found = percentileOf(counts, share)!;
        const index = classOfDuration(truth);
        const from = durationBoundsMs[index - 1] ?? 0;
        const to = durationBoundsMs[index] ?? from;
        expect(found).toBeGreaterThanOrEqual(from);
        expect(found).toBeLessThanOrEqual(to);
      }),
    );
  });

  it('are those of both when two are added, and of nothing there are none', () => {
    const two = noDurations();
    two[3] = 2;
    expect(countDurations(addDurations(two, two))).toBe(4);
    expect(addDurations(addDurations(two, two), two, -1)).toEqual(two);
    expect(percentileOf(noDurations(), 0.5)).toBeNull();
  });
});

describe('what a till was asked', () => {
  it('is counted by operation, with what failed and what was slow', () => {
    const usage = createUsage(() => atMs);
    usage.noteCall('customers.search', 4, 'ok');
    usage.noteCall('customers.search', 450, 'ok');
    usage.noteCall('customers.search', 0.2, 'search.overtaken');
    usage.noteCall('customers.update', 450, 'customer.invalid');
    usage.noteCall('backups.make', 9_000, 'ok');

    const { operations, slowest } = usage.describe();
    expect(
      operations.map(({ operation, count, failed, slow, maxMs }) => [operation, count, failed, slow, maxMs]),
    ).toEqual([
      ['customers.search', 2, 0, 1, 450],
      ['customers.update', 1, 1, 0, 450],
      ['backups.make', 1, 0, 0, 9000],
    ]);
    expect(slowest).toEqual([{ at: new Date(atMs).toISOString(), operation: 'customers.search', ms: 450 }]);
  });

  it('keeps no more slow calls and no more kinds of trouble than somebody reads', () => {
    const usage = createUsage(() => atMs);
    for (let index = 0; index < 200; index += 1) {
      usage.noteCall('customers.get', 200 + index, 'ok');
      usage.noteLog('warning', `room.event-${index}`);
      usage.noteLog('info', 'room.of-no-interest');
    }
    usage.noteLog('error', 'room.event-3');
    const { slowest, events, warnings, errors } = usage.describe();
    expect(slowest).toHaveLength(20);
    expect(slowest[0]?.ms).toBe(399);
    expect(events).toHaveLength(10);
    expect(events[0]).toEqual({
      event: 'room.event-3',
      level: 'error',
      count: 2,
      lastAt: new Date(atMs).toISOString(),
    });
    expect({ warnings, errors }).toEqual({ warnings: 200, errors: 1 });
  });
});
