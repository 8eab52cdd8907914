import { applyMutation } from '#shared/customer/apply-mutation';
import { fail, type TillError } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { revisionOf } from '#shared/sync/revision';
import { findDifferences } from '#shared/sync/three-way-merge';
import { markUnknown, parkEntry, releaseEntry } from './claims.ts';
import { isInConflict, noteConflicts, tidyConflicts } from './conflicts.ts';
import { eraseCustomer, findCustomer, findTombstone, followMerged, refreshCustomer } from './customers.ts';
import {
  findMutation,
  setMutationState,
  setParent,
  settleMutation,
  waitingUnder,
  type OutboxEntry,
} from './mutations.ts';
import { setPrintJobState } from './print-jobs.ts';
import { markMet } from './pulled-pages.ts';
import { passCodesOn } from './replaced-codes.ts';
import { adoptRecord } from './service-records.ts';
import { noteLastPush } from './sync-cursor.ts';
import { noteSuperseded, settleSuperseded } from './superseded.ts';
import type { Store } from './open.ts';
import type { WriterContext } from './writer-context.ts';

/** What became of a claimed mutation. */
export type MutationAnswer = { readonly mutationId: string } & (
  | { readonly do: 'ack'; readonly record: CustomerRecord | null }
  | { readonly do: 'release'; readonly counted: boolean; readonly error: TillError | null }
  | { readonly do: 'ask-later'; readonly error: TillError }
  | { readonly do: 'park'; readonly error: TillError }
  | { readonly do: 'rebase'; readonly record: CustomerRecord; readonly reason: DifferenceReason }
);

/** Writes down what became of claimed mutations, and of nothing else: one transaction for answers that came together. */
export function answerMutations(
  context: WriterContext,
  answers: readonly MutationAnswer[],
  nowMs: number,
): void {
  const met: string[] = [];
  for (const answer of answers) {
    const { mutationId } = answer;
    switch (answer.do) {
      case 'ack':
        met.push(ackMutation(context, mutationId, answer.record, nowMs));
        break;
      case 'release':
        releaseMutation(context, mutationId, answer.counted, answer.error, nowMs);
        break;
      case 'ask-later':
        markMutationUnknown(context, mutationId, answer.error, nowMs);
        break;
      case 'park':
        parkMutation(context, mutationId, answer.error, nowMs);
        break;
      default:
        rebaseMutation(context, mutationId, answer.record, answer.reason, nowMs);
    }
  }
  if (met.length === 0) return;
  noteLastPush(context.db, nowMs);
  markMet(context.db, met);
}

/**
 * The service has done it. Its answer becomes the base under the changes that
 * still wait.
 *
 * @param record the customer as the service answered it; null when it answers none
 * @returns whom it was about
 */
function ackMutation(
  context: WriterContext,
  mutationId: string,
  record: CustomerRecord | null,
  nowMs: number,
): string {
  const { db } = context;
  const entry = claimedEntry(db, mutationId);
  const { customerUid, change } = entry;
  settleMutation(db, mutationId, nowMs);
  if (entry.printJobId !== null) setPrintJobState(db, entry.printJobId, 'sent', nowMs);
  if (change.kind === 'delete') {
    settleSuperseded(context, customerUid, nowMs);
    eraseCustomer(context, customerUid, nowMs);
  } else if (record !== null) adoptRecord(context, record, nowMs, { accept: 'not-older', settled: entry });
  // A card changes nothing of the customer.
  else if (change.kind === 'print-card') refreshCustomer(context, customerUid);
  else {
    refreshCustomer(context, customerUid, {
      serviceRecord: baseAfter(db, entry),
      isMadeHere: true,
      replacing: { actor: entry.actor, nowMs },
    });
  }
  if (change.kind === 'merge') {
    const { mergeFromCustomerUid } = change.payload;
    passCodesOn(db, findCustomer(db, mergeFromCustomerUid)?.record, findCustomer(db, customerUid)?.record, {
      actor: entry.actor,
      nowMs: entry.createdAtMs,
    });
    eraseCustomer(context, mergeFromCustomerUid, nowMs, customerUid);
    redirectDepartments(context, mergeFromCustomerUid, customerUid);
  }
  tidyConflicts(db, customerUid, nowMs);
  return customerUid;
}

/**
 * A company has become another one: departments that still wait to be sent under it go to that one, which
 * belongs to nobody when it was one of them.
 */
function redirectDepartments(context: WriterContext, fromUid: string, toUid: string): void {
  for (const entry of waitingUnder(context.db, fromUid)) {
    setParent(context.db, entry, entry.customerUid === toUid ? '' : toUid);
    refreshCustomer(context, entry.customerUid);
  }
}

/** The parent may have become another company while the mutation was on its way. */
function followParent(context: WriterContext, mutationId: string): void {
  const { db } = context;
  const entry = findMutation(db, mutationId);
  if (entry === undefined || entry.otherUid === null) return;
  const parentUid = followMerged(db, entry.otherUid);
  if (parentUid === entry.otherUid) return;
  redirectDepartments(context, entry.otherUid, parentUid);
}

/** @param counted false when the try counts for nothing */
function releaseMutation(
  context: WriterContext,
  mutationId: string,
  counted: boolean,
  error: TillError | null,
  nowMs: number,
): void {
  putBack(context, mutationId, nowMs, (entry) => releaseEntry(context.db, entry, counted, error, nowMs));
}

function markMutationUnknown(
  context: WriterContext,
  mutationId: string,
  error: TillError,
  nowMs: number,
): void {
  putBack(context, mutationId, nowMs, (entry) => markUnknown(context.db, entry, error, nowMs));
}

function parkMutation(context: WriterContext, mutationId: string, error: TillError, nowMs: number): void {
  putBack(context, mutationId, nowMs, (entry) => parkEntry(context.db, entry, error, nowMs));
}

/**
 * Why the service has something else than an update wants:
 * - `turned-down`: the service refused it as out of date. `turned-down-often`: more often than is worth another try.
 * - `no-answer`: its answer never came, and it may have had its effect before somebody else changed the customer again.
 */
export type DifferenceReason = 'turned-down' | 'turned-down-often' | 'no-answer';

/**
 * Takes over what the service has as the new base of an update. The update is
 * done when the service has all of it, and pending when it certainly has not
 * arrived; else it is a person who decides, field by field.
 */
function rebaseMutation(
  context: WriterContext,
  mutationId: string,
  record: CustomerRecord,
  reason: DifferenceReason,
  nowMs: number,
): void {
  const { db } = context;
  const { customerUid, change, baseRevision } = claimedEntry(db, mutationId);
  if (change.kind !== 'update') throw new Error(`Mutation ${mutationId} has no fields to rebase`);
  const base = findCustomer(db, customerUid)?.base;
  const differences = findDifferences(base, record, change.payload);
  if (differences.length === 0) {
    ackMutation(context, mutationId, record, nowMs);
    return;
  }
  adoptRecord(context, record, nowMs, { accept: 'not-older' });
  const mayHaveArrived = reason === 'no-answer' && hasMoved(baseRevision, revisionOf(record));
  if (mayHaveArrived || reason === 'turned-down-often') noteConflicts(db, customerUid, differences, nowMs);
  releaseMutation(context, mutationId, true, null, nowMs);
}

/**
 * An update that was claimed on no known version never left (`lookBefore`), or went to a
 * service that does not tell versions apart and is taken at the word of its fields.
 */
function hasMoved(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

/** Settles how a mutation waits on, unless a conflict or a delete has overtaken it meanwhile. */
function putBack(
  context: WriterContext,
  mutationId: string,
  nowMs: number,
  settle: (entry: OutboxEntry) => void,
): void {
  const { db } = context;
  const entry = claimedEntry(db, mutationId);
  // A customer who was erased meanwhile has nothing to be sent any more but that.
  if (entry.change.kind !== 'delete' && findTombstone(db, entry.customerUid) !== undefined) {
    settleMutation(db, mutationId, nowMs);
    return;
  }
  if (isInConflict(db, entry)) setMutationState(db, mutationId, 'conflicted', fail('service.conflict').error);
  else settle(entry);
  followParent(context, mutationId);
  noteSuperseded(context, entry.customerUid, nowMs);
}

/**
 * The service's record after a change it answered without a record. When a new
 * customer was changed is the service's to say: this till's clock may be days away.
 */
function baseAfter(db: Store, entry: OutboxEntry): CustomerRecord | undefined {
  const base = findCustomer(db, entry.customerUid)?.base;
  const after = applyMutation(base, entry.change, new Date(entry.createdAtMs).toISOString());
  return after === undefined || base !== undefined ? after : withoutVersion(after);
}

function withoutVersion({
  lastModifiedAt: _date,
  revision: _count,
  ...rest
}: CustomerRecord): CustomerRecord {
  return rest;
}

function claimedEntry(db: Store, mutationId: string): OutboxEntry {
  const entry = findMutation(db, mutationId);
  if (entry?.state !== 'claimed') throw new Error(`Mutation ${mutationId} is not being sent`);
  return entry;
}
