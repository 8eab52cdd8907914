import { eraseCustomer } from './customers.ts';
import { mayBeThere, settleMutation, unsettledOf, type OutboxEntry } from './mutations.ts';
import { setPrintJobState } from './print-jobs.ts';
import { statement } from './statement.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * A delete makes what waits before it pointless: nothing more of a person who
 * is to be erased is sent, and nothing refused stands in the way. It is kept
 * until the service has deleted the customer, and comes back when the delete is
 * given up. A customer the service never had is erased here and now. What may be
 * on its way, and merges with the create of the customer they lead to, keep
 * their place before the delete. To be called when a delete joins the outbox,
 * and when a mutation of such a customer comes back.
 */
export function noteSuperseded(context: WriterContext, customerUid: string, nowMs: number): void {
  const { db } = context;
  const chain = unsettledOf(db, customerUid);
  const removal = chain.find((entry) => entry.change.kind === 'delete');
  if (removal === undefined) return;

  const before = chain.filter((entry) => entry.sequence < removal.sequence);
  const mergesFirst = before.some((entry) => entry.change.kind === 'merge');
  const pointless = before.filter(
    (entry) => isPointless(entry) && !(mergesFirst && entry.change.kind === 'create'),
  );
  // A create that was tried more than once may arrive late: then the delete has to be there too.
  const neverArrived = pointless.some((entry) => entry.change.kind === 'create' && !mayBeThere(entry));
  if (neverArrived && pointless.length === before.length) {
    settleAll(context, [...before, removal], nowMs);
    eraseCustomer(context, customerUid, nowMs);
    return;
  }
  for (const entry of pointless) {
    statement(db, `UPDATE mutation SET superseded = 1 WHERE mutation_id = ?`).run(entry.mutationId);
  }
}

/** The customer is gone: what the delete had made pointless goes with it. */
export function settleSuperseded(context: WriterContext, customerUid: string, nowMs: number): void {
  const { db } = context;
  settleAll(
    context,
    unsettledOf(db, customerUid).filter((entry) => entry.superseded),
    nowMs,
  );
}

/** The delete is given up: what it had made pointless waits again. */
export function restoreSuperseded(context: WriterContext, customerUid: string): void {
  statement(
    context.db,
    `UPDATE mutation SET superseded = 0 WHERE customer_uid = ? AND state <> 'acked' AND superseded = 1`,
  ).run(customerUid);
}

function settleAll(context: WriterContext, entries: readonly OutboxEntry[], nowMs: number): void {
  for (const entry of entries) {
    settleMutation(context.db, entry.mutationId, nowMs);
    if (entry.printJobId !== null) setPrintJobState(context.db, entry.printJobId, 'cancelled', nowMs);
  }
}

function isPointless({ change, state, attempts }: OutboxEntry): boolean {
  if (state === 'claimed' || change.kind === 'merge') return false;
  if (change.kind === 'create') return state === 'parked' || (state === 'pending' && attempts === 0);
  return true;
}
