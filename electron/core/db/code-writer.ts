import type { SyncState } from '#shared/contract/values';
import { readCustomer, type Customer } from '#shared/customer/model';
import { orderCard, unusedLoyaltyId, type CardOrder } from './card-orders.ts';
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
          audit(context, author, 'codes.attach', customerUid, { mutationId });
        }
        return {
          mutationId,
          state: syncStateOf(context.db, customerUid),
          customer: customerOf(stored),
          replaced: isNew ? before.loyaltyId || null : null,
        };
      },
    ),

    /**
     * A lost card: the customer gets a number nobody has had, and the card is ordered with it.
     *
     * @param loyaltyIds candidates for the number
     * @param card null when none is to be printed now
     * @throws TillFailure `customer.deleted`, `customer.not-found`
     */
    replaceCode: atomic(
      (
        customerUid: string,
        loyaltyIds: readonly string[],
        card: CardOrder | null,
        author: Authorship,
      ): {
        readonly mutationId: string;
        readonly state: SyncState;
        readonly customer: Customer;
        readonly replaced: string | null;
        readonly printJobId?: string;
      } => {
        const before = visible(context, customerUid);
        const loyaltyId = unusedLoyaltyId(context, loyaltyIds);
        const mutationId = enqueueChange(context, before, author, {
          kind: 'update',
          payload: { loyaltyId },
        });
        const stored = refreshed(context, customerUid, author);
        if (card !== null) orderCard(context, stored, card, author);
        const printJob = card === null ? {} : { printJobId: card.jobId };
        audit(context, author, 'codes.replace', customerUid, { mutationId, ...printJob });
        return {
          mutationId,
          state: syncStateOf(context.db, customerUid),
          customer: customerOf(stored),
          replaced: customerOf(before).loyaltyId || null,
          ...printJob,
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
