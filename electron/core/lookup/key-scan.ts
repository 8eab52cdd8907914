import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { lowerBound, readRun, type KeyRun } from './key-run.ts';
import type { KeyRange } from './keys.ts';

/** A key and the customer it belongs to. */
export type KeyRow = readonly [key: number, customerId: number];

/** Reads the exact keys of all customers, wherever they are kept (db/lookup-keys.ts), as one. */
export interface KeyScan {
  range(range: KeyRange, limit: number): KeyRow[];
  /** Many ranges by one statement for each part of the tree; `limit` rows of each part. */
  ranges(ranges: readonly KeyRange[], limit: number): KeyRow[];
  /** Customers with exactly this key. */
  owners(key: number, limit: number): number[];
}

export function createKeyScan(db: Store): KeyScan {
  const runs = createRunScan(db);

  function range({ from, to }: KeyRange, limit: number): KeyRow[] {
    // Runs first: what is moved into the tree meanwhile is met twice, never missed.
    const inRuns = runs.ranges([{ from, to }], limit);
    const rows = statement<KeyRow>(
      db,
      `SELECT key, customer_id FROM (
         SELECT key, customer_id FROM lookup_key WHERE key >= ? AND key < ?
         UNION ALL SELECT key, customer_id FROM lookup_key_new WHERE key >= ? AND key < ?
       ) LIMIT ?`,
    )
      .raw()
      .all(from, to, from, to, limit);
    return inRuns.length === 0 ? rows : withoutRepeats([...rows, ...inRuns]).slice(0, limit);
  }

  return {
    range,
    ranges(ranges, limit) {
      const inRuns = runs.ranges(ranges, limit);
      const wanted = JSON.stringify(ranges.map(({ from, to }) => [from, to]));
      const rows = ['lookup_key', 'lookup_key_new'].flatMap((table) =>
        statement<KeyRow>(
          db,
          `SELECT k.key, k.customer_id FROM json_each(?) AS range CROSS JOIN ${table} AS k
           WHERE k.key >= range.value ->> 0 AND k.key < range.value ->> 1 LIMIT ?`,
        )
          .raw()
          .all(wanted, limit),
      );
      return inRuns.length === 0 ? rows : withoutRepeats([...rows, ...inRuns]);
    },
    owners: (key, limit) => range({ from: key, to: key + 1 }, limit).map(([, customerId]) => customerId),
  };
}

function withoutRepeats(rows: readonly KeyRow[]): KeyRow[] {
  const known = new Map<number, Set<number>>();
  return rows.filter(([key, customerId]) => {
    const owners = known.get(key) ?? new Set();
    known.set(key, owners);
    return owners.size < owners.add(customerId).size;
  });
}

/** The keys that came in bulk and are not in the tree yet: read once, kept while they are stored. */
function createRunScan(db: Store): Pick<KeyScan, 'ranges'> {
  const known = new Map<number, KeyRun>();

  /** Brings what is known in step with what is stored. */
  function refresh(): void {
    const ids = statement<number>(db, `SELECT run_id FROM lookup_key_run`).pluck().all();
    if (known.size > 0) {
      const stored = new Set(ids);
      for (const id of known.keys()) if (!stored.has(id)) known.delete(id);
    }
    for (const id of ids) {
      if (known.has(id)) continue;
      const pairs = statement<Buffer>(db, `SELECT pairs FROM lookup_key_run WHERE run_id = ?`)
        .pluck()
        .get(id);
      // Gone since: its keys are in another run by now, or in the tree.
      if (pairs === undefined) return refresh();
      known.set(id, readRun(pairs));
    }
  }

  return {
    ranges(ranges, limit) {
      refresh();
      const rows: KeyRow[] = [];
      for (const { keys, customers } of known.values()) {
        for (const { from, to } of ranges) {
          for (let at = lowerBound(keys, from); at < keys.length && keys[at]! < to; at += 1) {
            if (rows.length === limit) return rows;
            rows.push([keys[at]!, customers[at]!]);
          }
        }
      }
      return rows;
    },
  };
}
