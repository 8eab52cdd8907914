import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CustomerDraft } from '#shared/customer/model';
import { openShop, openTill, type Till } from './sync/open-till.ts';

/** Everything of the store as the cipher gives it out, the pages that are free as well. */
const plainText = (till: Till): string => till.db.serialize().toString('latin1').toLowerCase();

const named = (lastname: string, more: Partial<CustomerDraft> = {}) => ({
  firstname: 'Solveig',
  lastname,
  email: `${lastname.toLowerCase()}@example.com`,
  address: `${lastname}veien 4`,
  ...more,
});

function erase(till: Till, customerUid: string) {
  return till.writer.erasePerson(customerUid, { ...till.author('Marit'), reason: 'data-request' });
}

/** As the till does it beside its work. */
function purge(till: Till): void {
  do while (till.writer.sweepWords(2));
  while (!till.writer.emptyLog());
}

describe('an erased customer', () => {
  it('is nowhere in the store, neither in rows nor in what rows leave behind', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', named('Zqxjkvwp'), true);
    till.register('c-2', named('Zqxjkvwp', { firstname: 'Ola' }));
    till.register('c-3', named('Hansen'));
    await till.sync();
    till.change('c-1', { address: 'Zqxjkvwpgata 9' });
    till.change('c-2', { lastname: 'Zqxjkvwpdatter', loyaltyId: '2900000000117' });
    expect(plainText(till)).toContain('zqxjkvwp');

    expect(erase(till, 'c-1')).toEqual({ erased: ['c-1'], waiting: 1 });
    expect(erase(till, 'c-2')).toEqual({ erased: ['c-2'], waiting: 1 });
    purge(till);
    expect(plainText(till)).not.toContain('zqxjkvwp');
    expect(plainText(till)).toContain('hansen');
    // What the log had is gone with it: it holds what was written since, a few pages.
    expect(statSync(`${till.db.name}-wal`).size).toBeLessThan(20_000);
    expect(till.reader.search({ query: 'zqxjkvwp', limit: 5 }).hits).toEqual([]);
    expect(till.reader.search({ query: 'hansen', limit: 5 }).hits).toHaveLength(1);
  });

  it('is deleted at the service as soon as it is reached, and no pull brings it back', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', named('Zqxjkvwp'));
    await till.sync();
    await shop.breakDown({ kind: 'reset-before' });
    erase(till, 'c-1');
    await till.engine.syncOnce({ untilIdle: false, timeoutMs: 1000 });
    expect(till.outbox()).toEqual([expect.stringMatching(/^delete /)]);
    await shop.repair();
    await till.sync();
    expect(till.outbox()).toEqual([]);
    expect(await shop.find('c-1')).toBeUndefined();
    await till.sync();
    purge(till);
    expect(till.customer('c-1')).toBeUndefined();
    expect(plainText(till)).not.toContain('zqxjkvwp');
  });

  it('whom the service never had is told to nobody', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', named('Zqxjkvwp'));
    expect(erase(till, 'c-1')).toEqual({ erased: ['c-1'], waiting: 0 });
    expect(till.outbox()).toEqual([]);
    await till.sync();
    expect(await shop.writes()).toEqual([]);
    expect(till.reader.checkIntegrity()).toMatchObject({ errors: [], orphans: 0 });
  });

  it('takes those merged into it along, whether the service has merged them or not', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    for (const uid of ['c-1', 'c-2', 'c-3']) till.register(uid, named(`Zqxjkvwp${uid.at(-1)}`));
    await till.sync();
    till.writer.mergeCustomers('c-1', 'c-2', till.author());
    await till.sync();
    till.writer.mergeCustomers('c-1', 'c-3', till.author());
    expect(erase(till, 'c-3').erased.toSorted()).toEqual(['c-1', 'c-3']);
    await till.sync();
    purge(till);
    expect(till.outbox()).toEqual([]);
    expect(plainText(till)).not.toContain('zqxjkvwp');
    for (const uid of ['c-1', 'c-2', 'c-3']) expect(await shop.find(uid)).toBeUndefined();
  });

  it.each([
    ['a registration that arrives', { kind: 'latency', value: 100, match: { method: 'POST' }, count: 1 }],
    ['a registration whose answer is lost', { kind: 'reset-after', match: { method: 'POST' }, count: 1 }],
    ['a registration the service fails at', { kind: '500', match: { method: 'POST' }, count: 1 }],
  ])('stays erased when it was being sent at that moment: %s', async (_what, fault) => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', named('Zqxjkvwp'));
    await shop.breakDown(fault);
    const claimed = new Promise<void>((resolve) => {
      const claim = till.writer.claimMutations;
      Object.assign(till.writer, {
        claimMutations: (...args: Parameters<typeof claim>) => {
          const taken = claim(...args);
          if (taken.length > 0) resolve();
          return taken;
        },
      });
    });
    const synced = till.sync();
    await claimed;
    erase(till, 'c-1');
    await synced;
    await till.sync();
    purge(till);
    expect(till.outbox()).toEqual([]);
    expect(till.customer('c-1')).toBeUndefined();
    expect(plainText(till)).not.toContain('zqxjkvwp');
    expect(await shop.find('c-1')).toBeUndefined();
  });

  it('keeps in the trail its id, who erased it and why', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', named('Zqxjkvwp'));
    erase(till, 'c-1');
    expect(till.reader.listAudit({ customerUid: 'c-1', limit: 9 })[0]).toMatchObject({
      action: 'customers.erase',
      actor: 'Marit',
      reason: 'data-request',
    });
    expect(() => erase(till, 'c-1')).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: 'customer.deleted' }) }),
    );
    expect(() => erase(till, 'nobody')).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: 'customer.not-found' }) }),
    );
  });
});

describe('the dictionary', () => {
  it('keeps the words that somebody else came to have while it was gone through', async () => {
    const shop = await openShop();
    const till = openTill(shop.service);
    till.register('c-1', named('Zqxjkvwp', { address: 'Felles vei 1' }));
    till.register('c-2', named('Zqxjkvwp', { address: 'Felles vei 2' }));
    for (const uid of ['a', 'b', 'c']) till.register(uid, named(`Annen${uid}`));
    erase(till, 'c-1');
    erase(till, 'c-2');
    expect(till.writer.sweepWords(1)).toBe(true);
    till.change('a', { address: 'Felles vei 3' });
    purge(till);
    expect(plainText(till)).not.toContain('zqxjkvwp');
    expect(till.reader.search({ query: 'felles', limit: 5 }).hits).toHaveLength(1);
  });
});
