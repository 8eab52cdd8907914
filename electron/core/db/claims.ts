import { fail, type TillError } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { findCustomer } from './customers.ts';
import { outboxEntryOf, setMutationState, type MutationRow, type OutboxEntry } from './mutations.ts';
import { setPrintJobState } from './print-jobs.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** A mutation taken for sending. */
export interface ClaimedMutation extends OutboxEntry {
  /** It may have arrived already: ask the service before sending it again. */
  readonly ask: boolean;
}

/**
 * After a crash, or a commit that failed, nobody knows what became of the
 * mutations that were being sent. To be called while nothing is being sent.
 */
export function recoverClaims(db: Store, nowMs: number): void {
  const claimed = statement<MutationRow>(
    db,
    `SELECT * FROM mutation WHERE state = 'claimed' AND state <> 'acked'`,
  )
    .all()
    .map(outboxEntryOf);
  const { error } = fail('service.unknown-outcome');
  for (const entry of claimed) markUnknown(db, entry, error, nowMs);
}

/** The mutation left and its answer is not known. A card is never sent again without a person. */
export function markUnknown(db: Store, entry: OutboxEntry, error: TillError, nowMs: number): void {
  if (entry.change.kind === 'print-card') {
    const { logId } = error;
    const unknown = fail('printer.unknown-outcome', logId === undefined ? {} : { logId });
    parkEntry(db, entry, unknown.error, nowMs);
    return;
  }
  setMutationState(db, entry.mutationId, 'unknown', error);
}

/** Sets a mutation aside until a person decides; its customer's later mutations wait behind it. */
export function parkEntry(db: Store, entry: OutboxEntry, error: TillError, nowMs: number): void {
  setMutationState(db, entry.mutationId, 'parked', error);
  if (entry.printJobId !== null) setPrintJobState(db, entry.printJobId, 'needs-attention', nowMs, error);
}

/**
 * Puts a mutation back to wait.
 *
 * @param counted false when it certainly never reached the service: the try counts for nothing
 */
export function releaseEntry(
  db: Store,
  entry: OutboxEntry,
  counted: boolean,
  error: TillError | null,
  nowMs: number,
): void {
  setMutationState(db, entry.mutationId, 'pending', error);
  if (!counted) {
    statement(db, `UPDATE mutation SET attempts = max(0, attempts - 1) WHERE mutation_id = ?`).run(
      entry.mutationId,
    );
  }
  if (entry.printJobId !== null) setPrintJobState(db, entry.printJobId, 'waiting', nowMs);
}

/**
 * Takes the oldest mutations that may be sent now, each of another customer:
 * - a customer's mutations go in the order they were made, one at a time;
 * - a new department waits until its parent has been created;
 * - a merge waits for everything that still concerns the customer it removes.
 *
 * @param exceptUids customers to leave alone for now
 */
export function claimMutations(
  db: Store,
  limit: number,
  exceptUids: readonly string[],
  nowMs: number,
): ClaimedMutation[] {
  const except = JSON.stringify(exceptUids);
  const claimed: ClaimedMutation[] = [];
  while (claimed.length < limit) {
    const row = nextOf(db, 'unknown', except) ?? nextOf(db, 'pending', except);
    if (row === undefined) break;
    const ask = row.state === 'unknown';
    const entry = outboxEntryOf(row);
    // What waits to be sent has certainly not arrived, so this is the revision it is sent on; an unknown one keeps its own.
    const baseRevision = ask ? entry.baseRevision : revisionOf(findCustomer(db, entry.customerUid)?.base);
    statement(
      db,
      `UPDATE mutation SET state = 'claimed', attempts = attempts + 1, base_revision = ? WHERE mutation_id = ?`,
    ).run(baseRevision, entry.mutationId);
    if (entry.printJobId !== null) setPrintJobState(db, entry.printJobId, 'sending', nowMs);
    claimed.push({ ...entry, state: 'claimed', attempts: entry.attempts + 1, baseRevision, ask });
  }
  return claimed;
}

/** Which version of the service's record this is; null when the service does not say. */
export function revisionOf(record: CustomerRecord | undefined): string | null {
  const revision = record?.['lastModifiedAt'];
  return typeof revision === 'string' ? revision : null;
}

/** `state <> 'acked'` repeats what the state says, so that the partial indexes apply. */
function nextOf(db: Store, state: 'unknown' | 'pending', except: string): MutationRow | undefined {
  return statement<MutationRow>(
    db,
    `SELECT * FROM mutation AS m
     WHERE m.state = ? AND m.state <> 'acked'
       AND NOT EXISTS (
         SELECT 1 FROM mutation AS earlier
         WHERE earlier.customer_uid = m.customer_uid AND earlier.state <> 'acked' AND earlier.sequence < m.sequence)
       AND (m.other_uid IS NULL OR NOT EXISTS (
         SELECT 1 FROM mutation AS earlier
         WHERE earlier.customer_uid = m.other_uid AND earlier.state <> 'acked' AND earlier.sequence < m.sequence
           AND (m.kind = 'merge' OR earlier.kind = 'create')))
       AND (m.kind <> 'merge' OR NOT EXISTS (
         SELECT 1 FROM mutation AS earlier
         WHERE earlier.other_uid = m.other_uid AND earlier.state <> 'acked' AND earlier.other_uid IS NOT NULL
           AND earlier.sequence < m.sequence))
       AND m.customer_uid NOT IN (SELECT value FROM json_each(?))
     ORDER BY m.sequence LIMIT 1`,
  ).get(state, except);
}
