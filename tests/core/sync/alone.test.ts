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
});
