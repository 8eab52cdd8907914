import { describe, expect, it, onTestFinished } from 'vitest';
import type { CustomerDraft } from '#shared/customer/model';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import { openCore } from './open-core.ts';

const kari = {
  customerUid: 'c-kari',
  customerType: 'PERSON',
  firstname: 'Kari',
  lastname: 'Nordmann',
  countryCode: 'NO',
  mobile: '+4790012345',
  email: 'kari@nordmann.example',
} satisfies CustomerDraft;

/**
 * A till whose registration of Kari was refused, after so many tries of which
 * nobody knows whether they arrived.
 */
async function openRefused({ draft, lostTries }: { draft: Partial<CustomerDraft>; lostTries: number }) {
  const store = createPracticeStore({ customers: 0, seed: 3 });
  onTestFinished(() => store.close());
  const { baseUrl, controlUrl } = await store.listen(0);
  const { core } = await openCore();
  await core.call('connection.set', {
    connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
    secret: { kind: 'token', token: store.tokens.backoffice },
  });
  const count = { count: lostTries };
  const rule = { kind: 'reset-before', match: { method: 'POST', path: '/customers$' }, ...count };
  if (lostTries > 0) await fetch(`${controlUrl}/faults`, jsonBody(rule));
  await core.call('customers.create', { customer: { ...kari, ...draft } });
  const sync = async () => core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
  expect(await sync()).toMatchObject({ pending: 0, parked: 1 });
  const listed = await core.call('outbox.list', { states: ['parked'] });
  if (!listed.ok) throw new Error(listed.error.message);
  return {
    core,
    sync,
    mutationId: listed.mutations[0]?.mutationId ?? '',
    async findAtService(): Promise<Record<string, unknown>> {
      const response = await fetch(`${baseUrl}/tenants/${store.tenantUid}/customers/${kari.customerUid}`, {
        headers: { authorization: `Bearer ${store.tokens.backoffice}` },
      });
      return (await response.json()) as Record<string, unknown>;
    },
  };
}

const jsonBody = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('a refused registration is put right', () => {
  // The second one may have arrived, for all the till knows.
  it.each([0, 1])('by leaving out a store that does not exist, after %d lost tries', async (lostTries) => {
    const till = await openRefused({ draft: { defaultStoreUid: 'no-such-store' }, lostTries });
    const { mutationId } = till;
    // A first correction is wrong too, and follows the registration where that may be there already.
    await till.core.call('outbox.edit', { mutationId, changes: { defaultStoreUid: 'neither-this' } });
    expect(await till.sync()).toMatchObject({ parked: 1 });
    const edited = await till.core.call('outbox.edit', {
      mutationId,
      changes: {},
      leaveOut: ['defaultStoreUid'],
    });
    expect(edited).toMatchObject({ ok: true, mutation: { state: 'pending' } });
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    expect(await till.findAtService()).toMatchObject({ firstname: 'Kari', mobile: kari.mobile });
    expect((await till.findAtService())['defaultStore']).toBeNull();
    const here = await till.core.call('customers.get', { customerUid: kari.customerUid });
    expect(here).toMatchObject({ ok: true, customer: { firstname: 'Kari' }, state: 'synced' });
  });

  it.each([0, 1])('by emptying a field with words, after %d lost tries', async (lostTries) => {
    const till = await openRefused({ draft: { defaultStoreUid: 'no-such-store' }, lostTries });
    const { core, mutationId } = till;
    const edited = await core.call('outbox.edit', {
      mutationId,
      changes: { email: '' },
      leaveOut: ['defaultStoreUid', 'mobile'],
    });
    expect(edited).toMatchObject({ ok: true });
    const details = await core.call('outbox.get', { mutationId });
    const carried = details.ok ? Object.keys(details.payload) : [];
    expect(carried.filter((field) => ['email', 'mobile', 'defaultStoreUid'].includes(field))).toEqual([]);
    expect(await till.sync()).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    const there = await till.findAtService();
    expect([there['email'] ?? '', there['mobile'] ?? '']).toEqual(['', '']);
  });

  it('never without what the service demands', async () => {
    const till = await openRefused({ draft: { defaultStoreUid: 'no-such-store' }, lostTries: 0 });
    const { mutationId } = till;
    expect(
      await till.core.call('outbox.edit', { mutationId, changes: {}, leaveOut: ['lastname'] }),
    ).toMatchObject({ ok: false, error: { code: 'customer.invalid', issues: [{ field: 'lastname' }] } });
  });
});
