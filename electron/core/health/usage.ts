import type { ErrorCode } from '#shared/contract/errors';
import type { LogLevel } from '#shared/contract/log-levels';
import type { OperationName } from '#shared/contract/operation-names';
import {
  addDurations,
  classOfDuration,
  noDurations,
  percentileOf,
  slowAfterMs,
  type Durations,
} from '#shared/health/durations';
import type { Health } from '#shared/health/health';
import type { LogEvent } from '../log/log-details.ts';

/** What the till was asked and how that went, since it was opened: counts alone, in memory, nothing of what was asked. */
export interface Usage {
  noteCall(operation: OperationName, tookMs: number, outcome: 'ok' | ErrorCode): void;
  noteLog(level: LogLevel, event: LogEvent): void;
  describe(): Health['usage'];
  totals(): UsageTotals;
}

/** What only grows. */
export interface UsageTotals {
  readonly searches: Durations;
  readonly calls: number;
  readonly slow: number;
  readonly errors: number;
  readonly warnings: number;
}

interface Figures {
  readonly durations: number[];
  count: number;
  failed: number;
  slow: number;
  maxMs: number;
}

/** Slow calls, and kinds of trouble, that are kept. */
const maxSlow = 20;
const maxEvents = 50;
/** Of them, those that are told. */
const toldEvents = 10;

/** @param clock milliseconds since the epoch */
export function createUsage(clock: () => number): Usage {
  const byOperation = new Map<OperationName, Figures>();
  const slowest: Health['usage']['slowest'] = [];
  const events = new Map<string, Health['usage']['events'][number]>();
  const totals = { calls: 0, slow: 0, errors: 0, warnings: 0 };

  return {
    noteCall(operation, tookMs, outcome) {
      // Left behind by a newer one before it began: that says nothing about the till.
      if (outcome === 'search.overtaken') return;
      const figures = byOperation.get(operation) ?? {
        durations: noDurations(),
        count: 0,
        failed: 0,
        slow: 0,
        maxMs: 0,
      };
      byOperation.set(operation, figures);
      const ms = Math.round(tookMs * 10) / 10;
      figures.durations[classOfDuration(ms)]! += 1;
      figures.count += 1;
      figures.maxMs = Math.max(figures.maxMs, ms);
      totals.calls += 1;
      if (outcome !== 'ok') figures.failed += 1;
      if (ms <= slowAfterMs(operation)) return;
      figures.slow += 1;
      totals.slow += 1;
      slowest.unshift({ at: new Date(clock()).toISOString(), operation, ms });
      slowest.length = Math.min(slowest.length, maxSlow);
    },

    noteLog(level, event) {
      if (level !== 'error' && level !== 'warning') return;
      totals[level === 'error' ? 'errors' : 'warnings'] += 1;
      const known = events.get(event);
      if (known === undefined && events.size >= maxEvents) return;
      events.set(event, {
        event,
        level,
        count: (known?.count ?? 0) + 1,
        lastAt: new Date(clock()).toISOString(),
      });
    },

    describe: () => ({
      operations: [...byOperation].map(([operation, { durations, count, failed, slow, maxMs }]) => ({
        operation,
        count,
        failed,
        slow,
        p50Ms: withinMost(percentileOf(durations, 0.5), maxMs),
        p95Ms: withinMost(percentileOf(durations, 0.95), maxMs),
        p99Ms: withinMost(percentileOf(durations, 0.99), maxMs),
        maxMs,
        durations: [...durations],
      })),
      slowest: [...slowest],
      errors: totals.errors,
      warnings: totals.warnings,
      events: [...events.values()].toSorted((left, right) => right.count - left.count).slice(0, toldEvents),
    }),

    totals: () => ({
      ...totals,
      searches: addDurations(byOperation.get('customers.search')?.durations ?? noDurations(), noDurations()),
    }),
  };
}

/** A class of durations reaches further than the longest that was in it. */
function withinMost(ms: number | null, maxMs: number): number | null {
  return ms === null ? null : Math.min(ms, maxMs);
}
