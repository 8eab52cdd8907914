import { TillFailure } from '#shared/contract/errors';
import type { Mutation } from '#shared/contract/values';
import { tidyConflicts } from './conflicts.ts';
import { refreshCustomer } from './customers.ts';
import { describeMutation, unsettledOf, type MutationRow } from './mutations.ts';
import { setPrintJobState } from './print-jobs.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * A person wants a waiting mutation tried again; for a card whose fate nobody
 * knows that is the decision to print it once more.
 *
 * @throws TillFailure `mutation.not-found`, `mutation.not-waiting`
 */
export function retryMutation(db: Store, mutationId: string, nowMs: number): Mutation {
  const row = waitingRow(db, mutationId);
  if (row.state === 'conflicted') {
    throw new TillFailure('mutation.not-waiting', {
      message: 'This change is in conflict: choose a value for each field first.',
    });
  }
  if (row.state === 'parked') {
    statement(db, `UPDATE mutation SET state = 'pending', error = NULL WHERE mutation_id = ?`).run(
      mutationId,
    );
    if (row.print_job_id !== null) setPrintJobState(db, row.print_job_id, 'waiting', nowMs);
  }
  return describeMutation(db, waitingRow(db, mutationId));
}

/**
 * A person gives a waiting mutation up for good. With a create goes everything
 * that waits for it: there is no customer to change.
 *
 * @returns what was given up, to be kept by whoever wants to
 * @throws TillFailure `mutation.not-found`, `mutation.not-waiting`
 */
export function discardMutation(
  context: WriterContext,
  mutationId: string,
  nowMs: number,
): { discarded: Mutation[]; payloads: unknown[] } {
  const { db } = context;
  const row = waitingRow(db, mutationId);
  const ids =
    row.kind === 'create' ? unsettledOf(db, row.customer_uid).map((entry) => entry.mutationId) : [mutationId];
  const rows = ids.map((id) => waitingRow(db, id));
  const discarded = rows.map((each) => describeMutation(db, each));
  for (const each of rows) {
    statement(db, `DELETE FROM mutation WHERE mutation_id = ?`).run(each.mutation_id);
    if (each.print_job_id !== null) setPrintJobState(db, each.print_job_id, 'cancelled', nowMs);
  }
  tidyConflicts(db, row.customer_uid, nowMs);
  refreshCustomer(context, row.customer_uid);
  for (const { kind, other_uid: sourceUid } of rows) {
    // A merge that is not to be brings its source back into view.
    if (kind === 'merge' && sourceUid !== null) refreshCustomer(context, sourceUid);
  }
  return { discarded, payloads: rows.map((each) => JSON.parse(each.payload) as unknown) };
}

function waitingRow(db: Store, mutationId: string): MutationRow {
  const row = statement<MutationRow>(db, `SELECT * FROM mutation WHERE mutation_id = ?`).get(mutationId);
  if (row === undefined || row.state === 'acked') throw new TillFailure('mutation.not-found');
  if (row.state === 'claimed') throw new TillFailure('mutation.not-waiting');
  return row;
}
