import { describe, expect, it } from 'vitest';
import { openShop, openTill } from './open-till.ts';

describe('a customer somebody else changed before this till’s change was sent', () => {
  it('becomes a conflict when both changed the same field: nothing is overwritten', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.change('c-1', { city: 'FromTill' });
    await shop.service.update('c-1', { city: 'FromService' });
    expect(await till.sync()).toMatchObject({ conflicts: 1 });
    expect(await shop.find('c-1')).toMatchObject({ city: 'FromService' });
    expect(till.reader.listConflicts('c-1')).toMatchObject([
      { field: 'city', ours: 'FromTill', theirs: 'FromService' },
    ]);
  });

  it('gets both changes when they are of different fields', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1');
    await till.sync();
    till.change('c-1', { city: 'FromTill' });
    await shop.service.update('c-1', { internalNote: 'FromService' });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    const both = { city: 'FromTill', internalNote: 'FromService' };
    expect(await shop.find('c-1')).toMatchObject(both);
    expect(till.reader.getCustomer('c-1')?.customer).toMatchObject(both);
  });
});

describe('a till that is permitted nothing', () => {
  it('is told so at once: the registration is parked with the service’s words', async () => {
    const shop = await openShop();
    const till = openTill(shop.connect(shop.store.tokens.unprivileged));
    till.register('c-1');
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 10_000 });
    expect(till.reader.listMutations(['parked'], 5).mutations).toMatchObject([
      { kind: 'create', error: { code: 'service.forbidden' } },
    ]);
  });
});

describe('a customer who is deleted at the service', () => {
  it('leaves this till with the next pull, not with the next day’s', async () => {
    const shop = await openShop({ customers: 20 });
    let nowMs = Date.now();
    const till = openTill(shop.service, { clock: () => nowMs });
    await till.sync();
    const [gone] = till.reader.search({ query: 'bjørn åse', limit: 1 }).hits;
    await shop.service.delete(gone?.customerUid ?? '');
    nowMs += 60_000;
    await till.sync();
    expect(till.reader.getCustomer(gone?.customerUid ?? '')).toBeUndefined();
    expect(till.reader.getCoverage()).toMatchObject({ cached: 19, known: 19 });
  });
});
