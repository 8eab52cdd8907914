import { describe, expect, it } from 'vitest';

import { createPracticeStore } from '../../electron/practice/practice-store.ts';
import type { FlowRetailCustomer } from '../../electron/practice/seed/flow-retail-customer.ts';
import { person, startStore, type CustomerPage, type ErrorBody } from './running-store.ts';

const byCodePoint = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

describe('list', () => {
  it('answers pages from 1, fifty at a time, oldest first', async () => {
    const { call } = await startStore();
    const { status, body } = await call<CustomerPage>('GET', '/customers');
    expect(status).toBe(200);
    expect(body.paging).toEqual({ pageNumber: 1, pageSize: 50, totalCount: 60 });
    expect(body.items).toHaveLength(50);
    const dates = body.items.map(({ createdAt }) => createdAt);
    expect(dates).toEqual(dates.toSorted());

    const second = await call<CustomerPage>('GET', '/customers?pageNumber=2');
    expect(second.body.items).toHaveLength(10);
    const beyond = await call<CustomerPage>('GET', '/customers?pageNumber=3');
    expect(beyond.body).toEqual({ items: [], paging: { pageNumber: 3, pageSize: 50, totalCount: 60 } });
  });

  it('covers everybody exactly once over its pages', async () => {
    const { call } = await startStore();
    const uids: string[] = [];
    for (let pageNumber = 1; pageNumber <= 9; pageNumber += 1) {
      const query = `pageNumber=${pageNumber}&pageSize=7&sortBy=city`;
      const { body } = await call<CustomerPage>('GET', `/customers?${query}`);
      uids.push(...body.items.map(({ customerUid }) => customerUid));
    }
    expect(uids).toHaveLength(60);
    expect(new Set(uids).size).toBe(60);
  });

  it.each(['lastModifiedAt', 'createdAt', 'lastname', 'customerUid', 'paymentTerms'] as const)(
    'sorts by %s both ways',
    async (field) => {
      const { call } = await startStore();
      const values = async (direction: string): Promise<(string | number)[]> => {
        const query = `sortBy=${field}&sortDirection=${direction}&pageSize=60`;
        const { body } = await call<CustomerPage>('GET', `/customers?${query}`);
        return body.items.map((customer) => customer[field]);
      };
      const ascending = await values('ASC');
      expect(new Set(ascending).size).toBeGreaterThan(1);
      expect(ascending).toEqual(ascending.toSorted(byCodePoint));
      expect(await values('DESC')).toEqual(ascending.toReversed());
    },
  );

  it('caps a page at a thousand and says so', async () => {
    const { call } = await startStore({ customers: 1_010 });
    const { body } = await call<CustomerPage>('GET', '/customers?pageSize=5000');
    expect(body.items).toHaveLength(1_000);
    expect(body.paging).toEqual({ pageNumber: 1, pageSize: 1_000, totalCount: 1_010 });
  });

  it('finds customers by their external id', async () => {
    const { call } = await startStore();
    const found = await call<CustomerPage>('GET', '/customers?customerExternalId=ERP-70001');
    expect(found.body.items.map(({ customerUid }) => customerUid)).toEqual(['demo-every-field']);
    const none = await call<CustomerPage>('GET', '/customers?customerExternalId=ERP-0');
    expect(none.body).toMatchObject({ items: [], paging: { totalCount: 0 } });
    const empty = await call<CustomerPage>('GET', '/customers?customerExternalId=');
    expect(empty.body.paging.totalCount).toBe(0);
  });
});

describe('create', () => {
  it('makes a customer under the uid it is given, with what it is given', async () => {
    const { call, control } = await startStore();
    const draft = {
      ...person,
      customerUid: 'till-1_42',
      mobile: '+4790000001',
      loyaltyId: '2912345678900',
      defaultStoreUid: 'store-oslo',
      accountManager: { tenantUserUid: 'user-mai' },
      credit: { limit: 500_000 },
      ehf: { enabled: true, address: '0192:974760673' },
      consents: [{ consentUid: 'consent-sms', status: true, source: 'POS' }],
      customerGroupUids: ['group-club'],
    };
    const { status, body } = await call('POST', '/customers', { body: draft });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      customerUid: 'till-1_42',
      displayName: 'Ola Ås',
      mobile: '+4790000001',
      defaultStore: { storeUid: 'store-oslo', name: 'Oslo Storo' },
      accountManager: { tenantUserUid: 'user-mai', displayName: 'Mai Nguyen' },
      credit: { limit: 500_000, balance: 0 },
      ehf: { enabled: true, address: '0192:974760673' },
      ehfEnabled: true,
      consents: [{ consentUid: 'consent-sms', name: 'Offers by SMS', status: true, source: 'POS' }],
      customerGroupUids: ['group-club'],
      companyName: '',
    });
    expect(body.createdAt).toBe(body.lastModifiedAt);
    expect((await call('GET', '/customers/till-1_42')).body).toEqual(body);
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 61 });
  });

  it('makes up a uid when none is given', async () => {
    const { call } = await startStore();
    const first = await call('POST', '/customers', { body: person });
    const second = await call('POST', '/customers', { body: person });
    expect(first.body.customerUid).not.toBe(second.body.customerUid);
  });

  it('answers a repeated create with 409 and changes nothing', async () => {
    const { call, control } = await startStore();
    const body = { ...person, customerUid: 'mine' };
    expect((await call('POST', '/customers', { body })).status).toBe(201);
    const again = await call<ErrorBody>('POST', '/customers', { body: { ...body, firstname: 'Kari' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'CUSTOMER_EXISTS' } });
    expect((await call('GET', '/customers/mine')).body.firstname).toBe('Ola');
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 61 });
  });

  it('takes companies and their departments', async () => {
    const { call } = await startStore();
    const body = { customerType: 'COMPANY', companyName: 'Ås Bygg AS', customerParentUid: 'demo-nordfjord' };
    const created = await call('POST', '/customers', { body });
    expect(created).toMatchObject({
      status: 201,
      body: { displayName: 'Ås Bygg AS', customerParentUid: 'demo-nordfjord' },
    });
  });
});

describe('details', () => {
  it('answers one customer, or that there is none', async () => {
    const { call } = await startStore();
    const found = await call('GET', '/customers/demo-bjorn-ase');
    expect(found).toMatchObject({ status: 200, body: { displayName: 'Bjørn Åse' } });
    const none = await call<ErrorBody>('GET', '/customers/nobody');
    expect(none).toMatchObject({ status: 404, body: { code: 'CUSTOMER_NOT_FOUND' } });
    expect(none.body.message).toContain('nobody');
  });

  it('answers a customer with its credit in a store', async () => {
    const { call } = await startStore();
    const credit = async (uid: string): Promise<unknown> =>
      (await call<{ credit: unknown }>('GET', `/stores/store-oslo/customers/${uid}`)).body.credit;
    expect(await credit('demo-astrom')).toEqual({
      approved: true,
      limit: 10_000_000,
      balance: 1_250_000,
      remaining: 8_750_000,
      maxSingleOrderValue: 5_000_000,
      declineReason: '',
    });
    expect(await credit('demo-bjorn-ase')).toMatchObject({ approved: false, remaining: 0 });
    const nowhere = await call<ErrorBody>('GET', '/stores/store-x/customers/demo-astrom');
    expect(nowhere).toMatchObject({ status: 404, body: { code: 'STORE_NOT_FOUND' } });
  });
});

describe('update', () => {
  it('changes what is given and leaves the rest', async () => {
    const { call } = await startStore();
    const { body: before } = await call('GET', '/customers/demo-every-field');
    const changes = { city: 'Florø', postalCode: '6900', credit: { limit: 1 }, ehfEnabled: false };
    const { status, body } = await call('PUT', '/customers/demo-every-field', { body: changes });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      city: 'Florø',
      postalCode: '6900',
      credit: { limit: 1, balance: before.credit.balance },
      ehf: { enabled: false, address: before.ehf.address },
      ehfEnabled: false,
      lastModifiedAt: body.lastModifiedAt,
    });
    expect(body.lastModifiedAt > before.lastModifiedAt).toBe(true);
    expect((await call('GET', '/customers/demo-every-field')).body).toEqual(body);
  });

  it('shows the change to the newest-first list and to the search', async () => {
    const { call } = await startStore();
    await call('PUT', '/customers/demo-kari-nordmann', { body: { lastname: 'Nymann' } });
    const query = 'sortBy=lastModifiedAt&sortDirection=DESC&pageSize=1';
    const newest = await call<CustomerPage>('GET', `/customers?${query}`);
    expect(newest.body.items[0]).toMatchObject({ displayName: 'Kari Nymann' });
    const search = async (text: string): Promise<number> => {
      const found = await call<CustomerPage>('POST', '/customers/search', {
        body: { query: text, exactMatch: true },
      });
      return found.body.paging.totalCount;
    };
    expect(await search('kari nymann')).toBe(1);
    expect(await search('kari nordmann')).toBe(0);
  });

  it('empties a field by the empty text and takes no consents', async () => {
    const { call } = await startStore();
    const body = { email: '', consents: [{ consentUid: 'consent-sms', status: true, source: 'POS' }] };
    const updated = await call('PUT', '/customers/demo-bjorn-ase', { body });
    expect(updated.body.email).toBe('');
    expect(updated.body.consents.find(({ consentUid }) => consentUid === 'consent-sms')?.status).toBe(false);
  });

  it('never dates a change before the last one, whatever the clock says', async () => {
    let now = Date.UTC(2030, 0, 1);
    const { call } = await startStore({ clock: () => now });
    const change = async (city: string): Promise<string> =>
      (await call('PUT', '/customers/demo-bjorn-ase', { body: { city } })).body.lastModifiedAt;
    const first = await change('Oslo');
    now -= 86_400_000;
    expect((await change('Bergen')) >= first).toBe(true);
  });
});

describe('delete', () => {
  it('removes the customer and leaves its departments as companies of their own', async () => {
    const { call } = await startStore();
    expect(await call('DELETE', '/customers/demo-nordfjord')).toMatchObject({ status: 204, body: undefined });
    expect((await call('GET', '/customers/demo-nordfjord')).status).toBe(404);
    expect((await call('DELETE', '/customers/demo-nordfjord')).status).toBe(404);
    expect((await call('GET', '/customers/demo-nordfjord-maloy')).body.customerParentUid).toBe('');
  });
});

describe('extensions', () => {
  const path = '/customers/demo-bjorn-ase/extensions/TWO_INVOICE';
  const body = { storeUid: 'store-oslo' };

  it('are added once and removed once', async () => {
    const { call } = await startStore();
    const added = await call('POST', path, { body });
    expect(added).toMatchObject({ status: 200, body: { extensions: [{ extensionCode: 'TWO_INVOICE' }] } });
    expect((await call('POST', path, { body })).body).toEqual(added.body);
    expect((await call('DELETE', path, { body })).status).toBe(204);
    expect((await call('GET', '/customers/demo-bjorn-ase')).body.extensions).toEqual([]);
    expect(await call('DELETE', path, { body })).toMatchObject({
      status: 404,
      body: { code: 'EXTENSION_NOT_FOUND' },
    });
  });

  it('need a known code and a known store', async () => {
    const { call } = await startStore();
    const other = '/customers/demo-bjorn-ase/extensions/KLAVIYO_PROFILE_ID';
    expect((await call('POST', other, { body })).status).toBe(400);
    const nowhere = await call<ErrorBody>('POST', path, { body: { storeUid: 'store-x' } });
    expect(nowhere).toMatchObject({ status: 400 });
    expect(nowhere.body.message).toContain('storeUid');
  });
});

describe('print', () => {
  it('prints on the printer that is named, else on the label printer of the customer’s store', async () => {
    const { call, control } = await startStore();
    const printing = '/customers/demo-bjorn-ase/print';
    const named = await call('POST', printing, { body: { printerUid: 'store-oslo-receipt' } });
    expect(named).toMatchObject({ status: 204, body: undefined });
    expect((await call('POST', printing)).status).toBe(204);
    const jobs = await control<{ items: unknown[] }>('GET', '/print-jobs');
    expect(jobs.body.items).toMatchObject([
      { customerUid: 'demo-bjorn-ase', printerUid: 'store-oslo-receipt', loyaltyId: '2900000000001' },
      { customerUid: 'demo-bjorn-ase', printerUid: 'store-alesund-label', printerType: 'LABEL' },
    ]);
    await control('DELETE', '/print-jobs');
    expect((await control<{ items: unknown[] }>('GET', '/print-jobs')).body.items).toEqual([]);
  });

  it('prints nothing for an unknown customer or printer', async () => {
    const { call, control } = await startStore();
    expect((await call('POST', '/customers/nobody/print')).status).toBe(404);
    const unknown = await call('POST', '/customers/demo-bjorn-ase/print', { body: { printerUid: 'p-1' } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'PRINTER_NOT_FOUND' } });
    expect((await control<{ items: unknown[] }>('GET', '/print-jobs')).body.items).toEqual([]);
  });
});

describe('export', () => {
  interface Export {
    customer: FlowRetailCustomer;
    orders: { orderUid: string; customerUid: string }[];
    services: { customerUid: string }[];
  }

  it('answers the customer with its orders and services, the same each time', async () => {
    const { call } = await startStore();
    const exported = await Promise.all(
      (await call<CustomerPage>('GET', '/customers?pageSize=30')).body.items.map(
        async ({ customerUid }) => (await call<Export>('GET', `/customers/${customerUid}/export`)).body,
      ),
    );
    expect(exported.some(({ orders }) => orders.length > 0)).toBe(true);
    expect(exported.some(({ services }) => services.length > 0)).toBe(true);
    for (const { customer, orders, services } of exported) {
      for (const { customerUid } of [...orders, ...services]) expect(customerUid).toBe(customer.customerUid);
    }
    const [first] = exported;
    const again = await call<Export>('GET', `/customers/${first?.customer.customerUid}/export`);
    expect(again.body).toEqual(first);
  });

  it('has no orders for somebody new', async () => {
    const { call } = await startStore();
    await call('POST', '/customers', { body: { ...person, customerUid: 'new' } });
    expect((await call<Export>('GET', '/customers/new/export')).body).toMatchObject({
      customer: { customerUid: 'new' },
      orders: [],
      services: [],
    });
  });

  it('answers the orders of a merged customer with the one that stays', async () => {
    const { call } = await startStore();
    const ordersOf = async (uid: string): Promise<string[]> =>
      (await call<Export>('GET', `/customers/${uid}/export`)).body.orders.map(({ orderUid }) => orderUid);
    const persons = await call<CustomerPage>('POST', '/customers/search?pageSize=60', {
      body: { customerTypes: ['PERSON'] },
    });
    const withOrders: string[] = [];
    for (const { customerUid } of persons.body.items) {
      if ((await ordersOf(customerUid)).length > 0) withOrders.push(customerUid);
    }
    const [kept = '', duplicate = ''] = withOrders;
    const expected = [...(await ordersOf(kept)), ...(await ordersOf(duplicate))];
    await call('POST', `/customers/${kept}/merge`, { body: { mergeFromCustomerUid: duplicate } });
    expect(await ordersOf(kept)).toEqual(expected);
  });
});

describe('external search', () => {
  it('finds people and companies that are not customers', async () => {
    const { call } = await startStore();
    const all = await call<CustomerPage>('POST', '/customers/search/external?pageSize=5', { body: {} });
    expect(all.status).toBe(200);
    expect(all.body.paging.totalCount).toBeGreaterThan(100);
    const [someone] = all.body.items;
    expect((await call('GET', `/customers/${someone?.customerUid}`)).status).toBe(404);
    const found = await call<CustomerPage>('POST', '/customers/search/external', {
      body: { query: `${someone?.city} ${someone?.lastname || someone?.companyName}` },
    });
    expect(found.body.items).toContainEqual(someone);
  });

  it('sorts and pages', async () => {
    const { call } = await startStore();
    const query = 'sortBy=city&sortDirection=DESC&pageSize=400';
    const { body } = await call<CustomerPage>('POST', `/customers/search/external?${query}`, { body: {} });
    const cities = body.items.map(({ city }) => city);
    expect(cities).toEqual(cities.toSorted(byCodePoint).toReversed());
  });

  it('needs the tenant’s extension', async () => {
    const { call } = await startStore({ tenantExtensions: [] });
    const refused = await call<ErrorBody>('POST', '/customers/search/external', { body: { query: 'a' } });
    expect(refused).toMatchObject({ status: 403, body: { code: 'TENANT_EXTENSION_REQUIRED' } });
    expect(refused.body.message).toContain('EXTERNAL_CUSTOMER_SEARCH');
  });
});

describe('a store', () => {
  it('can be closed twice and answers nothing afterwards', async () => {
    const store = createPracticeStore({ customers: 3, seed: 1 });
    const { baseUrl } = await store.listen();
    await store.close();
    await store.close();
    await expect(fetch(baseUrl)).rejects.toThrow('fetch failed');
  });
});
