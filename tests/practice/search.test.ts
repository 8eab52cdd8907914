import { describe, expect, it } from 'vitest';

import { startStore, type CustomerPage, type ErrorBody } from './running-store.ts';

/** The uids of the hits, in their order. */
async function startSearch(options: Parameters<typeof startStore>[0] = {}) {
  const running = await startStore(options);
  const search = async (body: object, query = ''): Promise<string[]> => {
    const { body: page } = await running.call<CustomerPage>('POST', `/customers/search${query}`, { body });
    return page.items.map(({ customerUid }) => customerUid);
  };
  return { ...running, search };
}

describe('search', () => {
  it.each([
    ['first and last name in any order and case', 'ÅSE bjørn'],
    ['the beginning of words', 'bjø ås 6002'],
    ['the city', 'bjørn ålesund'],
    ['a part of the mobile', '90124471'],
    ['the e-mail', 'bjorn.ase@'],
  ])('finds by %s', async (_, query) => {
    const { search } = await startSearch();
    expect(await search({ query })).toContain('demo-bjorn-ase');
  });

  it('finds companies by name and VAT number', async () => {
    const { search } = await startSearch();
    expect(await search({ query: 'nordfjord måløy' })).toEqual(['demo-nordfjord-maloy']);
    expect((await search({ query: '974760673' })).toSorted()).toEqual([
      'demo-every-field',
      'demo-nordfjord',
      'demo-nordfjord-maloy',
    ]);
  });

  it('does not forgive what the real service does not: typos and diacritics', async () => {
    const { search } = await startSearch();
    expect(await search({ query: 'asse bjørn' })).toEqual([]);
    expect(await search({ query: 'jurgen gross' })).toEqual([]);
    expect(await search({ query: 'jürgen groß' })).toEqual(['demo-jurgen-gross']);
  });

  it('puts whole words before beginnings before parts, and says how relevant each is', async () => {
    const { call } = await startStore();
    for (const [customerUid, lastname] of [
      ['part', 'Quellberg'],
      ['whole', 'Berg'],
      ['start', 'Bergqu'],
    ] as const) {
      const body = { customerUid, lastname, firstname: 'Qu', customerType: 'PERSON', countryCode: 'NO' };
      await call('POST', '/customers', { body });
    }
    const { body } = await call<CustomerPage>('POST', '/customers/search', { body: { query: 'qu berg' } });
    expect(body.items.map(({ customerUid }) => customerUid)).toEqual(['whole', 'start', 'part']);
    const relevance = body.items.map((hit) => hit.relevance);
    expect(relevance).toEqual(relevance.toSorted((a, b) => b - a));
    expect(relevance[0]).toBe(1);
  });

  it('matches whole fields only when told to', async () => {
    const { search } = await startSearch();
    expect(await search({ query: 'nordfjord elektro as', exactMatch: true })).toEqual(['demo-nordfjord']);
    expect(await search({ query: 'åse bjørn', exactMatch: true })).toEqual(['demo-bjorn-ase']);
    expect(await search({ query: 'bjø åse', exactMatch: true })).toEqual([]);
    expect(await search({ mobile: '+4790124471', exactMatch: true })).toEqual(['demo-bjorn-ase']);
    expect(await search({ mobile: '0124471', exactMatch: true })).toEqual([]);
    expect(await search({ mobile: '90 12 44 71' })).toEqual(['demo-bjorn-ase']);
  });

  it('does not search a field by the query that has a criterion of its own', async () => {
    const { search } = await startSearch();
    expect(await search({ query: '974760673', vatNumber: '974760673' })).toEqual([]);
    expect(await search({ query: 'førde', vatNumber: '974760673' })).toEqual(['demo-every-field']);
    expect(await search({ query: '90124471', email: 'bjorn.ase' })).toEqual(['demo-bjorn-ase']);
    expect(await search({ query: 'fjordpost', email: 'bjorn.ase' })).toEqual([]);
  });

  it('searches contacts only when the scope says so', async () => {
    const { search } = await startSearch();
    expect(await search({ query: 'astrid røyrvik' })).toEqual([]);
    expect(await search({ query: 'astrid røyrvik', scope: ['CONTACT'] })).toEqual(['demo-nordfjord']);
    expect(await search({ mobile: '+4795555678', scope: ['CUSTOMER', 'CONTACT'] })).toEqual([
      'demo-nordfjord',
    ]);
    // The words must meet in one contact.
    expect(await search({ query: 'astrid ånes', scope: ['CONTACT'] })).toEqual([]);
  });

  it('narrows by type, store, parent and creation', async () => {
    const { search, call } = await startSearch();
    const nordfjord = await search({ query: 'nordfjord' });
    expect(nordfjord).toHaveLength(3);
    expect(await search({ query: 'nordfjord', customerTypes: ['PERSON', 'B2B'] })).toEqual([]);
    expect(await search({ query: 'nordfjord', storeUid: 'store-oslo' })).toEqual(['demo-every-field']);
    expect((await search({ customerParentUid: 'demo-nordfjord' })).toSorted()).toEqual([
      'demo-every-field',
      'demo-nordfjord-maloy',
    ]);
    const { body } = await call('GET', '/customers/demo-nordfjord-maloy');
    const since = await search({ query: 'nordfjord', createdAt: body.createdAt });
    expect(since.toSorted()).toEqual(['demo-every-field', 'demo-nordfjord-maloy']);
  });

  it('pages and sorts', async () => {
    const { search, call } = await startSearch();
    const first = await search({}, '?pageSize=40&sortBy=lastname');
    const second = await search({}, '?pageSize=40&sortBy=lastname&pageNumber=2');
    expect(new Set([...first, ...second]).size).toBe(60);
    const { body } = await call<CustomerPage>('POST', '/customers/search?pageSize=1', { body: {} });
    expect(body.paging).toEqual({ pageNumber: 1, pageSize: 1, totalCount: 60 });
  });

  it.each([`'; DROP TABLE customers; --`, '%', '_', '"', '\u0000', '\u001f', '*', 'ø '.repeat(90)])(
    'takes %j as text',
    async (query) => {
      const { call, control } = await startStore();
      expect((await call('POST', '/customers/search', { body: { query } })).status).toBe(200);
      expect((await control('GET', '/customers-count')).body).toEqual({ count: 60 });
    },
  );

  it('refuses a query nobody types and a date that is none', async () => {
    const { call } = await startStore();
    for (const body of [{ query: 'a'.repeat(201) }, { createdAt: '2020-06-30T23:59:60Z' }]) {
      const refused = await call<ErrorBody>('POST', '/customers/search', { body });
      expect(refused.status).toBe(400);
      expect(refused.body.message).toContain(Object.keys(body)[0]);
    }
  });
});
