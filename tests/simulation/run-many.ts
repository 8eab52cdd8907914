import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { runSchedule, type RunCounts } from './run-schedule.ts';
import { makeSchedule, scheduleSeed } from './schedule.ts';

/** What came of many schedules. */
export interface ManyResult {
  readonly schedules: number;
  /** Numbers of the schedules that broke an invariant, in order; those after the first may be incomplete. */
  readonly failed: readonly number[];
  /** Of all traces: the same seed and number of schedules always have the same. */
  readonly hash: string;
  readonly counts: RunCounts;
}

interface Range {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}
type RangeResult = Pick<ManyResult, 'failed' | 'hash' | 'counts'>;

const rangeSize = 125;
const noCounts: RunCounts = { acknowledged: 0, requests: 0, faults: 0, crashes: 0, effects: 0, strayed: 0 };

/** Runs the schedules 1 to `schedules` of a seed on all cores, and nothing more once one has failed. */
export async function runMany(seed: number, schedules: number): Promise<ManyResult> {
  const ranges: Range[] = [];
  for (let from = 1; from <= schedules; from += rangeSize) {
    ranges.push({ seed, from, to: Math.min(schedules, from + rangeSize - 1) });
  }
  const results: (RangeResult | undefined)[] = ranges.map(() => undefined);
  let next = 0;
  let isFailed = false;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL(import.meta.url));
    try {
      while (next < ranges.length && !isFailed) {
        const at = next;
        next += 1;
        const result = await ask(worker, ranges[at]!);
        results[at] = result;
        isFailed ||= result.failed.length > 0;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), ranges.length) }, work));
  const done = results.filter((result) => result !== undefined);
  return {
    schedules: isFailed
      ? Math.max(...ranges.flatMap(({ to }, at) => (results[at] === undefined ? [] : [to])))
      : schedules,
    failed: done.flatMap(({ failed }) => failed),
    hash: hashOf(done.map(({ hash }) => hash)),
    counts: sumOf(done.map(({ counts }) => counts)),
  };
}

function ask(worker: Worker, range: Range): Promise<RangeResult> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(range);
  });
}

/** Runs some schedules on this thread, up to the first that fails. */
export async function runRange({ seed, from, to }: Range): Promise<RangeResult> {
  const hashes: string[] = [];
  const counts: RunCounts[] = [];
  for (let number = from; number <= to; number += 1) {
    const result = await runSchedule(makeSchedule(scheduleSeed(seed, number)));
    hashes.push(result.hash);
    counts.push(result.counts);
    if (result.violations.length > 0)
      return { failed: [number], hash: hashOf(hashes), counts: sumOf(counts) };
  }
  return { failed: [], hash: hashOf(hashes), counts: sumOf(counts) };
}

function hashOf(hashes: readonly string[]): string {
  return createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16);
}

function sumOf(all: readonly RunCounts[]): RunCounts {
  const names = Object.keys(noCounts) as (keyof RunCounts)[];
  return all.reduce(
    (sum, counts) =>
      Object.fromEntries(names.map((name) => [name, sum[name] + counts[name]])) as unknown as RunCounts,
    noCounts,
  );
}

if (!isMainThread) {
  parentPort?.on('message', (range: Range) => {
    void runRange(range).then((result) => parentPort?.postMessage(result));
  });
}
