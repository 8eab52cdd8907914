import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import { openCore } from './open-core.ts';

/** A till that has not pulled yet, and its shop's service. */
async function openTill(): Promise<{
  core: Core;
  changeAtService: (customerUid: string, changes: object) => Promise<void>;
}> {
  const store = createPracticeStore({ customers: 30, seed: 3 });
  onTestFinished(() => store.close());
  const { baseUrl } = await store.listen(0);
  const { tenantUid, tokens } = store;
  const { core } = await openCore();
  await core.call('connection.set', {
    connection: { service: 'flow-retail', url: baseUrl, tenant: tenantUid, practice: true },
    secret: { kind: 'token', token: tokens.backoffice },
  });
  return {
    core,
    async changeAtService(customerUid, changes) {
      const response = await fetch(`${baseUrl}/tenants/${tenantUid}/customers/${customerUid}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${tokens.backoffice}`, 'content-type': 'application/json' },
        body: JSON.stringify(changes),
      });
      expect(response.status).toBe(200);
    },
  };
}

const bjorn = { customerUid: 'demo-bjorn-ase' };

describe('fetching one customer', () => {
  it('brings somebody this till does not have, to be found from then on', async () => {
    const { core } = await openTill();
    expect(await core.call('customers.get', bjorn)).toMatchObject({ error: { code: 'customer.not-found' } });
    expect(await core.call('customers.fetch', bjorn)).toMatchObject({
      ok: true,
      state: 'synced',
      customer: { ...bjorn, lastname: 'Åse' },
    });
    expect(await core.call('customers.search', { query: 'bjorn ase' })).toMatchObject({
      hits: [{ ...bjorn, state: 'synced' }],
    });
  });

  it('takes in what changed at the service, and leaves what waits here as it is', async () => {
    const { core, changeAtService } = await openTill();
    await core.call('customers.fetch', bjorn);
    await core.call('customers.update', { ...bjorn, changes: { city: 'Bergen' } });
    await changeAtService(bjorn.customerUid, { address: 'Nyveien 3' });
    expect(await core.call('customers.fetch', bjorn)).toMatchObject({
      state: 'pending',
      customer: { city: 'Bergen', address: 'Nyveien 3' },
    });
  });

  it('brings nobody back who is deleted here', async () => {
    const { core } = await openTill();
    await core.call('customers.fetch', bjorn);
    await core.call('customers.delete', bjorn);
    expect(await core.call('customers.fetch', bjorn)).toMatchObject({ error: { code: 'customer.deleted' } });
    expect(await core.call('customers.search', { query: 'bjorn ase' })).toMatchObject({ hits: [] });
  });

  it('says when the service does not have them, and when there is no service', async () => {
    const { core } = await openTill();
    expect(await core.call('customers.fetch', { customerUid: 'nobody' })).toMatchObject({
      error: { code: 'service.not-found' },
    });
    const { core: alone } = await openCore();
    expect(await alone.call('customers.fetch', bjorn)).toMatchObject({
      error: { code: 'service.not-connected' },
    });
  });
});
