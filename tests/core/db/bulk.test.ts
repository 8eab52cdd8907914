import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TillFailure } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { findTombstone, refreshCustomer } from '../../../electron/core/db/customers.ts';
import { createLookupWriter } from '../../../electron/core/db/lookup-rows.ts';
import type { Store } from '../../../electron/core/db/open.ts';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { adoptRecord } from '../../../electron/core/db/service-records.ts';
import type { Writer } from '../../../electron/core/db/writer.ts';
import {
  classOfPacked,
  keysOfPacked,
  kindBits,
  kindMask,
  tokensOfPacked,
} from '../../../electron/core/lookup/entry.ts';
import { readRun } from '../../../electron/core/lookup/key-run.ts';
import { importNew } from './import-new.ts';
import { openWriter } from './open-writer.ts';

const nowMs = 1_700_000_000_000;

/** Every exact key of the index, as `key customerUid`, in whichever of its places it is. */
function keysOf(db: Store): string[] {
  const uidOf = new Map(
    db.prepare<[], [number, string]>(`SELECT customer_id, customer_uid FROM customer`).raw().all(),
  );
  const rows = db
    .prepare<[], [number, number]>(
      `SELECT key, customer_id FROM lookup_key UNION SELECT key, customer_id FROM lookup_key_new`,
    )
    .raw()
    .all();
  for (const pairs of db.prepare<[], Buffer>(`SELECT pairs FROM lookup_key_run`).pluck().all()) {
    const { keys, customers } = readRun(pairs);
    for (const [at, key] of keys.entries()) rows.push([key, customers[at]!]);
  }
  return [...new Set(rows.map(([key, customerId]) => `${key} ${uidOf.get(customerId) ?? 'nobody'}`))].sort();
}

/** Every key of every entry, as {@link keysOf} writes it. */
function keysOfEntries(db: Store): string[] {
  return db
    .prepare<[], [string, Buffer]>(
      `SELECT customer_uid, entry FROM lookup_entry JOIN customer USING (customer_id)`,
    )
    .raw()
    .all()
    .flatMap(([customerUid, entry]) => keysOfPacked(entry).map((key) => `${key} ${customerUid}`))
    .sort();
}

/** All a store holds of its customers, without the numbers that depend on the order they came in. */
function contentOf(db: Store) {
  const all = <Row>(sql: string) => db.prepare<[], Row>(sql).all();
  const words = new Map(
    db.prepare<[], [number, string]>(`SELECT token_id, word FROM lookup_token`).raw().all(),
  );
  const classes = new Map(
    db.prepare<[], [number, string]>(`SELECT class_id, class FROM lookup_class`).raw().all(),
  );
  const entries = all<{ customer_uid: string; entry: Buffer }>(
    `SELECT customer_uid, entry FROM lookup_entry JOIN customer USING (customer_id) ORDER BY customer_uid`,
  ).map(({ customer_uid: customerUid, entry }) => ({
    customerUid,
    className: classes.get(classOfPacked(entry)),
    words: [...tokensOfPacked(Buffer.from(entry.toString('latin1'), 'latin1'))].map(
      (token) => `${words.get(token >>> kindBits)} ${token & kindMask}`,
    ),
    keys: keysOfPacked(entry),
  }));
  return {
    customers: all(
      `SELECT customer_uid, record, base, at_service, hidden, parent_uid, seen_sweep FROM customer ORDER BY customer_uid`,
    ),
    entries,
    keys: keysOf(db),
    words: all(
      `SELECT word, customer_uid FROM lookup_token LEFT JOIN customer ON customer_id = only_customer_id ORDER BY word`,
    ),
    mutations: all(
      `SELECT customer_uid, other_uid, kind, payload, state FROM mutation ORDER BY customer_uid, kind, sequence`,
    ),
    tombstones: all(`SELECT customer_uid, merged_into_uid FROM tombstone ORDER BY customer_uid`),
    conflicts: all(`SELECT customer_uid, field, ours, theirs FROM conflict ORDER BY customer_uid, field`),
  };
}

const uid = fc.integer({ min: 0, max: 11 }).map((number) => `c-${number}`);
const word = fc.constantFrom('Bjørn', 'Kari', 'Åse', 'Li', 'Nordmann', 'Haakon', '');
const record: fc.Arbitrary<CustomerRecord> = fc.record(
  {
    customerUid: uid,
    customerType: fc.constantFrom('PERSON', 'COMPANY', 'person', null),
    firstname: word,
    lastname: fc.oneof(word, fc.constant(7)),
    companyName: word,
    displayName: word,
    postalCode: fc.constantFrom('0155', '5003', null),
    city: fc.constantFrom('Oslo', 'Bergen'),
    mobile: fc.constantFrom('+4791234567', '+4799999999', ''),
    email: fc.constantFrom('kari@example.no', 'post84@example.no'),
    customerParentUid: fc.oneof(uid, fc.constant(''), fc.constant(null)),
    customerGroupUids: fc.constantFrom(['vip'], ['vip', 'staff'], [], null),
    contacts: fc.constantFrom([{ firstname: 'Ane', mobile: '90012345' }, 'nonsense'], null),
    fieldNobodyKnows: fc.anything({ withNullPrototype: false, maxDepth: 1 }).map((value) => {
      const text = JSON.stringify(value) as string | undefined;
      return text === undefined ? null : (JSON.parse(text) as unknown);
    }),
    lastModifiedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
  },
  { requiredKeys: ['customerUid'] },
);

type Step = (writer: Writer, mutationId: string) => void;
const author = (mutationId: string) => ({ mutationId, actor: 'Kari', nowMs });
/** What may have happened on the till before the bulk comes. */
const step: fc.Arbitrary<Step> = fc.oneof(
  record.map(
    (one): Step =>
      (writer) =>
        void writer.importKnown(prepareCustomers([one]), 0),
  ),
  record.map(
    (one): Step =>
      (writer, id) =>
        importNew(writer, one, author(id)),
  ),
  fc.tuple(uid, word).map(([customerUid, lastname]): Step => (writer, id) => {
    writer.updateCustomer(customerUid, { lastname, mobile: '+4790000000' }, author(id));
  }),
  uid.map(
    (customerUid): Step =>
      (writer, id) =>
        void writer.deleteCustomer(customerUid, author(id)),
  ),
  fc.tuple(uid, uid).map(([into, from]): Step => (writer, id) => {
    writer.mergeCustomers(into, from, author(id));
  }),
  fc.constant<Step>((writer) => {
    for (const { mutationId, change } of writer.claimMutations(1, [], nowMs)) {
      const answer =
        change.kind === 'delete'
          ? ({ do: 'ack', record: null } as const)
          : ({ do: 'release', counted: false, error: null } as const);
      writer.answerMutations([{ mutationId, ...answer }], nowMs);
    }
  }),
);

function prepare(steps: readonly Step[]) {
  const till = openWriter();
  // What is tested here does not depend on surviving a power cut.
  till.db.pragma('synchronous = OFF');
  for (const [at, run] of steps.entries()) {
    try {
      run(till.writer, `m-${at}`);
    } catch (cause) {
      if (!(cause instanceof TillFailure)) throw cause;
    }
  }
  return till;
}

const situation = fc.tuple(
  fc.array(step, { maxLength: 14 }),
  fc.array(record, { minLength: 1, maxLength: 14 }),
);

/** In the order a bulk is written in: whom the till has never met first, each customer's records in their order. */
function inOrder(db: Store, records: readonly CustomerRecord[]): CustomerRecord[] {
  const isMet = db
    .prepare<{ id: string }, number>(
      `SELECT EXISTS (SELECT 1 FROM customer WHERE customer_uid = $id)
           OR EXISTS (SELECT 1 FROM tombstone WHERE customer_uid = $id)
           OR EXISTS (SELECT 1 FROM mutation WHERE $id IN (customer_uid, other_uid) AND state <> 'acked')`,
    )
    .pluck();
  const met = new Set(records.map(({ customerUid }) => customerUid).filter((id) => isMet.get({ id }) === 1));
  const [first, rest]: [CustomerRecord[], CustomerRecord[]] = [[], []];
  for (const one of records) {
    (met.has(one.customerUid) ? rest : first).push(one);
    met.add(one.customerUid);
  }
  return [...first, ...rest];
}

describe('customers that come in bulk', () => {
  it('are imported to what one after the other would give, whatever the till had of them', () => {
    fc.assert(
      fc.property(situation, ([steps, records]) => {
        const together = prepare(steps);
        const singly = prepare(steps);
        const taken = together.writer.importKnown(prepareCustomers(records), 0);
        const context = { db: singly.db, lookup: createLookupWriter(singly.db) };
        const wanted = inOrder(singly.db, records).filter(
          ({ customerUid }) => !findTombstone(singly.db, customerUid),
        );
        singly.db.transaction(() => {
          for (const one of wanted) refreshCustomer(context, one.customerUid, { serviceRecord: one });
        })();
        expect(taken).toBe(wanted.length);
        expect(contentOf(together.db)).toEqual(contentOf(singly.db));
      }),
      { numRuns: 25 },
    );
  });

  it('are pulled to what one after the other would give, whatever the till had of them', () => {
    fc.assert(
      fc.property(situation, fc.uniqueArray(uid), ([steps, records], ackedMeanwhile) => {
        const together = prepare(steps);
        const singly = prepare(steps);
        const customers = prepareCustomers(records);
        const changed = together.writer.applyPulledRecords({
          customers,
          ackedMeanwhile,
          fullPass: null,
          nowMs,
        });
        const context = { db: singly.db, lookup: createLookupWriter(singly.db) };
        const wanted = singly.db.transaction(() =>
          inOrder(singly.db, records).filter((one) =>
            adoptRecord(context, one, nowMs, {
              accept: ackedMeanwhile.includes(one.customerUid) ? 'newer' : 'any',
            }),
          ),
        )();
        expect(changed.toSorted()).toEqual(wanted.map(({ customerUid }) => customerUid).toSorted());
        expect(contentOf(together.db)).toEqual(contentOf(singly.db));
      }),
      { numRuns: 25 },
    );
  });
});

const number = (at: number): string => String(90_000_000 + at * 7919);
const many = (from: number, to: number): CustomerRecord[] =>
  Array.from({ length: to - from }, (_, index) => ({
    customerUid: `many-${from + index}`,
    customerType: 'PERSON',
    firstname: `Name${from + index}`,
    mobile: `+47${number(from + index)}`,
    email: `name.${from + index}@example.no`,
    externalId: `X-${from + index}`,
  }));

describe('keys that came in bulk', () => {
  /** More than are written like single ones, in several runs. */
  function openFull() {
    const till = openWriter();
    till.db.pragma('synchronous = OFF');
    for (let at = 0; at < 5000; at += 500) till.writer.importKnown(prepareCustomers(many(at, at + 500)), 0);
    const runs = () => till.db.prepare<[], number>(`SELECT count(*) FROM lookup_key_run`).pluck().get()!;
    const find = (query: string) =>
      till.reader.search({ query, limit: 20 }).hits.map(({ customerUid }) => customerUid);
    return { ...till, runs, find };
  }

  it('are found at once, all the way into the large tree, and are the same there', () => {
    const { writer, db, runs, find } = openFull();
    const before = keysOf(db);
    expect(before).toEqual(keysOfEntries(db));
    expect(runs()).toBeGreaterThan(1);
    let isSettled = false;
    for (let slice = 0; !isSettled; slice += 1) {
      const at = (slice * 631) % 5000;
      expect(find(number(at))).toEqual([`many-${at}`]);
      expect(find(`x${at}`)[0]).toBe(`many-${at}`);
      isSettled = writer.settleKeys();
    }
    expect(runs()).toBe(0);
    expect(keysOf(db)).toEqual(before);
    expect(find(number(4999))).toEqual(['many-4999']);
    expect(writer.settleKeys()).toBe(true);
  });

  it('change and go with their customer, before and while they are moved', () => {
    const { writer, reader, db, find } = openFull();
    writer.updateCustomer('many-7', { mobile: '+4741111111' }, author('m-1'));
    writer.settleKeys();
    writer.updateCustomer('many-8', { mobile: '+4742222222' }, author('m-2'));
    writer.eraseVanished('many-9', nowMs);
    while (!writer.settleKeys());
    expect([find('41111111'), find('42222222')]).toEqual([['many-7'], ['many-8']]);
    for (const at of [7, 8, 9]) expect(find(number(at))).not.toContain(`many-${at}`);
    expect(find('x7')[0]).toBe('many-7');
    expect(reader.getCustomer('many-9')).toBeUndefined();
    expect(keysOf(db)).toEqual(keysOfEntries(db));
  });

  it('are lost by no power cut or full disk in between', () => {
    const { writer, db } = openFull();
    const before = keysOf(db);
    let failures = 0;
    const afterFailures: string[][] = [];
    for (let slice = 0, isSettled = false; !isSettled; slice += 1) {
      expect(slice).toBeLessThan(100);
      // A run that is all moved cannot be dropped, the first times.
      if (failures < 3) {
        db.exec(
          `CREATE TEMP TRIGGER full BEFORE DELETE ON main.lookup_key_run BEGIN SELECT RAISE(ABORT, 'full'); END`,
        );
      }
      try {
        isSettled = writer.settleKeys();
      } catch {
        failures += 1;
        afterFailures.push(keysOf(db));
      }
      db.exec(`DROP TRIGGER IF EXISTS temp.full`);
    }
    expect(afterFailures).toEqual([before, before, before]);
    expect(keysOf(db)).toEqual(before);
  });

  it('keep a loyalty id from being given twice', () => {
    const { writer } = openWriter();
    const taken = many(0, 500).map((one, at) =>
      Object.assign(one, { loyaltyId: String(2_900_000_000_000_000 + at) }),
    );
    writer.importKnown(prepareCustomers(taken), 0);
    const loyaltyIds = ['2900000000000011', '2900000000000499', '2900000000000500'];
    const created = writer.createCustomer(
      { customerUid: 'new', customerType: 'PERSON', firstname: 'Ny' },
      author('m-1'),
      { loyaltyIds },
    );
    expect(created.customer.loyaltyId).toBe('2900000000000500');
  });
});
