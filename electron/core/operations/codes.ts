import { isPrintableCode, readCode } from '#shared/cards/code-readings';
import { because } from '#shared/contract/error-reasons';
import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { CodeRefusal } from '#shared/contract/values';
import { customerTypes } from '#shared/customer/model';
import { answering, authorNow, noteChanged, spareLoyaltyIds, type OperationContext } from './context.ts';
import { cardOrderFor } from './print-orders.ts';
import { holdsLoyaltyId } from './room-at-service.ts';

type CodeOperation = Extract<OperationName, `codes.${string}`>;

/** What a scanned code means, and whose it becomes. */
export function codeHandlers(context: OperationContext): Handlers<CodeOperation> {
  const { reader, writer } = context;

  function refusalOf(code: string, isUnclear: boolean): CodeRefusal | null {
    if (!customerTypes.some((type) => holdsLoyaltyId(context.offers(), type))) return 'no-place';
    if (isUnclear) return 'unclear';
    return isPrintableCode(code) ? null : 'signs';
  }

  return {
    'codes.find': ({ code: scanned }) =>
      answering(async () => {
        const found = await reader.findCode(scanned);
        if (found.outcome !== 'unknown') return found;
        const refusal = refusalOf(found.code, found.isUnclear);
        return {
          outcome: 'unknown' as const,
          code: found.code,
          canBeLoyaltyId: refusal === null,
          refusal,
        };
      }),

    'codes.attach': ({ customerUid, code: scanned, takeOver }) =>
      answering(async () => {
        const details = await reader.getCustomer(customerUid);
        if (details === undefined) throw new TillFailure('customer.not-found');
        if (!holdsLoyaltyId(context.offers(), details.customer.customerType)) {
          throw new TillFailure('card.no-loyalty-id', because('code.no-place'));
        }
        const { text, values } = readCode(scanned);
        const code = values.length === 1 ? values[0]! : text;
        if (!isPrintableCode(code)) throw new TillFailure('code.unusable');
        const attached = await writer.attachCode(
          details.customer.customerUid,
          code,
          takeOver ?? false,
          authorNow(context),
        );
        noteChanged(context, details.customer.customerUid);
        return attached;
      }),

    'codes.replace': ({ customerUid, print = true, printer }) =>
      answering(async () => {
        const details = await reader.getCustomer(customerUid);
        if (details === undefined) throw new TillFailure('customer.not-found');
        const { customer } = details;
        if (!holdsLoyaltyId(context.offers(), customer.customerType))
          throw new TillFailure('card.no-loyalty-id');
        const replaced = await writer.replaceCode(
          customer.customerUid,
          spareLoyaltyIds(),
          print ? await cardOrderFor(context, printer) : null,
          authorNow(context),
        );
        noteChanged(context, customer.customerUid);
        if (print) {
          context.emit({ type: 'print-jobs' });
          context.startPrinting();
        }
        return replaced;
      }),

    'codes.history': ({ customerUid }) =>
      answering(async () => {
        const details = await reader.getCustomer(customerUid);
        if (details === undefined) throw new TillFailure('customer.not-found');
        return { codes: await reader.listReplacedCodes(details.customer.customerUid) };
      }),
  };
}
