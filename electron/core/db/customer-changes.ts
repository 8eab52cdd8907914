import type { AuditReason } from '#shared/contract/audit';
import { TillFailure } from '#shared/contract/errors';
import type { Change } from '#shared/customer/apply-mutation';
import { appendAudit, type AuditDetail } from './audit.ts';
import { findCustomer, findTombstone, refreshCustomer, type StoredCustomer } from './customers.ts';
import { enqueueMutation } from './mutations.ts';
import type { WriterContext } from './writer-context.ts';

/** What every change of a customer by a person is made of; called within a transaction. */

/** Who makes a change, when, and under which id it travels. */
export interface Authorship {
  readonly mutationId: string;
  readonly actor: string;
  readonly nowMs: number;
  /** Why a person asked for it, where that is asked. */
  readonly reason?: AuditReason | undefined;
}

/** @throws TillFailure `customer.deleted`, `customer.not-found` */
export function visible(context: WriterContext, customerUid: string): StoredCustomer {
  const stored = findCustomer(context.db, customerUid);
  if (stored !== undefined && !stored.hidden) return stored;
  const gone = stored !== undefined || findTombstone(context.db, customerUid) !== undefined;
  throw new TillFailure(gone ? 'customer.deleted' : 'customer.not-found');
}

/** The customer as the till sees it with the change. @param author of a change that may replace the loyalty id */
export function refreshed(context: WriterContext, customerUid: string, author?: Authorship): StoredCustomer {
  const stored = refreshCustomer(context, customerUid, { replacing: author });
  if (stored === undefined) throw new Error(`Customer ${customerUid} vanished while it was changed`);
  return stored;
}

/** @returns the mutation's id */
export function enqueueChange(
  context: WriterContext,
  stored: StoredCustomer,
  author: Authorship,
  change: Change,
  otherUid?: string,
): string {
  return enqueueMutation(context.db, {
    ...author,
    customerUid: stored.customerUid,
    change,
    ...(otherUid ? { otherUid } : {}),
  });
}

/** Notes a change in the audit trail: what it was about by names and ids, never by values. */
export function audit(
  context: WriterContext,
  author: Authorship,
  action: string,
  customerUid: string,
  detail?: AuditDetail,
): void {
  appendAudit(context.db, {
    atMs: author.nowMs,
    actor: author.actor,
    action,
    customerUid,
    outcome: 'ok',
    reason: author.reason,
    ...(detail === undefined ? {} : { detail }),
  });
}
