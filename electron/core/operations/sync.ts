import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Mutation, MutationState } from '#shared/contract/values';
import { TillFailure } from '#shared/contract/errors';
import { answering, authorNow, noteChanged, type OperationContext } from './context.ts';

type SyncOperation = Extract<OperationName, `sync.${string}` | `outbox.${string}` | `conflicts.${string}`>;

const unsettledStates: readonly MutationState[] = ['pending', 'claimed', 'unknown', 'parked', 'conflicted'];

/** What waits, what is stuck, and what a person decides about it. */
export function syncHandlers(context: OperationContext): Handlers<SyncOperation> {
  const { reader, writer, sync } = context;

  /** A print job goes the way of the mutation it travels with. */
  function noteDecided(mutations: readonly Mutation[]): void {
    noteChanged(context, ...new Set(mutations.map(({ customerUid }) => customerUid)));
    if (mutations.some(({ kind }) => kind === 'print-card')) context.emit({ type: 'print-jobs' });
  }

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
        noteDecided([mutation]);
        return { mutation };
      }),

    'outbox.discard': ({ mutationId }) =>
      answering(async () => {
        const { discarded, payloads } = await writer.discardMutation(mutationId, authorNow(context));
        noteDecided(discarded);
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
