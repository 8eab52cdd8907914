import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import type { KeyRange } from './keys.ts';

/** A key and the customer it belongs to. */
export type KeyRow = readonly [key: number, customerId: number];

/** Reads the tree of exact keys, its large part and its small new one, as one. */
export interface KeyScan {
  range(range: KeyRange, limit: number): KeyRow[];
  /** Many ranges by one statement for each part of the tree; `limit` rows of each part. */
  ranges(ranges: readonly KeyRange[], limit: number): KeyRow[];
  /** Customers with exactly this key. */
  owners(key: number, limit: number): number[];
}

export function createKeyScan(db: Store): KeyScan {
  const range: KeyScan['range'] = ({ from, to }, limit) =>
    statement<KeyRow>(
      db,
      `SELECT key, customer_id FROM (
         SELECT key, customer_id FROM lookup_key WHERE key >= ? AND key < ?
         UNION ALL SELECT key, customer_id FROM lookup_key_new WHERE key >= ? AND key < ?
       ) LIMIT ?`,
    )
      .raw()
      .all(from, to, from, to, limit);
  return {
    range,
    ranges(ranges, limit) {
      const wanted = JSON.stringify(ranges.map(({ from, to }) => [from, to]));
      return ['lookup_key', 'lookup_key_new'].flatMap((table) =>
        statement<KeyRow>(
          db,
          `SELECT k.key, k.customer_id FROM json_each(?) AS range CROSS JOIN ${table} AS k
           WHERE k.key >= range.value ->> 0 AND k.key < range.value ->> 1 LIMIT ?`,
        )
          .raw()
          .all(wanted, limit),
      );
    },
    owners: (key, limit) => range({ from: key, to: key + 1 }, limit).map(([, customerId]) => customerId),
  };
}
