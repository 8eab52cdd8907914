import { TillFailure } from '#shared/contract/errors';
import type { SyncState } from '#shared/contract/values';
import {
  readCustomer,
  type Customer,
  type CustomerChanges,
  type CustomerDraft,
  type CustomerRecord,
} from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { noteConsentChanges } from './consent-changes.ts';
import { orderCard, unusedLoyaltyId, type CardOrder } from './card-orders.ts';
import { audit, enqueueChange, refreshed, visible, type Authorship } from './customer-changes.ts';
import { dropDraft } from './drafts.ts';
import { findCustomer, findTombstone, refreshCustomer, type StoredCustomer } from './customers.ts';
import { requireFreeCodeInForm } from './free-codes.ts';
import { changesFrom, keepBeforeMerge } from './merges.ts';
import { enqueueMutation, syncStateOf } from './mutations.ts';
import { requireNoRing, underLivingParent } from './parents.ts';
import { statement } from './statement.ts';
import { noteSuperseded } from './superseded.ts';
import type { Transactions } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

/** What the caller learns of an accepted change. */
export interface AcceptedChange {
  readonly mutationId: string;
  readonly state: SyncState;
  readonly customer: Customer;
}

/** What cashiers change of customers. Part of the writer (writer.ts), on its thread. */
export function createCustomerWriter(context: WriterContext, { atomic, indispensable }: Transactions) {
  const { db } = context;
  return {
    /**
     * Customer, index entries, mutation and print job, or none of them. The same
     * `customerUid` handed in again makes no second customer.
     *
     * @throws TillFailure `customer.deleted`, `customer.exists`
     */
    createCustomer: atomic(
      (
        form: CustomerDraft & { readonly customerUid: string },
        author: Authorship,
        spare: {
          /** Null for a service that has no place for one. */
          readonly loyaltyIds: readonly string[] | null;
          readonly card?: CardOrder;
          /** A person gives a loyalty id that was somebody else's to this customer. */
          readonly takeOverCode?: boolean;
        },
      ): AcceptedChange & { readonly printJobId?: string } => {
        const draft = underLivingParent(db, form);
        const { customerUid } = draft;
        dropDraft(db, author.actor, customerUid);
        if (findTombstone(db, customerUid) !== undefined) throw new TillFailure('customer.deleted');
        if (findCustomer(db, customerUid) !== undefined) return repeatedCreate(context, draft, author);
        requireNoRing(db, customerUid, draft.customerParentUid);
        requireFreeCodeInForm(context, customerUid, draft.loyaltyId, spare.takeOverCode ?? false);
        const payload =
          spare.loyaltyIds === null
            ? draft
            : { ...draft, loyaltyId: draft.loyaltyId || unusedLoyaltyId(context, spare.loyaltyIds) };
        const mutationId = enqueueMutation(db, {
          ...author,
          customerUid,
          ...(payload.customerParentUid ? { otherUid: payload.customerParentUid } : {}),
          change: { kind: 'create', payload },
        });
        const stored = refreshed(context, customerUid);
        noteConsentChanges(db, undefined, stored.record, author);
        if (spare.card !== undefined) orderCard(context, stored, spare.card, author);
        audit(context, author, 'customers.create', customerUid, {
          mutationId,
          ...(spare.card === undefined ? {} : { printJobId: spare.card.jobId }),
          ...(payload.customerParentUid ? { otherUid: payload.customerParentUid } : {}),
        });
        return {
          ...accepted(context, stored, mutationId),
          ...(spare.card === undefined ? {} : { printJobId: spare.card.jobId }),
        };
      },
    ),

    /** Keeps only what differs from the till's view; nothing different makes no mutation. */
    updateCustomer: atomic(
      (
        customerUid: string,
        changes: CustomerChanges,
        author: Authorship,
      ): Omit<AcceptedChange, 'mutationId'> & { readonly mutationId: string | null } => {
        dropDraft(db, author.actor, customerUid);
        const updated = updateFields(context, visible(context, customerUid), changes, author);
        const { mutationId } = updated;
        return { ...accepted(context, updated.stored, mutationId ?? author.mutationId), mutationId };
      },
    ),

    deleteCustomer: indispensable((customerUid: string, author: Authorship) => {
      const stored = visible(context, customerUid);
      const mutationId = enqueueChange(context, stored, author, { kind: 'delete', payload: {} });
      noteSuperseded(context, customerUid, author.nowMs);
      refreshCustomer(context, customerUid);
      audit(context, author, 'customers.delete', customerUid, { mutationId });
      return { mutationId, state: syncStateOf(db, customerUid) };
    }),

    /**
     * The source leaves the till's view at once; the service decides what the target becomes. Both are kept as
     * they were, to be looked up. Fields of the source that a person wants are a change that follows the merge.
     *
     * @param taking what is taken over, and the id of the mutation it travels in
     * @throws TillFailure `customer.merge-self`, `customer.merge-types`, `customer.deleted`, `customer.not-found`
     */
    mergeCustomers: atomic(
      (
        customerUid: string,
        mergeFromCustomerUid: string,
        author: Authorship,
        taking?: { readonly fields: readonly CustomerField[]; readonly mutationId: string },
      ) => {
        if (customerUid === mergeFromCustomerUid) throw new TillFailure('customer.merge-self');
        const target = visible(context, customerUid);
        const source = visible(context, mergeFromCustomerUid);
        if (isPerson(target) !== isPerson(source)) throw new TillFailure('customer.merge-types');
        const mutationId = enqueueChange(
          context,
          target,
          author,
          { kind: 'merge', payload: { mergeFromCustomerUid } },
          mergeFromCustomerUid,
        );
        keepBeforeMerge(db, { ...author, mutationId, stays: target.record, goes: source.record });
        refreshCustomer(context, mergeFromCustomerUid);
        const stays = refreshed(context, customerUid);
        const taken = differingChanges(stays.record, changesFrom(source.record, taking?.fields ?? []));
        if (taking !== undefined && Object.keys(taken).length > 0) {
          const follows = { ...author, mutationId: taking.mutationId };
          enqueueChange(context, stays, follows, { kind: 'update', payload: taken }, taken.customerParentUid);
          refreshed(context, customerUid, follows);
        }
        const fields = Object.keys(taken);
        const detail = { mutationId, otherUid: mergeFromCustomerUid, fields };
        audit(context, author, 'customers.merge', customerUid, detail);
        audit(context, author, 'customers.merge', mergeFromCustomerUid, {
          mutationId,
          otherUid: customerUid,
        });
        return { mutationId, state: syncStateOf(db, customerUid) };
      },
    ),

    changeExtension: atomic(
      (
        customerUid: string,
        kind: 'add-extension' | 'remove-extension',
        payload: { readonly extensionCode: string; readonly storeUid: string },
        author: Authorship,
      ) => {
        const mutationId = enqueueChange(context, visible(context, customerUid), author, { kind, payload });
        refreshCustomer(context, customerUid);
        const action = kind === 'add-extension' ? 'customers.addExtension' : 'customers.removeExtension';
        audit(context, author, action, customerUid, { mutationId });
        return { mutationId, state: syncStateOf(db, customerUid) };
      },
    ),
  };
}

function isPerson({ record }: StoredCustomer): boolean {
  return readCustomer(record)?.customerType === 'PERSON';
}

function accepted(context: WriterContext, stored: StoredCustomer, mutationId: string): AcceptedChange {
  const customer = readCustomer(stored.record);
  if (customer === undefined) throw new Error(`Customer ${stored.customerUid} cannot be read`);
  return { mutationId, state: syncStateOf(context.db, stored.customerUid), customer };
}

/**
 * The form was saved twice: one customer, one create. What it says differently
 * the second time is a change of that customer, as the last word of who filled
 * it in; consents are those of the first time.
 */
function repeatedCreate(
  context: WriterContext,
  draft: CustomerDraft & { readonly customerUid: string },
  author: Authorship,
): AcceptedChange & { printJobId?: string } {
  const { db } = context;
  const { customerUid, consents: _first, ...fields } = draft;
  const created = statement<{ mutation_id: string }>(
    db,
    `SELECT mutation_id FROM mutation WHERE customer_uid = ? AND kind = 'create' ORDER BY sequence LIMIT 1`,
  ).get(customerUid);
  if (created === undefined) throw new TillFailure('customer.exists');
  const { stored } = updateFields(context, visible(context, customerUid), fields, author);
  const job = statement<{ job_id: string }>(
    db,
    `SELECT job_id FROM print_job WHERE customer_uid = ? ORDER BY created_at_ms LIMIT 1`,
  ).get(customerUid);
  return {
    ...accepted(context, stored, created.mutation_id),
    ...(job === undefined ? {} : { printJobId: job.job_id }),
  };
}

/** Enqueues what differs from the till's view; `mutationId` is null when nothing does. */
function updateFields(
  context: WriterContext,
  stored: StoredCustomer,
  changes: CustomerChanges,
  author: Authorship,
): { readonly stored: StoredCustomer; readonly mutationId: string | null } {
  const different = differingChanges(stored.record, underLivingParent(context.db, changes));
  if (Object.keys(different).length === 0) return { stored, mutationId: null };
  requireNoRing(context.db, stored.customerUid, different.customerParentUid);
  requireFreeCodeInForm(context, stored.customerUid, different.loyaltyId, false);
  const mutationId = enqueueChange(
    context,
    stored,
    author,
    { kind: 'update', payload: different },
    different.customerParentUid,
  );
  audit(context, author, 'customers.update', stored.customerUid, {
    mutationId,
    fields: Object.keys(different),
    ...(different.customerParentUid ? { otherUid: different.customerParentUid } : {}),
  });
  return { stored: refreshed(context, stored.customerUid, author), mutationId };
}

/** Compares as the record spells it: absent equals empty; nested values by their parts. */
function differingChanges(record: CustomerRecord, changes: CustomerChanges): CustomerChanges {
  const current: Record<string, unknown> = {
    ...record,
    defaultStoreUid: readCustomer(record)?.defaultStore?.storeUid,
  };
  return Object.fromEntries(
    Object.entries(changes).filter(([field, value]) => value !== undefined && !covers(current[field], value)),
  );
}

function covers(current: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return JSON.stringify(current ?? []) === JSON.stringify(wanted);
  if (typeof wanted === 'object' && wanted !== null) {
    const parts = (current ?? {}) as Record<string, unknown>;
    return Object.entries(wanted).every(([key, value]) => covers(parts[key], value));
  }
  return (current ?? '') === wanted;
}
