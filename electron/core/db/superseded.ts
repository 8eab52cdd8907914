import { eraseCustomer } from './customers.ts';
import { settleMutation, unsettledOf, type OutboxEntry } from './mutations.ts';
import { setPrintJobState } from './print-jobs.ts';
import { statement } from './statement.ts';
import type { WriterContext } from './writer-context.ts';

/**
 * A delete makes what waits before it pointless: nothing more of a person who
 * is to be erased is sent, and nothing refused stands in the way. A customer
 * the service never had is erased here and now. What may be on its way, and
 * merges with the create of the customer they lead to, keep their place before
 * the delete. To be called when a delete joins the outbox, and when a mutation
 * of such a customer comes back.
 */
export function dropSuperseded(context: WriterContext, customerUid: string, nowMs: number): void {
  const { db } = context;
  const chain = unsettledOf(db, customerUid);
  const removal = chain.find((entry) => entry.change.kind === 'delete');
  if (removal === undefined) return;

  const before = chain.filter((entry) => entry.sequence < removal.sequence);
  const mergesFirst = before.some((entry) => entry.change.kind === 'merge');
  const pointless = before.filter(
    (entry) => isPointless(entry) && !(mergesFirst && entry.change.kind === 'create'),
  );
  const neverArrived = pointless.some((entry) => entry.change.kind === 'create');
  for (const entry of pointless) {
    settleMutation(db, entry.mutationId, nowMs);
    if (entry.printJobId !== null) setPrintJobState(db, entry.printJobId, 'cancelled', nowMs);
  }
  statement(db, `DELETE FROM conflict WHERE customer_uid = ?`).run(customerUid);
  if (neverArrived && pointless.length === before.length) {
    settleMutation(db, removal.mutationId, nowMs);
    eraseCustomer(context, customerUid, nowMs);
  }
}

function isPointless({ change, state, attempts }: OutboxEntry): boolean {
  if (state === 'claimed' || change.kind === 'merge') return false;
  if (change.kind === 'create') return state === 'parked' || (state === 'pending' && attempts === 0);
  return true;
}
