import { describe, expect, it } from 'vitest';
import { openShop, openTill } from './open-till.ts';

describe('a till that nobody else is beside', () => {
  it('is asked nothing about a field that a merge of its own has filled', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('stays');
    till.register('goes', { internalNote: 'of the one that goes', city: 'Bodø' });
    await till.sync();
    till.writer.mergeCustomers('stays', 'goes', till.author());
    till.change('stays', { internalNote: 'the last word' });
    expect(await till.sync()).toMatchObject({ conflicts: 0, parked: 0, pending: 0 });
    expect(await shop.find('stays')).toMatchObject({ internalNote: 'the last word', city: 'Bodø' });
    expect(await shop.find('goes')).toBeUndefined();
  });

  it('is asked all the same when somebody else gave that field a value', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('stays');
    till.register('goes', { internalNote: 'of the one that goes' });
    await till.sync();
    till.writer.mergeCustomers('stays', 'goes', till.author());
    till.change('stays', { internalNote: 'the last word' });
    await shop.service.update('stays', { internalNote: 'of somebody else' });
    expect(await till.sync()).toMatchObject({ conflicts: 1 });
    expect(await shop.find('stays')).toMatchObject({ internalNote: 'of somebody else' });
  });

  it('knows its own change again when a card was printed between it and the next one', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    const uids = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'];
    for (const uid of uids) till.register(uid, { loyaltyId: `29000000000${uid.slice(-1)}` });
    await till.sync();
    // The pull that would bring the records does not come.
    await shop.breakDown({ kind: '500', match: { method: 'GET', path: 'customers$' } });
    for (const uid of uids) till.change(uid, { ehf: { enabled: true } });
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    till.printCard('c-3');
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1_000_000 });
    expect(await shop.printJobs()).toHaveLength(1);
    till.change('c-3', { city: 'Oslo' });
    // The process ends before it leaves.
    till.writer.claimMutations(1, [], Date.now());
    await shop.repair();
    expect(await till.restartWith(shop.service).sync()).toMatchObject({ conflicts: 0, pending: 0 });
    expect(await shop.find('c-3')).toMatchObject({ city: 'Oslo', ehf: { enabled: true } });
  });
});
