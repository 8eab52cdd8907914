import { sampleSpans, type HealthSample, type SampleSpan } from '#shared/health/health';
import { describeSample, joinSamples, storedSampleSchema, type StoredSample } from '../health/sample.ts';
import type { Store } from './open.ts';
import { statement } from './statement.ts';

const hourMs = 3_600_000;
const spanMs: Readonly<Record<SampleSpan, number>> = { hour: hourMs, day: 24 * hourMs };
/** Some 600 rows in all: the table stays as small as it is after thirteen months. */
const keptMs: Readonly<Record<SampleSpan, number>> = { hour: 8 * 24 * hourMs, day: 396 * 24 * hourMs };

/** Adds what was measured to its hour and its day; what is older than is kept goes. */
export function addHealthSample(db: Store, nowMs: number, sample: StoredSample): void {
  for (const span of sampleSpans) {
    const atMs = Math.floor(nowMs / spanMs[span]) * spanMs[span];
    const row = statement<{ sample: string }>(
      db,
      `SELECT sample FROM health_sample WHERE span = ? AND at_ms = ?`,
    ).get(span, atMs);
    const before = row && readSample(row.sample);
    statement(
      db,
      `INSERT INTO health_sample (span, at_ms, sample) VALUES (?, ?, ?)
       ON CONFLICT (span, at_ms) DO UPDATE SET sample = excluded.sample`,
    ).run(span, atMs, JSON.stringify(before === undefined ? sample : joinSamples(before, sample)));
    // After a clock was put back there would be some that never come of age.
    statement(db, `DELETE FROM health_sample WHERE span = ? AND (at_ms < ? OR at_ms > ?)`).run(
      span,
      atMs - keptMs[span],
      atMs,
    );
  }
}

/** Oldest first. */
export function listHealthSamples(db: Store, span: SampleSpan): HealthSample[] {
  return statement<{ at_ms: number; sample: string }>(
    db,
    `SELECT at_ms, sample FROM health_sample WHERE span = ? ORDER BY at_ms`,
  )
    .all(span)
    .flatMap(({ at_ms: atMs, sample }) => {
      const read = readSample(sample);
      return read === undefined ? [] : [describeSample(atMs, read)];
    });
}

/** Undefined for one that another version wrote otherwise: figures of the past are no reason to fail. */
function readSample(text: string): StoredSample | undefined {
  return storedSampleSchema.safeParse(JSON.parse(text)).data;
}
