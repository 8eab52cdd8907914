import { describe, expect, it } from 'vitest';
import { createBase } from './base.ts';

const bjorn = {
  customerUid: 'bjorn',
  customerType: 'PERSON',
  firstname: 'Bjørn',
  lastname: 'Åse',
  mobile: '+4791234567',
  email: 'post84@example.no',
  loyaltyId: '2000000000017',
};

describe('the lookup index in the store', () => {
  it('is written in the transaction of the customer, and rolled back with it', () => {
    const base = createBase();
    const failed = base.db.transaction(() => {
      base.put(bjorn);
      throw new Error('power cut');
    });
    expect(failed).toThrow('power cut');
    // Another customer takes the ids the rolled back words had.
    base.put({ customerUid: 'kari', customerType: 'PERSON', firstname: 'Kari', lastname: 'Li' });
    expect(base.find('bjorn')).toEqual([]);
    expect(base.find('kari')).toEqual(['kari']);
    base.put(bjorn);
    expect(base.find('ase bjorn')).toEqual(['bjorn']);
    base.restart();
    expect(base.find('ase bjorn')).toEqual(['bjorn']);
    expect(base.find('li kari')).toEqual(['kari']);
  });

  it('keeps nothing of a customer who is taken out', () => {
    const base = createBase([bjorn]);
    base.remove('bjorn');
    for (const table of ['lookup_token', 'lookup_entry', 'lookup_key', 'lookup_key_new']) {
      expect(base.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    for (const query of ['bjorn ase', '91234567', '4567', 'post84@example.no', '2000000000017']) {
      expect(base.find(query)).toEqual([]);
    }
    base.restart();
    expect(base.find('bjorn ase')).toEqual([]);
  });

  it('keeps a word as long as somebody has it, and drops it with the last who brought it', () => {
    const base = createBase([bjorn]);
    const words = () => base.db.prepare(`SELECT word FROM lookup_token ORDER BY word`).pluck().all();
    base.put({ customerUid: 'other', customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Ruud' });
    base.remove('bjorn');
    expect(words()).toEqual(['bjorn', 'ruud']);
    expect(base.find('bjoern')).toEqual(['other']);
    base.put({ customerUid: 'other', customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Dahl' });
    expect(words()).toEqual(['bjorn', 'dahl']);
    base.put(bjorn);
    base.restart();
    expect(base.find('bjorn ase')).toEqual(['bjorn']);
  });

  it('finds a changed customer by the new values only', () => {
    const base = createBase([bjorn]);
    expect(base.find('91234567')).toEqual(['bjorn']);
    base.put({ ...bjorn, lastname: 'Nordmann', mobile: '+4799999999', email: 'ny@example.no' });
    for (const gone of ['ase', '91234567', 'post84@example.no']) expect(base.find(gone)).toEqual([]);
    for (const known of ['nordmann', '99999999', 'ny@example.no', '2000000000017']) {
      expect(base.find(known)).toEqual(['bjorn']);
    }
  });

  it('writes nothing when nothing that can be looked for changed', () => {
    const base = createBase([bjorn]);
    const changes = base.db.prepare(`SELECT count(*) FROM lookup_change`).pluck();
    const before = changes.get();
    base.put({ ...bjorn, internalNote: 'Likes red.' });
    expect(changes.get()).toBe(before);
  });

  it('moves its new keys into the large tree and finds them in both', () => {
    const customers = Array.from({ length: 3000 }, (_, at) => ({
      customerUid: `c-${at}`,
      customerType: 'PERSON',
      mobile: `+47${90_000_000 + at * 7}`,
      externalId: `X-${at}`,
    }));
    const base = createBase(customers);
    const count = (table: string) => base.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(count('lookup_key')).toBeGreaterThan(0);
    expect(count('lookup_key_new')).toBeGreaterThan(0);
    for (const at of [0, 1, 1500, 2998, 2999]) {
      expect(base.find(String(90_000_000 + at * 7))[0]).toBe(`c-${at}`);
      expect(base.find(`x${at}`)[0]).toBe(`c-${at}`);
    }
    for (const { customerUid } of customers) base.remove(customerUid);
    expect([count('lookup_key'), count('lookup_key_new')]).toEqual([0, 0]);
  });
});

describe('an index that is made anew', () => {
  const kari = { customerUid: 'p-1', customerType: 'PERSON', firstname: 'Kari', mobile: '+4799999999' };
  const count = Array.from({ length: 30 }, (_, at) => ({
    customerUid: `c-${at}`,
    customerType: 'PERSON',
    lastname: `Li${at}`,
    externalId: `X-${at}`,
  }));

  function rebuild(base: ReturnType<typeof createBase>): number {
    let slices = 0;
    let at: { last: number; done: boolean } = { last: 0, done: false };
    while (!at.done) {
      at = base.db.transaction(() => base.writer.rebuildEntries(at.last, 10))();
      slices += 1;
    }
    return slices;
  }

  it('has what was missing, what was wrong, and nothing of who is gone', () => {
    const base = createBase([bjorn, kari, ...count]);
    base.db.exec(`
      DELETE FROM lookup_entry WHERE customer_id = 1;
      DELETE FROM lookup_key; DELETE FROM lookup_key_new;
      UPDATE lookup_entry SET entry = (SELECT entry FROM lookup_entry WHERE customer_id = 3) WHERE customer_id = 2;
      DELETE FROM customer WHERE customer_uid IN ('c-20', 'c-29');
      UPDATE customer SET hidden = 1 WHERE customer_uid = 'c-21';
    `);
    base.restart();
    expect(base.find('kari')).toEqual([]);
    expect(base.find('91234567')).toEqual([]);
    expect(rebuild(base)).toBe(4);
    for (const query of ['bjorn ase', '91234567', '4567', 'post84@example.no']) {
      expect(base.find(query)).toEqual(['bjorn']);
    }
    for (const query of ['kari', '99999999']) expect(base.find(query)).toEqual(['p-1']);
    expect(base.find('x11')).toEqual(['c-11']);
    for (const gone of ['x20', 'x21', 'x29', 'li29'])
      expect(base.find(gone)).not.toContain(`c-${gone.slice(-2)}`);
  });

  it('writes nothing where all was well', () => {
    const base = createBase([bjorn, kari, ...count]);
    const stored = () =>
      ['lookup_entry', 'lookup_change', 'lookup_token'].map((table) =>
        base.db.prepare(`SELECT * FROM ${table}`).raw().all(),
      );
    const before = stored();
    rebuild(base);
    expect(stored()).toEqual(before);
  });
});
