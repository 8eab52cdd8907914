import type { Change } from '#shared/customer/apply-mutation';
import { displayNameOf, readCustomer } from '#shared/customer/model';
import type { Mutation, MutationKind, MutationState, SyncState } from '#shared/contract/values';
import type { TillError } from '#shared/contract/errors';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** A row of the outbox as the sync works with it. */
export interface OutboxEntry {
  readonly sequence: number;
  readonly mutationId: string;
  readonly customerUid: string;
  readonly otherUid: string | null;
  readonly change: Change;
  readonly baseRevision: string | null;
  readonly actor: string;
  readonly state: MutationState;
  readonly attempts: number;
  readonly nextAttemptAtMs: number | null;
  readonly error: TillError | null;
  readonly printJobId: string | null;
  readonly createdAtMs: number;
}

export interface MutationRow {
  sequence: number;
  mutation_id: string;
  customer_uid: string;
  other_uid: string | null;
  kind: MutationKind;
  payload: string;
  base_revision: string | null;
  actor: string;
  state: MutationState;
  attempts: number;
  next_attempt_at_ms: number | null;
  error: string | null;
  print_job_id: string | null;
  created_at_ms: number;
}

export function outboxEntryOf(row: MutationRow): OutboxEntry {
  return {
    sequence: row.sequence,
    mutationId: row.mutation_id,
    customerUid: row.customer_uid,
    otherUid: row.other_uid,
    change: { kind: row.kind, payload: JSON.parse(row.payload) as unknown } as Change,
    baseRevision: row.base_revision,
    actor: row.actor,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAtMs: row.next_attempt_at_ms,
    error: row.error === null ? null : (JSON.parse(row.error) as TillError),
    printJobId: row.print_job_id,
    createdAtMs: row.created_at_ms,
  };
}

export interface NewMutation {
  readonly mutationId: string;
  readonly customerUid: string;
  readonly otherUid?: string;
  readonly change: Change;
  readonly baseRevision?: string;
  readonly actor: string;
  readonly printJobId?: string;
  readonly nowMs: number;
}

/**
 * Puts a change at the end of the outbox.
 *
 * @returns the id of the mutation that carries the change
 */
export function enqueueMutation(db: Store, mutation: NewMutation): string {
  statement(
    db,
    `INSERT INTO mutation (mutation_id, customer_uid, other_uid, kind, payload, base_revision, actor, state, print_job_id, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
  ).run(
    mutation.mutationId,
    mutation.customerUid,
    mutation.otherUid ?? null,
    mutation.change.kind,
    JSON.stringify(mutation.change.payload),
    mutation.baseRevision ?? null,
    mutation.actor,
    mutation.printJobId ?? null,
    mutation.nowMs,
  );
  return mutation.mutationId;
}

/** The unsettled mutations of a customer, in the till's order. */
export function unsettledOf(db: Store, customerUid: string): OutboxEntry[] {
  return statement<MutationRow>(
    db,
    `SELECT * FROM mutation WHERE customer_uid = ? AND state <> 'acked' ORDER BY sequence`,
  )
    .all(customerUid)
    .map(outboxEntryOf);
}

/** Whether an unsettled merge takes this customer into another one. */
export function isBeingMergedAway(db: Store, customerUid: string): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM mutation WHERE other_uid = ? AND kind = 'merge' AND state <> 'acked' LIMIT 1`,
    ).get(customerUid) !== undefined
  );
}

/** How far a customer agrees with the service: what needs a person outweighs what merely waits. */
export function syncStateOf(db: Store, customerUid: string): SyncState {
  const states = statement<{ state: MutationState }>(
    db,
    `SELECT DISTINCT state FROM mutation WHERE customer_uid = ? AND state <> 'acked'`,
  )
    .all(customerUid)
    .map((row) => row.state);
  const conflicted = statement(db, `SELECT 1 FROM conflict WHERE customer_uid = ? LIMIT 1`).get(customerUid);
  if (conflicted !== undefined || states.includes('conflicted')) return 'conflict';
  if (states.includes('parked')) return 'parked';
  return states.length > 0 ? 'pending' : 'synced';
}

/** A mutation in the contract's words. */
export function describeMutation(db: Store, row: MutationRow): Mutation {
  const stored = statement<{ record: string }>(db, `SELECT record FROM customer WHERE customer_uid = ?`).get(
    row.customer_uid,
  );
  const payload = JSON.parse(row.payload) as Record<string, unknown>;
  const customer = readCustomer(
    stored === undefined ? { ...payload, customerUid: row.customer_uid } : JSON.parse(stored.record),
  );
  return {
    mutationId: row.mutation_id,
    kind: row.kind,
    state: row.state,
    customerUid: row.customer_uid,
    displayName: customer === undefined ? '—' : displayNameOf(customer),
    fields:
      row.kind === 'create' || row.kind === 'update'
        ? Object.keys(payload).filter((key) => key !== 'customerUid')
        : [],
    actor: row.actor,
    createdAt: new Date(row.created_at_ms).toISOString(),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at_ms === null ? null : new Date(row.next_attempt_at_ms).toISOString(),
    error: row.error === null ? null : (JSON.parse(row.error) as TillError),
  };
}
