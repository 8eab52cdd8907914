import { applyMutation } from '#shared/customer/apply-mutation';
import { readCustomer, type CustomerRecord } from '#shared/customer/model';
import { forgetConsents, noteConsentChanges, passConsentsOn } from './consent-changes.ts';
import { forgetMerges, passMergesOn } from './merges.ts';
import { isBeingMergedAway, unsettledOf } from './mutations.ts';
import { forgetCodes, noteCodeChange, type Replacing } from './replaced-codes.ts';
import { forgetCards } from './print-jobs.ts';
import { notePurgeDue } from './purge.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

interface CustomerRow {
  customer_id: number;
  customer_uid: string;
  record: string;
  base: string | null;
  at_service: 0 | 1;
  hidden: 0 | 1;
  version_outdated: 0 | 1;
}

/** A customer of this till, with the service's last version beside the till's own. */
export interface StoredCustomer {
  readonly customerId: number;
  readonly customerUid: string;
  /** The service's record with the unsettled mutations applied. */
  readonly record: CustomerRecord;
  /** The service's last record; undefined while the service has none. */
  readonly base: CustomerRecord | undefined;
  /** Whether the service has a newer version of `base` than it says: a change of this till's, answered without a record, is in it. */
  readonly isVersionOutdated: boolean;
  readonly hidden: boolean;
}

export function findCustomer(db: Store, customerUid: string): StoredCustomer | undefined {
  const row = statement<CustomerRow>(db, `SELECT * FROM customer WHERE customer_uid = ?`).get(customerUid);
  if (row === undefined) return undefined;
  const record = JSON.parse(row.record) as CustomerRecord;
  const base =
    row.base === null
      ? row.at_service === 1
        ? record
        : undefined
      : (JSON.parse(row.base) as CustomerRecord);
  return {
    customerId: row.customer_id,
    customerUid: row.customer_uid,
    record,
    base,
    isVersionOutdated: row.version_outdated === 1,
    hidden: row.hidden === 1,
  };
}

/** A ring of tombstones would be a fault; it must not hold up the till. */
const maxMergesInARow = 20;

/** Where a customer went for good; undefined when it did not. */
export function findTombstone(db: Store, customerUid: string): { mergedIntoUid: string | null } | undefined {
  return statement<{ mergedIntoUid: string | null }>(
    db,
    `SELECT merged_into_uid AS mergedIntoUid FROM tombstone WHERE customer_uid = ?`,
  ).get(customerUid);
}

/** The customer that this one has become by merges that are done; itself when there were none. */
export function followMerged(db: Store, customerUid: string): string {
  let here = customerUid;
  for (let steps = 0; steps < maxMergesInARow; steps += 1) {
    const into = findTombstone(db, here)?.mergedIntoUid;
    if (into === undefined || into === null) break;
    here = into;
  }
  return here;
}

/** The customer this one has become, or is about to: by merges that are done and by those that wait to be sent. */
export function followAllMerges(db: Store, customerUid: string): string {
  let here = customerUid;
  for (let steps = 0; steps < maxMergesInARow; steps += 1) {
    const into =
      findTombstone(db, here)?.mergedIntoUid ??
      statement<{ customer_uid: string }>(
        db,
        `SELECT customer_uid FROM mutation WHERE other_uid = ? AND kind = 'merge' AND state <> 'acked' LIMIT 1`,
      ).get(here)?.customer_uid;
    if (into === undefined || into === null) return here;
    here = into;
  }
  return here;
}

/** Why the till's view of a customer is made anew. */
interface WhatChanged {
  /** The service's newest record; absent when only the mutations changed. */
  readonly serviceRecord?: CustomerRecord | undefined;
  /** The till made that record itself, of a change the service answered without one. */
  readonly isMadeHere?: boolean;
  /** Whose doing it is that the loyalty id is another one, where it may be: the former one is remembered. */
  readonly replacing?: Replacing | undefined;
}

/**
 * Makes the till's view of a customer from the service's record and the
 * unsettled mutations, and writes row and index. To be called in the same
 * transaction whenever either of the two changed.
 */
export function refreshCustomer(
  context: WriterContext,
  customerUid: string,
  { serviceRecord, isMadeHere = false, replacing }: WhatChanged = {},
): StoredCustomer | undefined {
  const { db } = context;
  const stored = findCustomer(db, customerUid);
  // Who is gone stays gone, whatever is still answered to what was sent before.
  if (stored === undefined && findTombstone(db, customerUid) !== undefined) return undefined;
  const base = serviceRecord ?? stored?.base;
  const isVersionOutdated = serviceRecord === undefined ? stored?.isVersionOutdated === true : isMadeHere;
  const unsettled = unsettledOf(db, customerUid);

  let record = base;
  let hidden = isBeingMergedAway(db, customerUid);
  for (const entry of unsettled) {
    const next = applyMutation(record, entry.change, new Date(entry.createdAtMs).toISOString());
    if (next === undefined) hidden = true;
    else record = next;
  }
  if (record === undefined) {
    if (stored !== undefined) dropRow(context, stored.customerId, customerUid);
    return undefined;
  }

  const customer = readCustomer(record);
  if (customer === undefined) throw new Error(`Record of ${customerUid} has no usable customerUid`);
  if (stored !== undefined && replacing !== undefined) {
    noteCodeChange(db, stored.record, record, replacing);
    noteConsentChanges(db, stored.record, record, replacing);
  }
  const text = JSON.stringify(record);
  const baseText = base === undefined || unsettled.length === 0 ? null : JSON.stringify(base);
  const { customer_id: customerId } = statement<{ customer_id: number }>(
    db,
    `INSERT INTO customer (customer_uid, record, base, at_service, hidden, parent_uid, version_outdated)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (customer_uid) DO UPDATE SET
       record = excluded.record, base = excluded.base, at_service = excluded.at_service,
       hidden = excluded.hidden, parent_uid = excluded.parent_uid, version_outdated = excluded.version_outdated
     RETURNING customer_id`,
  ).get(
    customerUid,
    text,
    baseText,
    base === undefined ? 0 : 1,
    hidden ? 1 : 0,
    customer.customerParentUid || null,
    isVersionOutdated ? 1 : 0,
  )!;
  if (hidden) context.lookup.remove(customerId);
  else context.lookup.put(customerId, customer);
  return { customerId, customerUid, record, base, isVersionOutdated, hidden };
}

/**
 * Takes a customer out of the till for good: row, index, history of opening, of codes and of
 * consents; a tombstone keeps it out. What a merge has made of it goes on as the other customer's.
 */
export function eraseCustomer(
  context: WriterContext,
  customerUid: string,
  nowMs: number,
  mergedIntoUid?: string,
): void {
  const { db } = context;
  const stored = findCustomer(db, customerUid);
  if (stored !== undefined) dropRow(context, stored.customerId, customerUid);
  if (mergedIntoUid === undefined) {
    forgetTraces(db, customerUid, nowMs);
  } else {
    forgetCodes(db, customerUid);
    passMergesOn(db, customerUid, mergedIntoUid);
    passConsentsOn(db, customerUid, mergedIntoUid);
  }
  notePurgeDue(db, nowMs);
  statement(
    db,
    `INSERT INTO tombstone (customer_uid, merged_into_uid, at_ms) VALUES (?, ?, ?)
     ON CONFLICT (customer_uid) DO UPDATE SET merged_into_uid = coalesce(excluded.merged_into_uid, merged_into_uid)`,
  ).run(customerUid, mergedIntoUid ?? null, nowMs);
}

/** Takes a copy of the service's customer out of the till, and all that tells of it; the next pull may bring it back. */
export function dropCustomer(
  context: WriterContext,
  customerId: number,
  customerUid: string,
  nowMs: number,
): void {
  dropRow(context, customerId, customerUid);
  forgetTraces(context.db, customerUid, nowMs);
  notePurgeDue(context.db, nowMs);
}

function forgetTraces(db: Store, customerUid: string, nowMs: number): void {
  forgetCodes(db, customerUid);
  forgetCards(db, customerUid, nowMs);
  forgetMerges(db, customerUid);
  forgetConsents(db, customerUid);
}

function dropRow(context: WriterContext, customerId: number, customerUid: string): void {
  context.lookup.remove(customerId);
  statement(context.db, `DELETE FROM customer WHERE customer_id = ?`).run(customerId);
  statement(context.db, `DELETE FROM recent_customer WHERE customer_uid = ?`).run(customerUid);
  statement(context.db, `DELETE FROM conflict WHERE customer_uid = ?`).run(customerUid);
  statement(context.db, `DELETE FROM draft WHERE customer_uid = ?`).run(customerUid);
}
