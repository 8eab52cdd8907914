import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { Mutation, MutationState } from '#shared/contract/values';
import { TillFailure } from '#shared/contract/errors';
import { checkChanges } from '#shared/customer/check-draft';
import {
  customerChangesSchema,
  readCustomer,
  type Customer,
  type CustomerChanges,
} from '#shared/customer/model';
import type { Resolution } from '../db/conflicts.ts';
import { withWait } from '../sync/sync-status.ts';
import { answering, authorNow, noteChanged, type OperationContext } from './context.ts';
import { requireCompanyAsParent } from './parent-company.ts';

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

  async function waiting(mutation: Mutation): Promise<Mutation> {
    return withWait(mutation, await sync.waits());
  }

  /** What a person typed, in the notation the service wants. @throws TillFailure `customer.invalid` */
  async function checkedChanges(customer: Customer, changes: CustomerChanges): Promise<CustomerChanges> {
    const { defaultCountry } = await reader.getSettings();
    const { issues, normalized } = checkChanges(customer, changes, {
      defaultCountry,
      holds: context.offers().holds,
    });
    if (issues.length > 0) throw new TillFailure('customer.invalid', { issues });
    await requireCompanyAsParent(context, changes);
    return { ...changes, ...(normalized as CustomerChanges) };
  }

  async function checkedEdit(
    { customerUid }: Mutation,
    payload: Readonly<Record<string, unknown>>,
    changes: CustomerChanges,
  ): Promise<CustomerChanges> {
    const customer =
      (await reader.getCustomer(customerUid))?.customer ?? readCustomer({ ...payload, customerUid });
    return customer === undefined ? changes : checkedChanges(customer, changes);
  }

  async function checkedResolution(conflictId: string, resolution: Resolution): Promise<Resolution> {
    if (resolution.take !== 'typed') return resolution;
    const conflict = (await reader.listConflicts()).find((open) => open.conflictId === conflictId);
    const customer = conflict && (await reader.getCustomer(conflict.customerUid))?.customer;
    if (conflict === undefined || customer === undefined) return resolution;
    // A value of the wrong type is the writer's to refuse.
    const typed = customerChangesSchema.safeParse({ [conflict.field]: resolution.value });
    if (!typed.success) return resolution;
    const checked: Record<string, unknown> = await checkedChanges(customer, typed.data);
    return { take: 'typed', value: checked[conflict.field] };
  }

  return {
    'sync.status': () => answering(async () => ({ status: await sync.status() })),

    'sync.now': () =>
      answering(async () => {
        if ((await reader.getConnection()) === null) throw new TillFailure('service.not-connected');
        await sync.runNow();
        return { status: await sync.status() };
      }),

    'sync.heldBack': ({ offset, limit }) => answering(() => reader.listHeldBack(limit ?? 100, offset ?? 0)),

    'sync.approveDeletions': ({ customerUids }) =>
      answering(() => sync.approveDeletions(customerUids, context.author())),

    'outbox.list': ({ states, limit, offset }) =>
      answering(async () => {
        const page = await reader.listMutations(states ?? unsettledStates, limit ?? 200, offset ?? 0);
        const waits = await sync.waits();
        return { ...page, mutations: page.mutations.map((mutation) => withWait(mutation, waits)) };
      }),

    'outbox.get': ({ mutationId }) =>
      answering(async () => {
        const details = await reader.getMutation(mutationId);
        return { ...details, mutation: await waiting(details.mutation) };
      }),

    'outbox.edit': ({ mutationId, changes, leaveOut }) =>
      answering(async () => {
        const { mutation, payload } = await reader.getMutation(mutationId);
        const cleared = mutation.kind === 'create' ? clearingOf(leaveOut ?? []) : {};
        const checked = await checkedEdit(mutation, payload, { ...changes, ...cleared });
        const edited = await writer.editMutation(mutationId, checked, leaveOut ?? [], authorNow(context));
        sync.retryNow(edited.customerUid);
        noteDecided([edited]);
        return { mutation: await waiting(edited) };
      }),

    'outbox.retry': ({ mutationId }) =>
      answering(async () => {
        const mutation = await writer.retryMutation(mutationId, authorNow(context));
        sync.retryNow(mutation.customerUid);
        noteDecided([mutation]);
        return { mutation: await waiting(mutation) };
      }),

    'outbox.retryAll': () =>
      answering(async () => {
        const retried = await writer.retryParked(authorNow(context));
        for (const { customerUid } of retried) sync.retryNow(customerUid);
        if (retried.length > 0) noteDecided(retried);
        return { retried: retried.length };
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
        const checked = await checkedResolution(conflictId, resolution);
        const customer = await writer.resolveConflict(conflictId, checked, authorNow(context));
        noteChanged(context, customer.customerUid);
        return { customer };
      }),
  };
}

/** What clears these fields at the service, should it have them; there is no way to clear the others. */
function clearingOf(fields: readonly string[]): CustomerChanges {
  const clearable = fields.filter((field) => customerChangesSchema.safeParse({ [field]: '' }).success);
  return Object.fromEntries(clearable.map((field) => [field, '']));
}
