import { describe, expect, it } from 'vitest';
import { noDurations } from '#shared/health/durations';
import type { StoredSample } from '../../../electron/core/health/sample.ts';
import { openWriter } from '../db/open-writer.ts';
import { dayMs, hourMs, minuteMs, nowMs } from './healthy-till.ts';

function minute(changes: Partial<StoredSample> = {}): StoredSample {
  return {
    minutes: 1,
    minutesOnline: 1,
    customers: 100,
    known: 100,
    storeBytes: 1000,
    freeBytes: 5000,
    waiting: 0,
    oldestMs: 0,
    parked: 0,
    searchDurations: noDurations(),
    calls: 3,
    slow: 0,
    errors: 0,
    warnings: 0,
    ...changes,
  };
}

const searches = (index: number) => noDurations().map((_, place) => (place === index ? 10 : 0));

describe('what was measured', () => {
  it('is kept by hours and by days: sums, the most, the least, and how it was at the end', () => {
    const { writer, reader } = openWriter();
    writer.addHealthSample(nowMs, minute({ waiting: 7, oldestMs: 90_000, searchDurations: searches(2) }));
    writer.addHealthSample(
      nowMs + minuteMs,
      minute({ customers: 120, minutesOnline: 0, freeBytes: 4000, searchDurations: searches(10) }),
    );
    writer.addHealthSample(nowMs + hourMs, minute({ errors: 1, parked: 2 }));

    expect(reader.listHealthSamples('hour')).toMatchObject([
      {
        at: new Date(nowMs).toISOString(),
        minutes: 2,
        minutesOnline: 1,
        customers: 120,
        freeBytes: 4000,
        waiting: 7,
        oldestMs: 90_000,
        searches: 20,
        searchP50Ms: 3,
        searchP95Ms: expect.closeTo(120, -1.5) as number,
        calls: 6,
      },
      { at: new Date(nowMs + hourMs).toISOString(), minutes: 1, searches: 0, searchP50Ms: null, errors: 1 },
    ]);
    expect(reader.listHealthSamples('day')).toMatchObject([
      { at: '2026-03-02T00:00:00.000Z', minutes: 3, waiting: 7, parked: 2, errors: 1, calls: 9 },
    ]);
  });

  it('takes no more room after years than after thirteen months', () => {
    const { writer, reader } = openWriter();
    for (let day = 0; day < 500; day += 1) writer.addHealthSample(nowMs + day * dayMs, minute());
    for (let hour = 0; hour < 300; hour += 1) {
      writer.addHealthSample(nowMs + 500 * dayMs + hour * hourMs, minute());
    }
    expect(reader.listHealthSamples('hour').length).toBeLessThanOrEqual(8 * 24 + 1);
    expect(reader.listHealthSamples('day').length).toBeLessThanOrEqual(397);
  });

  it('has nothing of a time that has not come once the clock is put right', () => {
    const { writer, reader } = openWriter();
    writer.addHealthSample(nowMs + 400 * dayMs, minute());
    writer.addHealthSample(nowMs, minute());
    expect(reader.listHealthSamples('day').map(({ at }) => at)).toEqual(['2026-03-02T00:00:00.000Z']);
  });

  it('of another version that cannot be read is left out', () => {
    const { writer, reader, db } = openWriter();
    db.prepare(`INSERT INTO health_sample VALUES ('hour', ?, '{"minutes":"many"}')`).run(nowMs);
    expect(reader.listHealthSamples('hour')).toEqual([]);
    writer.addHealthSample(nowMs, minute());
    expect(reader.listHealthSamples('hour')).toHaveLength(1);
  });
});
