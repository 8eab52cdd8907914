import { describe, expect, it } from 'vitest';

import { person, startStore, type ErrorBody } from './running-store.ts';

const company = { customerType: 'COMPANY', companyName: 'Ås Bygg AS' };

/** A body that must be refused, and the field that the answer must name. */
const badDrafts: [problem: string, body: object, field: string][] = [
  ['no type', { firstname: 'Ola', lastname: 'Ås', countryCode: 'NO' }, 'customerType'],
  ['an unknown type', { ...person, customerType: 'CLUB' }, 'customerType'],
  ['a person without first name', { ...person, firstname: '' }, 'firstname'],
  ['a person with a blank last name', { ...person, lastname: ' ' }, 'lastname'],
  ['a person without country', { ...person, countryCode: '' }, 'countryCode'],
  ['a company without name', { customerType: 'COMPANY' }, 'companyName'],
  ['a B2B customer without name', { customerType: 'B2B', firstname: 'Ola' }, 'companyName'],
  ['a country that is none', { ...person, countryCode: 'XX' }, 'countryCode'],
  ['a country in small letters', { ...person, countryCode: 'no' }, 'countryCode'],
  ['a mobile with spaces', { ...person, mobile: '+47 900 00 001' }, 'mobile'],
  ['a mobile with letters', { ...person, mobile: '9000000x' }, 'mobile'],
  ['a + in the middle of a mobile', { ...person, mobile: '47+90000001' }, 'mobile'],
  ['an e-mail without @', { ...person, email: 'ola.example' }, 'email'],
  ['a ledger number with letters', { ...company, ledgerNumber: 'A12' }, 'ledgerNumber'],
  ['a number where a text belongs', { ...person, city: 17 }, 'city'],
  ['null where a text belongs', { ...person, email: null }, 'email'],
  ['a text where a number belongs', { ...person, paymentTerms: '14' }, 'paymentTerms'],
  ['a fraction where a whole number belongs', { ...person, credit: { limit: 1.5 } }, 'credit.limit'],
  ['a negative credit limit', { ...company, credit: { limit: -1 } }, 'credit.limit'],
  ['negative payment terms', { ...company, paymentTerms: -14 }, 'paymentTerms'],
  ['groups that are no list', { ...person, customerGroupUids: 'group-club' }, 'customerGroupUids'],
  ['a group that is no uid', { ...person, customerGroupUids: ['§'] }, 'customerGroupUids.0'],
  ['an empty uid', { ...person, customerUid: '' }, 'customerUid'],
  ['a uid with a slash', { ...person, customerUid: 'a/b' }, 'customerUid'],
  ['an unknown store', { ...person, defaultStoreUid: 'store-x' }, 'defaultStoreUid'],
  ['an unknown account manager', { ...company, accountManager: { tenantUserUid: 'u' } }, 'accountManager'],
  ['an account manager without uid', { ...company, accountManager: {} }, 'accountManager.tenantUserUid'],
  ['a consent without status', { ...person, consents: [{ consentUid: 'c', source: 'POS' }] }, 'consents.0'],
  [
    'an unknown consent',
    { ...person, consents: [{ consentUid: 'c', source: 'POS', status: true }] },
    'consents.0.consentUid',
  ],
  ['a parent for a person', { ...person, customerParentUid: 'demo-nordfjord' }, 'customerParentUid'],
  ['a parent that is not there', { ...company, customerParentUid: 'nobody' }, 'customerParentUid'],
  ['a parent that is a person', { ...company, customerParentUid: 'demo-bjorn-ase' }, 'customerParentUid'],
  [
    'a parent that is a department',
    { ...company, customerParentUid: 'demo-nordfjord-maloy' },
    'customerParentUid',
  ],
];

describe('a create', () => {
  it.each(badDrafts)('with %s is refused by field', async (_, body, field) => {
    const { call, control } = await startStore();
    const refused = await call<ErrorBody>('POST', '/customers', { body });
    expect(refused).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    expect(refused.body.message.startsWith(field)).toBe(true);
    expect(refused.body.logId).not.toBe('');
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 60 });
  });

  it.each(['{"customerType":', 'null', '[]', '"PERSON"', '17'])('of %s is refused', async (text) => {
    const { call } = await startStore();
    expect((await call('POST', '/customers', { text })).status).toBe(400);
  });

  it('ignores fields the contract does not have', async () => {
    const { call } = await startStore();
    const body = { ...person, favouriteColour: 'blue', createdAt: '1999-01-01T00:00:00Z' };
    const created = await call('POST', '/customers', { body });
    expect(created.status).toBe(201);
    expect(created.body).not.toHaveProperty('favouriteColour');
    expect(created.body.createdAt.startsWith('1999')).toBe(false);
  });
});

describe('an update', () => {
  it.each<[string, object, string]>([
    ['demo-bjorn-ase', { lastname: '' }, 'lastname'],
    ['demo-bjorn-ase', { customerType: 'COMPANY' }, 'companyName'],
    ['demo-bjorn-ase', { mobile: '9 0' }, 'mobile'],
    ['demo-nordfjord', { companyName: '' }, 'companyName'],
    ['demo-nordfjord', { customerParentUid: 'demo-nordfjord' }, 'customerParentUid'],
    ['demo-nordfjord-maloy', { customerType: 'B2B' }, 'customerParentUid'],
  ])('of %s to %j is refused and changes nothing', async (customerUid, body, field) => {
    const { call } = await startStore();
    const { body: before } = await call('GET', `/customers/${customerUid}`);
    const refused = await call<ErrorBody>('PUT', `/customers/${customerUid}`, { body });
    expect(refused.status).toBe(400);
    expect(refused.body.message.startsWith(field)).toBe(true);
    expect((await call('GET', `/customers/${customerUid}`)).body).toEqual(before);
  });
});

describe('a query', () => {
  it.each([
    ['pageNumber=0', 'pageNumber'],
    ['pageNumber=first', 'pageNumber'],
    ['pageNumber=1e300', 'pageNumber'],
    ['pageSize=0', 'pageSize'],
    ['pageSize=2.5', 'pageSize'],
    ['sortBy=shoeSize', 'sortBy'],
    ['sortBy=contacts', 'sortBy'],
    [`sortBy=${encodeURIComponent("city') --")}`, 'sortBy'],
    ['sortBy=city&sortDirection=UP', 'sortDirection'],
  ])('of %s is refused by name', async (query, field) => {
    const { call } = await startStore();
    for (const [method, path] of [
      ['GET', '/customers'],
      ['POST', '/customers/search'],
      ['POST', '/customers/search/external'],
    ] as const) {
      const refused = await call<ErrorBody>(method, `${path}?${query}`, method === 'GET' ? {} : { body: {} });
      expect(refused).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
      expect(refused.body.message.startsWith(field)).toBe(true);
    }
  });

  it.each<[object, string]>([
    [{ query: 5 }, 'query'],
    [{ scope: ['ORDER'] }, 'scope.0'],
    [{ scope: 'CUSTOMER' }, 'scope'],
    [{ customerTypes: ['CLUB'] }, 'customerTypes.0'],
    [{ createdAt: 'yesterday' }, 'createdAt'],
    [{ exactMatch: 'yes' }, 'exactMatch'],
    [{ storeUid: '' }, 'storeUid'],
  ])('body of %j is refused by field', async (body, field) => {
    const { call } = await startStore();
    const refused = await call<ErrorBody>('POST', '/customers/search', { body });
    expect(refused.status).toBe(400);
    expect(refused.body.message.startsWith(field)).toBe(true);
  });
});

describe('other bodies', () => {
  it.each([
    ['/customers/demo-bjorn-ase/print', { printerUid: 5 }, 'printerUid'],
    ['/customers/demo-bjorn-ase/extensions/TWO_INVOICE', {}, 'storeUid'],
    ['/customers/demo-bjorn-ase/merge', {}, 'mergeFromCustomerUid'],
    ['/customers/batch', { create: {} }, 'create'],
    ['/customers/batch', { upsert: 'all' }, 'upsert'],
  ])('to %s of %j are refused by field', async (path, body, field) => {
    const { call } = await startStore();
    const refused = await call<ErrorBody>('POST', path, { body });
    expect(refused.status).toBe(400);
    expect(refused.body.message.startsWith(field)).toBe(true);
  });
});
