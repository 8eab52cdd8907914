import { passStateSchema, type FoundPair, type PassState } from '../duplicates/pass-state.ts';
import { findCustomer } from './customers.ts';
import { getValue, setValue } from './settings.ts';
import { statement } from './statement.ts';
import { newestChange } from './index-state.ts';
import type { Store } from './open.ts';

/** Pairs of customers who are probably one, and how far the search for them is. */

const passKey = 'duplicate-pass';

/** Where the pass stands; undefined before the first. */
export function getDuplicatePass(db: Store): PassState | undefined {
  const read = passStateSchema.safeParse(getValue(db, passKey));
  return read.success ? read.data : undefined;
}

export function setDuplicatePass(db: Store, state: PassState): void {
  setValue(db, passKey, state);
}

/** How many changes a pass beginning now would look at. */
export function countChangesSince(db: Store, sequence: number): number {
  return Math.max(0, newestChange(db) - sequence);
}

/** Keeps pairs; what a person said of one stays. Customers that went meanwhile are left out. */
export function savePairs(db: Store, pass: number, pairs: readonly FoundPair[]): void {
  const save = statement(
    db,
    `INSERT INTO duplicate_pair (low_id, high_id, probability, pass)
     SELECT low.customer_id, high.customer_id, ?, ? FROM customer AS low, customer AS high
     WHERE low.customer_id = ? AND high.customer_id = ?
     ON CONFLICT (low_id, high_id) DO UPDATE SET probability = excluded.probability, pass = excluded.pass`,
  );
  for (const { lowId, highId, probability } of pairs) save.run(probability, pass, lowId, highId);
}

/** Drops what this pass looked at and did not find again. */
export function dropUnseenPairs(db: Store, { pass, since, upTo }: PassState): void {
  if (since === null) {
    statement(db, `DELETE FROM duplicate_pair WHERE dismissed_at_ms IS NULL AND pass < ?`).run(pass);
    return;
  }
  statement(
    db,
    `WITH changed AS (SELECT customer_id FROM lookup_change WHERE sequence > @since AND sequence <= @upTo)
     DELETE FROM duplicate_pair WHERE dismissed_at_ms IS NULL AND pass < @pass
       AND (low_id IN (SELECT customer_id FROM changed) OR high_id IN (SELECT customer_id FROM changed))`,
  ).run({ since, upTo, pass });
}

export function dropPairs(db: Store, pairs: readonly Pick<FoundPair, 'lowId' | 'highId'>[]): void {
  const drop = statement(
    db,
    `DELETE FROM duplicate_pair WHERE low_id = ? AND high_id = ? AND dismissed_at_ms IS NULL`,
  );
  for (const { lowId, highId } of pairs) drop.run(lowId, highId);
}

/** They are two. @returns false when one of them is not in sight */
export function dismissPair(db: Store, customerUid: string, otherUid: string, nowMs: number): boolean {
  const [one, other] = [findCustomer(db, customerUid), findCustomer(db, otherUid)];
  if (one === undefined || other === undefined || one.hidden || other.hidden) return false;
  const ids = [one.customerId, other.customerId].sort((left, right) => left - right);
  statement(
    db,
    `INSERT INTO duplicate_pair (low_id, high_id, probability, pass, dismissed_at_ms) VALUES (?, ?, 0, 0, ?)
     ON CONFLICT (low_id, high_id) DO UPDATE SET dismissed_at_ms = excluded.dismissed_at_ms`,
  ).run(...ids, nowMs);
  return true;
}

/** Open pairs; those with a customer out of sight for the moment included. */
export function countOpenPairs(db: Store): number {
  return statement<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM duplicate_pair WHERE dismissed_at_ms IS NULL`,
  ).get()!.total;
}

/** Where a list of pairs goes on: after this one. */
export interface PairPlace {
  readonly probability: number;
  readonly lowId: number;
  readonly highId: number;
}

/** Open pairs of customers in sight, likeliest first. */
export function listOpenPairs(
  db: Store,
  after: PairPlace | undefined,
  limit: number,
): (PairPlace & { readonly low: string; readonly high: string })[] {
  return statement<PairPlace & { low: string; high: string }>(
    db,
    `SELECT pair.probability, pair.low_id AS lowId, pair.high_id AS highId, low.record AS low, high.record AS high
     FROM duplicate_pair AS pair
     JOIN customer AS low ON low.customer_id = pair.low_id AND low.hidden = 0
     JOIN customer AS high ON high.customer_id = pair.high_id AND high.hidden = 0
     WHERE pair.dismissed_at_ms IS NULL
       AND (pair.probability < @probability
         OR (pair.probability = @probability AND (pair.low_id, pair.high_id) > (@lowId, @highId)))
     ORDER BY pair.probability DESC, pair.low_id, pair.high_id LIMIT @limit`,
  ).all({ ...(after ?? { probability: 2, lowId: 0, highId: 0 }), limit });
}
