import { expect, test } from 'vitest';
import { createBase, type TestCustomer } from './base.ts';

const moa = { storeUid: 's-moa', name: 'Ålesund Moa' };
const oslo = { storeUid: 's-oslo', name: 'Oslo City' };

function person(number: number, fields: Record<string, unknown> = {}): TestCustomer {
  return {
    customerUid: `p-${number}`,
    customerType: 'PERSON',
    firstname: 'Kari',
    lastname: `Hansen${'abcdefghij'[number % 10]}`,
    ...fields,
  };
}

function manyPersons(count: number): TestCustomer[] {
  return Array.from({ length: count }, (_, at) => person(at, at % 2 === 0 ? { defaultStore: moa } : {}));
}

test('lists the newest of those a filter lets through while nothing is typed, part by part', () => {
  const base = createBase(manyPersons(50));
  const first = base.list('', { storeUid: moa.storeUid, limit: 20 });
  expect(first.customerUids[0]).toBe('p-48');
  expect(first.customerUids).toHaveLength(20);
  expect(first.more).toBe(true);
  const rest = base.list('', { storeUid: moa.storeUid, limit: 20, offset: 20 });
  expect(rest).toEqual({ customerUids: ['p-8', 'p-6', 'p-4', 'p-2', 'p-0'], more: false });
});

test('lists nobody while nothing is typed and nothing is filtered', () => {
  expect(createBase(manyPersons(5)).list('')).toEqual({ customerUids: [], more: false });
});

test('leaves out who was removed, or no longer belongs there, and puts who came last first', () => {
  const base = createBase(manyPersons(6));
  base.remove('p-4');
  base.put(person(2));
  base.put(person(60, { defaultStore: moa }));
  expect(base.list('', { storeUid: moa.storeUid }).customerUids).toEqual(['p-60', 'p-0']);
});

test('lists the departments of a company', () => {
  const base = createBase([
    { customerUid: 'co', customerType: 'COMPANY', companyName: 'Bygg AS' },
    { customerUid: 'd-1', customerType: 'COMPANY', companyName: 'Bygg Nord', customerParentUid: 'co' },
    person(1),
  ]);
  // The store notes whose department a row is beside the index.
  base.db.prepare(`UPDATE customer SET parent_uid = 'co' WHERE customer_uid = 'd-1'`).run();
  expect(base.list('', { customerParentUid: 'co' }).customerUids).toEqual(['d-1']);
});

test('says whether there are more than are shown, and shows them when more are wanted', () => {
  const base = createBase(manyPersons(120));
  const first = base.list('kari');
  expect(first.customerUids).toHaveLength(20);
  expect(first.more).toBe(true);
  const all = base.list('kari', { limit: 200 });
  expect(new Set(all.customerUids).size).toBe(120);
  expect(all.more).toBe(false);
  expect(all.customerUids).toEqual(expect.arrayContaining(first.customerUids));
});

test('a longer list begins with those who are most alike, and has nobody a short one would not look for', () => {
  const base = createBase([
    ...manyPersons(40),
    person(900, { firstname: 'Karl' }),
    person(901, { firstname: 'Mona' }),
  ]);
  const { customerUids } = base.list('kari', { limit: 200 });
  expect(customerUids).toHaveLength(40);
  expect(customerUids).not.toContain('p-901');
});

test('knows the values to filter by, with how many customers have them', () => {
  const base = createBase([
    person(1, { defaultStore: moa, customerGroupUids: ['club'] }),
    person(2, { defaultStore: moa, customerGroupUids: ['club', 'gold'] }),
    person(3, { defaultStore: { storeUid: 's-nameless' } }),
    { customerUid: 'co', customerType: 'B2B', companyName: 'Bygg AS', defaultStore: oslo },
    person(4),
  ]);
  expect(base.filterValues()).toEqual({
    types: [
      { type: 'PERSON', count: 4 },
      { type: 'B2B', count: 1 },
    ],
    stores: expect.arrayContaining([
      { ...moa, count: 2 },
      { ...oslo, count: 1 },
      { storeUid: 's-nameless', name: 's-nameless', count: 1 },
    ]),
    groups: [
      { customerGroupUid: 'club', count: 2 },
      { customerGroupUid: 'gold', count: 1 },
    ],
  });
  base.remove('co');
  expect(base.filterValues().types).toEqual([{ type: 'PERSON', count: 4 }]);
  expect(base.filterValues().stores.map(({ storeUid }) => storeUid)).not.toContain(oslo.storeUid);
});
