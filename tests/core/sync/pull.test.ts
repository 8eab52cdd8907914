import { describe, expect, it } from 'vitest';
import type { CustomerRecord } from '../../../shared/customer/model.ts';
import type { CustomerService, PageRequest } from '../../../electron/core/services/customer-service.ts';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { openShop, openTill, type Shop, type Till } from './open-till.ts';

const pageSizes = { full: 10, recent: 10 };

async function uidsAt(shop: Shop): Promise<string[]> {
  const answer = await shop.service.listPage({ page: 0, pageSize: 1000 });
  if (answer.outcome !== 'done') throw new Error(answer.outcome);
  return answer.value.items.map((item) => item.customerUid).sort();
}

/** Everybody the service has is on the till as the service has it, and nobody else. */
async function expectSameCustomers(till: Till, shop: Shop): Promise<void> {
  const uids = await uidsAt(shop);
  expect(await agreeing(till, shop)).toEqual(uids);
  expect(till.reader.getCoverage().cached).toBe(uids.length);
}

/** Who of the service's customers is on the till as the service has it. */
async function agreeing(till: Till, shop: Shop): Promise<string[]> {
  const found: string[] = [];
  for (const uid of await uidsAt(shop)) {
    const there = await shop.find(uid);
    if (there !== undefined && till.customer(uid)?.['lastModifiedAt'] === there['lastModifiedAt'])
      found.push(uid);
  }
  return found;
}

/** Does something between two pages, as the rest of the world does. */
function disturbed(
  service: CustomerService,
  beforePage: (request: PageRequest, call: number) => Promise<unknown>,
): CustomerService {
  let calls = 0;
  return {
    ...service,
    listPage: async (request, options) => {
      await beforePage(request, (calls += 1));
      return service.listPage(request, options);
    },
  };
}

describe('the first pull', () => {
  it('brings everybody, with progress, coverage and unknown fields', async () => {
    const shop = await openShop({ customers: 95 });
    const till = openTill(shop.service, { pageSizes });
    expect(await till.sync()).toMatchObject({ pulled: 95, pending: 0 });
    await expectSameCustomers(till, shop);
    expect(till.reader.getCoverage()).toMatchObject({
      cached: 95,
      known: 95,
      asOf: expect.any(String) as unknown,
    });
    const [uid = ''] = await uidsAt(shop);
    expect(till.customer(uid)).toEqual(
      expect.objectContaining({ displayName: (await shop.find(uid))?.['displayName'] }),
    );
  });

  it('is found by a search at once', async () => {
    const shop = await openShop({ customers: 20 });
    const till = openTill(shop.service);
    await till.sync();
    const [uid = ''] = await uidsAt(shop);
    const { hits } = till.reader.search({ query: uid, limit: 20 });
    expect(hits.map((hit) => hit.customerUid)).toContain(uid);
  });

  it('goes on from the page where it broke off, also in a new process', async () => {
    const shop = await openShop({ customers: 95 });
    const failing = disturbed(shop.service, async ({ page }, call) => {
      if (page === 5 && call < 20) await shop.breakDown({ kind: 'reset-before', count: 1 });
    });
    const till = openTill(failing, { pageSizes });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(till.reader.getCoverage()).toMatchObject({ asOf: null });
    const cached = till.reader.getCoverage().cached;
    expect(cached).toBe(50);

    const pages: number[] = [];
    const watched = disturbed(shop.service, ({ page }) => Promise.resolve(pages.push(page)));
    const later = till.restartWith(watched);
    await later.sync();
    // Nothing is read twice: the list did not move.
    expect(pages).toEqual([5, 6, 7, 8, 9]);
    await expectSameCustomers(later, shop);
  });

  it('of an empty tenant ends', async () => {
    const shop = await openShop({ customers: 0 });
    const till = openTill(shop.service);
    expect(await till.sync()).toMatchObject({ pulled: 0 });
    expect(till.reader.getCoverage()).toMatchObject({ known: 0, asOf: expect.any(String) as unknown });
  });
});

describe('a later pull', () => {
  it('asks for recent changes alone', async () => {
    const shop = await openShop({ customers: 95 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const [uid = ''] = await uidsAt(shop);
    await shop.service.update(uid, { internalNote: 'Ringer om onsdag' });
    const before = await shop.requestCount('GET');
    expect(await till.sync()).toMatchObject({ pulled: 1 });
    expect((await shop.requestCount('GET')) - before).toBeLessThan(6);
    expect(till.customer(uid)).toMatchObject({ internalNote: 'Ringer om onsdag' });
  });

  it('misses nobody while customers change, come and go between the pages', async () => {
    const shop = await openShop({ customers: 95 });
    const uids = await uidsAt(shop);
    let next = 0;
    const busy = disturbed(shop.service, async (_, call) => {
      const uid = uids[(next += 7) % uids.length] ?? '';
      if (call % 3 === 0) await shop.service.delete(uids[(next += 3) % uids.length] ?? '');
      if (call % 3 === 1) await shop.service.update(uid, { internalNote: `call ${call}` });
      if (call % 3 === 2 && call < 40) {
        const named = { firstname: 'Ny', lastname: `Kunde ${call}`, countryCode: 'NO' };
        await shop.service.create({ customerUid: `new-${call}`, customerType: 'PERSON', ...named });
      }
    });
    const till = openTill(busy, { pageSizes });
    await till.sync();
    const later = till.restartWith(shop.service);
    await later.sync();
    expect(await agreeing(later, shop)).toEqual(await uidsAt(shop));
  });

  it('falls back to all pages when the service ignores the sort', async () => {
    const shop = await openShop({ customers: 95 });
    await shop.breakDown({ kind: 'ignore-sort' });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    await expectSameCustomers(till, shop);
    const uids = await uidsAt(shop);
    await shop.service.update(uids[50] ?? '', { internalNote: 'midt i' });
    await till.sync();
    expect(await agreeing(till, shop)).toEqual(uids);
  });

  it('notices when the service stops to honour the sort', async () => {
    const shop = await openShop({ customers: 95 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    await shop.breakDown({ kind: 'ignore-sort' });
    const uids = await uidsAt(shop);
    await shop.service.update(uids[50] ?? '', { internalNote: 'midt i' });
    await till.sync();
    expect(await agreeing(till, shop)).toEqual(uids);
  });
});

describe('the cursor', () => {
  it('moves with the rows it covers, or not at all', async () => {
    const shop = await openShop({ customers: 3 });
    const till = openTill(shop.service);
    const records = await pageOf(shop);
    const cursor = { ...till.writer.getSyncCursor(), watermarkMs: 5 };
    // A row that cannot be written, in the middle of a page.
    const prepared = prepareCustomers([...records, ...records]);
    const broken = { ...prepared, texts: [...prepared.texts.slice(1), 'not a record'] };
    const page = { ackedMeanwhile: [], fullPass: null, coverage: { known: 3 }, nowMs: 1 };
    expect(() => till.writer.applyPulledRecords({ ...page, customers: broken, cursor })).toThrow(/JSON/);
    expect(till.writer.getSyncCursor().watermarkMs).toBeNull();
    expect(till.reader.getCoverage()).toMatchObject({ cached: 0, known: null });
    till.writer.applyPulledRecords({ ...page, customers: prepareCustomers(records), cursor });
    expect(till.writer.getSyncCursor().watermarkMs).toBe(5);
    expect(till.reader.getCoverage()).toMatchObject({ cached: records.length, known: 3 });
  });
});

describe('bad answers', () => {
  it.each([
    [
      'HTML',
      () => ({ outcome: 'failed' as const, error: { code: 'service.bad-answer' as const, message: 'x' } }),
    ],
  ])('%s leave the till and its cursor as they are', async (_, answer) => {
    const shop = await openShop({ customers: 30 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const cursor = till.writer.getSyncCursor();
    const broken = till.restartWith({ ...shop.service, listPage: () => Promise.resolve(answer()) });
    await broken.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect({ ...till.writer.getSyncCursor(), pass: null }).toEqual(cursor);
    expect((await broken.engine.status()).lastError).toMatchObject({ code: 'service.bad-answer' });
    expect(till.reader.getCoverage().cached).toBe(30);
  });

  it('in part leave nobody else out, and are counted as not on this till', async () => {
    const shop = await openShop({ customers: 30 });
    const partly: CustomerService = {
      ...shop.service,
      listPage: async (request, options) => {
        const answer = await shop.service.listPage(request, options);
        if (answer.outcome !== 'done' || request.page > 0) return answer;
        return {
          outcome: 'done',
          value: { ...answer.value, items: answer.value.items.slice(3), unreadable: 3 },
        };
      },
    };
    const till = openTill(partly, { pageSizes: { full: 30, recent: 30 } });
    await till.sync();
    expect(till.reader.getCoverage()).toMatchObject({ cached: 27, known: 30 });
    const { recentErrors } = await till.engine.status();
    expect(recentErrors).toMatchObject([
      {
        during: 'pull',
        error: { message: expect.stringContaining('3 customers that cannot be read') as unknown },
      },
    ]);
  });

  it('that never end are not believed', async () => {
    const shop = await openShop({ customers: 30 });
    const endless: CustomerService = {
      ...shop.service,
      listPage: async (request, options) => {
        const answer = await shop.service.listPage({ ...request, page: 0 }, options);
        return answer.outcome === 'done'
          ? { outcome: 'done', value: { ...answer.value, totalCount: null } }
          : answer;
      },
    };
    const till = openTill(endless, { pageSizes });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect((await till.engine.status()).lastError).toMatchObject({ code: 'service.bad-answer' });
    expect(till.reader.getCoverage().asOf).toBeNull();
  });
});

describe('deletions at the service', () => {
  /** A full pass is due when the last one is a day old. */
  const aDayLater = { clock: () => Date.now() + 25 * 3_600_000 };

  it('are found with a few small pages, each confirmed', async () => {
    const shop = await openShop({ customers: 1000 });
    const till = openTill(shop.service);
    await till.sync();
    const { fullPasses } = till.writer.getSyncCursor();
    const uids = await uidsAt(shop);
    await shop.service.delete(uids[70] ?? '');
    await shop.service.delete(uids[900] ?? '');
    const requests: PageRequest[] = [];
    const later = till.restartWith(
      disturbed(shop.service, (request) => Promise.resolve(requests.push(request))),
    );
    await later.sync();
    await expectSameCustomers(later, shop);
    expect(later.writer.getSyncCursor()).toMatchObject({ fullPasses });
    expect(requests.length).toBeGreaterThan(2);
    expect(requests.every(({ pageSize }) => pageSize <= 100)).toBe(true);
  });

  it('are looked for another time when the service breaks off the search, and the pull is none the worse', async () => {
    const shop = await openShop({ customers: 1000 });
    const till = openTill(shop.service);
    await till.sync();
    const [gone = ''] = await uidsAt(shop);
    await shop.service.delete(gone);
    const later = till.restartWith(
      disturbed(shop.service, async ({ page }) => {
        if (page > 4) await shop.breakDown({ kind: 'reset-before', count: 1 });
      }),
    );
    const report = await later.engine.syncOnce({ untilIdle: false, timeoutMs: 15_000_000 });
    expect(report).toMatchObject({ pending: 0 });
    expect(later.writer.getSyncCursor()).toMatchObject({ soughtAtMs: expect.any(Number) as unknown });
    expect(later.customer(gone)).toBeDefined();
    await later.restartWith(shop.service, { clock: () => Date.now() + 60_000 }).sync();
    expect(later.customer(gone)).toBeUndefined();
  });

  it('show in a full pass where the times of change tell nothing, each confirmed', async () => {
    const shop = await openShop({ customers: 60 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const [first = '', second = ''] = await uidsAt(shop);
    // The till's copy was changed after the service's list was made: the lists cannot be laid side by side.
    till.db.exec(`UPDATE customer SET version_outdated = 1`);
    await shop.service.delete(first);
    await shop.service.delete(second);
    await till.sync();
    expect(till.customer(first)).toBeDefined();

    const later = till.restartWith(shop.service, aDayLater);
    await later.sync();
    expect(later.customer(first)).toBeUndefined();
    expect(later.customer(second)).toBeUndefined();
    await expectSameCustomers(later, shop);
  });

  it('are not believed when the customer answers after all', async () => {
    const shop = await openShop({ customers: 60 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const [hidden = ''] = await uidsAt(shop);
    const forgetful: CustomerService = {
      ...shop.service,
      listPage: async (request, options) => {
        const answer = await shop.service.listPage(request, options);
        if (answer.outcome !== 'done') return answer;
        const items = answer.value.items.filter((item) => item.customerUid !== hidden);
        return { outcome: 'done', value: { ...answer.value, items } };
      },
    };
    const later = till.restartWith(forgetful, aDayLater);
    await later.sync();
    expect(later.customer(hidden)).toBeDefined();
  });

  it('of too many at once are held back for a person', async () => {
    const shop = await openShop({ customers: 60 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const uids = await uidsAt(shop);
    for (const uid of uids.slice(0, 20)) await shop.service.delete(uid);
    const later = till.restartWith(shop.service, aDayLater);
    await later.sync();
    expect(later.reader.getCoverage().cached).toBe(60);
    expect((await later.engine.status()).lastError?.message).toContain('20 customers');
  });

  it('are not seen in customers whom this till changes while a full pass is under way', async () => {
    const shop = await openShop({ customers: 60 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const all = await shop.service.listPage({ page: 0, pageSize: 60, newestFirst: true });
    if (all.outcome !== 'done') throw new Error(all.outcome);
    const last = all.value.items.slice(-20).map(({ customerUid }) => customerUid);
    const busy = disturbed(shop.service, async ({ page }) => {
      if (page !== 2 || last.length === 0) return;
      for (const uid of last.splice(0)) later.change(uid, { internalNote: 'endret' });
      await expect
        .poll(() => later.reader.countMutations(), { timeout: 10_000 })
        .toMatchObject({ pending: 0, claimed: 0 });
    });
    const later: Till = till.restartWith(busy, aDayLater);
    later.engine.start();
    await expect
      .poll(() => later.writer.getSyncCursor(), { timeout: 10_000 })
      .toMatchObject({ fullPasses: 2, heldBack: 0 });
    await later.engine.stop();
    expect(later.reader.getCoverage().cached).toBe(60);
  });

  it('never touch a customer with a change of this till', async () => {
    const shop = await openShop({ customers: 60 });
    const till = openTill(shop.service, { pageSizes });
    await till.sync();
    const [uid = ''] = await uidsAt(shop);
    await shop.service.delete(uid);
    till.change(uid, { internalNote: 'skal ikke bort' });
    await till.sync();
    const later = till.restartWith(shop.service, aDayLater);
    expect(await later.sync()).toMatchObject({ parked: 1 });
    expect(later.customer(uid)).toMatchObject({ internalNote: 'skal ikke bort' });
  });
});

describe('a page and this till’s own changes', () => {
  it('go together: their fields from there, the changed one from here', async () => {
    const { shop, till } = await syncedTill();
    till.change('c-1', { city: 'Bodø' });
    await shop.service.update('c-1', { email: 'ny@example.no' });
    const page = await pageOf(shop);
    till.writer.applyPulledRecords({
      customers: prepareCustomers(page),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.customer('c-1')).toMatchObject({ city: 'Bodø', email: 'ny@example.no' });
    expect(await till.sync()).toMatchObject({ pending: 0, conflicts: 0 });
    expect(await shop.find('c-1')).toMatchObject({ city: 'Bodø', email: 'ny@example.no' });
  });

  it('in the same field wait for a person, and nothing of it is sent', async () => {
    const { shop, till } = await syncedTill();
    till.change('c-1', { city: 'Bodø' });
    await shop.service.update('c-1', { city: 'Bergen' });
    const records = await pageOf(shop);
    till.writer.applyPulledRecords({
      customers: prepareCustomers(records),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.reader.listConflicts('c-1')).toMatchObject([
      { field: 'city', base: 'Oslo', ours: 'Bodø', theirs: 'Bergen' },
    ]);
    expect(await till.sync()).toMatchObject({ pending: 0, conflicts: 1 });
    expect(await shop.find('c-1')).toMatchObject({ city: 'Bergen' });
    expect(till.customer('c-1')).toMatchObject({ city: 'Bodø' });
  });

  it.each([
    [{ take: 'ours' } as const, 'Bodø'],
    [{ take: 'theirs' } as const, 'Bergen'],
    [{ take: 'typed', value: 'Tromsø' } as const, 'Tromsø'],
  ])('in the same field end as a person chose: %o', async (resolution, city) => {
    const { shop, till } = await syncedTill();
    till.change('c-1', { city: 'Bodø' });
    await shop.service.update('c-1', { city: 'Bergen' });
    const records = await pageOf(shop);
    till.writer.applyPulledRecords({
      customers: prepareCustomers(records),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    const [conflict] = till.reader.listConflicts('c-1');
    till.writer.resolveConflict(conflict?.conflictId ?? '', resolution, till.author());
    expect(await till.sync()).toMatchObject({ pending: 0, conflicts: 0, parked: 0 });
    expect(await shop.find('c-1')).toMatchObject({ city });
    expect(till.customer('c-1')).toMatchObject({ city });
  });

  it('that both say the same are no conflict', async () => {
    const { shop, till } = await syncedTill();
    till.change('c-1', { city: 'Bodø', email: 'A@Example.no ' });
    await shop.service.update('c-1', { city: 'Bodø' });
    const records = await pageOf(shop);
    till.writer.applyPulledRecords({
      customers: prepareCustomers(records),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.reader.listConflicts('c-1')).toEqual([]);
  });

  it('are not undone by a page that is older than their ack', async () => {
    const { shop, till } = await syncedTill();
    const stale = await pageOf(shop);
    till.change('c-1', { city: 'Bodø' });
    await till.sync();
    till.writer.applyPulledRecords({
      customers: prepareCustomers(stale),
      ackedMeanwhile: ['c-1'],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.customer('c-1')).toMatchObject({ city: 'Bodø' });
  });

  it('never bring back who was deleted or merged away here', async () => {
    const { shop, till } = await syncedTill();
    till.register('c-2');
    await till.sync();
    const stale = await pageOf(shop);
    till.writer.mergeCustomers('c-1', 'c-2', till.author());
    await till.sync();
    till.writer.deleteCustomer('c-1', till.author());
    await till.sync();
    till.writer.applyPulledRecords({
      customers: prepareCustomers(stale),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.reader.getCoverage().cached).toBe(0);
    expect(await shop.service.listPage({ page: 0, pageSize: 10 })).toMatchObject({
      value: { totalCount: 0 },
    });
  });

  it('that were deleted here but not there yet stay out of sight', async () => {
    const { shop, till } = await syncedTill();
    till.writer.deleteCustomer('c-1', till.author());
    await shop.service.update('c-1', { city: 'Bergen' });
    const records = await pageOf(shop);
    till.writer.applyPulledRecords({
      customers: prepareCustomers(records),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.customer('c-1')).toBeUndefined();
  });

  it('settle a registration whose answer was lost', async () => {
    const { shop, till } = await syncedTill();
    till.register('c-9');
    till.writer.claimMutations(1, [], 1);
    till.writer.recoverClaims(1);
    await shop.service.create({
      customerUid: 'c-9',
      customerType: 'PERSON',
      firstname: 'B',
      lastname: 'Å',
      countryCode: 'NO',
    });
    const records = await pageOf(shop);
    till.writer.applyPulledRecords({
      customers: prepareCustomers(records),
      ackedMeanwhile: [],
      fullPass: null,
      nowMs: 1,
    });
    expect(till.outbox()).toEqual([]);
  });
});

async function syncedTill(): Promise<{ shop: Shop; till: Till }> {
  const shop = await openShop();
  const till = openTill(shop.service, { pageSizes });
  till.register('c-1', { city: 'Oslo', email: 'a@example.no' });
  await till.sync();
  return { shop, till };
}

async function pageOf(shop: Shop): Promise<readonly CustomerRecord[]> {
  const answer = await shop.service.listPage({ page: 0, pageSize: 100, newestFirst: true });
  if (answer.outcome !== 'done') throw new Error(answer.outcome);
  return answer.value.items;
}
