import { fail, TillFailure } from '#shared/contract/errors';
import {
  customerChangesSchema,
  displayNameOf,
  readCustomer,
  type CustomerChanges,
  type CustomerRecord,
} from '#shared/customer/model';
import type { Conflict } from '#shared/contract/values';
import { lastModifiedMs } from '#shared/sync/last-modified';
import type { CustomerField } from '#shared/sync/customer-field';
import type { FieldConflict } from '#shared/sync/three-way-merge';
import {
  setMutationPayload,
  setMutationState,
  settleMutation,
  unsettledOf,
  type OutboxEntry,
} from './mutations.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

interface ConflictRow {
  conflict_id: string;
  customer_uid: string;
  field: string;
  base: string;
  ours: string;
  theirs: string;
  created_at_ms: number;
  record: string | null;
  theirs_record: string | null;
}

/**
 * Open conflicts, oldest first; of one customer or of all. Those of a customer
 * that is about to be deleted ask nobody.
 */
export function listConflicts(db: Store, customerUid?: string): Conflict[] {
  return statement<ConflictRow>(
    db,
    `SELECT conflict.*, customer.record, coalesce(customer.base, customer.record) AS theirs_record
     FROM conflict LEFT JOIN customer USING (customer_uid)
     WHERE (@customerUid IS NULL OR customer_uid = @customerUid) AND ${asksSomebody}
     ORDER BY conflict.created_at_ms, field`,
  )
    .all({ customerUid: customerUid ?? null })
    .map((row) => {
      const customer = row.record === null ? undefined : readCustomer(JSON.parse(row.record));
      const revision = lastModifiedMs(JSON.parse(row.theirs_record ?? '{}') as CustomerRecord);
      const ours = updatesOf(db, row.customer_uid).findLast((entry) => row.field in entry.change.payload);
      return {
        conflictId: row.conflict_id,
        customerUid: row.customer_uid,
        displayName: customer === undefined ? '—' : displayNameOf(customer),
        field: row.field,
        base: JSON.parse(row.base) as unknown,
        ours: JSON.parse(row.ours) as unknown,
        theirs: JSON.parse(row.theirs) as unknown,
        createdAt: new Date(row.created_at_ms).toISOString(),
        actor: ours?.actor ?? '',
        changedAt: new Date(ours?.createdAtMs ?? row.created_at_ms).toISOString(),
        theirsModifiedAt: Number.isNaN(revision) ? null : new Date(revision).toISOString(),
      };
    });
}

export function countConflicts(db: Store): number {
  return statement<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM conflict WHERE ${asksSomebody}`,
  ).get()!.total;
}

const asksSomebody = `NOT EXISTS (
  SELECT 1 FROM mutation WHERE mutation.customer_uid = conflict.customer_uid AND kind = 'delete' AND state <> 'acked')`;

/** What a person chose for one field. */
export type Resolution =
  | { readonly take: 'ours' | 'theirs' }
  | { readonly take: 'typed'; readonly value?: unknown };

type UpdateEntry = OutboxEntry & { readonly change: { kind: 'update'; payload: CustomerChanges } };

/**
 * Keeps what both sides changed, and holds back the mutations it concerns. One
 * that is being sent right now goes its way; it is held back when it returns.
 */
export function noteConflicts(
  db: Store,
  customerUid: string,
  conflicts: readonly FieldConflict[],
  nowMs: number,
): void {
  for (const { field, base, ours, theirs } of conflicts) {
    statement(
      db,
      `INSERT INTO conflict (conflict_id, customer_uid, field, base, ours, theirs, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (customer_uid, field) DO UPDATE SET ours = excluded.ours, theirs = excluded.theirs`,
    ).run(
      `${customerUid}.${field}.${nowMs}`,
      customerUid,
      field,
      JSON.stringify(base ?? null),
      JSON.stringify(ours ?? null),
      JSON.stringify(theirs ?? null),
      nowMs,
    );
  }
  if (conflicts.length === 0) return;
  for (const entry of updatesOf(db, customerUid)) {
    if (entry.state !== 'claimed' && isInConflict(db, entry)) {
      setMutationState(db, entry.mutationId, 'conflicted', fail('service.conflict').error);
    }
  }
}

/** Whether a field this mutation writes waits for a person's choice. */
export function isInConflict(db: Store, entry: OutboxEntry): boolean {
  if (entry.change.kind !== 'update') return false;
  const open = openFieldsOf(db, entry.customerUid);
  return Object.keys(entry.change.payload).some((field) => open.has(field));
}

/** Conflicts end with the mutations they are about, and a mutation waits no longer than its conflicts. */
export function tidyConflicts(db: Store, customerUid: string, nowMs: number): void {
  const updates = updatesOf(db, customerUid);
  const written = new Set(updates.flatMap((entry) => Object.keys(entry.change.payload)));
  statement(
    db,
    `DELETE FROM conflict WHERE customer_uid = ? AND field NOT IN (SELECT value FROM json_each(?))`,
  ).run(customerUid, JSON.stringify([...written]));
  for (const entry of updates) {
    if (entry.state === 'claimed' || isInConflict(db, entry)) continue;
    if (Object.keys(entry.change.payload).length === 0) settleMutation(db, entry.mutationId, nowMs);
    else if (entry.state === 'conflicted') requeue(db, entry.mutationId);
  }
}

/**
 * Applies a person's choice for one field. What is left of the till's changes
 * goes back to the outbox once no field of it is open.
 *
 * @returns the customer and the field it was about, and what was typed, if anything
 * @throws TillFailure `conflict.not-found`; `mutation.not-waiting` while the change is being sent;
 *   `input.invalid` when a typed value does not fit the field
 */
export function resolveConflict(
  db: Store,
  conflictId: string,
  resolution: Resolution,
  nowMs: number,
): { readonly customerUid: string; readonly field: CustomerField; readonly typed: CustomerChanges } {
  const row = statement<{ customer_uid: string; field: CustomerField }>(
    db,
    `SELECT customer_uid, field FROM conflict WHERE conflict_id = ?`,
  ).get(conflictId);
  if (row === undefined) throw new TillFailure('conflict.not-found');
  const { customer_uid: customerUid, field } = row;
  const writers = updatesOf(db, customerUid).filter((entry) => entry.change.payload[field] !== undefined);
  const last = writers.at(-1);
  if (last === undefined || writers.some((entry) => entry.state === 'claimed')) {
    throw new TillFailure('mutation.not-waiting');
  }
  if (resolution.take !== 'ours') {
    for (const entry of writers)
      setMutationPayload(db, entry.mutationId, without(entry.change.payload, field));
  }
  const typed = resolution.take === 'typed' ? readTyped(field, resolution.value) : {};
  if (resolution.take === 'typed') {
    setMutationPayload(db, last.mutationId, { ...last.change.payload, ...typed });
  }
  statement(db, `DELETE FROM conflict WHERE conflict_id = ?`).run(conflictId);
  tidyConflicts(db, customerUid, nowMs);
  return { customerUid, field, typed };
}

function readTyped(field: CustomerField, value: unknown): CustomerChanges {
  const typed = customerChangesSchema.safeParse({ [field]: value });
  if (typed.success && typed.data[field] !== undefined) return typed.data;
  const message = 'This value does not fit the field.';
  throw new TillFailure('input.invalid', { issues: [{ field, code: 'value.invalid', message }] });
}

function updatesOf(db: Store, customerUid: string): UpdateEntry[] {
  return unsettledOf(db, customerUid).filter((entry): entry is UpdateEntry => entry.change.kind === 'update');
}

function openFieldsOf(db: Store, customerUid: string): Set<string> {
  const rows = statement<{ field: string }>(db, `SELECT field FROM conflict WHERE customer_uid = ?`).all(
    customerUid,
  );
  return new Set(rows.map((row) => row.field));
}

/** A person has decided, so earlier tries count no more. */
function requeue(db: Store, mutationId: string): void {
  statement(
    db,
    `UPDATE mutation SET state = 'pending', attempts = 0, error = NULL WHERE mutation_id = ?`,
  ).run(mutationId);
}

function without(changes: CustomerChanges, field: CustomerField): CustomerChanges {
  const { [field]: _dropped, ...rest } = changes;
  return rest;
}
