import { getKnownBase, setKnownBase } from './coverage.ts';
import { eraseCustomer } from './customers.ts';
import { unsettledOf } from './mutations.ts';
import { insertNewCustomers, recordAt } from './new-customers.ts';
import type { PreparedCustomers } from './prepared-customers.ts';
import { adoptRecord } from './service-records.ts';
import { statement } from './statement.ts';
import { getSyncCursor, setSyncCursor, type SyncCursor } from './sync-cursor.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/** Part of a page as it came from the service, and where the pull stands after it. */
export interface PulledRecords {
  readonly customers: PreparedCustomers;
  /** Customers whose own changes were acknowledged after the page was asked for: the page may be older than that. */
  readonly ackedMeanwhile: readonly string[];
  /** Number of the full pass, from 1; null in a pass that looks at recent changes only. */
  readonly fullPass: number | null;
  /** Moves in this very transaction; absent while rows of the page are still to come. */
  readonly cursor?: SyncCursor;
  readonly coverage?: { readonly known?: number; readonly asOf?: string };
  readonly nowMs: number;
}

/** @returns the customers that changed on this till */
export function applyPulledRecords(context: WriterContext, pulled: PulledRecords): string[] {
  const { db } = context;
  const { customerUids } = pulled.customers;
  const acked = new Set(pulled.ackedMeanwhile);
  const unchanged = new Set(
    insertNewCustomers(context, pulled.customers, true).filter(
      (at) =>
        !adoptRecord(context, recordAt(pulled.customers, at), pulled.nowMs, {
          accept: acked.has(customerUids[at]!) ? 'newer' : 'any',
        }),
    ),
  );
  if (pulled.fullPass === null) markMet(db, customerUids);
  else markSeen(db, customerUids, pulled.fullPass);
  if (pulled.cursor !== undefined) setSyncCursor(db, pulled.cursor);
  if (pulled.coverage !== undefined) setKnownBase(db, pulled.coverage);
  return customerUids.filter((_uid, at) => !unchanged.has(at));
}

/**
 * The service has just spoken of these customers, apart from the pages of a full pass. One that is under way need
 * not meet them any more: whoever changes meanwhile goes to the front of the list, which it has read already.
 */
export function markMet(db: Store, customerUids: readonly string[]): void {
  const { fullPasses, pass } = getSyncCursor(db);
  markSeen(db, customerUids, pass?.kind === 'full' ? fullPasses + 1 : fullPasses);
}

/** The first full pass needs no marks: a row it adds is as seen as one can be. */
function markSeen(db: Store, customerUids: readonly string[], fullPass: number): void {
  if (fullPass <= 1) return;
  statement(
    db,
    `UPDATE customer SET seen_sweep = ? WHERE customer_uid IN (SELECT value FROM json_each(?)) AND seen_sweep <> ?`,
  ).run(fullPass, JSON.stringify(customerUids), fullPass);
}

export interface UnseenCustomers {
  /** All of them. */
  readonly total: number;
  /** Customers on this till that the service is known to have had. */
  readonly known: number;
  /** Some of them, as many as asked for. */
  readonly customerUids: readonly string[];
}

/**
 * Customers the service had that a full pass has not met. Whoever waits with a
 * change of this till is left out: what becomes of the change will tell.
 */
export function listUnseen(
  db: Store,
  fullPass: number,
  lastCustomerId: number,
  limit: number,
  offset = 0,
): UnseenCustomers {
  const known = countAtService(db);
  if (fullPass <= 1) return { total: 0, known, customerUids: [] };
  const rows = statement<{ customer_uid: string }>(
    db,
    `SELECT customer_uid ${unseen} ORDER BY customer_id LIMIT ? OFFSET ?`,
  ).all(fullPass, lastCustomerId, limit, offset);
  return {
    total: countUnseen(db, fullPass, lastCustomerId),
    known,
    customerUids: rows.map((row) => row.customer_uid),
  };
}

const unseen = `FROM customer WHERE at_service = 1 AND seen_sweep <> ? AND customer_id <= ?
  AND NOT EXISTS (SELECT 1 FROM mutation WHERE mutation.customer_uid = customer.customer_uid AND state <> 'acked')`;

function countUnseen(db: Store, fullPass: number, lastCustomerId: number): number {
  return statement<{ total: number }>(db, `SELECT count(*) AS total ${unseen}`).get(fullPass, lastCustomerId)!
    .total;
}

/** The customers the last full pass held back, because they were too many at once to be right. */
export function listHeldBack(db: Store, limit: number, offset: number): UnseenCustomers {
  const { fullPasses, heldBack, heldBackUpTo } = getSyncCursor(db);
  return heldBack === 0
    ? { total: 0, known: countAtService(db), customerUids: [] }
    : listUnseen(db, fullPasses, heldBackUpTo, limit, offset);
}

/** Those of these customers that are held back. */
export function findHeldBack(db: Store, customerUids: readonly string[]): string[] {
  const { fullPasses, heldBack, heldBackUpTo } = getSyncCursor(db);
  if (heldBack === 0) return [];
  return statement<{ customer_uid: string }>(
    db,
    `SELECT customer_uid ${unseen} AND customer_uid IN (SELECT value FROM json_each(?))`,
  )
    .all(fullPasses, heldBackUpTo, JSON.stringify(customerUids))
    .map((row) => row.customer_uid);
}

/** Some of those held back have been looked at: writes down how many are left. */
export function recountHeldBack(db: Store): number {
  const cursor = getSyncCursor(db);
  const heldBack = cursor.heldBack === 0 ? 0 : countUnseen(db, cursor.fullPasses, cursor.heldBackUpTo);
  setSyncCursor(db, { ...cursor, heldBack });
  return heldBack;
}

/** The service has confirmed that this customer is gone. A change that came in between keeps it, for a person to see. */
export function eraseVanished(context: WriterContext, customerUid: string, nowMs: number): boolean {
  if (unsettledOf(context.db, customerUid).length > 0) return false;
  eraseCustomer(context, customerUid, nowMs);
  return true;
}

/**
 * Customers of the service on this till, beside how many the service says it
 * has. More here than there means that somebody was deleted or merged there.
 *
 * @returns `known` is null while the service has not said
 */
export function compareWithService(db: Store): { readonly here: number; readonly known: number | null } {
  return { here: countAtService(db), known: getKnownBase(db).known };
}

function countAtService(db: Store): number {
  return statement<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM customer WHERE at_service = 1`,
  ).get()!.total;
}

export function lastCustomerId(db: Store): number {
  return (
    statement<{ last: number | null }>(db, `SELECT max(customer_id) AS last FROM customer`).get()?.last ?? 0
  );
}
