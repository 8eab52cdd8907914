import type { SyncState } from '#shared/contract/values';
import { readCustomer, type Customer } from '#shared/customer/model';
import { audit, enqueueChange, refreshed, visible, type Authorship } from './customer-changes.ts';
import { requireFreeCode } from './free-codes.ts';
import { syncStateOf } from './mutations.ts';
import type { Transactions } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

/** Puts codes on customers. Part of the writer (writer.ts), on its thread. */
export function createCodeWriter(context: WriterContext, { atomic }: Transactions) {
  return {
    /**
     * The code becomes the customer's loyalty id, a change like any other; the
     * former one is remembered as replaced.
     *
     * @throws TillFailure `customer.deleted`, `customer.not-found`, `code.taken`, `code.replaced`
     */
    attachCode: atomic(
      (
        customerUid: string,
        code: string,
        takeOver: boolean,
        author: Authorship,
      ): {
        readonly mutationId: string | null;
        readonly state: SyncState;
        readonly customer: Customer;
        readonly replaced: string | null;
      } => {
        let stored = visible(context, customerUid);
        const before = customerOf(stored);
        const isNew = before.loyaltyId !== code;
        let mutationId: string | null = null;
        if (isNew) {
          requireFreeCode(context, customerUid, code, takeOver);
          mutationId = enqueueChange(context, stored, author, {
            kind: 'update',
            payload: { loyaltyId: code },
          });
          stored = refreshed(context, customerUid, author);
          audit(context, author, 'codes.attach', customerUid);
        }
        return {
          mutationId,
          state: syncStateOf(context.db, customerUid),
          customer: customerOf(stored),
          replaced: isNew ? before.loyaltyId || null : null,
        };
      },
    ),
  };
}

function customerOf({ customerUid, record }: { customerUid: string; record: unknown }): Customer {
  const customer = readCustomer(record);
  if (customer === undefined) throw new Error(`Customer ${customerUid} cannot be read`);
  return customer;
}
