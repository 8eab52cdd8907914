import { describe, expect, it } from 'vitest';
import type { CustomerDraft } from '#shared/customer/model';
import { createPairFinder } from '../../../electron/core/duplicates/pair-finder.ts';
import type { PassState } from '../../../electron/core/duplicates/pass-state.ts';
import { openWriter } from '../db/open-writer.ts';

type Known = CustomerDraft & { customerUid: string };

const kari: Known = {
  customerUid: 'kari',
  customerType: 'PERSON',
  firstname: 'Kari',
  lastname: 'Nordmann',
  address: 'Storgata 12',
  postalCode: '0155',
  city: 'Oslo',
  mobile: '+4791234471',
  email: 'kari@example.no',
};
/** Two records of one customer each, and how they differ. */
const planted: readonly (readonly [Known, Known])[] = [
  [kari, { ...kari, customerUid: 'kari-2', firstname: 'Karri', email: '' }],
  [
    {
      customerUid: 'per',
      customerType: 'PERSON',
      firstname: 'Per',
      lastname: 'Askeladd',
      mobile: '+4799887766',
    },
    {
      customerUid: 'per-2',
      customerType: 'PERSON',
      firstname: 'Askeladd',
      lastname: 'Per',
      mobile: '99 88 77 66',
    },
  ],
  [
    { customerUid: 'fjord', customerType: 'B2B', companyName: 'Fjord Sport AS', vatNumber: 'NO937270062MVA' },
    { customerUid: 'fjord-2', customerType: 'COMPANY', companyName: 'Fjord Sport', vatNumber: '937 270 062' },
  ],
  [
    {
      customerUid: 'kristian',
      customerType: 'PERSON',
      firstname: 'Kristian',
      lastname: 'Vollan',
      mobile: '+4798765432',
      address: 'Bakkeveien 3',
      postalCode: '5003',
      city: 'Bergen',
    },
    {
      customerUid: 'kristian-2',
      customerType: 'PERSON',
      firstname: 'Christian',
      lastname: 'Wollan',
      mobile: '+4798765423',
      address: 'Bakkeveien 3',
      postalCode: '5003',
    },
  ],
];
/** Alike, and yet two. */
const apart: readonly Known[] = [
  { ...kari, customerUid: 'ola', firstname: 'Ola', mobile: '+4740112233', email: 'ola@example.no' },
  {
    customerUid: 'namesake',
    customerType: 'PERSON',
    firstname: 'Kari',
    lastname: 'Hansen',
    postalCode: '9990',
  },
];
const firstnames = ['Anne', 'Kari', 'Per', 'Lars', 'Ida', 'Nils', 'Eva', 'Jon', 'Siv', 'Odd'];
const lastnames = ['Hansen', 'Olsen', 'Larsen', 'Berg', 'Lie', 'Moen', 'Dahl'];
const crowd = Array.from({ length: 400 }, (_, at): Known => {
  const street = ['Elvegata', 'Kirkeveien', 'Skolegata', 'Parkveien', 'Havnegata'];
  return {
    customerUid: `c-${at}`,
    customerType: 'PERSON',
    firstname: firstnames[at % 10]!,
    lastname: lastnames[at % 7]!,
    address: `${street[at % 5]} ${1 + (at % 97)}`,
    postalCode: String(1000 + (at % 89)),
    mobile: `+474${String(at * 7919 + 1000).padStart(7, '0')}`,
  };
});

function openBase() {
  const { writer, reader, db } = openWriter();
  let saves = 0;
  const author = () => ({ mutationId: `m-${(saves += 1)}`, actor: 'Test', nowMs: 1_000 + saves });
  const save = (customer: Known) =>
    writer.createCustomer(customer, author(), { loyaltyIds: [`29${1e10 + saves}`] });
  /** Runs a pass, at most so many steps of it; a new finder each time, as after a restart. */
  const runPass = (steps = Infinity): PassState => {
    const finder = createPairFinder(db);
    let state = writer.beginDuplicatePass();
    for (let step = 0; step < steps; step += 1) {
      const done = finder.step(state, 0);
      state = done.state;
      writer.saveDuplicatePairs(state, done.pairs, done.isFinished ? 5_000 : null);
      if (done.isFinished) break;
    }
    return state;
  };
  const listed = (): string[] =>
    reader
      .listDuplicatePairs(undefined, 50)
      .pairs.map(({ customers }) => customers.map(({ customerUid }) => customerUid).join(' & '))
      .sort();
  return { writer, reader, db, save, author, runPass, listed };
}

const expected = planted.map(([one, other]) => `${one.customerUid} & ${other.customerUid}`).sort();

function openPlanted() {
  const base = openBase();
  base.db.pragma('synchronous = OFF');
  for (const customer of [...crowd, ...apart, ...planted.flat()]) base.save(customer);
  return base;
}

describe('the search for duplicates over the whole base', () => {
  it('finds those who are one, each pair once, and nobody who is merely alike', () => {
    const { runPass, listed, reader } = openPlanted();
    runPass();
    expect(listed()).toEqual(expected);
    const { pairs } = reader.listDuplicatePairs(undefined, 50);
    expect(pairs.map(({ probability }) => probability)).toEqual(
      pairs.map(({ probability }) => probability).toSorted((left, right) => right - left),
    );
    const ofKari = pairs.find(({ customers: [one] }) => one.customerUid === 'kari')!;
    expect(ofKari.reasons).toContainEqual({ field: 'mobile', how: 'same' });
    expect(ofKari.reasons).toContainEqual({ field: 'name', how: 'similar' });
    expect(reader.getDuplicateStatus()).toMatchObject({ open: planted.length, changes: 0 });
  });

  it('goes on where it was left, with the same result', () => {
    const { runPass, listed, reader } = openPlanted();
    let state = runPass(1);
    let restarts = 0;
    for (; reader.getDuplicateStatus().pass!.finishedAtMs === null; restarts += 1) {
      const before = state;
      // Enough steps to get past reading words and entries to the next keys.
      state = runPass(12);
      expect(state.pass).toBe(1);
      expect(state.progress).toBeGreaterThanOrEqual(before.progress);
      expect(restarts).toBeLessThan(500);
    }
    expect(restarts).toBeGreaterThan(2);
    expect(listed()).toEqual(expected);
  });

  it('never shows again what a person said are two', () => {
    const { writer, runPass, listed, author, db } = openPlanted();
    runPass();
    writer.dismissDuplicatePair('kari-2', 'kari', author());
    const rest = expected.filter((pair) => !pair.startsWith('kari '));
    expect(listed()).toEqual(rest);
    // A whole pass anew, over everybody.
    db.prepare(`DELETE FROM setting WHERE key = 'duplicate-pass'`).run();
    runPass();
    expect(listed()).toEqual(rest);
    const audit = db
      .prepare(`SELECT customer_uid FROM audit WHERE action = 'duplicates.dismiss'`)
      .pluck()
      .all();
    expect(new Set(audit)).toEqual(new Set(['kari', 'kari-2']));
    expect(() => writer.dismissDuplicatePair('kari', 'nobody', author())).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: 'customer.not-found' }) }),
    );
  });

  it('lets go of a pair when one of them is merged, deleted or changed', () => {
    const { writer, reader, runPass, listed, author, db } = openPlanted();
    runPass();
    writer.mergeCustomers('kari', 'kari-2', author());
    writer.deleteCustomer('fjord-2', author());
    writer.updateCustomer(
      'per-2',
      { firstname: 'Trond', lastname: 'Giske', mobile: '+4741414141' },
      author(),
    );
    expect(listed()).toEqual(['kristian & kristian-2']);
    const { outdated } = reader.listDuplicatePairs(undefined, 50);
    writer.dropDuplicatePairs(outdated);
    runPass();
    expect(listed()).toEqual(['kristian & kristian-2']);
    // Gone for good, with every trace.
    db.prepare(`DELETE FROM customer WHERE customer_uid = 'kristian-2'`).run();
    expect(listed()).toEqual([]);
  });

  it('compares only who changed since the last pass, with everybody', () => {
    const { save, writer, reader, runPass, listed, author } = openPlanted();
    runPass();
    save({ ...apart[1]!, customerUid: 'namesake-2', mobile: '+4740000001' });
    save({ ...crowd[7]!, customerUid: 'again', email: 'x@example.no' });
    writer.updateCustomer('ola', { lastname: 'Giske', address: 'Fjellveien 1' }, author());
    expect(reader.getDuplicateStatus().changes).toBe(3);
    const state = runPass();
    expect(state).toMatchObject({ pass: 2 });
    expect(state.since).toBeGreaterThan(0);
    expect(listed()).toEqual(['c-7 & again', ...expected].sort());
    expect(reader.getDuplicateStatus()).toMatchObject({ changes: 0 });
  });

  it('answers in pages, and leaves nobody out between two', () => {
    const { reader, runPass } = openPlanted();
    runPass();
    const pages: string[] = [];
    for (let after: string | undefined; ;) {
      const { pairs, next } = reader.listDuplicatePairs(after, 1);
      pages.push(...pairs.map(({ customers: [one, other] }) => `${one.customerUid} & ${other.customerUid}`));
      if (next === null) break;
      after = next;
    }
    expect(pages.sort()).toEqual(expected);
  });
});
