import {
  customerChangesSchema,
  readCustomer,
  type Customer,
  type CustomerChanges,
  type CustomerRecord,
} from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** Two customers that a person made one, as they were before. */
export interface MergeBefore {
  readonly mutationId: string;
  readonly actor: string;
  /** RFC 3339. */
  readonly mergedAt: string;
  readonly stays: Customer;
  readonly goes: Customer;
}

/** A merge cannot be undone, so what the two were is kept for a person to look up. */
export function keepBeforeMerge(
  db: Store,
  merge: {
    readonly mutationId: string;
    readonly stays: CustomerRecord;
    readonly goes: CustomerRecord;
    readonly actor: string;
    readonly nowMs: number;
  },
): void {
  statement(
    db,
    `INSERT INTO merge_before (mutation_id, customer_uid, merged_uid, actor, at_ms, stays, goes)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    merge.mutationId,
    merge.stays.customerUid,
    merge.goes.customerUid,
    merge.actor,
    merge.nowMs,
    JSON.stringify(merge.stays),
    JSON.stringify(merge.goes),
  );
}

/** The customer, those who became it, and those a merge that waits would make part of it. */
export function personOf(db: Store, customerUid: string): string[] {
  return statement<{ uid: string }>(
    db,
    `WITH RECURSIVE person (uid) AS (
       SELECT ?
       UNION SELECT customer_uid FROM tombstone JOIN person ON merged_into_uid = person.uid
       UNION SELECT other_uid FROM mutation JOIN person ON mutation.customer_uid = person.uid
         WHERE kind = 'merge' AND state <> 'acked' AND other_uid IS NOT NULL)
     SELECT uid FROM person`,
  )
    .all(customerUid)
    .map(({ uid }) => uid);
}

/** Merges that led to this customer, newest first. */
export function listMerges(db: Store, customerUid: string): MergeBefore[] {
  return statement<{ mutation_id: string; actor: string; at_ms: number; stays: string; goes: string }>(
    db,
    `SELECT * FROM merge_before WHERE customer_uid = ? ORDER BY at_ms DESC LIMIT 100`,
  )
    .all(customerUid)
    .flatMap((row) => {
      const [stays, goes] = [readCustomer(JSON.parse(row.stays)), readCustomer(JSON.parse(row.goes))];
      if (stays === undefined || goes === undefined) return [];
      const mergedAt = new Date(row.at_ms).toISOString();
      return [{ mutationId: row.mutation_id, actor: row.actor, mergedAt, stays, goes }];
    });
}

/** The merge is not to be after all. */
export function forgetMerge(db: Store, mutationId: string): void {
  statement(db, `DELETE FROM merge_before WHERE mutation_id = ?`).run(mutationId);
}

/** Nothing is kept of a customer who is erased, nor of whom they once were. */
export function forgetMerges(db: Store, customerUid: string): void {
  statement(db, `DELETE FROM merge_before WHERE customer_uid = ? OR merged_uid = ?`).run(
    customerUid,
    customerUid,
  );
}

/** A customer becomes another one: what it was made of is looked up there from now on. */
export function passMergesOn(db: Store, mergedUid: string, intoUid: string): void {
  statement(db, `UPDATE merge_before SET customer_uid = ? WHERE customer_uid = ?`).run(intoUid, mergedUid);
}

/** What a record holds of these fields, as a change would write it; what is empty is left out. */
export function changesFrom(record: CustomerRecord, fields: readonly CustomerField[]): CustomerChanges {
  const customer = readCustomer(record);
  if (customer === undefined) return {};
  const { credit, ehf, accountManager, defaultStore } = customer;
  const values: Record<string, unknown> = {
    ...customer,
    credit: credit?.limit === undefined ? undefined : { limit: credit.limit },
    ehf: ehf && { enabled: ehf.enabled, address: ehf.address },
    accountManager: accountManager?.tenantUserUid && { tenantUserUid: accountManager.tenantUserUid },
    defaultStoreUid: defaultStore?.storeUid,
  };
  return Object.assign(
    {},
    ...fields.map((field) => {
      const value = values[field];
      if (value === undefined || value === '') return {};
      const read = customerChangesSchema.safeParse({ [field]: value });
      return read.success ? read.data : {};
    }),
  ) as CustomerChanges;
}
