import type { Customer } from '#shared/customer/model';
import { keysOfPacked, makeEntry, packEntry } from '../lookup/entry.ts';
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

/**
 * Keeps the lookup index in step with the customers, inside the transaction of
 * whoever changes a customer. One writer at a time works on a store.
 */
export function createLookupWriter(db: Store): {
  /** Makes or replaces the index entry of a customer; writes nothing when nothing findable changed. */
  put(customerId: number, customer: Customer): void;
  /** Takes a customer out of the index; nothing happens when it is not in it. */
  remove(customerId: number): void;
} {
  const wordIds = new Map<string, number>();
  let sequence = lastSequence(db);
  let staged = statement<{ total: number }>(db, `SELECT count(*) AS total FROM lookup_key_new`).get()!.total;

  /**
   * A transaction that was rolled back took its words and changes with it. The
   * newest change tells: it is the one this writer wrote last, or words may be
   * remembered that are not in the dictionary.
   */
  function noticeRollback(): void {
    const stored = lastSequence(db);
    if (stored === sequence) return;
    sequence = stored;
    wordIds.clear();
  }

  function idOf(word: string): number {
    let id = wordIds.get(word);
    if (id !== undefined) return id;
    if (wordIds.size >= maxRememberedWords) wordIds.clear();
    id =
      statement<{ token_id: number }>(db, `SELECT token_id FROM lookup_token WHERE word = ?`).get(word)
        ?.token_id ??
      Number(statement(db, `INSERT INTO lookup_token (word) VALUES (?)`).run(word).lastInsertRowid);
    wordIds.set(word, id);
    return id;
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

  return {
    put(customerId, customer) {
      noticeRollback();
      const entry = makeEntry(customer, idOf);
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
        insertKeys(customerId, added);
        statement(db, `UPDATE lookup_entry SET entry = ? WHERE customer_id = ?`).run(packed, customerId);
      }
      noteChange(customerId);
    },

    remove(customerId) {
      noticeRollback();
      const before = packedOf(customerId);
      if (before === undefined) return;
      deleteKeys(customerId, keysOfPacked(before));
      statement(db, `DELETE FROM lookup_entry WHERE customer_id = ?`).run(customerId);
      noteChange(customerId);
    },
  };
}

function lastSequence(db: Store): number {
  return (
    statement<{ last: number | null }>(db, `SELECT max(sequence) AS last FROM lookup_change`).get()!.last ?? 0
  );
}
