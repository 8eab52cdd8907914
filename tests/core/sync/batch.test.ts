import { describe, expect, it } from 'vitest';
import { serviceFailure } from '../../../electron/core/services/judge-answer.ts';
import type { BatchRequest, CustomerService } from '../../../electron/core/services/customer-service.ts';
import { createRandom } from '../../../electron/practice/seed/random.ts';
import { openShop, openTill, type Shop, type Till } from './open-till.ts';

/** Registrations enough for more than one request. */
function registerMany(till: Till, count: number): string[] {
  const uids = Array.from({ length: count }, (_, index) => `c-${index}`);
  for (const uid of uids) till.register(uid);
  return uids;
}

function uidsOf({ create, update, upsert, delete: deletes }: BatchRequest): string[] {
  const named = [...(create ?? []), ...(update ?? []), ...(upsert ?? [])].map((item) => item.customerUid);
  return [...named, ...(deletes ?? [])];
}

/** The service behind somebody who notes the batches, and answers some of them instead of it. */
function watched(
  service: CustomerService,
  instead: (request: BatchRequest) => ReturnType<typeof serviceFailure> | undefined = () => undefined,
): { service: CustomerService; batches: string[][] } {
  const batches: string[][] = [];
  return {
    batches,
    service: {
      ...service,
      batch: async (request, options) => {
        batches.push(uidsOf(request));
        return instead(request) ?? service.batch(request, options);
      },
    },
  };
}

async function countAtService(shop: Shop, uids: readonly string[]): Promise<number> {
  let found = 0;
  for (const uid of uids) if ((await shop.find(uid)) !== undefined) found += 1;
  return found;
}

describe('many changes', () => {
  it('travel together: creates, then updates, then deletes', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const uids = registerMany(till, 30);
    expect(await till.sync()).toMatchObject({ pushed: 30, pending: 0, parked: 0, conflicts: 0 });
    expect(await shop.writes()).toEqual(['POST /batch 200']);
    expect(till.customer('c-7')?.['lastModifiedAt']).toBe((await shop.find('c-7'))?.['lastModifiedAt']);

    for (const uid of uids) till.change(uid, { city: 'Bodø' });
    expect(await till.sync()).toMatchObject({ pushed: 30, pending: 0, parked: 0, conflicts: 0 });
    expect(await shop.find('c-29')).toMatchObject({ city: 'Bodø' });

    for (const uid of uids) till.writer.deleteCustomer(uid, till.author());
    expect(await till.sync()).toMatchObject({ pushed: 30, pending: 0, parked: 0 });
    expect(shop.store.customerCount()).toBe(0);
    expect(await shop.writes()).toEqual(['POST /batch 200', 'POST /batch 200', 'POST /batch 200']);
  });

  it('are counted, each once, when several requests are under way', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    registerMany(till, 330);
    expect(await till.sync()).toMatchObject({ pushed: 330, pending: 0, parked: 0 });
    expect((await shop.writes()).filter((write) => write === 'POST /batch 200')).toHaveLength(4);
  });

  it('are followed by a change at once, though the batch answers no records', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const uids = registerMany(till, 10);
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1 });
    for (const uid of uids) till.change(uid, { city: 'Bodø' }, 'Ola');
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    for (const uid of uids) expect(await shop.find(uid)).toMatchObject({ city: 'Bodø', firstname: 'Bjørn' });
  });

  it('are merged first where somebody else was there meanwhile', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const uids = registerMany(till, 8);
    await till.sync();
    for (const uid of uids) till.change(uid, { city: 'Bodø' });
    await shop.service.update('c-3', { city: 'Oslo' });
    await shop.service.update('c-4', { internalNote: 'hello' });
    expect(await till.sync()).toMatchObject({ pending: 0, conflicts: 1 });
    expect(await shop.find('c-3')).toMatchObject({ city: 'Oslo' });
    expect(await shop.find('c-4')).toMatchObject({ city: 'Bodø', internalNote: 'hello' });
  });

  it('never bring two changes of one customer, or a department before its parent, in one request', async () => {
    const shop = await openShop();
    const { service, batches } = watched(shop.service);
    const till = openTill(service);
    const random = createRandom(3);
    const company = { customerType: 'COMPANY' as const, companyName: 'Fjord AS', countryCode: 'NO' };
    for (let parent = 0; parent < 10; parent += 1) till.register(`p-${parent}`, company);
    for (let child = 0; child < 30; child += 1) {
      till.register(`d-${child}`, { ...company, customerParentUid: `p-${child % 10}` });
      till.change(`d-${random.between(0, child)}`, { city: `City ${child}` }, random.pick(['Ola', 'Kari']));
    }
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    expect(batches.length).toBeGreaterThan(1);
    for (const batch of batches) {
      expect(new Set(batch).size).toBe(batch.length);
    }
    const firstTime = (uid: string) => batches.findIndex((batch) => batch.includes(uid));
    for (let child = 0; child < 30; child += 1) {
      expect(firstTime(`p-${child % 10}`)).toBeLessThan(firstTime(`d-${child}`));
    }
    for (let child = 0; child < 30; child += 1) {
      expect(await shop.find(`d-${child}`)).toMatchObject({ customerParentUid: `p-${child % 10}` });
    }
  });
});

describe('changes that were acknowledged without a record', () => {
  it('are not taken for somebody else’s when the next one breaks off', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const uids = registerMany(till, 6);
    await till.sync();
    // The pull that would bring the records does not come.
    await shop.breakDown({ kind: '500', match: { method: 'GET', path: 'customers$' } });
    // The service keeps this in a second field as well, which the till does not learn.
    for (const uid of uids) till.change(uid, { city: 'Bodø', ehf: { enabled: true } });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(till.outbox()).toEqual([]);
    for (const uid of uids) till.change(uid, { city: 'Oslo' });
    // The process ends before they leave.
    till.writer.claimMutations(9, [], Date.now());
    await shop.repair();
    expect(await till.restartWith(shop.service).sync()).toMatchObject({
      conflicts: 0,
      parked: 0,
      pending: 0,
    });
    for (const uid of uids) expect(await shop.find(uid)).toMatchObject({ city: 'Oslo' });
  });
});

describe('an answer item by item', () => {
  it('parks what is refused, with the words and the logId of its own answer, and nobody else', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    registerMany(till, 12);
    till.register('bad', { mobile: '12 34 xx' });
    expect(await till.sync()).toMatchObject({ pushed: 12, pending: 0, parked: 1 });
    const [parked] = till.reader.listMutations(['parked'], 5).mutations;
    expect(parked).toMatchObject({
      customerUid: 'bad',
      error: { code: 'service.rejected', message: expect.stringContaining('mobile') as unknown },
    });
    expect(parked?.error?.logId).toBeTruthy();
    expect(await shop.writes()).toEqual(['POST /batch 207', 'POST  400']);
  });

  it('asks about what it does not mention', async () => {
    const shop = await openShop();
    const service: CustomerService = {
      ...shop.service,
      async batch(request, options) {
        const answer = await shop.service.batch(request, options);
        if (answer.outcome !== 'done') return answer;
        const [arrived, lost, ...rest] = [...answer.value];
        if (lost !== undefined) await shop.service.delete(lost[0]);
        return { outcome: 'done', value: new Map(arrived === undefined ? [] : rest) };
      },
    };
    const till = openTill(service);
    const uids = registerMany(till, 9);
    expect(await till.sync()).toMatchObject({ pushed: 9, pending: 0, parked: 0 });
    expect(await countAtService(shop, uids)).toBe(9);
    expect(shop.store.customerCount()).toBe(9);
  });

  it('takes a delete of somebody who is gone for done', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const uids = registerMany(till, 7);
    await till.sync();
    await shop.service.delete('c-2');
    for (const uid of uids) till.writer.deleteCustomer(uid, till.author());
    expect(await till.sync()).toMatchObject({ pushed: 7, pending: 0, parked: 0 });
    expect(till.outbox()).toEqual([]);
  });

  it('of the second of two deliveries parks nobody whom the first has created', async () => {
    const shop = await openShop();
    const till = openTill({
      ...shop.service,
      batch: async (request, options) => {
        await shop.service.batch(request, options);
        const { error } = serviceFailure('rejected');
        return {
          outcome: 'done',
          value: new Map(uidsOf(request).map((uid) => [uid, { outcome: 'rejected', error }])),
        };
      },
      create: () => Promise.resolve(serviceFailure('rejected')),
    });
    // A pull would find them too.
    await shop.breakDown({ kind: '500', match: { method: 'GET', path: 'customers$' } });
    registerMany(till, 6);
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(till.outbox()).toEqual([]);
    expect(shop.store.customerCount()).toBe(6);
  });

  it('says which permission the deletes need', async () => {
    const shop = await openShop();
    const till = openTill(shop.connect(shop.store.tokens.access));
    const uids = registerMany(till, 7);
    await till.sync();
    for (const uid of uids) till.writer.deleteCustomer(uid, till.author());
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 7 });
    for (const { error } of till.reader.listMutations(['parked'], 10).mutations) {
      expect(error?.message).toContain('TENANT.BACKOFFICE');
    }
  });
});

describe('a request that fails as a whole', () => {
  it.each(['reset-before', 'reset-after', 'cut-body', '500', '500-after'])(
    'has each effect once: %s',
    async (kind) => {
      const shop = await openShop();
      const till = openTill(shop.service);
      const uids = registerMany(till, 25);
      await shop.breakDown({ kind, match: { path: 'batch$' }, count: 2 });
      expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
      expect(shop.store.customerCount()).toBe(25);
      expect(await countAtService(shop, uids)).toBe(25);
      for (const uid of uids) till.change(uid, { city: 'Bodø' });
      await shop.breakDown({ kind, match: { path: 'batch$' }, count: 1 });
      expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
      for (const uid of uids) expect(await shop.find(uid)).toMatchObject({ city: 'Bodø' });
    },
  );

  it('counts nothing against anybody while the sign-in is refused or the service asks for a pause', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    registerMany(till, 10);
    await shop.breakDown({ kind: '401' });
    const stopped = await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(stopped).toMatchObject({ pushed: 0, pending: 10, stoppedBy: { code: 'service.unauthorized' } });
    await shop.repair();
    await shop.breakDown({ kind: '429', match: { path: 'batch$' }, count: 1 });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    for (const { attempts } of till.reader.listMutations(['pending'], 20).mutations) expect(attempts).toBe(0);
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(shop.store.customerCount()).toBe(10);
  });

  it('because it is too large is made smaller', async () => {
    const shop = await openShop();
    const tooLarge = (request: BatchRequest) =>
      uidsOf(request).length > 6 ? serviceFailure('rejected', { message: 'Payload Too Large' }) : undefined;
    const { service, batches } = watched(shop.service, tooLarge);
    const till = openTill(service);
    registerMany(till, 40);
    expect(await till.sync()).toMatchObject({ pushed: 40, pending: 0, parked: 0 });
    expect(batches.filter((batch) => batch.length <= 6).length).toBeGreaterThan(5);
  });

  it('because of one bad entry parks that one alone', async () => {
    const shop = await openShop();
    const spoiled = (request: BatchRequest) =>
      uidsOf(request).includes('bad') ? serviceFailure('rejected', { message: 'Bad request' }) : undefined;
    const { service, batches } = watched(shop.service, spoiled);
    const till = openTill(service);
    registerMany(till, 31);
    till.register('bad', { mobile: '12 34 xx' });
    expect(await till.sync()).toMatchObject({ pushed: 31, pending: 0, parked: 1 });
    expect(till.reader.listMutations(['parked'], 2).mutations).toMatchObject([{ customerUid: 'bad' }]);
    expect(batches.length).toBeLessThan(15);
  });

  it('again and again, while single requests are served, holds up nobody', async () => {
    const shop = await openShop();
    const { service } = watched(shop.service, () => serviceFailure('failed'));
    const till = openTill(service);
    registerMany(till, 40);
    expect(await till.sync()).toMatchObject({ pushed: 40, pending: 0, parked: 0 });
    for (let index = 40; index < 60; index += 1) till.register(`c-${index}`);
    expect(await till.sync()).toMatchObject({ pushed: 20, pending: 0, parked: 0 });
  });

  it('because there is no such operation goes on one by one, and asks for it no more', async () => {
    const shop = await openShop();
    const { service, batches } = watched(shop.service, () => serviceFailure('not-found'));
    const till = openTill(service);
    registerMany(till, 12);
    expect(await till.sync()).toMatchObject({ pushed: 12, pending: 0, parked: 0 });
    for (let index = 20; index < 30; index += 1) till.register(`c-${index}`);
    expect(await till.sync()).toMatchObject({ pushed: 10, pending: 0, parked: 0 });
    expect(batches).toHaveLength(1);
  });
});

it('a till that ends between claim and answer asks about all of them, and does each once', async () => {
  const shop = await openShop();
  const till = openTill(shop.service);
  registerMany(till, 12);
  const claimed = till.writer.claimBatch(5, 100, [], Date.now());
  expect(claimed).toHaveLength(12);
  // Half of them arrived, and the process ends before the answer.
  await shop.service.batch({
    create: claimed.slice(0, 6).flatMap(({ change }) => (change.kind === 'create' ? [change.payload] : [])),
  });
  expect(await till.restartWith(shop.service).sync()).toMatchObject({ pushed: 12, pending: 0, parked: 0 });
  expect(shop.store.customerCount()).toBe(12);
  expect((await shop.writes()).filter((write) => write === 'POST  201')).toHaveLength(6);
});
