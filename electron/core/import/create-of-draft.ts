import { applyMutation } from '#shared/customer/apply-mutation';
import type { CustomerDraft, CustomerRecord } from '#shared/customer/model';
import type { NewMutation } from '../db/mutations.ts';
import type { Authorship } from '../db/customer-changes.ts';

/** A new customer of a file: its create as it waits to be sent, and the customer as it is shown until then. */
export function createOfDraft(
  payload: CustomerDraft & { readonly customerUid: string },
  author: Authorship,
): { readonly create: NewMutation; readonly customer: CustomerRecord } {
  const change = { kind: 'create', payload } as const;
  const customer = applyMutation(undefined, change, new Date(author.nowMs).toISOString());
  if (customer === undefined) throw new Error('A create makes a customer');
  const { customerParentUid: otherUid } = payload;
  return {
    create: { ...author, customerUid: payload.customerUid, ...(otherUid ? { otherUid } : {}), change },
    customer,
  };
}
