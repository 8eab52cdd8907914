import { describe, expect, it } from 'vitest';
import { TillFailure } from '#shared/contract/errors';
import { fastPace } from './fast-pace.ts';
import { openShop, openTill, withoutBatches } from './open-till.ts';

describe('a registration made without a network', () => {
  it('reaches the service once, then its change, then its card', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', {}, true);
    till.change('c-1', { city: 'Bodø' });
    till.printCard('c-1');

    expect(await till.sync()).toMatchObject({ pushed: 3, pending: 0, parked: 0, conflicts: 0 });
    // The change was made before anything was sent, so it travels with the create.
    expect(await shop.writes()).toEqual(['POST  201', 'POST /c-1/print 204', 'POST /c-1/print 204']);
    expect(await shop.find('c-1')).toMatchObject({ firstname: 'Bjørn', city: 'Bodø' });
    expect(till.customer('c-1')).toMatchObject({
      city: 'Bodø',
      createdAt: (await shop.find('c-1'))?.['createdAt'],
    });
    expect(till.outbox()).toEqual([]);
  });

  it('waits while nothing listens and goes out when something does', async () => {
    const shop = await openShop();
    await shop.breakDown({ kind: 'reset-before', count: 6 });
    const till = openTill(shop.service);
    till.register('c-1');
    expect(await till.sync()).toMatchObject({ pushed: 1, pending: 0 });
    expect(await shop.writes()).toEqual(['POST  201']);
  });

  it('of a department waits for its parent', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const company = { customerType: 'COMPANY' as const, companyName: 'Fjord AS', countryCode: 'NO' };
    till.register('parent', company);
    for (let department = 0; department < 6; department += 1) {
      till.register(`d-${department}`, { ...company, customerParentUid: 'parent' });
    }
    await shop.breakDown({ kind: 'latency', value: 40, match: { method: 'POST' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pushed: 7, parked: 0 });
    expect(await shop.find('d-5')).toMatchObject({ customerParentUid: 'parent' });
  });
});

describe('changes of one customer', () => {
  it('of several cashiers arrive one by one, in the order they were made', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    for (const [index, actor] of ['Ola', 'Kari', 'Ola', 'Kari', 'Ola'].entries()) {
      till.change('c-1', { city: `City ${index}`, internalNote: `by ${actor}` }, actor);
    }
    expect(till.outbox()).toEqual(['create pending', ...Array.from({ length: 5 }, () => 'update pending')]);
    await shop.breakDown({ kind: 'latency', value: 30, probability: 0.5 });
    expect(await till.sync()).toMatchObject({ pushed: 6, pending: 0 });
    expect(await shop.writes()).toEqual(['POST  201', ...Array.from({ length: 5 }, () => 'PUT /c-1 200')]);
    expect(await shop.find('c-1')).toMatchObject({ city: 'City 4', internalNote: 'by Ola' });
  });
});

const breaks = ['reset-before', 'reset-after', 'cut-body', '500', '500-after'];

describe.each(breaks)('one effect, whatever the connection does: %s', (kind) => {
  it('creates once', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await shop.breakDown({ kind, match: { method: 'POST' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pushed: 1, pending: 0, parked: 0 });
    expect((await shop.writes()).filter((write) => write === 'POST  201')).toHaveLength(1);
    expect(shop.store.customerCount()).toBe(1);
  });

  it('updates once, in order', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.change('c-1', { city: 'Bodø' });
    await shop.breakDown({ kind, match: { method: 'PUT' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    expect((await shop.writes()).filter((write) => write === 'PUT /c-1 200')).toHaveLength(1);
    expect(await shop.find('c-1')).toMatchObject({ city: 'Bodø' });
  });

  it('deletes, and it stays deleted', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.writer.deleteCustomer('c-1', till.author());
    await shop.breakDown({ kind, match: { method: 'DELETE' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(await shop.find('c-1')).toBeUndefined();
    expect(till.customer('c-1')).toBeUndefined();
  });

  it('merges once, after what is still to be sent of both', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('keep');
    till.register('double');
    till.writer.mergeCustomers('keep', 'double', till.author());
    await shop.breakDown({ kind, match: { path: 'merge$' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect((await shop.writes()).filter((write) => write === 'POST /keep/merge 200')).toHaveLength(1);
    expect(await shop.find('double')).toBeUndefined();
    expect(till.customer('double')).toMatchObject({ customerUid: 'keep' });
  });

  it('adds and removes an extension', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', { customerType: 'COMPANY', companyName: 'Fjord AS' });
    await till.sync();
    const { storeUid } = shop.store;
    const extension = { extensionCode: 'TWO_INVOICE', storeUid };
    till.writer.changeExtension('c-1', 'add-extension', extension, till.author());
    await shop.breakDown({ kind, match: { path: 'extensions' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(till.customer('c-1')?.['extensions']).toMatchObject([{ extensionCode: 'TWO_INVOICE' }]);
    till.writer.changeExtension('c-1', 'remove-extension', extension, till.author());
    await shop.breakDown({ kind, match: { path: 'extensions' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(till.customer('c-1')?.['extensions']).toEqual([]);
    expect(await shop.find('c-1')).toMatchObject({ extensions: [] });
  });

  it('prints at most once: a person decides about the rest', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.printCard('c-1');
    await shop.breakDown({ kind, match: { path: 'print$' }, count: 1 });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 1 });
    expect((await shop.printJobs()).length).toBeLessThanOrEqual(1);
    expect(till.reader.listPrintJobs({}, 5, 0).jobs).toMatchObject([
      { state: 'needs-attention', error: { code: 'printer.unknown-outcome' } },
    ]);
    await till.sync();
    expect((await shop.writes()).filter((write) => write.includes('print')).length).toBeLessThanOrEqual(1);
  });
});

describe('a till that ends while something is being sent', () => {
  it('asks about it when it starts again, and does it once', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    till.writer.claimMutations(1, [], Date.now());
    // Sent, and the process ends before the answer.
    await shop.service.create({
      customerUid: 'c-1',
      customerType: 'PERSON',
      firstname: 'Bjørn',
      lastname: 'Åse',
      countryCode: 'NO',
    });
    expect(till.outbox()).toEqual(['create claimed']);
    expect(await till.restartWith(shop.service).sync()).toMatchObject({ pushed: 1, pending: 0 });
    expect(await shop.writes()).toEqual(['POST  201']);
  });

  it('never prints again by itself', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.printCard('c-1');
    till.writer.claimMutations(1, [], Date.now());
    expect(await till.restartWith(shop.service).sync()).toMatchObject({ pending: 0, parked: 1 });
    expect(await shop.printJobs()).toEqual([]);
  });
});

describe('a refusal', () => {
  it('parks that customer with the words of the service, and nobody else', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('bad', { mobile: '12 34 xx' }, true);
    till.register('good');
    expect(await till.sync()).toMatchObject({ pushed: 1, pending: 1, parked: 1 });
    const { mutations } = till.reader.listMutations(['parked'], 5);
    expect(mutations).toMatchObject([
      {
        customerUid: 'bad',
        kind: 'create',
        error: { code: 'service.rejected', message: expect.stringContaining('mobile') as unknown },
      },
    ]);
    expect(mutations[0]?.error?.logId).toBeTruthy();
    expect(await shop.find('good')).toBeDefined();
    expect(till.outbox()).toEqual(['create parked', 'print-card pending']);
  });

  it('is put right by correcting the field', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('bad', { mobile: '12 34 xx' }, true);
    await till.sync();
    till.change('bad', { mobile: '+4790012345' });
    expect(till.outbox()).toEqual(['create pending', 'print-card pending']);
    expect(await till.sync()).toMatchObject({ pushed: 2, pending: 0, parked: 0 });
    expect(await shop.find('bad')).toMatchObject({ mobile: '+4790012345' });
  });

  it('says which permission is missing', async () => {
    const shop = await openShop();
    const till = openTill(shop.connect(shop.store.tokens.access));
    till.register('c-1');
    await till.sync();
    till.writer.deleteCustomer('c-1', till.author());
    expect(await till.sync()).toMatchObject({ parked: 1 });
    expect(till.reader.listMutations(['parked'], 1).mutations[0]?.error).toMatchObject({
      code: 'service.forbidden',
      message: expect.stringContaining('TENANT.BACKOFFICE') as unknown,
    });
  });

  it('of a customer that is gone at the service parks the change and brings nobody back', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    await shop.service.delete('c-1');
    till.change('c-1', { city: 'Bodø' });
    expect(await till.sync()).toMatchObject({ parked: 1, pending: 0 });
    expect(till.reader.listMutations(['parked'], 1).mutations[0]?.error?.code).toBe('service.not-found');
    expect(await shop.find('c-1')).toBeUndefined();
  });

  it('is tried again, or given up with everything that depends on it, when a person says so', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('bad', { mobile: 'xx' }, true);
    await till.sync();
    const [parked] = till.reader.listMutations(['parked'], 1).mutations;
    till.writer.retryMutation(parked?.mutationId ?? '', till.author());
    expect(till.outbox()[0]).toBe('create pending');
    await till.sync();
    const given = till.writer.discardMutation(parked?.mutationId ?? '', till.author());
    expect(given.discarded.map((mutation) => mutation.kind)).toEqual(['create', 'print-card']);
    expect(given.payloads[0]).toMatchObject({ mobile: 'xx' });
    expect(till.customer('bad')).toBeUndefined();
    expect(till.reader.listPrintJobs({}, 1, 0).jobs).toMatchObject([{ state: 'cancelled' }]);
  });
});

describe('a delete', () => {
  it('of a customer the service never had sends nothing at all', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', {}, true);
    till.writer.deleteCustomer('c-1', till.author());
    expect(till.outbox()).toEqual([]);
    expect(await till.sync()).toMatchObject({ pushed: 0, pending: 0 });
    expect(await shop.writes()).toEqual([]);
  });

  it('lets a merge into that customer come first, with the customer it needs', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('double');
    await till.sync();
    till.register('keep');
    till.writer.mergeCustomers('keep', 'double', till.author());
    till.writer.deleteCustomer('keep', till.author());
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(shop.store.customerCount()).toBe(0);
    expect([till.customer('keep'), till.customer('double')]).toEqual([undefined, undefined]);
  });

  it('is not held up by a refused change', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.change('c-1', { mobile: 'xx' });
    await till.sync();
    till.writer.deleteCustomer('c-1', till.author());
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(await shop.find('c-1')).toBeUndefined();
  });
});

describe('a till at the wrong address of its service', () => {
  it('takes no “not found” for a delete that is done, and parks nothing', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    for (const uid of ['c-1', 'c-2', 'c-3']) till.register(uid);
    await till.sync();
    till.writer.deleteCustomer('c-1', till.author());
    till.change('c-2', { city: 'Bodø' });
    till.writer.deleteCustomer('c-3', till.author());
    // One of the deletes was sent before, and nobody knows whether it arrived.
    const [claimed] = till.writer.claimMutations(1, ['c-2', 'c-3'], Date.now());
    expect(claimed?.change.kind).toBe('delete');

    const lost = till.restartWith(shop.connectWrongly());
    const report = await lost.engine.syncOnce({ untilIdle: false, timeoutMs: 15_000_000 });
    const stoppedBy = { code: 'service.no-tenant' };
    expect(report).toMatchObject({ pushed: 0, pending: 3, parked: 0, stoppedBy });
    expect((await lost.engine.status()).reach).toBe('attention');

    const found = lost.restartWith(shop.service);
    expect(await found.sync()).toMatchObject({ pushed: 3, pending: 0, parked: 0 });
    expect(await shop.find('c-1')).toBeUndefined();
    expect((await shop.find('c-2'))?.city).toBe('Bodø');
    expect(await shop.find('c-3')).toBeUndefined();
  });

  it('says so when the time is over, and asks less and less often meanwhile', async () => {
    const shop = await openShop();
    const till = openTill(shop.connectWrongly());
    const report = await till.engine.syncOnce({ untilIdle: true, timeoutMs: 60_000 });
    expect(report).toMatchObject({ stoppedBy: { code: 'service.no-tenant' } });
    expect(await shop.requestCount('GET')).toBeLessThan(15);
  });
});

describe('the service as a whole', () => {
  it('is left alone for as long as it asks, by push and pull', async () => {
    const shop = await openShop();
    const waits: number[] = [];
    const till = openTill(shop.service, { pace: fastPace(waits) });
    till.register('c-1');
    await shop.breakDown({ kind: '429', value: 600, match: { method: 'POST' }, count: 1 });
    const report = await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(report).toMatchObject({ pushed: 0, pending: 1, parked: 0 });
    expect(till.reader.listMutations(['pending'], 1).mutations).toMatchObject([{ attempts: 0 }]);
    expect(await shop.requestCount('GET')).toBe(0);
    expect(await till.sync()).toMatchObject({ pushed: 1, pending: 0 });
    // The longest wait of the till's own making is five minutes.
    expect(Math.max(...waits.filter((ms) => ms <= 600_000))).toBeGreaterThan(300_000);
  });

  it('that does not accept the sign-in pauses the queue and counts against nobody', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await shop.breakDown({ kind: '401' });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect((await till.engine.status()).reach).toBe('attention');
    expect(till.reader.listMutations(['pending'], 1).mutations).toMatchObject([{ attempts: 0 }]);
    await shop.repair();
    expect(await till.sync()).toMatchObject({ pushed: 1 });
    expect((await till.engine.status()).reach).toBe('online');
  });

  it('that breaks down over one customer still serves the others', async () => {
    const shop = await openShop();
    const till = openTill(withoutBatches(shop.service));
    till.register('poison');
    await till.sync();
    await shop.breakDown({ kind: '500', match: { path: 'poison', method: 'PUT' } });
    till.change('poison', { city: 'Bodø' });
    for (let index = 0; index < 8; index += 1) till.register(`c-${index}`);
    const rounds = { untilIdle: false, timeoutMs: 15_000_000 };
    while (till.outbox().length > 1) await till.engine.syncOnce(rounds);
    expect(shop.store.customerCount()).toBe(9);
    expect(await till.engine.syncOnce(rounds)).toMatchObject({ pushed: 0, pending: 1, parked: 0 });
    await shop.repair();
    expect(await till.sync()).toMatchObject({ pushed: 1, pending: 0 });
  });
});

it('sends nothing twice when the disk fails while something else is on its way', async () => {
  const shop = await openShop();
  const created: string[] = [];
  const held = Promise.withResolvers<void>();
  const till = openTill({
    ...shop.service,
    async create(customer, options) {
      created.push(customer.customerUid);
      if (created.length === 1) await held.promise;
      return shop.service.create(customer, options);
    },
  });
  till.register('c-1');
  till.register('c-2');

  const { claimMutations } = till.writer;
  const failed = Promise.withResolvers<void>();
  let claims = 0;
  till.writer.claimMutations = (...args) => {
    claims += 1;
    if (claims !== 2) return claimMutations(...args);
    failed.resolve();
    throw new TillFailure('disk.full');
  };
  const rounds = [till.sync()];
  rounds[0]?.catch(() => undefined);
  // Requests of our own take as long as those of a round that would not wait for the first one's end.
  const letRoundsGoOn = async () => {
    for (let request = 0; request < 10; request += 1) await shop.find('c-1');
  };
  await failed.promise;
  await letRoundsGoOn();
  rounds.push(till.sync());
  await letRoundsGoOn();
  held.resolve();
  await Promise.allSettled(rounds);
  await till.sync();
  expect(created).toEqual(['c-1', 'c-2']);
  expect(till.outbox()).toEqual([]);
});

describe('a change made while the registration is being sent', () => {
  it('is no conflict with the registration itself', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', { city: 'Bergen' });
    await shop.breakDown({ kind: 'reset-after', match: { method: 'POST' }, count: 1 });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1 });
    till.change('c-1', { city: 'Bodø', firstname: 'Bjarne' }, 'Ola');
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    expect(await shop.find('c-1')).toMatchObject({ city: 'Bodø', firstname: 'Bjarne' });
  });
});

describe('a merge that the network delivers twice', () => {
  it('is done when the second delivery finds nobody to merge', async () => {
    const shop = await openShop();
    const service = {
      ...shop.service,
      async merge(...args: Parameters<typeof shop.service.merge>) {
        await shop.service.merge(...args);
        return shop.service.merge(...args);
      },
    };
    const till = openTill(service);
    till.register('keep');
    till.register('double');
    till.writer.mergeCustomers('keep', 'double', till.author());
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0 });
    expect(till.customer('double')).toMatchObject({ customerUid: 'keep' });
  });
});
