import { displayNameOf, readCustomer, type CustomerRecord } from '#shared/customer/model';
import { applyMutation } from '#shared/customer/apply-mutation';
import { fieldValueOf, type CustomerField } from '#shared/sync/customer-field';
import type { Mutation, MutationState, WaitReason } from '#shared/contract/values';
import type { TillError } from '#shared/contract/errors';
import { TillFailure } from '#shared/contract/errors';
import { blockerOf } from './claims.ts';
import { findCustomer } from './customers.ts';
import { outboxEntryOf, unsettledOf, type MutationRow } from './mutations.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** The outbox as people read it. */

export type MutationCounts = Record<MutationState, number>;

/** What a delete has made pointless waits for the delete, whatever became of it before. */
const shownState = `CASE WHEN superseded = 1 AND state <> 'acked' THEN 'pending' ELSE state END`;

/** A page of the outbox: what needs a person first, then what is on its way, then what waits. */
export function listMutations(
  db: Store,
  states: readonly MutationState[],
  limit: number,
  offset = 0,
): { mutations: Mutation[]; total: number; counts: MutationCounts } {
  const counts = countMutations(db);
  const wanted = JSON.stringify(states);
  // Settled ones are many and rarely asked for: they are left out where the indexes can tell.
  const open = states.includes('acked') ? '' : `state <> 'acked' AND`;
  const { total } = statement<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM mutation WHERE ${open} ${shownState} IN (SELECT value FROM json_each(?))`,
  ).get(wanted)!;
  const rows = statement<MutationRow>(
    db,
    `SELECT mutation.* FROM mutation JOIN (
       SELECT sequence, CASE ${shownState}
         WHEN 'parked' THEN 0 WHEN 'conflicted' THEN 1 WHEN 'unknown' THEN 2 WHEN 'claimed' THEN 3
         WHEN 'pending' THEN 4 ELSE 5 END AS urgency
       FROM mutation WHERE ${open} ${shownState} IN (SELECT value FROM json_each(?))
       ORDER BY urgency, sequence LIMIT ? OFFSET ?) USING (sequence)
     ORDER BY urgency, sequence`,
  ).all(wanted, limit, offset);
  return { mutations: rows.map((row) => describeMutation(db, row)), total, counts };
}

/** How many there are of each state; settled ones are not counted. */
export function countMutations(db: Store): MutationCounts {
  const counts = { pending: 0, claimed: 0, unknown: 0, parked: 0, conflicted: 0, acked: 0 };
  for (const row of statement<{ state: MutationState; total: number }>(
    db,
    `SELECT ${shownState} AS state, count(*) AS total FROM mutation WHERE state <> 'acked' GROUP BY 1`,
  ).all()) {
    counts[row.state] = row.total;
  }
  return counts;
}

/** One mutation with what it carries, what was there before it, and what would be given up with it. */
export interface MutationDetails {
  readonly mutation: Mutation;
  readonly payload: Record<string, unknown>;
  readonly before: Record<string, unknown>;
  readonly goesWithIt: Mutation[];
}

/** @throws TillFailure `mutation.not-found` */
export function getMutation(db: Store, mutationId: string): MutationDetails {
  const row = statement<MutationRow>(
    db,
    `SELECT * FROM mutation WHERE mutation_id = ? AND state <> 'acked'`,
  ).get(mutationId);
  if (row === undefined) throw new TillFailure('mutation.not-found');
  const payload = JSON.parse(row.payload) as Record<string, unknown>;
  const fields = row.kind === 'update' ? (Object.keys(payload) as CustomerField[]) : [];
  const record = recordBefore(db, row);
  return {
    mutation: describeMutation(db, row),
    payload,
    before: Object.fromEntries(
      fields.map((field) => [field, fieldValueOf(record, field, payload[field]) ?? null]),
    ),
    goesWithIt: companionsOf(db, row).map((each) => describeMutation(db, each)),
  };
}

/** What is given up with a mutation: with a create, everything else of its customer. */
export function companionsOf(db: Store, row: MutationRow): MutationRow[] {
  if (row.kind !== 'create') return [];
  return statement<MutationRow>(
    db,
    `SELECT * FROM mutation WHERE customer_uid = ? AND state <> 'acked' AND mutation_id <> ? ORDER BY sequence`,
  ).all(row.customer_uid, row.mutation_id);
}

/** The customer as it was when only what came before this mutation had happened. */
function recordBefore(db: Store, row: MutationRow): CustomerRecord | undefined {
  let record = findCustomer(db, row.customer_uid)?.base;
  for (const entry of unsettledOf(db, row.customer_uid)) {
    if (entry.sequence >= row.sequence) break;
    record = applyMutation(record, entry.change, new Date(entry.createdAtMs).toISOString()) ?? record;
  }
  return record;
}

/** A mutation in the contract's words, as far as the store knows: whether the service may be asked, the sync adds. */
export function describeMutation(db: Store, row: MutationRow): Mutation {
  const payload = JSON.parse(row.payload) as Record<string, unknown>;
  const superseded = row.superseded === 1 && row.state !== 'acked';
  return {
    mutationId: row.mutation_id,
    kind: row.kind,
    state: superseded ? 'pending' : row.state,
    customerUid: row.customer_uid,
    displayName: nameOf(db, row.customer_uid, payload),
    fields:
      row.kind === 'create' || row.kind === 'update'
        ? Object.keys(payload).filter((key) => key !== 'customerUid')
        : [],
    actor: row.actor,
    createdAt: new Date(row.created_at_ms).toISOString(),
    attempts: row.attempts,
    nextAttemptAt: null,
    error: row.error === null ? null : (JSON.parse(row.error) as TillError),
    waitsFor: row.state === 'acked' ? null : waitsFor(db, row),
    other:
      row.other_uid === null
        ? null
        : { customerUid: row.other_uid, displayName: nameOf(db, row.other_uid, {}) },
    printJobId: row.print_job_id,
  };
}

const reasonOfState: Readonly<Record<Exclude<MutationState, 'acked'>, WaitReason>> = {
  pending: 'turn',
  claimed: 'being-sent',
  unknown: 'asking',
  parked: 'person',
  conflicted: 'person',
};

function waitsFor(db: Store, row: MutationRow): Mutation['waitsFor'] {
  const { state } = outboxEntryOf(row);
  const mayWait = state === 'pending' || row.superseded === 1;
  const blocker = mayWait ? blockerOf(db, row.mutation_id) : undefined;
  if (blocker === undefined) return { reason: state === 'acked' ? 'turn' : reasonOfState[state] };
  const { reason, mutationId, customerUid } = blocker;
  return { reason, mutationId, customerUid, displayName: nameOf(db, customerUid, {}) };
}

/** @param payload names a customer of whom nothing else is here */
function nameOf(db: Store, customerUid: string, payload: Readonly<Record<string, unknown>>): string {
  const named = nameOfCustomer(db, customerUid);
  if (named !== undefined) return named;
  const customer = readCustomer({ ...payload, customerUid });
  return customer === undefined ? '—' : displayNameOf(customer);
}

/** Undefined for a customer this till does not have. */
export function nameOfCustomer(db: Store, customerUid: string): string | undefined {
  const stored = statement<{ record: string }>(db, `SELECT record FROM customer WHERE customer_uid = ?`).get(
    customerUid,
  );
  const customer = stored === undefined ? undefined : readCustomer(JSON.parse(stored.record));
  return customer === undefined ? undefined : displayNameOf(customer);
}
