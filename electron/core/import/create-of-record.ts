import { applyMutation } from '#shared/customer/apply-mutation';
import { draftOfRecord } from '#shared/customer/draft-of-record';
import type { CustomerRecord } from '#shared/customer/model';
import type { NewMutation } from '../db/mutations.ts';
import type { Authorship } from '../db/writer.ts';

/** A new customer of a file: its create as it waits to be sent, and the customer as it is shown until then. */
export function createOfRecord(
  record: CustomerRecord,
  author: Authorship,
): { readonly create: NewMutation; readonly customer: CustomerRecord } {
  const payload = draftOfRecord(record);
  const change = { kind: 'create', payload } as const;
  const customer = applyMutation(undefined, change, new Date(author.nowMs).toISOString());
  if (customer === undefined) throw new Error('A create makes a customer');
  const { customerParentUid: otherUid } = payload;
  return {
    create: { ...author, customerUid: record.customerUid, ...(otherUid ? { otherUid } : {}), change },
    customer,
  };
}
