import { TillFailure } from '#shared/contract/errors';
import { readCustomer, type Customer, type CustomerChanges } from '#shared/customer/model';
import type { Mutation } from '#shared/contract/values';
import { appendAudit, type AuditDetail } from './audit.ts';
import { listChangeTimes, listUids } from './change-times.ts';
import { claimBatch, claimMutations, recoverClaims } from './claims.ts';
import { resolveConflict, type Resolution } from './conflicts.ts';
import { refreshCustomer } from './customers.ts';
import { requireFreeCodeInForm } from './free-codes.ts';
import { answerMutations, type MutationAnswer } from './outbox-answers.ts';
import { discardMutation, editMutation, retryMutation, retryParked } from './outbox-decisions.ts';
import { requireNoRing } from './parents.ts';
import {
  applyPulledRecords,
  compareWithService,
  eraseVanished,
  findHeldBack,
  lastCustomerId,
  listUnseen,
  recountHeldBack,
  type PulledRecords,
} from './pulled-pages.ts';
import { getSyncCursor, setSyncCursor, type SyncCursor } from './sync-cursor.ts';
import { setSyncTrouble, type SyncTrouble } from './sync-trouble.ts';
import type { Transactions } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

interface Author {
  readonly actor: string;
  readonly nowMs: number;
}

/** What the sync writes: claims, acks, parks and pages. Part of the writer (writer.ts), on its thread. */
export function createSyncWriter(context: WriterContext, { atomic, unhurried, indispensable }: Transactions) {
  const { db } = context;

  function audit(author: Author, action: string, customerUid: string, detail: AuditDetail = {}): void {
    const { actor, nowMs: atMs } = author;
    appendAudit(db, { atMs, actor, action, customerUid, outcome: 'ok', detail });
  }

  const settleKeys = atomic(() => context.lookup.settleKeys());

  return {
    recoverClaims: indispensable((nowMs: number) => recoverClaims(db, nowMs)),
    claimMutations: indispensable((limit: number, exceptUids: readonly string[], nowMs: number) =>
      claimMutations(db, limit, exceptUids, nowMs),
    ),
    claimBatch: indispensable(
      (minimum: number, limit: number, exceptUids: readonly string[], nowMs: number) =>
        claimBatch(db, minimum, limit, exceptUids, nowMs),
    ),
    answerMutations: indispensable((answers: readonly MutationAnswer[], nowMs: number) =>
      answerMutations(context, answers, nowMs),
    ),

    getSyncCursor: () => getSyncCursor(db),
    setSyncCursor: atomic((cursor: SyncCursor) => setSyncCursor(db, cursor)),
    setSyncTrouble: atomic((trouble: Omit<SyncTrouble, 'since'> | null, nowMs: number) =>
      setSyncTrouble(db, trouble, nowMs),
    ),
    /** Rows and cursor are one commit: what a power cut takes of the newest ones is pulled again. */
    applyPulledRecords: unhurried(atomic((pulled: PulledRecords) => applyPulledRecords(context, pulled))),
    /**
     * Brings what came in bulk to its place, slice by slice.
     *
     * @returns true when nothing is left to do and all that was written is on disk
     */
    settleKeys(): boolean {
      const isSettled = settleKeys();
      // Syncs the log before anything else.
      if (isSettled) db.pragma('wal_checkpoint(PASSIVE)');
      return isSettled;
    },

    compareWithService: () => compareWithService(db),
    lastCustomerId: () => lastCustomerId(db),
    listChangeTimes: (afterCustomerId: number, limit: number) => listChangeTimes(db, afterCustomerId, limit),
    listUids: (customerIds: readonly number[]) => listUids(db, customerIds),
    listUnseen: (fullPass: number, lastCustomerId: number, limit: number) =>
      listUnseen(db, fullPass, lastCustomerId, limit),
    eraseVanished: indispensable((customerUid: string, nowMs: number) =>
      eraseVanished(context, customerUid, nowMs),
    ),
    /** The same on a person's word, which is noted. */
    eraseApproved: indispensable((customerUid: string, author: Author): boolean => {
      const isErased = eraseVanished(context, customerUid, author.nowMs);
      if (isErased) audit(author, 'sync.approveDeletions', customerUid);
      return isErased;
    }),
    findHeldBack: (customerUids: readonly string[]) => findHeldBack(db, customerUids),
    recountHeldBack: atomic(() => recountHeldBack(db)),

    /** @throws TillFailure `mutation.not-found`, `mutation.not-waiting` */
    retryMutation: atomic((mutationId: string, author: Author): Mutation => {
      const mutation = retryMutation(db, mutationId, author.nowMs);
      audit(author, 'outbox.retry', mutation.customerUid, { mutationId });
      return mutation;
    }),

    /** @throws TillFailure `mutation.not-found`, `mutation.not-waiting` */
    editMutation: atomic(
      (
        mutationId: string,
        changes: CustomerChanges,
        leaveOut: readonly string[],
        author: Author & { readonly mutationId: string },
      ): Mutation => {
        const mutation = editMutation(context, mutationId, changes, leaveOut, author);
        const fields = [...new Set([...Object.keys(changes), ...leaveOut])];
        audit(author, 'outbox.edit', mutation.customerUid, { fields, mutationId });
        return mutation;
      },
    ),

    /** Everything refused is tried again, except cards: those are looked at one by one. */
    retryParked: atomic((author: Author): Mutation[] => {
      const retried = retryParked(db, author.nowMs);
      for (const { customerUid } of retried) audit(author, 'outbox.retry', customerUid);
      return retried;
    }),

    /** @throws TillFailure `mutation.not-found`, `mutation.not-waiting` */
    discardMutation: indispensable((mutationId: string, author: Author) => {
      const given = discardMutation(context, mutationId, author);
      for (const { customerUid, fields, mutationId: discardedId } of given.discarded)
        audit(author, 'outbox.discard', customerUid, { fields, mutationId: discardedId });
      return given;
    }),

    /** @throws TillFailure `conflict.not-found`, `mutation.not-waiting`, `input.invalid`, `customer.invalid` */
    resolveConflict: atomic((conflictId: string, resolution: Resolution, author: Author): Customer => {
      const { customerUid, field, typed } = resolveConflict(db, conflictId, resolution, author.nowMs);
      requireNoRing(db, customerUid, typed.customerParentUid);
      requireFreeCodeInForm(context, customerUid, typed.loyaltyId, false);
      audit(author, 'conflicts.resolve', customerUid, { fields: [field] });
      const customer = readCustomer(refreshCustomer(context, customerUid, { replacing: author })?.record);
      if (customer === undefined) throw new TillFailure('customer.deleted');
      return customer;
    }),
  };
}

export type SyncWriter = ReturnType<typeof createSyncWriter>;
