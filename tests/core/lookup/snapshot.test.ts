import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBase, type TestCustomer } from './base.ts';

const firstnames = 'Kari Karin Bjørn Bjørg Ola Åse Mette Sven'.split(' ');
const lastnames = 'Hansen Åsen Lie Nygård Holm Dahl Berg Fjeldstad'.split(' ');
const customer = fc.record({
  at: fc.nat(40),
  firstname: fc.constantFrom(...firstnames),
  lastname: fc.constantFrom(...lastnames),
  storeUid: fc.constantFrom('s-1', 's-2'),
});
type SeedCustomer = typeof customer extends fc.Arbitrary<infer One> ? One : never;
const steps = fc.array(customer, { maxLength: 30 });

const stored = ({ at, firstname, lastname, storeUid }: SeedCustomer): TestCustomer => ({
  customerUid: `c-${at}`,
  customerType: 'PERSON',
  firstname,
  lastname,
  mobile: `+479${String(at).padStart(7, '0')}`,
  defaultStore: { storeUid, name: storeUid },
});

const queries = [...firstnames, ...lastnames, 'kari hansen', 'asn bjorn', 'nygrd', '90000012'];

describe('a snapshot of the index', () => {
  it('opens to the same answers, whatever was changed, removed or learnt before and after it', () => {
    fc.assert(
      fc.property(steps, steps, fc.array(fc.nat(40), { maxLength: 5 }), (before, after, gone) => {
        const base = createBase();
        for (const one of before) base.put(stored(one));
        base.writeSnapshot();
        for (const one of after) base.put(stored(one));
        for (const at of gone) base.removeIfThere(`c-${at}`);
        const expected = queries.map((query) => base.search(query));
        const inStore = queries.map((query) => base.find(query, { storeUid: 's-1' }));

        base.forgetOldEntries();
        base.restart();
        expect(queries.map((query) => base.search(query))).toEqual(expected);
        expect(queries.map((query) => base.find(query, { storeUid: 's-1' }))).toEqual(inStore);
      }),
      { numRuns: 25 },
    );
  });

  it('is done without when a part of it cannot be read', () => {
    const base = createBase(
      Array.from({ length: 300 }, (_, at) =>
        stored({ at, firstname: 'Kari', lastname: lastnames[at % lastnames.length]!, storeUid: 's-1' }),
      ),
    );
    base.writeSnapshot();
    const expected = base.find('kari nygård');
    expect(expected.length).toBe(20);
    base.db.prepare(`DELETE FROM lookup_snapshot WHERE part_id = 5`).run();
    base.restart();
    expect(base.find('kari nygård')).toEqual(expected);
  });

  it('is asked for anew when a word of a customer who is gone stands in it', () => {
    const base = createBase(
      Array.from({ length: 5200 }, (_, at) =>
        stored({ at, firstname: 'Kari', lastname: lastnames[at % lastnames.length]!, storeUid: 's-1' }),
      ),
    );
    base.put({ customerUid: 'rare', customerType: 'PERSON', firstname: 'Kari', lastname: 'Zwyxenbrad' });
    expect(base.isSnapshotDue()).toBe(true);
    base.writeSnapshot();
    expect(base.isSnapshotDue()).toBe(false);
    expect(base.snapshotText()).toContain('wyxenbrad');
    base.remove('rare');
    expect(base.isSnapshotDue()).toBe(true);
    base.writeSnapshot();
    expect(base.snapshotText()).not.toContain('wyxenbrad');
    expect(base.isSnapshotDue()).toBe(false);
  });

  it.each(['most', 'all'])('keeps no words either when %s customers are gone', (who) => {
    const base = createBase(
      Array.from({ length: 20 }, (_, at) =>
        stored({ at, firstname: 'Kari', lastname: 'Zwyxenbrad', storeUid: 's-1' }),
      ),
    );
    base.put({ customerUid: 'kept', customerType: 'PERSON', firstname: 'Ola', lastname: 'Dunk' });
    base.writeSnapshot();
    for (let at = 0; at < 20; at += 1) base.remove(`c-${at}`);
    if (who === 'all') base.remove('kept');
    base.sweepWords();
    expect(base.isSnapshotDue()).toBe(true);
    base.writeSnapshot();
    expect(base.snapshotText()).not.toContain('wyxenbrad');
    expect(base.isSnapshotDue()).toBe(false);
    base.restart();
    expect(base.find('ola dunk')).toEqual(who === 'all' ? [] : ['kept']);
  });
});
