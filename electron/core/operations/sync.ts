import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { MutationState } from '#shared/contract/values';
import { TillFailure } from '#shared/contract/errors';
import { answering, authorNow, noteChanged, type OperationContext } from './context.ts';

type SyncOperation = Extract<OperationName, `sync.${string}` | `outbox.${string}` | `conflicts.${string}`>;

const unsettledStates: readonly MutationState[] = ['pending', 'claimed', 'unknown', 'parked', 'conflicted'];

/** What waits, what is stuck, and what a person decides about it. */
export function syncHandlers(context: OperationContext): Handlers<SyncOperation> {
  const { reader, writer, sync } = context;
  return {
    'sync.status': () => answering(async () => ({ status: await sync.status() })),

    'sync.now': () =>
      answering(async () => {
        if ((await reader.getConnection()) === null) throw new TillFailure('service.not-connected');
        await sync.runNow();
        return { status: await sync.status() };
      }),

    'outbox.list': ({ states, limit }) =>
      answering(() => reader.listMutations(states ?? unsettledStates, limit ?? 200)),

    'outbox.retry': ({ mutationId }) =>
      answering(async () => {
        const mutation = await writer.retryMutation(mutationId, authorNow(context));
        noteChanged(context, mutation.customerUid);
        return { mutation };
      }),

    'outbox.discard': ({ mutationId }) =>
      answering(async () => {
        const { discarded, payloads } = await writer.discardMutation(mutationId, authorNow(context));
        noteChanged(context, ...new Set(discarded.map((mutation) => mutation.customerUid)));
        return { discarded, payloads };
      }),

    'conflicts.list': ({ customerUid }) =>
      answering(async () => ({ conflicts: await reader.listConflicts(customerUid) })),

    'conflicts.resolve': ({ conflictId, resolution }) =>
      answering(async () => {
        const customer = await writer.resolveConflict(conflictId, resolution, authorNow(context));
        noteChanged(context, customer.customerUid);
        return { customer };
      }),
  };
}
