import { describe, expect, it } from 'vitest';
import type { TillEvent } from '../../../shared/contract/operations.ts';
import { startWorker } from '../../../electron/core/db/worker-client.ts';
import type { Reader } from '../../../electron/core/db/reader.ts';
import type { Writer } from '../../../electron/core/db/writer.ts';
import type { CustomerService } from '../../../electron/core/services/customer-service.ts';
import { createSyncEngine } from '../../../electron/core/sync/engine.ts';
import type { Pace } from '../../../electron/core/sync/pace.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { fastPace } from './fast-pace.ts';
import { openShop, openTill, type Till } from './open-till.ts';

/** Resolves when the till has told something that fits. */
function told(till: Till, fits: (event: TillEvent) => boolean): Promise<TillEvent> {
  return new Promise((resolve) => {
    const known = till.events.find(fits);
    if (known !== undefined) resolve(known);
    till.onEvent((event) => {
      if (fits(event)) resolve(event);
    });
  });
}
/** Everything is sent and the service is there. */
const isAtRest = (event: TillEvent) =>
  event.type === 'sync' && event.status.pending === 0 && event.status.reach === 'online';
const isOffline = (event: TillEvent) => event.type === 'sync' && event.status.reach === 'offline';

describe('the engine, running by itself', () => {
  it('loads the base, tells its progress, and sends a change as soon as it is made', async () => {
    const shop = await openShop({ customers: 95 });
    const till = openTill(shop.service, { pageSizes: { full: 10, recent: 10 } });
    till.engine.start();
    await told(till, (event) => event.type === 'sync' && event.status.coverage.asOf !== null);
    expect(till.events.some((event) => event.type === 'sync' && event.status.progress !== null)).toBe(true);
    expect(till.reader.getCoverage().cached).toBe(95);

    till.events.length = 0;
    till.register('c-1');
    till.engine.wake();
    await told(till, isAtRest);
    expect(await shop.find('c-1')).toBeDefined();
  });

  it('comes back by itself when the service does', async () => {
    const shop = await openShop();
    await shop.breakDown({ kind: 'reset-before' });
    const till = openTill(shop.service);
    till.register('c-1');
    till.engine.start();
    await told(till, isOffline);
    expect((await till.engine.status()).pending).toBe(1);
    await shop.repair();
    await told(till, isAtRest);
    expect(await till.engine.status()).toMatchObject({ pending: 0, lastError: null });
  });

  it('tries at once when a person asks, however long it would wait', async () => {
    const shop = await openShop();
    await shop.breakDown({ kind: 'reset-before' });
    // At the pace of people: waiting out the back-off would take the test far beyond its time.
    const till = openTill(shop.service, { pace: fastPace([], 1), random: () => 0.99 });
    till.register('c-1');
    till.engine.start();
    await told(till, isOffline);
    await shop.repair();
    till.engine.runNow();
    await told(till, isAtRest);
    expect(await shop.find('c-1')).toBeDefined();
  });

  it('changes nothing when the wall clock jumps by a day either way', async () => {
    const shop = await openShop({ customers: 20 });
    let jumpMs = 0;
    const till = openTill(shop.service, { clock: () => Date.now() + jumpMs });
    await till.sync();
    const day = 24 * 3_600_000;
    for (const [index, jump] of [day, -day, 3 * day, -30 * day].entries()) {
      jumpMs = jump;
      await shop.breakDown({ kind: 'reset-after', match: { method: 'POST' }, count: 1 });
      till.register(`c-${index}`);
      // Whether the push asks or the pull brings it first: it arrived once.
      expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
      expect(await shop.find(`c-${index}`)).toBeDefined();
    }
    expect(shop.store.customerCount()).toBe(till.reader.getCoverage().cached);
  });

  it('steps aside for a cashier who searches, and finishes all the same', async () => {
    const shop = await openShop({ customers: 95 });
    const waits: number[] = [];
    let nowMs = 0;
    // Time moves by waiting alone.
    const pace: Pace = {
      monotonicMs: () => nowMs,
      wait: async (ms, signal) => {
        if (ms > 1_000_000) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        waits.push(ms);
        nowMs += ms;
      },
    };
    const searching: CustomerService = {
      ...shop.service,
      listPage: async (...request) => {
        const answer = await shop.service.listPage(...request);
        till.engine.noteSearch();
        return answer;
      },
    };
    const till = openTill(searching, { pageSizes: { full: 10, recent: 10 }, pace });
    await till.sync();
    // A tenth of a second with every handful of customers, not more.
    expect(waits).toContain(100);
    expect(till.reader.getCoverage().cached).toBe(95);
  });

  it('ends when it is stopped, with a request under way', async () => {
    const shop = await openShop();
    await shop.breakDown({ kind: 'latency-after', value: 60_000, match: { method: 'POST' }, count: 1 });
    const till = openTill(shop.service);
    till.register('c-1');
    till.engine.start();
    while ((await shop.find('c-1')) === undefined) await new Promise(setImmediate);
    await till.engine.stop();
    expect(till.outbox()).toEqual(['create unknown']);
    expect(await till.restartWith(shop.service).sync()).toMatchObject({ pushed: 1, pending: 0 });
    expect(shop.store.customerCount()).toBe(1);
  });
});

it('works the same across real threads', async () => {
  const shop = await openShop({ customers: 60 });
  const path = `${makeFolder()}/till.db`;
  const writer = startWorker<Writer>({ role: 'writer', path, key: testKey });
  const reader = startWorker<Reader>({ role: 'reader', path, key: testKey });
  await writer.open();
  await reader.open();
  const engine = createSyncEngine({
    writer: writer.methods,
    reader: reader.methods,
    service: shop.service,
    clock: Date.now,
    log: () => undefined,
    onEvent: () => undefined,
  });
  try {
    const draft = { customerUid: 'c-1', customerType: 'COMPANY' as const, companyName: 'Fjord AS' };
    const author = { mutationId: 'm-1', actor: 'Kari', nowMs: 1 };
    await writer.methods.createCustomer(draft, author, { loyaltyIds: ['200000000017'] });
    expect(await engine.syncOnce({ untilIdle: true, timeoutMs: 20_000 })).toEqual({
      pushed: 1,
      pulled: 60,
      pending: 0,
      parked: 0,
      conflicts: 0,
      stoppedBy: null,
    });
    expect(await reader.methods.getCoverage()).toMatchObject({ cached: 61, known: 61 });
  } finally {
    await engine.stop();
    await writer.close();
    await reader.close();
  }
});
