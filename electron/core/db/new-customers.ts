import type { CustomerRecord } from '#shared/customer/model';
import { findTombstone, refreshCustomer } from './customers.ts';
import { enqueueMutation, type NewMutation } from './mutations.ts';
import type { PreparedCustomers } from './prepared-customers.ts';
import { insertRows, statement } from './statement.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * Writes those of the customers that this till has never had anything to do
 * with, together: no row, no tombstone, no change waiting. What is written is
 * what `refreshCustomer` writes of each, an order of magnitude faster.
 *
 * @param atService whether these are records of the service
 * @returns places of the customers that were left out, to be looked at one by one
 */
export function insertNewCustomers(
  context: WriterContext,
  customers: PreparedCustomers,
  atService: boolean,
): number[] {
  const { db } = context;
  const { customerUids, texts, parentUids } = customers;
  const met = placesMetBefore(db, customerUids);
  const customerIds = new Uint32Array(customerUids.length);
  let nextId = lastGivenId(db) + 1;
  const values: (string | number | null)[] = [];
  for (const [at, customerUid] of customerUids.entries()) {
    if (met.has(at)) continue;
    customerIds[at] = nextId;
    values.push(nextId, customerUid, texts[at]!, atService ? 1 : 0, parentUids[at]!);
    nextId += 1;
  }
  if (values.length > 0) {
    insertRows(
      db,
      `INSERT INTO customer (customer_id, customer_uid, record, at_service, parent_uid)`,
      5,
      values,
    );
    context.lookup.putNew(customers, customerIds);
  }
  return [...met].sort((left, right) => left - right);
}

/**
 * Customers of a file that are the service's own, under what is waiting to be
 * sent. A customer that is gone for good stays gone.
 *
 * @returns how many were taken
 */
export function importKnown(context: WriterContext, customers: PreparedCustomers, nowMs: number): number {
  const left = insertNewCustomers(context, customers, true);
  let taken = customers.customerUids.length - left.length;
  for (const at of left) {
    const customerUid = customers.customerUids[at]!;
    if (findTombstone(context.db, customerUid) !== undefined) continue;
    refreshCustomer(context, customerUid, {
      serviceRecord: recordAt(customers, at),
      replacing: { actor: null, nowMs },
    });
    taken += 1;
  }
  return taken;
}

/**
 * Customers of a file that the service does not have, each with its create in the outbox.
 * One this till has had to do with before stays as it is by now, or gone.
 *
 * @param customers as the creates leave them, in the same order
 * @returns how many were taken
 */
export function importUnknown(
  context: WriterContext,
  customers: PreparedCustomers,
  creates: readonly NewMutation[],
): number {
  const met = new Set(insertNewCustomers(context, customers, false));
  for (const [at, create] of creates.entries()) if (!met.has(at)) enqueueMutation(context.db, create);
  return creates.length - met.size;
}

/** The record of one of them. */
export function recordAt({ texts }: PreparedCustomers, at: number): CustomerRecord {
  return JSON.parse(texts[at]!) as CustomerRecord;
}

/** Places of the customers this till knows something of, and of those that come a second time. */
function placesMetBefore(db: Store, customerUids: readonly string[]): Set<number> {
  const met = new Set(
    statement<[number]>(
      db,
      `SELECT one.key FROM json_each(?) AS one
       WHERE EXISTS (SELECT 1 FROM customer WHERE customer_uid = one.value)
          OR EXISTS (SELECT 1 FROM tombstone WHERE customer_uid = one.value)
          OR EXISTS (SELECT 1 FROM mutation WHERE customer_uid = one.value AND state <> 'acked')
          OR EXISTS (SELECT 1 FROM mutation
                     WHERE other_uid = one.value AND state <> 'acked' AND other_uid IS NOT NULL)`,
    )
      .raw()
      .all(JSON.stringify(customerUids))
      .map(([at]) => at),
  );
  const seen = new Set<string>();
  for (const [at, customerUid] of customerUids.entries()) {
    if (seen.has(customerUid)) met.add(at);
    seen.add(customerUid);
  }
  return met;
}

/** The highest id that was ever given: ids are never used twice. */
function lastGivenId(db: Store): number {
  return (
    statement<{ seq: number }>(db, `SELECT seq FROM sqlite_sequence WHERE name = 'customer'`).get()?.seq ?? 0
  );
}
