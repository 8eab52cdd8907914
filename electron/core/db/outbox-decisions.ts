import { because } from '#shared/contract/error-reasons';
import { TillFailure } from '#shared/contract/errors';
import type { Mutation } from '#shared/contract/values';
import type { CustomerChanges } from '#shared/customer/model';
import { foldChanges } from '#shared/sync/fold-changes';
import { tidyConflicts } from './conflicts.ts';
import { refreshCustomer } from './customers.ts';
import { requireFreeCodeInForm } from './free-codes.ts';
import { forgetMerge } from './merges.ts';
import {
  enqueueMutation,
  findMutation,
  mayBeThere,
  rewriteMutation,
  setMutationPayload,
  unsettledOf,
  type MutationRow,
} from './mutations.ts';
import { requireNoRing, underLivingParent } from './parents.ts';
import { companionsOf, describeMutation } from './outbox-view.ts';
import { setPrintJobState } from './print-jobs.ts';
import type { Replacing } from './replaced-codes.ts';
import { statement } from './statement.ts';
import { restoreSuperseded } from './superseded.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * A person wants a waiting mutation tried again; for a card whose fate nobody
 * knows that is the decision to print it once more. It stays the work of who made it.
 *
 * @throws TillFailure `mutation.not-found`, `mutation.not-waiting`
 */
export function retryMutation(db: Store, mutationId: string, nowMs: number): Mutation {
  const row = waitingRow(db, mutationId);
  if (row.state === 'conflicted') throw inConflict();
  if (row.state === 'parked') {
    statement(db, `UPDATE mutation SET state = 'pending', error = NULL WHERE mutation_id = ?`).run(
      mutationId,
    );
    if (row.print_job_id !== null) setPrintJobState(db, row.print_job_id, 'waiting', nowMs);
  }
  return describeMutation(db, waitingRow(db, mutationId));
}

/** Everything the service refused, tried again at once: after a permission was given, say. Cards are a matter of their own. */
export function retryParked(db: Store, nowMs: number): Mutation[] {
  const rows = statement<{ mutation_id: string }>(
    db,
    `SELECT mutation_id FROM mutation
     WHERE state = 'parked' AND state <> 'acked' AND superseded = 0 AND kind <> 'print-card' ORDER BY sequence`,
  ).all();
  return rows.map((row) => retryMutation(db, row.mutation_id, nowMs));
}

/**
 * A person corrects a create or an update and sends it again. Only one that
 * certainly never had an effect may be changed: the service may not have one
 * version while the till speaks of another.
 *
 * @param leaveOut fields that a registration is not to have, or that an update is not to change any more
 * @throws TillFailure `mutation.not-found`; `mutation.not-waiting` for one that is being sent, may have
 *   arrived, is in conflict, or has no fields; `customer.invalid` for a loyalty id that is somebody else's
 *   and for a parent that cannot be one
 */
export function editMutation(
  context: WriterContext,
  mutationId: string,
  changes: CustomerChanges,
  leaveOut: readonly string[],
  author: { readonly mutationId: string; readonly actor: string; readonly nowMs: number },
): Mutation {
  const { db } = context;
  const row = waitingRow(db, mutationId);
  if (row.state === 'conflicted') throw inConflict();
  const entry = findMutation(db, mutationId);
  if (entry?.change.kind !== 'create' && entry?.change.kind !== 'update') {
    throw new TillFailure('mutation.not-waiting', because('change.no-fields'));
  }
  const isCertain = row.state === 'parked' || (row.state === 'pending' && row.attempts === 0);
  if (!isCertain || row.superseded === 1) {
    throw new TillFailure('mutation.not-waiting', because('change.uncertain'));
  }
  const wanted = underLivingParent(db, changes);
  requireNoRing(db, entry.customerUid, wanted.customerParentUid);
  // The number a registration took over from somebody else stays its own.
  if (wanted.loyaltyId !== entry.change.payload.loyaltyId)
    requireFreeCodeInForm(context, entry.customerUid, wanted.loyaltyId, false);
  const payload = without(foldChanges(entry.change.payload, wanted), leaveOut);
  const isCreate = entry.change.kind === 'create';
  // Whoever is new has nothing to clear: an empty value is none.
  rewriteMutation(db, mutationId, isCreate ? without(payload, emptyFields(payload)) : payload);
  if (isCreate) leaveOutOfUnsent(db, entry.customerUid, leaveOut);
  if (mayBeThere(entry) && Object.keys(wanted).length > 0) {
    enqueueMutation(db, {
      ...author,
      customerUid: entry.customerUid,
      change: { kind: 'update', payload: wanted },
    });
  }
  tidyConflicts(db, row.customer_uid, author.nowMs);
  refreshCustomer(context, row.customer_uid, { replacing: author });
  return describeMutation(db, rowOf(db, mutationId)!);
}

/** Earlier corrections of a registration that follow it, and would bring back what it is not to have. */
function leaveOutOfUnsent(db: Store, customerUid: string, leaveOut: readonly string[]): void {
  for (const { mutationId, change, state, attempts } of unsettledOf(db, customerUid)) {
    if (change.kind !== 'update' || state !== 'pending' || attempts > 0) continue;
    const payload = without(change.payload, leaveOut);
    if (Object.keys(payload).length > 0) setMutationPayload(db, mutationId, payload);
    else statement(db, `DELETE FROM mutation WHERE mutation_id = ?`).run(mutationId);
  }
}

function without(payload: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([field]) => !fields.includes(field)));
}

function emptyFields(payload: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(payload).filter((field) => payload[field] === '');
}

/**
 * A person gives a waiting mutation up for good. With a create goes everything
 * that waits for it: there is no customer to change. What a delete had made
 * pointless comes back when the delete is given up.
 *
 * @returns what was given up, to be kept by whoever wants to
 * @throws TillFailure `mutation.not-found`, `mutation.not-waiting`
 */
export function discardMutation(
  context: WriterContext,
  mutationId: string,
  author: Replacing,
): { discarded: Mutation[]; payloads: unknown[] } {
  const { db } = context;
  const row = waitingRow(db, mutationId);
  const rows = [row, ...companionsOf(db, row).map((each) => waitingRow(db, each.mutation_id))];
  const discarded = rows.map((each) => describeMutation(db, each));
  for (const each of rows) {
    statement(db, `DELETE FROM mutation WHERE mutation_id = ?`).run(each.mutation_id);
    if (each.print_job_id !== null) setPrintJobState(db, each.print_job_id, 'cancelled', author.nowMs);
    if (each.kind === 'delete') restoreSuperseded(context, each.customer_uid);
    if (each.kind === 'merge') forgetMerge(db, each.mutation_id);
  }
  tidyConflicts(db, row.customer_uid, author.nowMs);
  refreshCustomer(context, row.customer_uid, { replacing: author });
  for (const { kind, other_uid: sourceUid } of rows) {
    // A merge that is not to be brings its source back into view.
    if (kind === 'merge' && sourceUid !== null) refreshCustomer(context, sourceUid);
  }
  return { discarded, payloads: rows.map((each) => JSON.parse(each.payload) as unknown) };
}

function waitingRow(db: Store, mutationId: string): MutationRow {
  const row = rowOf(db, mutationId);
  if (row === undefined || row.state === 'acked') throw new TillFailure('mutation.not-found');
  if (row.state === 'claimed') throw new TillFailure('mutation.not-waiting');
  return row;
}

function rowOf(db: Store, mutationId: string): MutationRow | undefined {
  return statement<MutationRow>(db, `SELECT * FROM mutation WHERE mutation_id = ?`).get(mutationId);
}

function inConflict(): TillFailure {
  return new TillFailure('mutation.not-waiting', because('change.in-conflict'));
}
