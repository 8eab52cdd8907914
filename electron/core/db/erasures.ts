import type { AuditReason } from '#shared/contract/audit';
import { TillFailure } from '#shared/contract/errors';
import { appendAudit } from './audit.ts';
import type { Authorship } from './customer-changes.ts';
import { forgetAllDrafts } from './drafts.ts';
import { dropCustomer, eraseCustomer, findCustomer, findTombstone, followAllMerges } from './customers.ts';
import { enqueueMutation, setMutationPayload, settleMutation, unsettledOf } from './mutations.ts';
import { setPrintJobState } from './print-jobs.ts';
import { personOf } from './merges.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/** What was taken out of the till, and how many deletes the service has still to be sent. */
export interface Erasure {
  readonly erased: string[];
  readonly waiting: number;
}

/**
 * Takes a person out of the till here and now: the customer, those merged into
 * it, and those that a merge on its way would make part of it. Nothing of them
 * waits in the outbox any more but deletes, which name them by id alone. What is
 * being sent this moment keeps its place until it is answered, without its words.
 *
 * @throws TillFailure `customer.not-found`; `customer.deleted` when nothing is left to be erased
 */
export function erasePerson(
  context: WriterContext,
  customerUid: string,
  author: Authorship & { readonly reason: AuditReason },
): Erasure {
  const { db } = context;
  const uids = personOf(db, followAllMerges(db, customerUid)).filter((uid) => isKnown(db, uid));
  if (uids.length === 0) {
    throw new TillFailure(
      findTombstone(db, customerUid) === undefined ? 'customer.not-found' : 'customer.deleted',
    );
  }
  for (const [index, uid] of uids.entries()) {
    // One person, mostly one customer: ids of the others' deletes are made of the first one's.
    const mutationId = index === 0 ? author.mutationId : `${author.mutationId}-${index}`;
    eraseOne(context, uid, { ...author, mutationId });
  }
  forgetAllDrafts(db);
  return {
    erased: uids,
    waiting: uids.filter((uid) => unsettledOf(db, uid).some(({ change }) => change.kind === 'delete')).length,
  };
}

function eraseOne(
  context: WriterContext,
  customerUid: string,
  author: Authorship & { readonly reason: AuditReason },
): void {
  const { db } = context;
  const { actor, nowMs, reason } = author;
  const chain = unsettledOf(db, customerUid);
  const isAtService =
    findCustomer(db, customerUid)?.base !== undefined ||
    chain.some(
      ({ change, state, attempts }) => change.kind === 'create' && (attempts > 0 || state !== 'pending'),
    );
  for (const { mutationId, change, state, printJobId } of chain) {
    if (change.kind === 'delete') continue;
    if (printJobId !== null) setPrintJobState(db, printJobId, 'cancelled', nowMs);
    if (state !== 'claimed') settleMutation(db, mutationId, nowMs);
    else if (change.kind !== 'merge') setMutationPayload(db, mutationId, {});
  }
  const isOnItsWay = chain.some(({ change }) => change.kind === 'delete');
  if (isAtService && !isOnItsWay)
    enqueueMutation(db, { ...author, customerUid, change: { kind: 'delete', payload: {} } });
  eraseCustomer(context, customerUid, nowMs);
  appendAudit(db, { atMs: nowMs, actor, action: 'customers.erase', customerUid, outcome: 'ok', reason });
}

/** Whether the till has anything of a customer that can be erased. */
function isKnown(db: Store, customerUid: string): boolean {
  if (findCustomer(db, customerUid) !== undefined) return true;
  return unsettledOf(db, customerUid).some(({ change }) => change.kind !== 'delete');
}

/**
 * Takes copies of the service's customers out of the till, those alone that no
 * change waits for. They are not gone: a pull brings them back.
 *
 * @returns how many, at most as many as asked for
 */
export function wipeCopies(context: WriterContext, limit: number, nowMs: number): number {
  const { db } = context;
  const rows = statement<{ customer_id: number; customer_uid: string }>(
    db,
    `SELECT customer_id, customer_uid FROM customer
     WHERE NOT EXISTS (SELECT 1 FROM mutation WHERE mutation.customer_uid = customer.customer_uid AND state <> 'acked')
       AND NOT EXISTS (SELECT 1 FROM mutation
                       WHERE other_uid = customer.customer_uid AND other_uid IS NOT NULL AND state <> 'acked')
     ORDER BY customer_id LIMIT ?`,
  ).all(limit);
  for (const row of rows) dropCustomer(context, row.customer_id, row.customer_uid, nowMs);
  return rows.length;
}
