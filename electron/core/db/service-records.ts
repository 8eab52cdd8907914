import { applyMutation } from '#shared/customer/apply-mutation';
import type { CustomerChanges, CustomerRecord } from '#shared/customer/model';
import { fieldValueOf, sameFieldValue, type CustomerField } from '#shared/sync/customer-field';
import { foldChanges } from '#shared/sync/fold-changes';
import { compareRevisions, revisionOf } from '#shared/sync/revision';
import { findConflicts } from '#shared/sync/three-way-merge';
import { noteConflicts } from './conflicts.ts';
import { findCustomer, findTombstone, refreshCustomer } from './customers.ts';
import { settleMutation, unsettledOf, type OutboxEntry } from './mutations.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

export interface AdoptOptions {
  /** A mutation that has just been settled: what it wrote is this till's doing, not somebody else's. */
  readonly settled?: OutboxEntry | undefined;
  /**
   * How the record must compare with the one here, by `lastModifiedAt`, to be
   * taken: answers overtake one another on their way.
   * `any`: whatever it says · `not-older` · `newer`
   */
  readonly accept: 'any' | 'not-older' | 'newer';
}

/**
 * Takes over what the service has of a customer: the new base under the
 * unsettled mutations. A field changed on both sides becomes a conflict; a
 * customer that is gone stays gone.
 *
 * @returns whether anything changed
 */
export function adoptRecord(
  context: WriterContext,
  record: CustomerRecord,
  nowMs: number,
  { accept, settled }: AdoptOptions,
): boolean {
  const { db } = context;
  const { customerUid } = record;
  if (settled === undefined && isUnchanged(context, record)) return false;
  if (findTombstone(db, customerUid) !== undefined) return false;

  const stored = findCustomer(db, customerUid);
  const acceptable = stored?.base === undefined || isAcceptable(record, stored.base, accept);
  let unsettled = unsettledOf(db, customerUid);
  let base = stored?.base;
  if (settled?.change.kind === 'create') base ??= createdBy(settled);
  const create = unsettled[0]?.change.kind === 'create' ? unsettled[0] : undefined;
  if (create !== undefined) {
    // Nobody else makes customers under this till's uids: its create has arrived, whatever became of the answer.
    base ??= createdBy(create);
    if (create.state !== 'claimed') {
      settleMutation(db, create.mutationId, nowMs);
      unsettled = unsettled.slice(1);
    }
  }
  const chain = settled === undefined ? unsettled : [settled, ...unsettled];
  const changes = changesOf(db, chain);
  if (!acceptable && create === undefined && settled === undefined) return false;
  if (acceptable && unsettled.some(({ change }) => change.kind === 'update')) {
    noteConflicts(db, customerUid, findConflicts(base, record, changes), nowMs);
  }
  // What a merge makes of two codes is the doing of who merged.
  const actor = settled?.change.kind === 'merge' ? settled.actor : null;
  refreshCustomer(context, customerUid, {
    serviceRecord: acceptable ? record : undefined,
    replacing: { actor, nowMs },
  });
  return true;
}

/**
 * What a chain of mutations makes of the fields its updates write; the last word
 * is an update's. A merge may fill them with what the till has of the other customer.
 */
function changesOf(db: Store, chain: readonly OutboxEntry[]): CustomerChanges[] {
  const updates = chain.flatMap(({ change }) => (change.kind === 'update' ? [change.payload] : []));
  const written = updates.reduce<CustomerChanges>(foldChanges, {});
  const filled = chain.flatMap(({ change }) =>
    change.kind === 'merge'
      ? [fieldsOf(findCustomer(db, change.payload.mergeFromCustomerUid)?.base, written)]
      : [],
  );
  return [...filled, ...updates];
}

/** What a record says in those of the named fields that are not empty. */
function fieldsOf(record: CustomerRecord | undefined, named: CustomerChanges): CustomerChanges {
  const fields = Object.keys(named) as CustomerField[];
  return Object.fromEntries(
    fields
      .map((field) => [field, fieldValueOf(record, field, named[field])] as const)
      .filter(([field, value]) => !sameFieldValue(field, value, null)),
  );
}

/** What the till sent is what its next changes were made on. */
function createdBy({ change, createdAtMs }: OutboxEntry): CustomerRecord | undefined {
  return applyMutation(undefined, change, new Date(createdAtMs).toISOString());
}

/** The common case of a pull, decided on the stored text alone. */
function isUnchanged({ db }: WriterContext, record: CustomerRecord): boolean {
  const row = statement<{ text: string }>(
    db,
    `SELECT coalesce(base, record) AS text FROM customer WHERE customer_uid = ? AND at_service = 1
       AND version_outdated = 0`,
  ).get(record.customerUid);
  return row !== undefined && row.text === JSON.stringify(record);
}

function isAcceptable(record: CustomerRecord, base: CustomerRecord, accept: AdoptOptions['accept']): boolean {
  if (accept === 'any') return true;
  const version = revisionOf(record);
  const age = compareRevisions(version, revisionOf(base));
  // A service that does not say has to be believed; a version that is not known here is newer than what was asked for before.
  if (Number.isNaN(age)) return accept === 'not-older' || version === null;
  return accept === 'newer' ? age > 0 : age >= 0;
}
