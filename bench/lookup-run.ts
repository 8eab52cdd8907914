import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../electron/core/db/migrations/index.ts';
import { openStore } from '../electron/core/db/open.ts';
import { createReader } from '../electron/core/db/reader.ts';
import { benchKey } from './bench-store.ts';
import type { Contender } from './contenders/contender.ts';
import { benchCustomers, type BenchCustomer } from './lookup-customers.ts';
import { queryKinds, type BenchQuery } from './lookup-queries.ts';

/** What the process of one contender found out. */
export interface Outcome {
  /** Milliseconds, making the customers not counted. */
  readonly openMs: number;
  readonly firstMs: number;
  /** Above the same process with an empty store open: V8's heap, its buffers and what libraries told it of. */
  readonly megabytes: number;
  /** The same with everything else the process holds, SQLite's pages among it. */
  readonly rssMegabytes: number;
  /** By query, as many as were run. */
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly hits: readonly string[];
  /** The first pass. */
  readonly ms: number;
  /** The shortest of all passes. */
  readonly minMs: number;
}

const maxWarmUpMs = 5_000;
const passes = 3;
/** Slow contenders answer a few queries of each kind at least. */
const fewest = queryKinds.length;

/** @returns milliseconds from opening to the first answer, making the customers not counted */
export function openContender(contender: Contender, folder: string, count: number, seed: number): number {
  const [first] = readQueries(folder, 'warm-up.json');
  const making = timedCustomers(count, seed);
  const start = performance.now();
  contender.open(folder, () => making.customers())(first!.query);
  return performance.now() - start - making.madeMs();
}

/**
 * Opens the contender and asks it the queries in the folder, in up to three passes.
 *
 * @param maxSearchMs when it is over, nothing more is asked
 */
export function searchContender(
  contender: Contender,
  folder: string,
  count: number,
  seed: number,
  maxSearchMs: number,
): Outcome {
  const queries = readQueries(folder, 'queries.json');
  const warmUp = readQueries(folder, 'warm-up.json');
  openEmptyCore();
  const before = memoryNow();
  const making = timedCustomers(count, seed);
  const start = performance.now();
  const search = contender.open(folder, () => making.customers());
  const openMs = performance.now() - start - making.madeMs();
  search(warmUp[0]!.query);
  const firstMs = performance.now() - start - making.madeMs();

  // A till at work has warm code; the queries that count are still new to it.
  const warmEnd = performance.now() + maxWarmUpMs;
  for (const { query } of warmUp) {
    if (performance.now() > warmEnd) break;
    search(query);
  }
  const answers: { hits: string[]; ms: number; minMs: number }[] = [];
  const end = performance.now() + maxSearchMs;
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, { query }] of queries.entries()) {
      if (performance.now() > end && answers.length >= fewest) break;
      const from = performance.now();
      const hits = search(query);
      const ms = performance.now() - from;
      const known = answers[at];
      if (known === undefined) answers.push({ hits, ms, minMs: ms });
      else known.minMs = Math.min(known.minMs, ms);
    }
  }
  const after = memoryNow();
  return {
    openMs,
    firstMs,
    megabytes: after.megabytes - before.megabytes,
    rssMegabytes: after.rssMegabytes - before.rssMegabytes,
    answers,
  };
}

const readQueries = (folder: string, name: string): readonly BenchQuery[] =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as readonly BenchQuery[];

/** The customers, and how long making them took. */
function timedCustomers(count: number, seed: number) {
  let spentMs = 0;
  return {
    madeMs: () => spentMs,
    *customers(): Generator<BenchCustomer, void, void> {
      const made = benchCustomers(count, seed);
      for (;;) {
        const start = performance.now();
        const next = made.next();
        spentMs += performance.now() - start;
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
}

/** What every till holds before it has customers. */
function openEmptyCore(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-empty-'));
  const path = join(folder, 'empty.db');
  const writing = openStore(path, benchKey);
  migrate(writing);
  const reader = createReader(openStore(path, benchKey, { readonly: true }));
  reader.methods.search({ query: 'nobody', limit: 20 });
  process.on('exit', () => {
    reader.stop();
    rmSync(folder, { recursive: true, force: true });
  });
}

function memoryNow(): { megabytes: number; rssMegabytes: number } {
  for (let times = 0; times < 3; times += 1) globalThis.gc?.();
  // `external` has the array buffers in it.
  const { heapUsed, external, rss } = process.memoryUsage();
  return { megabytes: (heapUsed + external) / 1e6, rssMegabytes: rss / 1e6 };
}
