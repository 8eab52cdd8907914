/** Times of many runs, in milliseconds. */
export interface Figures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export function figuresOf(ms: readonly number[]): Figures {
  return {
    p50Ms: percentile(ms, 0.5),
    p95Ms: percentile(ms, 0.95),
    p99Ms: percentile(ms, 0.99),
    maxMs: percentile(ms, 1),
  };
}

/** The value that `share` of the values do not exceed, to a thousandth. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const at = Math.min(Math.floor(sorted.length * share), sorted.length - 1);
  return round(sorted[at] ?? Number.NaN);
}

export const round = (value: number): number => Math.round(value * 1000) / 1000;
