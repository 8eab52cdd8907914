import { describe, expect, it, onTestFinished } from 'vitest';
import type { CustomerService, ServiceAnswer } from '../../../electron/core/services/customer-service.ts';
import { createPracticeStore, type PracticeStore } from '../../../electron/practice/practice-store.ts';
import { connectTo, fixedToken } from './scripted-service.ts';

interface Connected {
  readonly store: PracticeStore;
  readonly manager: CustomerService;
  readonly cashier: CustomerService;
  readonly nobody: CustomerService;
  readonly printJobs: () => Promise<unknown[]>;
}

async function openStore(
  options: { customers?: number; tenantExtensions?: string[] } = {},
): Promise<Connected> {
  const store = createPracticeStore({ customers: 40, seed: 3, ...options });
  onTestFinished(() => store.close());
  const { baseUrl, controlUrl } = await store.listen(0);
  const as = (token: string) => connectTo(baseUrl, { tenantUid: store.tenantUid, tokens: fixedToken(token) });
  return {
    store,
    manager: as(store.tokens.backoffice),
    cashier: as(store.tokens.access),
    nobody: as(store.tokens.unprivileged),
    printJobs: async () => {
      const response = await fetch(`${controlUrl}/print-jobs`);
      return ((await response.json()) as { items: unknown[] }).items;
    },
  };
}

function valueOf<Value>(answer: ServiceAnswer<Value>): Value {
  if (answer.outcome !== 'done') throw new Error(`${answer.outcome}: ${answer.error.message}`);
  return answer.value;
}

const person = {
  customerUid: 'c-1',
  customerType: 'PERSON' as const,
  firstname: 'Bjørn',
  lastname: 'Åse',
  countryCode: 'NO',
};
const company = {
  customerUid: 'co-1',
  customerType: 'COMPANY' as const,
  companyName: 'Fjord AS',
  countryCode: 'NO',
};

describe('the 14 operations of Flow Retail against the practice store', () => {
  it('list: pages, newest first', async () => {
    const { manager, store } = await openStore();
    const first = valueOf(await manager.listPage({ page: 0, pageSize: 15, newestFirst: true }));
    const last = valueOf(await manager.listPage({ page: 2, pageSize: 15, newestFirst: true }));
    expect(first).toMatchObject({ totalCount: store.customerCount(), pageSize: 15, unreadable: 0 });
    expect(first.items).toHaveLength(15);
    expect(last.items).toHaveLength(store.customerCount() - 30);
    const times = first.items.map((item) => String(item['lastModifiedAt']));
    expect(times).toEqual([...times].sort().reverse());
  });

  it('list: by external id', async () => {
    const { manager } = await openStore();
    await manager.create({ ...person, externalId: 'E-77' });
    expect(valueOf(await manager.findByExternalId('E-77'))).toMatchObject([{ customerUid: 'c-1' }]);
    expect(valueOf(await manager.findByExternalId('E-78'))).toEqual([]);
  });

  it('create: under the till’s uid, once', async () => {
    const { cashier } = await openStore();
    const consents = [{ consentUid: 'consent-sms', status: true, source: 'till' }];
    const created = valueOf(await cashier.create({ ...person, consents, credit: { limit: 500_00 } }));
    expect(created).toMatchObject({ ...person, displayName: 'Bjørn Åse', credit: { limit: 50_000 } });
    expect(created?.['consents']).toMatchObject(consents);
    expect(await cashier.create(person)).toMatchObject({
      outcome: 'conflict',
      error: { logId: expect.any(String) as unknown },
    });
  });

  it('create: a wrong field is refused by its name', async () => {
    const { cashier } = await openStore();
    expect(await cashier.create({ ...person, mobile: '12 ab' })).toMatchObject({
      outcome: 'rejected',
      error: { code: 'service.rejected', message: expect.stringContaining('mobile') as unknown },
    });
  });

  it('details', async () => {
    const { cashier } = await openStore();
    await cashier.create(person);
    expect(valueOf(await cashier.get('c-1'))).toMatchObject(person);
    expect(await cashier.get('c-2')).toMatchObject({
      outcome: 'not-found',
      error: { code: 'service.not-found' },
    });
  });

  it('update: only what is sent', async () => {
    const { cashier } = await openStore();
    await cashier.create({ ...person, email: 'b@example.no' });
    const updated = valueOf(
      await cashier.update('c-1', { city: 'Bodø', ehf: { enabled: true, address: '0192:1' } }),
    );
    expect(updated).toMatchObject({ city: 'Bodø', email: 'b@example.no', ehf: { enabled: true } });
    expect((await cashier.update('c-2', { city: 'Bodø' })).outcome).toBe('not-found');
  });

  it('delete: needs the back office', async () => {
    const { cashier, manager } = await openStore();
    await cashier.create(person);
    expect(await cashier.delete('c-1')).toMatchObject({
      outcome: 'forbidden',
      error: { message: expect.stringContaining('TENANT.BACKOFFICE') as unknown },
    });
    expect(await manager.delete('c-1')).toEqual({ outcome: 'done', value: null });
    expect((await manager.delete('c-1')).outcome).toBe('not-found');
  });

  it('search', async () => {
    const { cashier } = await openStore();
    await cashier.create({ ...person, lastname: 'Unikssønn' });
    await cashier.create({ ...company, companyName: 'Unikssønn AS' });
    const found = valueOf(
      await cashier.search({ query: 'unikssønn', types: ['PERSON'], scope: ['CUSTOMER'], limit: 5 }),
    );
    expect(found).toMatchObject({ totalCount: 1, items: [{ customerUid: 'c-1' }] });
    expect(valueOf(await cashier.search({ query: 'uniks', exactMatch: true })).items).toEqual([]);
  });

  it('external search: when the tenant has it', async () => {
    const { cashier } = await openStore();
    expect(valueOf(await cashier.searchExternal('a')).length).toBeGreaterThan(0);
    const without = await openStore({ tenantExtensions: [] });
    expect(['rejected', 'forbidden']).toContain((await without.cashier.searchExternal('a')).outcome);
  });

  it('merge: the double is gone', async () => {
    const { cashier } = await openStore();
    await cashier.create(person);
    await cashier.create({ ...person, customerUid: 'c-2' });
    expect(valueOf(await cashier.merge('c-1', 'c-2'))).toMatchObject({ customerUid: 'c-1' });
    expect((await cashier.get('c-2')).outcome).toBe('not-found');
    expect((await cashier.merge('c-1', 'c-2')).outcome).toBe('not-found');
    expect((await cashier.merge('c-1', 'c-1')).outcome).toBe('rejected');
  });

  it('extensions: added and removed', async () => {
    const { cashier, store } = await openStore();
    await cashier.create(company);
    const extension = { customerUid: 'co-1', extensionCode: 'TWO_INVOICE', storeUid: store.storeUid };
    expect(valueOf(await cashier.addExtension(extension))['extensions']).toMatchObject([
      { extensionCode: 'TWO_INVOICE' },
    ]);
    expect(await cashier.removeExtension(extension)).toEqual({ outcome: 'done', value: null });
    expect(valueOf(await cashier.get('co-1'))['extensions']).toEqual([]);
    const unknown = { ...extension, extensionCode: 'KLAVIYO_PROFILE_ID' };
    expect(await cashier.addExtension(unknown)).toMatchObject({ error: { code: 'service.unsupported' } });
  });

  it('batch: item by item', async () => {
    const { manager } = await openStore();
    await manager.create(company);
    const outcome = valueOf(
      await manager.batch({
        create: [person, { ...person, customerUid: 'bad', mobile: 'xx' }],
        update: [{ customerUid: 'co-1', customerType: 'COMPANY', changes: { city: 'Bodø' } }],
        delete: ['nobody-there'],
        upsert: [{ ...person, customerUid: 'c-9' }],
      }),
    );
    expect(Object.fromEntries([...outcome].map(([uid, item]) => [uid, item.outcome]))).toEqual({
      'c-1': 'done',
      bad: 'rejected',
      'co-1': 'done',
      'nobody-there': 'rejected',
      'c-9': 'done',
    });
    expect(valueOf(await manager.get('co-1'))).toMatchObject({ city: 'Bodø' });
  });

  it('print: a job at the store', async () => {
    const { cashier, store, printJobs } = await openStore();
    await cashier.create(person);
    expect(await cashier.printCard('c-1')).toEqual({ outcome: 'done', value: null });
    expect(await cashier.printCard('c-1', `${store.storeUid}-label`)).toEqual({
      outcome: 'done',
      value: null,
    });
    expect(await printJobs()).toHaveLength(2);
  });

  it('details for a store: with credit', async () => {
    const { cashier, store } = await openStore();
    await cashier.create({ ...company, credit: { limit: 1_000_00 } });
    const { customer, credit } = valueOf(await cashier.storeDetails('co-1', store.storeUid));
    expect(customer).toMatchObject({ customerUid: 'co-1' });
    expect(credit).toMatchObject({ limit: 100_000, balance: expect.any(Number) as unknown });
  });

  it('export: customer, orders and service jobs', async () => {
    const { cashier } = await openStore();
    await cashier.create(person);
    expect(valueOf(await cashier.export('c-1'))).toMatchObject({
      customer: { customerUid: 'c-1' },
      orders: expect.any(Array) as unknown,
      services: expect.any(Array) as unknown,
    });
  });

  it('none of them without permission', async () => {
    const { nobody, store } = await openStore();
    const extension = { customerUid: 'c-1', extensionCode: 'TWO_INVOICE', storeUid: store.storeUid };
    const answers = await Promise.all([
      nobody.listPage({ page: 0, pageSize: 5 }),
      nobody.findByExternalId('E'),
      nobody.get('c-1'),
      nobody.search({ query: 'a' }),
      nobody.searchExternal('a'),
      nobody.create(person),
      nobody.update('c-1', { city: 'Bodø' }),
      nobody.delete('c-1'),
      nobody.merge('c-1', 'c-2'),
      nobody.addExtension(extension),
      nobody.removeExtension(extension),
      nobody.batch({ create: [person] }),
      nobody.printCard('c-1'),
      nobody.storeDetails('c-1', store.storeUid),
      nobody.export('c-1'),
    ]);
    expect(new Set(answers.map((answer) => answer.outcome))).toEqual(new Set(['forbidden']));
  });
});
