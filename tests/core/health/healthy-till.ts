import { noDurations } from '#shared/health/durations';
import type { Status } from '#shared/health/health';
import { judgeHealth, type Measured } from '#shared/health/judge-health';

export const nowMs = Date.parse('2026-03-02T12:00:00Z');

export function ago(ms: number): string {
  return new Date(nowMs - ms).toISOString();
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const gigabyte = 2 ** 30;

/** A till that has run for days and on which all is well. */
export const healthyTill: Measured = {
  format: 1,
  at: ago(0),
  till: { service: 'flow-retail', tenant: 'fjord', store: 'aalesund', till: '3', practice: false },
  versions: {
    tillbook: '1.0.0',
    schema: 14,
    programsSchema: 14,
    node: '24.0.0',
    electron: '45.0.0',
    platform: 'linux',
    release: '6',
    processor: 'x64',
  },
  startedAt: ago(3 * dayMs),
  coverage: { cached: 25_000, known: 25_000, asOf: ago(minuteMs) },
  outbox: { waiting: 2, oldestAt: ago(minuteMs), parked: 0, conflicts: 0 },
  sync: {
    reach: 'online',
    activity: 'idle',
    lastPullAt: ago(minuteMs),
    lastPushAt: ago(minuteMs),
    errorCode: null,
    errorSince: null,
    heldBack: 0,
  },
  cards: { waiting: 0, oldestWaitingAt: null, inTrouble: 0 },
  printers: [],
  disk: { free: 80 * gigabyte, total: 200 * gigabyte, store: gigabyte / 8, log: 0, backups: gigabyte },
  memoryBytes: gigabyte / 4,
  backups: { count: 7, newestAt: ago(hourMs), errorCode: null, outdatedSince: null },
  key: { keptBy: 'key-store', secretsKeptBy: 'key-store', changedAt: null },
  audit: {
    checkedAt: ago(hourMs),
    entries: 1200,
    isWhole: true,
    newest: { sequence: 1200, hash: 'a'.repeat(64) },
    fault: null,
    errorCode: null,
  },
  configuration: { appliedAt: ago(3 * dayMs), errorCodes: [] },
  endpoint: { errorCode: null },
  logLevel: 'info',
  usage: {
    operations: [
      {
        operation: 'customers.search',
        count: 500,
        failed: 0,
        slow: 0,
        p50Ms: 2,
        p95Ms: 6,
        p99Ms: 12,
        maxMs: 30,
        durations: noDurations().map((_, index) => (index === 1 ? 500 : 0)),
      },
    ],
    slowest: [],
    errors: 0,
    warnings: 0,
    events: [],
  },
};

/** As it lies in a file. */
export function statusOf(till: Measured, state: Status['state'] = 'running'): Status {
  return { ...till, ...judgeHealth(till), state };
}
