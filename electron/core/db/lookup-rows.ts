import { readCustomer, type Customer } from '#shared/customer/model';
import { keysOfPacked, makeEntry, packEntry, tokenIdsOfPacked } from '../lookup/entry.ts';
import { classOf, textOfClass, unnumberedClass } from '../lookup/row-class.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** Staged keys beyond this many are moved into the large tree, in key order. */
const maxStagedKeys = 8192;
/** Changes a reader may be behind before it has to load all entries anew. */
const keptChanges = 200_000;
/** Words whose ids the writer remembers; a few hundred thousand make a million customers. */
const maxRememberedWords = 200_000;
/** Keys written by one statement. */
const keysPerInsert = 16;

interface KnownWord {
  readonly id: number;
  onlyCustomerId: number | null;
}

/**
 * Keeps the lookup index in step with the customers, inside the transaction of
 * whoever changes a customer. One writer at a time works on a store.
 */
export function createLookupWriter(db: Store): {
  /** Makes or replaces the index entry of a customer; writes nothing when nothing findable changed. */
  put(customerId: number, customer: Customer): void;
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
  /** The tables were replaced: nothing that is remembered of them is true any more. */
  forget(): void;
} {
  /** Words of the dictionary met lately. */
  const words = new Map<string, KnownWord>();
  const classes = new Map<string, number>();
  let sequence = lastSequence(db);
  let staged = countStaged(db);

  /**
   * A transaction that was rolled back took its words and changes with it. The
   * newest change tells: it is the one this writer wrote last, or words may be
   * remembered that are not in the dictionary.
   */
  function noticeRollback(): void {
    const stored = lastSequence(db);
    if (stored === sequence) return;
    sequence = stored;
    words.clear();
    classes.clear();
  }

  function classIdOf(customer: Customer): number {
    const text = textOfClass(classOf(customer));
    let id = classes.get(text);
    if (id === undefined) {
      id = findClass(db, text) ?? addClass(db, text);
      classes.set(text, id);
    }
    return id;
  }

  /** The id of a word that this customer has; a word two customers have belongs to nobody. */
  function idOf(word: string, customerId: number): number {
    let known = words.get(word);
    if (known === undefined) {
      if (words.size >= maxRememberedWords) words.clear();
      known = findWord(db, word) ?? addWord(db, word, customerId);
      words.set(word, known);
    }
    if (known.onlyCustomerId !== null && known.onlyCustomerId !== customerId) {
      statement(db, `UPDATE lookup_token SET only_customer_id = NULL WHERE token_id = ?`).run(known.id);
      known.onlyCustomerId = null;
    }
    return known.id;
  }

  /** Takes the words out of the dictionary that nobody but this customer has had. */
  function dropWords(customerId: number, ids: Iterable<number>): void {
    for (const id of ids) {
      const dropped = statement<{ word: string }>(
        db,
        `DELETE FROM lookup_token WHERE token_id = ? AND only_customer_id = ? RETURNING word`,
      ).get(id, customerId);
      if (dropped === undefined) continue;
      words.delete(dropped.word);
      // The snapshot spells it still.
      statement(
        db,
        `INSERT INTO lookup_state (name, value) VALUES ('dropped', '1')
         ON CONFLICT (name) DO UPDATE SET value = value + 1`,
      ).run();
    }
  }

  function packedOf(customerId: number): Buffer | undefined {
    return statement<{ entry: Buffer }>(db, `SELECT entry FROM lookup_entry WHERE customer_id = ?`).get(
      customerId,
    )?.entry;
  }

  function insertKeys(customerId: number, keys: readonly number[]): void {
    for (let at = 0; at < keys.length; at += keysPerInsert) {
      const some = keys.slice(at, at + keysPerInsert);
      const places = some.map(() => '(?, ?)').join(', ');
      statement(db, `INSERT OR IGNORE INTO lookup_key_new (key, customer_id) VALUES ${places}`).run(
        some.flatMap((key) => [key, customerId]),
      );
    }
    staged += keys.length;
    if (staged < maxStagedKeys) return;
    statement(
      db,
      `INSERT OR IGNORE INTO lookup_key SELECT key, customer_id FROM lookup_key_new ORDER BY key, customer_id`,
    ).run();
    statement(db, `DELETE FROM lookup_key_new`).run();
    staged = 0;
  }

  function deleteKeys(customerId: number, keys: readonly number[]): void {
    for (const key of keys) {
      for (const table of ['lookup_key_new', 'lookup_key']) {
        statement(db, `DELETE FROM ${table} WHERE key = ? AND customer_id = ?`).run(key, customerId);
      }
    }
  }

  function noteChange(customerId: number): void {
    sequence += 1;
    statement(db, `INSERT INTO lookup_change (sequence, customer_id) VALUES (?, ?)`).run(
      sequence,
      customerId,
    );
    if (sequence % 4096 === 0) {
      statement(db, `DELETE FROM lookup_change WHERE sequence <= ?`).run(sequence - keptChanges);
    }
  }

  function remove(customerId: number): void {
    const before = packedOf(customerId);
    if (before === undefined) return;
    deleteKeys(customerId, keysOfPacked(before));
    dropWords(customerId, tokenIdsOfPacked(before));
    statement(db, `DELETE FROM lookup_entry WHERE customer_id = ?`).run(customerId);
    noteChange(customerId);
  }

  /** Writes an entry and its keys whatever is stored of them; a key that is missing in the tree is added. */
  function rewrite(customerId: number, customer: Customer): void {
    const entry = makeEntry(customer, classIdOf(customer), (word) => idOf(word, customerId));
    const packed = packEntry(entry);
    const before = packedOf(customerId);
    if (before !== undefined && !before.equals(packed)) {
      const kept = new Set(entry.keys);
      deleteKeys(
        customerId,
        keysOfPacked(before).filter((key) => !kept.has(key)),
      );
      dropWords(customerId, tokenIdsOfPacked(before).difference(tokenIdsOfPacked(packed)));
    }
    insertKeys(customerId, [...entry.keys]);
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
      const entry = makeEntry(customer, classIdOf(customer), (word) => idOf(word, customerId));
      const packed = packEntry(entry);
      const before = packedOf(customerId);
      if (before === undefined) {
        insertKeys(customerId, [...entry.keys]);
        statement(db, `INSERT INTO lookup_entry (customer_id, entry) VALUES (?, ?)`).run(customerId, packed);
      } else {
        if (before.equals(packed)) return;
        const oldKeys = new Set(keysOfPacked(before));
        const added = [...entry.keys].filter((key) => !oldKeys.delete(key));
        deleteKeys(customerId, [...oldKeys]);
        dropWords(customerId, tokenIdsOfPacked(before).difference(tokenIdsOfPacked(packed)));
        insertKeys(customerId, added);
        statement(db, `UPDATE lookup_entry SET entry = ? WHERE customer_id = ?`).run(packed, customerId);
      }
      noteChange(customerId);
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

    forget() {
      words.clear();
      classes.clear();
      sequence = lastSequence(db);
      staged = countStaged(db);
    },
  };
}

function countStaged(db: Store): number {
  return statement<{ total: number }>(db, `SELECT count(*) AS total FROM lookup_key_new`).get()!.total;
}

function findWord(db: Store, word: string): KnownWord | undefined {
  return statement<KnownWord>(
    db,
    `SELECT token_id AS id, only_customer_id AS onlyCustomerId FROM lookup_token WHERE word = ?`,
  ).get(word);
}

function addWord(db: Store, word: string, customerId: number): KnownWord {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO lookup_token (word, only_customer_id) VALUES (?, ?)`,
  ).run(word, customerId);
  return { id: Number(lastInsertRowid), onlyCustomerId: customerId };
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

function lastSequence(db: Store): number {
  return (
    statement<{ last: number | null }>(db, `SELECT max(sequence) AS last FROM lookup_change`).get()!.last ?? 0
  );
}
