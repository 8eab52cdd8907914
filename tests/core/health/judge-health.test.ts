import { describe, expect, it } from 'vitest';
import type { HealthLevel, TroubleKind } from '#shared/health/health';
import { judgeHealth, type Measured } from '#shared/health/judge-health';
import { ago, dayMs, healthyTill, hourMs, minuteMs } from './healthy-till.ts';

type Part = { [Name in keyof Measured]?: Partial<Measured[Name]> | null };

/** The healthy till with parts of it otherwise. */
function tillWith(part: Part): Measured {
  const changed: Record<string, unknown> = { ...healthyTill };
  for (const [name, value] of Object.entries(part)) {
    const before = changed[name];
    const isPart = value !== null && typeof value === 'object' && typeof before === 'object';
    changed[name] = isPart ? Object.assign({}, before, value) : value;
  }
  return changed as unknown as Measured;
}

const [search] = healthyTill.usage.operations;
const event = { event: 'operation.failed', level: 'error', count: 1, lastAt: ago(hourMs) } as const;

describe('a till that is well', () => {
  it('has no troubles', () => {
    expect(judgeHealth(healthyTill)).toEqual({ level: 'good', troubles: [] });
  });

  it.each<[string, Part]>([
    [
      'a service that is away for an hour',
      { sync: { errorCode: 'service.unreachable', errorSince: ago(hourMs) } },
    ],
    ['no backup yet', { backups: { count: 0, newestAt: null } }],
    ['a first pull under way', { coverage: { cached: 900 }, sync: { activity: 'pulling' } }],
    ['a till that was just switched on', { startedAt: ago(minuteMs), sync: { lastPullAt: ago(3 * dayMs) } }],
    ['a practice till with its key beside', { key: { keptBy: 'beside' }, till: { practice: true } }],
    ['a disk that does not say how full it is', { disk: { free: null, total: null } }],
    ['a clock that was put back', { outbox: { oldestAt: ago(-dayMs) }, sync: { lastPullAt: ago(-dayMs) } }],
    ['an error of last week', { usage: { events: [{ ...event, lastAt: ago(7 * dayMs) }] } }],
    ['three slow searches', { usage: { operations: [{ ...search!, count: 3, p95Ms: 900 }] } }],
  ])('may have %s', (_, part) => {
    expect(judgeHealth(tillWith(part)).troubles).toEqual([]);
  });
});

describe('what is told', () => {
  it.each<[TroubleKind, Exclude<HealthLevel, 'good'>, Part]>([
    ['outbox-parked', 'act', { outbox: { parked: 1 } }],
    ['outbox-old', 'watch', { outbox: { oldestAt: ago(2 * hourMs) } }],
    ['outbox-old', 'act', { outbox: { oldestAt: ago(2 * dayMs) } }],
    ['conflicts', 'watch', { outbox: { conflicts: 1 } }],
    ['cards', 'watch', { cards: { inTrouble: 2 } }],
    ['deletions', 'act', { sync: { heldBack: 40 } }],
    ['connection', 'act', { sync: { errorCode: 'service.unauthorized', errorSince: ago(minuteMs) } }],
    ['connection', 'act', { sync: { errorCode: 'service.unreachable', errorSince: ago(2 * dayMs) } }],
    ['not-connected', 'watch', { till: null }],
    ['configuration', 'watch', { configuration: { errorCodes: ['config.partly'] } }],
    ['configuration', 'act', { configuration: { errorCodes: ['config.partly', 'config.signature'] } }],
    ['endpoint', 'watch', { endpoint: { errorCode: 'status.port-taken' } }],
    ['sync-old', 'watch', { sync: { lastPullAt: ago(3 * hourMs) } }],
    ['sync-old', 'act', { sync: { lastPullAt: ago(2 * dayMs) } }],
    ['coverage', 'watch', { coverage: { cached: 900 } }],
    ['index', 'watch', { coverage: { indexing: { done: 1, total: 2 } } }],
    ['schema', 'act', { versions: { schema: 12 } }],
    ['disk', 'act', { disk: { free: 100 * 2 ** 20 } }],
    ['disk', 'watch', { disk: { free: 5 * 2 ** 30, store: 3 * 2 ** 30 } }],
    ['backup', 'watch', { backups: { newestAt: ago(9 * dayMs) } }],
    ['backup', 'watch', { backups: { errorCode: 'backup.folder' } }],
    ['backup', 'watch', { backups: { outdatedSince: ago(2 * dayMs) } }],
    ['audit', 'act', { audit: { isWhole: false } }],
    ['key', 'act', { key: { keptBy: 'beside' } }],
    ['slow', 'watch', { usage: { operations: [{ ...search!, p95Ms: 300 }] } }],
    ['errors', 'watch', { usage: { events: [event] } }],
  ])('%s: %s', (kind, level, part) => {
    expect(judgeHealth(tillWith(part))).toEqual({ level, troubles: [{ kind, level }] });
  });

  it('comes worst first, and the till is as bad as that', () => {
    const judged = judgeHealth(
      tillWith({ outbox: { conflicts: 1, oldestAt: ago(2 * dayMs) }, audit: { isWhole: false } }),
    );
    expect(judged).toEqual({
      level: 'act',
      troubles: [
        { kind: 'outbox-old', level: 'act' },
        { kind: 'audit', level: 'act' },
        { kind: 'conflicts', level: 'watch' },
      ],
    });
  });
});

it('a key beside changes that wait is told before the till is connected', () => {
  const { troubles } = judgeHealth(
    tillWith({ key: { keptBy: 'beside' }, till: null, outbox: { waiting: 1 } }),
  );
  expect(troubles).toContainEqual({ kind: 'key', level: 'watch' });
});
