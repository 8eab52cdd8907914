import type { Change } from '#shared/customer/apply-mutation';
import type { CustomerChanges } from '#shared/customer/model';
import { foldChanges } from '#shared/sync/fold-changes';
import type { MutationKind, MutationState, SyncState } from '#shared/contract/values';
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
  /** Version of the service's record that it was sent on last (shared/sync/revision.ts); null before, or when that was not known. */
  readonly baseRevision: string | null;
  readonly actor: string;
  readonly state: MutationState;
  readonly attempts: number;
  /** An unsettled delete of the customer stands behind it: it is not sent. */
  readonly superseded: boolean;
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
  superseded: 0 | 1;
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
    superseded: row.superseded === 1,
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
  readonly actor: string;
  readonly printJobId?: string;
  readonly nowMs: number;
}

/**
 * Puts a change at the end of the outbox, or into one that waits there already.
 *
 * @returns the id of the mutation that carries the change
 */
export function enqueueMutation(db: Store, mutation: NewMutation): string {
  if (mutation.change.kind === 'update') {
    const carrier = foldUpdate(db, mutation, mutation.change.payload);
    if (carrier !== undefined) return carrier.mutationId;
  }
  statement(
    db,
    `INSERT INTO mutation (mutation_id, customer_uid, other_uid, kind, payload, actor, state, print_job_id, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
  ).run(
    mutation.mutationId,
    mutation.customerUid,
    mutation.otherUid ?? null,
    mutation.change.kind,
    JSON.stringify(mutation.change.payload),
    mutation.actor,
    mutation.printJobId ?? null,
    mutation.nowMs,
  );
  return mutation.mutationId;
}

type FoldableEntry = OutboxEntry & { readonly change: Extract<Change, { kind: 'create' | 'update' }> };

/**
 * Puts an update into an unsettled mutation it may travel with. It must be
 * certain that the service has never had that one: either it was not sent yet
 * (and is the same cashier's), or the service refused it, which is how a refused
 * registration is put right, whatever was changed since. Only cards to print may
 * lie between the two.
 *
 * @returns undefined when the update has still to be sent by itself
 */
function foldUpdate(
  db: Store,
  { customerUid, actor }: NewMutation,
  changes: CustomerChanges,
): FoldableEntry | undefined {
  const chain = unsettledOf(db, customerUid).filter(
    (entry) => entry.change.kind !== 'print-card' && !entry.superseded,
  );
  const [first, last] = [chain[0], chain.at(-1)];
  const put = (carrier: FoldableEntry) =>
    rewriteMutation(db, carrier.mutationId, foldChanges(carrier.change.payload, changes));

  const refused = first?.state === 'parked' && isFoldable(first) ? first : undefined;
  if (refused !== undefined) put(refused);
  if (last === undefined || !isFoldable(last)) return undefined;
  if (last === refused) return mayBeThere(last) ? undefined : last;
  const unsent = last.state === 'pending' && last.attempts === 0;
  if (!unsent || last.actor !== actor) return undefined;
  put(last);
  return last;
}

function isFoldable(entry: OutboxEntry): entry is FoldableEntry {
  return entry.change.kind === 'create' || entry.change.kind === 'update';
}

/**
 * Whether an earlier try of a refused create may still arrive, late. Then the
 * create is put right, so that it is taken, and the correction follows it as a
 * change of its own, in case it is the earlier version that is found.
 */
export function mayBeThere({ change, attempts }: OutboxEntry): boolean {
  return change.kind === 'create' && attempts > 1;
}

/**
 * Gives a create or an update that was refused, or never sent, other contents and
 * another chance. That it was tried more than once is not forgotten. It stays the
 * work of who made it; the audit trail says who corrected it.
 */
export function rewriteMutation(db: Store, mutationId: string, payload: CustomerChanges): void {
  statement(
    db,
    `UPDATE mutation SET payload = ?, other_uid = ?, state = 'pending', error = NULL,
       attempts = CASE WHEN attempts > 1 THEN attempts ELSE 0 END
     WHERE mutation_id = ?`,
  ).run(JSON.stringify(payload), payload.customerParentUid || null, mutationId);
}

export function findMutation(db: Store, mutationId: string): OutboxEntry | undefined {
  const row = statement<MutationRow>(db, `SELECT * FROM mutation WHERE mutation_id = ?`).get(mutationId);
  return row === undefined ? undefined : outboxEntryOf(row);
}

/** Done with a mutation for good: nothing of the customer stays in the outbox. */
export function settleMutation(db: Store, mutationId: string, nowMs: number): void {
  statement(
    db,
    `UPDATE mutation SET state = 'acked', payload = '{}', error = NULL, settled_at_ms = ? WHERE mutation_id = ?`,
  ).run(nowMs, mutationId);
}

/** Moves a mutation to another state, with the reason a person reads. */
export function setMutationState(
  db: Store,
  mutationId: string,
  state: Exclude<MutationState, 'acked'>,
  error: TillError | null,
): void {
  statement(db, `UPDATE mutation SET state = ?, error = ? WHERE mutation_id = ?`).run(
    state,
    error === null ? null : JSON.stringify(error),
    mutationId,
  );
}

export function setMutationPayload(db: Store, mutationId: string, payload: Change['payload']): void {
  statement(db, `UPDATE mutation SET payload = ? WHERE mutation_id = ?`).run(
    JSON.stringify(payload),
    mutationId,
  );
}

/** Creates and updates that would put their customer under this parent and certainly have not arrived. */
export function waitingUnder(db: Store, parentUid: string): FoldableEntry[] {
  return statement<MutationRow>(
    db,
    `SELECT * FROM mutation WHERE other_uid = ? AND other_uid IS NOT NULL AND state <> 'acked'
       AND state NOT IN ('claimed', 'unknown') AND kind IN ('create', 'update') ORDER BY sequence`,
  )
    .all(parentUid)
    .map(outboxEntryOf)
    .filter(isFoldable);
}

/** Gives the customer of a waiting create or update another parent; an empty one is none. */
export function setParent(db: Store, { mutationId, change }: FoldableEntry, parentUid: string): void {
  statement(db, `UPDATE mutation SET payload = ?, other_uid = ? WHERE mutation_id = ?`).run(
    JSON.stringify({ ...change.payload, customerParentUid: parentUid }),
    parentUid || null,
    mutationId,
  );
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
  return syncStatesOf(db, [customerUid])(customerUid);
}

/** How far each of these customers agrees with the service, by one look for all. */
export function syncStatesOf(db: Store, customerUids: readonly string[]): (customerUid: string) => SyncState {
  const wanted = JSON.stringify(customerUids);
  const rows = statement<{ customer_uid: string; state: MutationState }>(
    db,
    `SELECT customer_uid, state FROM mutation
     WHERE state <> 'acked' AND superseded = 0 AND customer_uid IN (SELECT value FROM json_each(?))
     UNION SELECT customer_uid, 'conflicted' FROM conflict
     WHERE customer_uid IN (SELECT value FROM json_each(?))`,
  ).all(wanted, wanted);
  return (customerUid) => {
    const states = rows.filter((row) => row.customer_uid === customerUid).map(({ state }) => state);
    if (states.includes('conflicted')) return 'conflict';
    if (states.includes('parked')) return 'parked';
    return states.length > 0 ? 'pending' : 'synced';
  };
}
