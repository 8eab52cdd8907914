import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OperationInput } from '#shared/contract/operations';
import type { Core } from '../../../electron/core/core.ts';
import { createPracticeStore, type PracticeStore } from '../../../electron/practice/practice-store.ts';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';

interface Shop {
  readonly store: PracticeStore;
  readonly connection: OperationInput<'connection.set'>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

async function openShop(mixins?: { loyaltyId: string }): Promise<Shop> {
  const store = createPracticeStore({ customers: 30, seed: 3 });
  onTestFinished(() => store.close());
  const { emporixUrl, controlUrl } = await store.listen(0);
  const { tenant, clients } = store.emporix;
  return {
    store,
    connection: {
      connection: {
        service: 'emporix',
        url: emporixUrl,
        tenant,
        practice: true,
        ...(mixins && { mixins }),
      },
      secret: { kind: 'client-credentials', ...clients.till },
    },
    control: async (method, path, body) => {
      const response = await fetch(`${controlUrl}/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return response.status === 204 ? undefined : response.json();
    },
  };
}

/** A till of an Emporix shop with everybody on it. */
async function openTill(mixins?: { loyaltyId: string }): Promise<Shop & { core: Core }> {
  const shop = await openShop(mixins);
  const { core } = await openCore();
  expect(await core.call('connection.set', shop.connection)).toMatchObject({ ok: true });
  expect(await sync(core)).toMatchObject({ pulled: 30, pending: 0 });
  return { ...shop, core };
}

const sync = async (core: Core) => {
  const report = await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
  return report.ok ? report : Promise.reject(new Error(report.error.message));
};
const person = { customerType: 'PERSON', firstname: 'Kari', lastname: 'Nordmann' } as const;
const bjorn = { customerUid: 'demo-bjorn-ase' };
const noPlace = (...fields: string[]) => ({
  ok: false,
  error: { code: 'customer.invalid', issues: fields.map((field) => ({ field, code: 'field.no-place' })) },
});

describe('a connection to Emporix', () => {
  const refused = async (
    change: Partial<OperationInput<'connection.set'>['connection']>,
    secret?: object,
  ) => {
    const { connection } = await openShop();
    const { core } = await openCore();
    return core.call('connection.set', {
      connection: { ...connection.connection, ...change },
      secret: (secret ?? connection.secret) as OperationInput<'connection.set'>['secret'],
    });
  };

  it.each(['ab', 'Practicestore', '1shop', 'my-shop', 'averyveryverylong', 'tenant.a', ''])(
    'cannot have the tenant %j',
    async (tenant) => {
      expect(await refused({ tenant })).toMatchObject({
        error: { code: 'input.invalid', issues: [{ field: 'connection.tenant' }] },
      });
    },
  );

  it('wants a client id and its secret, and a mixin with its field', async () => {
    expect(await refused({}, { kind: 'token', token: 'x' })).toMatchObject({
      error: { code: 'service.unsupported' },
    });
    expect(await refused({ mixins: { loyaltyId: 'membership' } })).toMatchObject({
      error: { code: 'input.invalid', issues: [{ field: 'connection.mixins.loyaltyId' }] },
    });
  });

  it('with wrong credentials is not made', async () => {
    const { connection } = await openShop();
    const { core, logged } = await openCore();
    const secret = { kind: 'client-credentials', clientId: 'nobody', clientSecret: 'geheim' } as const;
    expect(await core.call('connection.set', { ...connection, secret })).toMatchObject({
      ok: false,
      error: { code: 'service.unauthorized' },
    });
    expect(await core.call('connection.get', {})).toMatchObject({ connection: null });
    expect(JSON.stringify(logged)).not.toContain('geheim');
  });

  it('whose credentials were withdrawn needs a person, and holds nothing against what waits', async () => {
    const { connection, control } = await openShop();
    const { core } = await openCore();
    expect(await core.call('connection.set', connection)).toMatchObject({ ok: true });
    await control('POST', 'emporix/expire-tokens');
    await control('POST', 'faults', { kind: '401', match: { path: '/oauth/token$' } });
    await core.call('customers.create', { customer: person });
    await core.syncOnce({ untilIdle: false, timeoutMs: 5_000 });
    expect(await core.call('sync.status', {})).toMatchObject({
      status: {
        reach: 'attention',
        pending: 1,
        lastError: {
          code: 'service.unauthorized',
          message: expect.stringContaining('client id and secret') as unknown,
        },
      },
    });
    expect(await core.call('outbox.list', {})).toMatchObject({
      mutations: [{ state: 'pending', attempts: 0 }],
    });
    await control('DELETE', 'faults');
    expect(await sync(core)).toMatchObject({ pushed: 1, pending: 0, parked: 0 });
  });
});

describe('what Emporix has no place for', () => {
  it('is refused at the till by its name, and never waits to be refused', async () => {
    const { core } = await openTill();
    const create = (customer: object) =>
      core.call('customers.create', { customer: { ...person, ...customer } });
    expect(await create({ address: 'Storgata 5', postalCode: '6002', city: 'Ålesund' })).toMatchObject(
      noPlace('address', 'postalCode', 'city'),
    );
    expect(await create({ loyaltyId: '2900000000999' })).toMatchObject(noPlace('loyaltyId'));
    expect(await create({ countryCode: 'SE' })).toMatchObject(noPlace('countryCode'));
    expect(await create({ customerType: 'B2B', companyName: 'X' })).toMatchObject(noPlace('customerType'));
    const consents = [{ consentUid: 'sms', status: true, source: 'till' }];
    expect(await create({ consents })).toMatchObject(noPlace('consents'));
    const update = (changes: object) => core.call('customers.update', { ...bjorn, changes });
    expect(await update({ city: 'Bodø', mobile: '90124472' })).toMatchObject(noPlace('city'));
    expect(await update({ customerType: 'COMPANY', companyName: 'X' })).toMatchObject(
      noPlace('customerType'),
    );
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 0 });
  });

  it('leaves everything else as it was: a customer is registered in the shop’s own country, and changed', async () => {
    const { core } = await openTill();
    const created = await core.call('customers.create', {
      customer: { ...person, countryCode: 'NO', mobile: '901 24 472', email: 'kari@example.no' },
    });
    expect(created).toMatchObject({ ok: true, customer: { mobile: '+4790124472' } });
    const customerUid = created.ok ? created.customer.customerUid : '';
    expect(
      await core.call('customers.update', { customerUid, changes: { firstname: 'Karin' } }),
    ).toMatchObject({ ok: true });
    expect(await sync(core)).toMatchObject({ pushed: 1, pending: 0, parked: 0 });
    expect(await core.call('customers.update', { customerUid, changes: { mobile: '' } })).toMatchObject({
      ok: true,
    });
    expect(await sync(core)).toMatchObject({ pushed: 1, pending: 0, parked: 0, conflicts: 0 });
    const { customer } = (await core.call('customers.get', { customerUid })) as { customer: object };
    expect(customer).toMatchObject({ firstname: 'Karin', mobile: '', email: 'kari@example.no', revision: 2 });
    expect(customer).not.toHaveProperty('loyaltyId');
  });

  it('is told of what was registered before the till was connected, and can be taken out', async () => {
    const shop = await openShop();
    const { core } = await openCore();
    const created = await core.call('customers.create', {
      customer: { ...person, city: 'Ålesund', countryCode: 'NO', loyaltyId: '2900000000999' },
    });
    const customerUid = created.ok ? created.customer.customerUid : '';
    await core.call('connection.set', shop.connection);
    expect(await sync(core)).toMatchObject({ pushed: 0, parked: 1 });
    expect(await core.call('outbox.list', {})).toMatchObject({
      mutations: [{ state: 'parked', error: { message: expect.stringContaining('city') as unknown } }],
    });
    // Nothing of it is tried again by itself.
    expect(await sync(core)).toMatchObject({ pushed: 0, parked: 1 });
    expect(
      await core.call('customers.update', {
        customerUid,
        changes: { city: '', countryCode: '', loyaltyId: '' },
      }),
    ).toMatchObject({ ok: true });
    expect(await sync(core)).toMatchObject({ pushed: 1, pending: 0, parked: 0 });
  });

  it('is rejected line by line in a file', async () => {
    const { core } = await openTill();
    const file = join(makeFolder(), 'new.jsonl');
    const lines = [
      person,
      { ...person, firstname: 'Ola', city: 'Molde' },
      { ...person, firstname: 'Per', countryCode: 'NO' },
    ];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(await core.importFile(file)).toMatchObject({
      imported: 2,
      rejected: [{ line: 2, reason: expect.stringContaining('city') as unknown }],
    });
    expect(await sync(core)).toMatchObject({ pushed: 2, parked: 0 });
  });

  it('is off: nothing of it is kept for later', async () => {
    const { core } = await openTill();
    const other = 'demo-kari-nordmann';
    const answers = await Promise.all([
      core.call('customers.merge', { ...bjorn, mergeFromCustomerUid: other }),
      core.call('customers.addExtension', { ...bjorn, extensionCode: 'TWO_INVOICE', storeUid: 's-1' }),
      core.call('customers.storeDetails', { ...bjorn, storeUid: 's-1' }),
      // A till without a store is not told to choose one: that would not help.
      core.call('customers.storeDetails', bjorn),
      core.call('customers.searchExternal', { query: 'fjord' }),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ error: { code: 'service.unsupported' } });
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 0 });
    expect(await core.call('sync.status', {})).toMatchObject({
      status: { capabilities: [], holds: { types: ['PERSON', 'COMPANY'] } },
    });
  });
});

describe('membership cards of an Emporix shop', () => {
  it('need a place for their number', async () => {
    const { core } = await openTill();
    expect(await core.call('cards.print', bjorn)).toMatchObject({ error: { code: 'card.no-loyalty-id' } });
    expect(await core.call('customers.create', { customer: person, card: true })).toMatchObject({
      error: { code: 'card.no-loyalty-id' },
    });
    expect(await core.call('printers.list', {})).toMatchObject({ printers: [] });
  });

  it('come out of the shop’s own printer, and their number is found by every till', async () => {
    const { core, connection } = await openTill({ loyaltyId: 'membership.cardNumber' });
    expect(await core.call('cards.print', bjorn)).toMatchObject({ error: { code: 'printer.not-found' } });
    await core.call('printers.save', {
      printer: {
        kind: 'network',
        printerId: 'counter',
        name: 'Counter',
        host: '127.0.0.1',
        port: 9,
        language: 'zpl',
      },
    });
    const created = await core.call('customers.create', { customer: person, card: true });
    expect(created).toMatchObject({ ok: true, printJobId: expect.any(String) as unknown });
    const loyaltyId = created.ok ? (created.customer.loyaltyId ?? '') : '';
    expect(loyaltyId).toMatch(/^\d{13,}$/);
    expect(await core.call('cards.jobs', {})).toMatchObject({ jobs: [{ printerId: 'counter' }] });
    expect(await sync(core)).toMatchObject({ pushed: 1, parked: 0 });

    const elsewhere = await openCore();
    await elsewhere.core.call('connection.set', connection);
    await sync(elsewhere.core);
    expect(await elsewhere.core.call('customers.search', { query: loyaltyId })).toMatchObject({
      hits: [{ displayName: 'Kari Nordmann', loyaltyId }],
    });
  });
});
