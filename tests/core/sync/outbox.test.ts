import { describe, expect, it } from 'vitest';
import { serviceFailure } from '../../../electron/core/services/judge-answer.ts';
import { withWait } from '../../../electron/core/sync/sync-status.ts';
import { openShop, openTill, type Till } from './open-till.ts';

const company = { customerType: 'COMPANY' as const, companyName: 'Fjord AS', countryCode: 'NO' };

function idOf(till: Till, kind: string, customerUid?: string): string {
  const all = till.reader.listMutations(['pending', 'parked', 'unknown', 'conflicted'], 100).mutations;
  const found = all.find(
    (one) => one.kind === kind && (customerUid === undefined || one.customerUid === customerUid),
  );
  if (found === undefined) throw new Error(`No ${kind} in the outbox`);
  return found.mutationId;
}

const waits = (till: Till) =>
  till.reader
    .listMutations(['pending', 'parked', 'conflicted', 'unknown'], 100)
    .mutations.map(({ kind, customerUid, waitsFor }) => `${kind} ${customerUid} ${waitsFor?.reason}`);

describe('a delete', () => {
  it('that is refused and given up brings the changes before it back', async () => {
    const shop = await openShop();
    const till = openTill(shop.connect(shop.store.tokens.access));
    till.register('c-1');
    await till.sync();
    till.change('c-1', { city: 'Bodø' });
    till.printCard('c-1');
    till.writer.deleteCustomer('c-1', till.author());
    expect(till.customer('c-1')).toBeUndefined();
    expect(waits(till)).toEqual(['update c-1 delete', 'print-card c-1 delete', 'delete c-1 turn']);

    expect(await till.sync()).toMatchObject({ parked: 1, pending: 2 });
    expect(await shop.find('c-1')).not.toMatchObject({ city: 'Bodø' });
    till.writer.discardMutation(idOf(till, 'delete'), till.author());
    expect(till.customer('c-1')).toMatchObject({ city: 'Bodø' });
    expect(await till.sync()).toMatchObject({ pushed: 2, parked: 0, pending: 0 });
    expect(await shop.find('c-1')).toMatchObject({ city: 'Bodø' });
    expect(await shop.printJobs()).toHaveLength(1);
  });

  it('asks nobody about what it makes pointless, and asks again once it is given up', async () => {
    const shop = await openShop();
    const till = openTill(shop.connect(shop.store.tokens.access));
    till.register('c-1', { city: 'Bergen' });
    await till.sync();
    till.change('c-1', { city: 'Bodø' });
    till.writer.deleteCustomer('c-1', till.author());
    await shop.service.update('c-1', { city: 'Oslo' });
    expect(await till.sync()).toMatchObject({ conflicts: 0, parked: 1 });
    till.writer.discardMutation(idOf(till, 'delete'), till.author());
    await till.sync();
    expect(till.reader.listConflicts()).toMatchObject([{ field: 'city', ours: 'Bodø', theirs: 'Oslo' }]);
    expect(await shop.find('c-1')).toMatchObject({ city: 'Oslo' });
  });

  it('that is done takes them with it', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.change('c-1', { city: 'Bodø' });
    till.printCard('c-1');
    till.writer.deleteCustomer('c-1', till.author());
    expect(await till.sync()).toMatchObject({ pushed: 1, parked: 0, pending: 0 });
    expect(till.outbox()).toEqual([]);
    expect(till.db.prepare(`SELECT count(*) AS n FROM mutation WHERE payload <> '{}'`).get()).toEqual({
      n: 0,
    });
    expect(await shop.printJobs()).toEqual([]);
    expect(till.reader.listPrintJobs({}, 5, 0).jobs).toMatchObject([{ state: 'cancelled' }]);
  });

  it('is sent although the registration was refused, where an earlier try of it may still arrive', async () => {
    const shop = await openShop();
    const tried: string[] = [];
    const service = {
      ...shop.service,
      create({ customerUid }: { readonly customerUid: string }) {
        tried.push(customerUid);
        return Promise.resolve(serviceFailure(tried.length === 1 ? 'unknown' : 'rejected'));
      },
    };
    const till = openTill(service);
    till.register('c-1');
    await till.sync();
    expect(till.outbox()).toEqual(['create parked']);
    till.writer.deleteCustomer('c-1', till.author());
    await shop.service.create({ customerUid: 'c-1', customerType: 'COMPANY', companyName: 'Late AS' });
    expect(await till.sync()).toMatchObject({ pushed: 1, parked: 0, pending: 0 });
    expect(await shop.find('c-1')).toBeUndefined();
  });

  it('of a customer nobody else has ever seen is done here and now', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', { mobile: '12 34 xx' });
    await till.sync();
    till.change('c-1', { city: 'Bodø' });
    till.writer.deleteCustomer('c-1', till.author());
    expect(till.outbox()).toEqual([]);
    await till.sync();
    expect(shop.store.customerCount()).toBe(0);
  });
});

describe('a refused or waiting change', () => {
  it('is corrected in place, and stays the work of who made it', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', { mobile: '12 34 xx' });
    await till.sync();
    const mutationId = idOf(till, 'create');
    expect(till.reader.getMutation(mutationId)).toMatchObject({
      mutation: { state: 'parked', waitsFor: { reason: 'person' } },
      payload: { mobile: '12 34 xx' },
    });
    till.writer.editMutation(mutationId, { mobile: '+4790012345' }, [], till.author('Ola'));
    expect(till.reader.listMutations(['pending'], 5).mutations).toMatchObject([
      { actor: 'Kari', attempts: 0 },
    ]);
    expect(till.customer('c-1')).toMatchObject({ mobile: '+4790012345' });
    expect(await till.sync()).toMatchObject({ pushed: 1, parked: 0 });
    expect(await shop.find('c-1')).toMatchObject({ mobile: '+4790012345' });
    const audit = till.reader.listAudit({ customerUid: 'c-1', limit: 5 });
    expect(audit).toMatchObject([{ action: 'outbox.edit', actor: 'Ola' }, { action: 'customers.create' }]);
  });

  it('is put right although something else was changed since', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', { mobile: '12 34 xx' });
    till.change('c-1', { city: 'Bodø' }, 'Ola');
    await till.sync();
    expect(till.outbox()).toEqual(['create parked', 'update pending']);
    till.change('c-1', { mobile: '+4790012345' }, 'Ola');
    expect(await till.sync()).toMatchObject({ parked: 0, pending: 0, conflicts: 0 });
    expect(await shop.find('c-1')).toMatchObject({ mobile: '+4790012345', city: 'Bodø' });
  });

  it('that may still arrive late in its first version loses no correction', async () => {
    const shop = await openShop();
    const tried: Parameters<typeof shop.service.create>[0][] = [];
    const service = {
      ...shop.service,
      async create(...[customer, options]: Parameters<typeof shop.service.create>) {
        tried.push(customer);
        // Its first try is on its way when the connection breaks; its second one is refused.
        if (tried.length === 1) return serviceFailure('unknown');
        return tried.length === 2 ? serviceFailure('rejected') : shop.service.create(customer, options);
      },
    };
    const till = openTill(service);
    till.register('c-1', { city: 'Bergen' });
    await till.sync();
    expect(till.outbox()).toEqual(['create parked']);
    const [late] = tried;
    if (late !== undefined) await shop.service.create(late);
    till.change('c-1', { city: 'Bodø' });
    await till.sync();
    const conflicts = till.reader.listConflicts();
    expect(conflicts).toMatchObject([{ field: 'city', ours: 'Bodø', theirs: 'Bergen' }]);
    till.writer.resolveConflict(conflicts[0]?.conflictId ?? '', { take: 'ours' }, till.author());
    await till.sync();
    expect(await shop.find('c-1')).toMatchObject({ city: 'Bodø' });
  });

  it('can leave a field of an update out', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', { city: 'Bergen' });
    await till.sync();
    till.change('c-1', { city: 'Bodø', mobile: '12 34 xx' });
    await till.sync();
    const mutationId = idOf(till, 'update');
    expect(till.reader.getMutation(mutationId)).toMatchObject({ before: { city: 'Bergen', mobile: '' } });
    till.writer.editMutation(mutationId, {}, ['mobile'], till.author());
    expect(till.customer('c-1')).toMatchObject({ city: 'Bodø' });
    expect(till.customer('c-1')?.['mobile'] ?? '').toBe('');
    expect(await till.sync()).toMatchObject({ pushed: 1, parked: 0 });
    till.change('c-1', { mobile: '12 34 xx' });
    await till.sync();
    till.writer.editMutation(idOf(till, 'update'), {}, ['mobile'], till.author());
    expect(till.outbox()).toEqual([]);
  });

  it('is not changed any more once it may have arrived', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    const [claimed] = till.writer.claimMutations(1, [], Date.now());
    const edit = () => till.writer.editMutation(claimed?.mutationId ?? '', { city: 'X' }, [], till.author());
    expect(edit).toThrow('being sent right now');
    till.writer.recoverClaims(Date.now());
    expect(edit).toThrow('may have arrived already');
  });

  it('waits for a parent company that is registered later', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('dept', { ...company, companyName: 'Avdeling', customerParentUid: 'nobody' });
    await till.sync();
    expect(till.outbox()).toEqual(['create parked']);
    till.register('parent', company);
    till.change('dept', { customerParentUid: 'parent' });
    expect(waits(till)).toEqual(['create dept parent', 'create parent turn']);
    const claimed = till.writer.claimMutations(4, [], Date.now());
    expect(claimed.map(({ customerUid }) => customerUid)).toEqual(['parent']);
    expect(await till.restartWith(shop.service).sync()).toMatchObject({ pushed: 2, parked: 0, pending: 0 });
    expect(await shop.find('dept')).toMatchObject({ customerParentUid: 'parent' });
  });

  it('follows its parent company into the one it was merged with', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('keep', company);
    till.register('double', company);
    await till.sync();
    till.writer.mergeCustomers('keep', 'double', till.author());
    // A form that was open since before the merge.
    till.register('dept', { ...company, customerParentUid: 'double', mobile: '12 34 xx' });
    await till.sync();
    expect(till.customer('dept')).toMatchObject({ customerParentUid: 'keep' });
    till.writer.editMutation(idOf(till, 'create', 'dept'), { mobile: '' }, [], till.author());
    expect(await till.sync()).toMatchObject({ parked: 0, pending: 0 });
    expect(await shop.find('dept')).toMatchObject({ customerParentUid: 'keep' });
  });

  it('never waits in a circle of parents: none can come about', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('a', { ...company, mobile: 'xx' });
    await till.sync();
    till.register('b', { ...company, customerParentUid: 'a' });
    till.register('c', { ...company, customerParentUid: 'b' });
    expect(() => till.change('a', { customerParentUid: 'c', mobile: '' })).toThrow(/another look/);
    till.change('a', { mobile: '' });
    await till.sync();
    expect(till.outbox().filter((line) => line.endsWith('pending'))).toEqual([]);
  });
});

describe('why a change waits', () => {
  it('names what stands before it, the service’s absence, and the customer’s own pause', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    till.change('c-1', { city: 'Bodø' }, 'Ola');
    expect(waits(till)).toEqual(['create c-1 turn', 'update c-1 earlier-change']);
    const [first] = till.reader.listMutations(['pending'], 1).mutations;
    if (first === undefined) throw new Error('Nothing waits');
    expect(withWait(first, null).waitsFor).toEqual({ reason: 'not-connected' });
    expect((await till.engine.status()).reach).toBe('not-tried');

    await shop.breakDown({ kind: 'reset-before' });
    const stopped = await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(stopped.stoppedBy).toMatchObject({ code: 'service.unreachable' });
    const status = await till.engine.status();
    expect(status.reach).toBe('offline');
    // On a busy machine the push's pause is over before the pull's turn, which fails too.
    expect(status.recentErrors).not.toEqual([]);
    await shop.repair();
    expect(await till.sync()).toMatchObject({ pending: 0, stoppedBy: null });
    expect(await till.engine.status()).toMatchObject({ reach: 'online', nextTryAt: null });
    expect((await till.engine.status()).lastPushAt).not.toBeNull();
  });
});

describe('customers that vanished too many at once', () => {
  it('are listed, and deleted one by one when a person says so and the service confirms it', async () => {
    const shop = await openShop({ customers: 60 });
    let passedMs = 0;
    const till = openTill(shop.service, { clock: () => Date.now() + passedMs });
    await till.sync();
    passedMs = 3_600_000;
    const page = await shop.service.listPage({ page: 0, pageSize: 40 });
    if (page.outcome !== 'done') throw new Error(page.outcome);
    const gone = page.value.items.slice(0, 20).map(({ customerUid }) => customerUid);
    for (const uid of gone) await shop.service.delete(uid);
    await till.sync();

    expect(till.reader.getCoverage().cached).toBe(60);
    const { customers, total, heldBackAt } = till.reader.listHeldBack(100, 0);
    expect(total).toBe(20);
    expect(heldBackAt).not.toBeNull();
    expect(customers.map(({ customerUid }) => customerUid).sort()).toEqual(gone.toSorted());
    expect(await till.engine.status()).toMatchObject({ heldBack: 20 });

    const there = page.value.items[30]?.customerUid ?? '';
    const some = [...gone.slice(0, 5), there];
    expect(await till.engine.approveDeletions(some, 'Kari')).toEqual({
      deleted: expect.arrayContaining(gone.slice(0, 5)) as unknown,
      stillThere: [],
      leftAlone: [there],
      stoppedBy: null,
      total: 15,
    });
    expect(till.customer(gone[0] ?? '')).toBeUndefined();
    expect(till.reader.listAudit({ customerUid: gone[0] ?? '', limit: 3 })).toMatchObject([
      { action: 'sync.approveDeletions', actor: 'Kari' },
    ]);

    await shop.breakDown({ kind: 'reset-before' });
    expect(await till.engine.approveDeletions(gone.slice(5), 'Kari')).toMatchObject({
      deleted: [],
      stoppedBy: { code: 'service.unreachable' },
      total: 15,
    });
    await shop.repair();
    expect(await till.engine.approveDeletions(gone.slice(5), 'Kari')).toMatchObject({ total: 0 });
    await till.sync();
    expect(await till.engine.status()).toMatchObject({ heldBack: 0, lastError: null });
    expect(till.reader.getCoverage().cached).toBe(40);
  });
});
