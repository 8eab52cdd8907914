import { fail, type TillError } from '#shared/contract/errors';
import { revisionOf } from '#shared/sync/revision';
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
 * - a merge waits for everything that still concerns the customer it removes;
 * - what a delete has made pointless is not sent.
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
  const asking = sendableOf(db, 'unknown', except, limit);
  const rows = [...asking, ...sendableOf(db, 'pending', except, limit - asking.length)];
  return rows.map((row) => claim(db, row, nowMs));
}

/**
 * Takes many mutations that may travel in one request: creates, updates and
 * deletes that nobody has tried yet, for what failed once is better looked at alone.
 *
 * @param minimum takes none when there are fewer
 */
export function claimBatch(
  db: Store,
  minimum: number,
  limit: number,
  exceptUids: readonly string[],
  nowMs: number,
): ClaimedMutation[] {
  const rows = sendableOf(db, 'pending', JSON.stringify(exceptUids), limit, selectBatchable);
  return rows.length < minimum ? [] : rows.map((row) => claim(db, row, nowMs));
}

function claim(db: Store, row: MutationRow, nowMs: number): ClaimedMutation {
  const ask = row.state === 'unknown';
  const entry = outboxEntryOf(row);
  // What waits to be sent has certainly not arrived, so this is the revision it is sent on; an unknown one keeps its own.
  const baseRevision =
    ask || entry.change.kind === 'create' ? entry.baseRevision : knownRevision(db, entry.customerUid);
  statement(
    db,
    `UPDATE mutation SET state = 'claimed', attempts = attempts + 1, base_revision = ? WHERE mutation_id = ?`,
  ).run(baseRevision, entry.mutationId);
  if (entry.printJobId !== null) setPrintJobState(db, entry.printJobId, 'sending', nowMs);
  return { ...entry, state: 'claimed', attempts: entry.attempts + 1, baseRevision, ask };
}

/** Null also where only the service can say: an update is then looked at before it is sent. */
function knownRevision(db: Store, customerUid: string): string | null {
  const stored = findCustomer(db, customerUid);
  return stored === undefined || stored.isVersionOutdated ? null : revisionOf(stored.base);
}

/**
 * What a mutation `m` has to wait for, each as a condition on another mutation
 * `other`. A parent's create counts wherever it stands in the outbox, for a
 * refused department may be given a younger parent; only where creates wait for
 * one another in a circle, the oldest goes first and the service says no.
 * `state <> 'acked'` repeats what the state says, so that the partial indexes apply.
 */
const blockers = {
  'earlier-change': `other.customer_uid = m.customer_uid AND other.sequence < m.sequence`,
  parent: `other.customer_uid = m.other_uid AND other.kind = 'create' AND m.kind <> 'merge'
    AND (other.sequence < m.sequence OR NOT EXISTS (
      WITH RECURSIVE above (uid) AS (
        SELECT other.other_uid
        UNION SELECT next.other_uid FROM above JOIN mutation AS next ON next.customer_uid = above.uid
          WHERE next.state <> 'acked' AND next.superseded = 0 AND next.kind = 'create')
      SELECT 1 FROM above WHERE uid = m.customer_uid))`,
  merge: `m.kind = 'merge' AND other.customer_uid = m.other_uid AND other.sequence < m.sequence`,
  'merge-other': `m.kind = 'merge' AND other.other_uid = m.other_uid AND other.other_uid IS NOT NULL
    AND other.sequence < m.sequence`,
} as const;

const unsettled = `other.state <> 'acked' AND other.superseded = 0`;

const free = Object.values(blockers)
  .map((condition) => `AND NOT EXISTS (SELECT 1 FROM mutation AS other WHERE ${unsettled} AND ${condition})`)
  .join('\n       ');
const batchable = `AND m.attempts = 0 AND m.kind IN ('create', 'update', 'delete')`;
const selectSendable = (more: string): string =>
  `SELECT * FROM mutation AS m WHERE m.state = ? AND m.state <> 'acked' AND m.superseded = 0 ${more}
       ${free}
       AND m.customer_uid NOT IN (SELECT value FROM json_each(?))
     ORDER BY m.sequence LIMIT ?`;
const selectAny = selectSendable('');
const selectBatchable = selectSendable(batchable);

function sendableOf(
  db: Store,
  state: 'unknown' | 'pending',
  except: string,
  limit: number,
  select = selectAny,
): MutationRow[] {
  if (limit <= 0) return [];
  // Most looks find nothing in this state, and this tells so at a tenth of the cost.
  const some = statement(db, `SELECT 1 FROM mutation WHERE state = ? AND state <> 'acked' LIMIT 1`).get(
    state,
  );
  return some === undefined ? [] : statement<MutationRow>(db, select).all(state, except, limit);
}

/** What a mutation waits for, of all that is in the outbox. */
export interface Blocker {
  readonly reason: 'earlier-change' | 'parent' | 'merge' | 'delete';
  readonly mutationId: string;
  readonly customerUid: string;
}

/** The oldest mutation this one has to wait for; undefined when it may go. */
export function blockerOf(db: Store, mutationId: string): Blocker | undefined {
  const removal = `m.superseded = 1 AND other.customer_uid = m.customer_uid AND other.kind = 'delete'`;
  const conditions = Object.entries({ delete: removal, ...blockers });
  for (const [reason, condition] of conditions) {
    const row = statement<{ mutation_id: string; customer_uid: string }>(
      db,
      `SELECT other.mutation_id, other.customer_uid FROM mutation AS m, mutation AS other
       WHERE m.mutation_id = ? AND ${unsettled} AND ${condition} ORDER BY other.sequence LIMIT 1`,
    ).get(mutationId);
    if (row === undefined) continue;
    return {
      reason: reason === 'merge-other' ? 'merge' : (reason as Blocker['reason']),
      mutationId: row.mutation_id,
      customerUid: row.customer_uid,
    };
  }
  return undefined;
}
