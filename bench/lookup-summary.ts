import { percentile } from './figures.ts';
import { isFound } from './lookup-judge.ts';
import type { SlimCustomer } from './lookup-customers.ts';
import { queryKinds, type BenchQuery } from './lookup-queries.ts';
import type { Answer } from './lookup-run.ts';

/** Success in percent, times in milliseconds. */
export interface Summary {
  readonly queries: number;
  readonly at1: number;
  readonly at10: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of the shortest of three passes. */
  readonly p50min: number;
  readonly p95min: number;
}

export interface Asked {
  readonly query: BenchQuery;
  readonly answer: Answer;
}

export function summarize(
  asked: readonly Asked[],
  customerOf: (customerUid: string) => SlimCustomer,
): Summary {
  const found = (k: number) =>
    asked.filter(({ query, answer }) => isFound(query, answer.hits, k, customerOf)).length;
  const ms = asked.map(({ answer }) => answer.ms);
  const minMs = asked.map(({ answer }) => answer.minMs);
  return {
    queries: asked.length,
    at1: percent(found(1), asked.length),
    at10: percent(found(10), asked.length),
    p50: percentile(ms, 0.5),
    p95: percentile(ms, 0.95),
    p99: percentile(ms, 0.99),
    p50min: percentile(minMs, 0.5),
    p95min: percentile(minMs, 0.95),
  };
}

/** The same by kind of query; kinds that were not asked are left out. */
export function summarizeKinds(
  asked: readonly Asked[],
  customerOf: (customerUid: string) => SlimCustomer,
): (Summary & { readonly kind: string })[] {
  return queryKinds.flatMap((kind) => {
    const some = asked.filter(({ query }) => query.kind === kind);
    return some.length === 0 ? [] : [{ kind, ...summarize(some, customerOf) }];
  });
}

/** How many times as long a contender takes as Tillbook, on the queries the contender answered. */
export function ratios(
  contender: readonly Answer[],
  tillbook: readonly Answer[],
): { queries: number; p50: number; p95: number } {
  const same = tillbook.slice(0, contender.length);
  const ratio = (share: number) =>
    Math.round(
      (10 *
        percentile(
          contender.map(({ ms }) => ms),
          share,
        )) /
        percentile(
          same.map(({ ms }) => ms),
          share,
        ),
    ) / 10;
  return { queries: same.length, p50: ratio(0.5), p95: ratio(0.95) };
}

const percent = (part: number, whole: number): number => Math.round((10_000 * part) / whole) / 100;
