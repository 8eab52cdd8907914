import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { answering, authorNow, type OperationContext } from './context.ts';

type DuplicateOperation = Extract<OperationName, `duplicates.${string}`>;

/** Customers who are probably one: finding them, and what a person says of them. */
export function duplicateHandlers(context: OperationContext): Handlers<DuplicateOperation> {
  const { reader, writer, emit, duplicates: pass } = context;

  return {
    'duplicates.list': ({ limit, after }) =>
      answering(async () => {
        const { pairs, next, outdated } = await reader.listDuplicatePairs(after, limit ?? 20);
        // Customers who changed since and are not alike any more.
        if (outdated.length > 0) await writer.dropDuplicatePairs(outdated);
        const { found } = await pass.status();
        return { pairs, total: found, next };
      }),

    'duplicates.find': ({ action }) =>
      answering(async () => {
        await (action === 'start' ? pass.start() : pass.pause());
        return { status: await pass.status() };
      }),

    'duplicates.status': () => answering(async () => ({ status: await pass.status() })),

    'duplicates.dismiss': ({ customerUid, otherUid }) =>
      answering(async () => {
        if (customerUid === otherUid) throw new TillFailure('customer.merge-self');
        await writer.dismissDuplicatePair(customerUid, otherUid, authorNow(context));
        const status = await pass.status();
        emit({ type: 'duplicates', status });
        return { status };
      }),
  };
}
