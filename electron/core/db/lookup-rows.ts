import { readCustomer, type Customer } from '#shared/customer/model';
import {
  keysOfPacked,
  kindBits,
  kindMask,
  makeEntry,
  packEntry,
  setClassOfPacked,
  tokenIdsOfPacked,
  tokensOfPacked,
} from '../lookup/entry.ts';
import type { KeyRun } from '../lookup/key-run.ts';
import { classOf, textOfClass, unnumberedClass } from '../lookup/row-class.ts';
import { createKeyRows } from './lookup-keys.ts';
import { createWordRows } from './lookup-words.ts';
import { countDropped, newestChange } from './index-state.ts';
import { insertRows, statement } from './statement.ts';
import type { Store } from './open.ts';
import type { PreparedCustomers } from './prepared-customers.ts';

/** Changes a reader may be behind before it has to load all entries anew. */
const keptChanges = 200_000;

/**
 * Keeps the lookup index in step with the customers, inside the transaction of
 * whoever changes a customer. One writer at a time works on a store.
 */
export interface LookupWriter {
  /** Makes or replaces the index entry of a customer; writes nothing when nothing findable changed. */
  put(customerId: number, customer: Customer): void;
  /**
   * Makes the entries of many customers nobody has met before.
   *
   * @param customerIds by place in `customers`; 0 for those that are left out
   */
  putNew(customers: PreparedCustomers, customerIds: Uint32Array): void;
  /** Takes a customer out of the index; nothing happens when it is not in it. */
  remove(customerId: number): void;
  /**
   * Makes the entries and keys of the customers after this one anew, in the order
   * of their ids: what an index that is damaged or of an older version is mended
   * with, slice by slice, each in a transaction of its own. Searches go on
   * meanwhile. Entries nobody in sight belongs to are taken out.
   *
   * @param count customers of one slice
   * @returns the last customer of the slice, to go on from; `done` when there are none after it
   */
  rebuildEntries(afterCustomerId: number, count: number): { last: number; done: boolean };
  /** Customers in sight with this key (lookup/keys.ts). */
  ownersOf(key: number): number[];
  /** Moves some of the keys that came in bulk to where single ones are. @returns whether none are left */
  settleKeys(): boolean;
  /** A transaction was rolled back or tables were replaced: nothing that is remembered of them is true any more. */
  forget(): void;
}

export function createLookupWriter(db: Store): LookupWriter {
  const words = createWordRows(db);
  const keyRows = createKeyRows(db);
  const classes = new Map<string, number>();
  let sequence = newestChange(db);

  /**
   * A transaction that was rolled back took its words and changes with it. The
   * newest change tells: it is the one this writer wrote last, or words may be
   * remembered that are not in the dictionary.
   */
  function noticeRollback(): void {
    const stored = newestChange(db);
    if (stored === sequence) return;
    forget();
  }

  function forget(): void {
    words.forget();
    keyRows.forget();
    classes.clear();
    sequence = newestChange(db);
  }

  function classIdOf(text: string): number {
    let id = classes.get(text);
    if (id === undefined) {
      id = findClass(db, text) ?? addClass(db, text);
      classes.set(text, id);
    }
    return id;
  }

  function entryOf(
    customerId: number,
    customer: Customer,
  ): { readonly keys: number[]; readonly packed: Buffer } {
    const classId = classIdOf(textOfClass(classOf(customer)));
    const entry = makeEntry(customer, classId, (word) => words.idOf(word, customerId));
    return { keys: [...entry.keys], packed: packEntry(entry) };
  }

  function dropWords(customerId: number, ids: Iterable<number>): void {
    countDropped(db, words.drop(customerId, ids));
  }

  function packedOf(customerId: number): Buffer | undefined {
    return statement<{ entry: Buffer }>(db, `SELECT entry FROM lookup_entry WHERE customer_id = ?`).get(
      customerId,
    )?.entry;
  }

  function noteChange(customerId: number): void {
    noteChanges([customerId]);
  }

  function noteChanges(customerIds: readonly number[]): void {
    const before = sequence;
    const values = customerIds.flatMap((customerId) => [(sequence += 1), customerId]);
    insertRows(db, `INSERT INTO lookup_change (sequence, customer_id)`, 2, values);
    if (Math.floor(sequence / 4096) > Math.floor(before / 4096)) {
      statement(db, `DELETE FROM lookup_change WHERE sequence <= ?`).run(sequence - keptChanges);
    }
  }

  function remove(customerId: number): void {
    const before = packedOf(customerId);
    if (before === undefined) return;
    keyRows.remove(customerId, keysOfPacked(before));
    dropWords(customerId, tokenIdsOfPacked(before));
    statement(db, `DELETE FROM lookup_entry WHERE customer_id = ?`).run(customerId);
    noteChange(customerId);
  }

  /** Writes an entry and its keys whatever is stored of them; a key that is missing in the tree is added. */
  function rewrite(customerId: number, customer: Customer): void {
    const { keys, packed } = entryOf(customerId, customer);
    const before = packedOf(customerId);
    if (before !== undefined && !before.equals(packed)) {
      const kept = new Set(keys);
      keyRows.remove(
        customerId,
        keysOfPacked(before).filter((key) => !kept.has(key)),
      );
      dropWords(customerId, tokenIdsOfPacked(before).difference(tokenIdsOfPacked(packed)));
    }
    keyRows.insert(customerId, keys);
    if (before?.equals(packed) === true) return;
    statement(db, `INSERT OR REPLACE INTO lookup_entry (customer_id, entry) VALUES (?, ?)`).run(
      customerId,
      packed,
    );
    noteChange(customerId);
  }

  return {
    put(customerId, customer) {
      noticeRollback();
      const { keys, packed } = entryOf(customerId, customer);
      const before = packedOf(customerId);
      if (before === undefined) {
        keyRows.insert(customerId, keys);
        statement(db, `INSERT INTO lookup_entry (customer_id, entry) VALUES (?, ?)`).run(customerId, packed);
      } else {
        if (before.equals(packed)) return;
        const oldKeys = new Set(keysOfPacked(before));
        const added = keys.filter((key) => !oldKeys.delete(key));
        keyRows.remove(customerId, [...oldKeys]);
        dropWords(customerId, tokenIdsOfPacked(before).difference(tokenIdsOfPacked(packed)));
        keyRows.insert(customerId, added);
        statement(db, `UPDATE lookup_entry SET entry = ? WHERE customer_id = ?`).run(packed, customerId);
      }
      noteChange(customerId);
    },

    putNew(customers, customerIds) {
      noticeRollback();
      // A copy: whoever prepared it may keep it.
      const entries = Buffer.from(customers.entries.slice().buffer);
      const owners = new Int32Array(customers.words.length).fill(-1);
      forEachEntry(customers, entries, customerIds, (customerId, entry) => {
        for (const token of tokensOfPacked(entry)) {
          const word = token >>> kindBits;
          owners[word] = owners[word] === -1 || owners[word] === customerId ? customerId : 0;
        }
      });
      const wordIds = words.idsOf(customers.words, owners);
      const rows: (number | Buffer)[] = [];
      forEachEntry(customers, entries, customerIds, (customerId, entry, at) => {
        const tokens = tokensOfPacked(entry);
        for (let index = 0; index < tokens.length; index += 1) {
          const token = tokens[index]!;
          tokens[index] = wordIds[token >>> kindBits]! * (1 << kindBits) + (token & kindMask);
        }
        setClassOfPacked(entry, classIdOf(customers.classes[customers.classAt[at]!]!));
        rows.push(customerId, entry);
      });
      insertRows(db, `INSERT INTO lookup_entry (customer_id, entry)`, 2, rows);
      keyRows.insertRun(keysOfCustomers(customers.keys, customerIds));
      noteChanges(rows.filter((value) => typeof value === 'number'));
    },

    remove(customerId) {
      noticeRollback();
      remove(customerId);
    },

    rebuildEntries(afterCustomerId, count) {
      noticeRollback();
      const customers = statement<{ customer_id: number; record: string; hidden: number }>(
        db,
        `SELECT customer_id, record, hidden FROM customer WHERE customer_id > ? ORDER BY customer_id LIMIT ?`,
      ).all(afterCustomerId, count);
      const done = customers.length < count;
      const last = customers.at(-1)?.customer_id ?? afterCustomerId;
      const ownerless = statement<{ customer_id: number }>(
        db,
        `SELECT customer_id FROM lookup_entry
         WHERE customer_id > ? AND customer_id <= ? AND customer_id NOT IN (SELECT customer_id FROM customer)`,
      ).all(afterCustomerId, done ? Number.MAX_SAFE_INTEGER : last);
      for (const { customer_id: customerId } of ownerless) remove(customerId);
      for (const { customer_id: customerId, record, hidden } of customers) {
        const customer = hidden === 1 ? undefined : readCustomer(JSON.parse(record));
        if (customer === undefined) remove(customerId);
        else rewrite(customerId, customer);
      }
      return { last, done };
    },

    ownersOf: (key) => keyRows.ownersOf(key),

    settleKeys: () => {
      noticeRollback();
      return keyRows.settle();
    },
    forget,
  };
}

/** Calls `visit` for the entry of each customer that has an id. */
function forEachEntry(
  { entryEnds }: PreparedCustomers,
  entries: Buffer,
  customerIds: Uint32Array,
  visit: (customerId: number, entry: Buffer, at: number) => void,
): void {
  let start = 0;
  for (const [at, end] of entryEnds.entries()) {
    if (customerIds[at] !== 0) visit(customerIds[at]!, entries.subarray(start, end), at);
    start = end;
  }
}

/** The keys of those customers that have an id. */
function keysOfCustomers({ keys, customers }: KeyRun, customerIds: Uint32Array): KeyRun {
  const owners = customers.map((at) => customerIds[at]!);
  if (!owners.includes(0)) return { keys, customers: owners };
  return {
    keys: keys.filter((_key, at) => owners[at] !== 0),
    customers: owners.filter((customerId) => customerId !== 0),
  };
}

function findClass(db: Store, text: string): number | undefined {
  return statement<{ id: number }>(db, `SELECT class_id AS id FROM lookup_class WHERE class = ?`).get(text)
    ?.id;
}

function addClass(db: Store, text: string): number {
  const next = statement<{ next: number }>(
    db,
    `SELECT coalesce(max(class_id) + 1, 0) AS next FROM lookup_class`,
  ).get()!.next;
  if (next >= unnumberedClass) return unnumberedClass;
  statement(db, `INSERT INTO lookup_class (class_id, class) VALUES (?, ?)`).run(next, text);
  return next;
}
