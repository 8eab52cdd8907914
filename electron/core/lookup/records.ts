import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';

/** A customer's record as it is stored: any field may be missing or of another type than the contract says. */
export type StoredRecord = Readonly<Record<string, unknown>>;

/** Reads the records of customers in sight. */
export interface RecordReader {
  readonly one: (customerId: number) => StoredRecord | undefined;
  /** By customer id, by one statement: half the time of one for each. */
  readonly some: (customerIds: readonly number[]) => Map<number, StoredRecord>;
  /** The same, but no more of a record than its e-mail address and its contacts: half the time again. */
  readonly mailboxes: (customerIds: readonly number[]) => Map<number, StoredRecord>;
}

export function createRecordReader(db: Store): RecordReader {
  function read(columns: string, customerIds: readonly number[]): Map<number, StoredRecord> {
    const rows = statement<[number, string]>(
      db,
      `SELECT customer_id, ${columns} FROM json_each(?) AS wanted CROSS JOIN customer
       ON customer_id = wanted.value WHERE hidden = 0`,
    )
      .raw()
      .all(JSON.stringify(customerIds));
    return new Map(rows.map(([customerId, record]) => [customerId, JSON.parse(record) as StoredRecord]));
  }

  return {
    one(customerId) {
      const row = statement<{ record: string }>(
        db,
        `SELECT record FROM customer WHERE customer_id = ? AND hidden = 0`,
      ).get(customerId);
      return row === undefined ? undefined : (JSON.parse(row.record) as StoredRecord);
    },

    some: (customerIds) => read('record', customerIds),

    mailboxes: (customerIds) =>
      read(`json_object('email', record -> 'email', 'contacts', record -> 'contacts')`, customerIds),
  };
}
