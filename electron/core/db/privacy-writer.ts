import type { AuditReason } from '#shared/contract/audit';
import { appendAudit, cutAudit } from './audit.ts';
import { resetKnownBase } from './coverage.ts';
import type { Authorship } from './customer-changes.ts';
import { dropOldDrafts } from './drafts.ts';
import { erasePerson, wipeCopies } from './erasures.ts';
import { emptyLog, isDictionaryClean, isPurgeDue, notePurged, rewriteStore } from './purge.ts';
import { beginContact, noteWipe } from './service-contact.ts';
import { restartPulling } from './sync-cursor.ts';
import type { Transactions } from './transactions.ts';
import { createWordSweep } from './word-sweep.ts';
import type { WriterContext } from './writer-context.ts';

/** Erasure and retention. Part of the writer (writer.ts), on its thread. */
export function createPrivacyWriter(context: WriterContext, { atomic, indispensable }: Transactions) {
  const { db, lookup } = context;
  const words = createWordSweep(db, () => lookup.forget());
  const noteDone = indispensable(() => notePurged(db));

  return {
    /** @throws TillFailure `customer.not-found`, `customer.deleted` */
    erasePerson: indispensable((customerUid: string, author: Authorship & { readonly reason: AuditReason }) =>
      erasePerson(context, customerUid, author),
    ),

    isPurgeDue: () => isPurgeDue(db),
    /** @returns whether there is more to do */
    sweepWords: indispensable((entries: number): boolean => words.step(entries)),
    /**
     * Clears what was erased out of the log as well; nothing is left to purge then.
     *
     * @returns false while somebody reads, or words were left meanwhile: to be done once more
     */
    emptyLog(): boolean {
      if (!emptyLog(db) || !isDictionaryClean(db)) return false;
      // Said last: whoever is killed before has it done at the next start.
      noteDone();
      return true;
    },

    /** As `rewriteStore`; what it leaves in the log is to be purged then. @throws the driver's error on a full disk */
    rewriteStore: (nowMs: number): boolean => rewriteStore(db, nowMs),

    beginContact: atomic((nowMs: number) => beginContact(db, nowMs)),
    /** @returns how many copies were wiped; 0 when that was all, which is noted and makes the next pull a whole one */
    wipeCopies: indispensable((limit: number, nowMs: number): number => {
      const wiped = wipeCopies(context, limit, nowMs);
      if (wiped > 0) return wiped;
      // First: when the service was last heard of goes with what was known of its base.
      noteWipe(db, nowMs);
      restartPulling(db);
      resetKnownBase(db);
      appendAudit(db, { atMs: nowMs, actor: 'till', action: 'retention.wipe', outcome: 'ok' });
      return 0;
    }),

    dropOldDrafts: indispensable((nowMs: number) => dropOldDrafts(db, nowMs)),

    /** @returns whether there may be more */
    cutAudit: indispensable((beforeMs: number, limit: number, nowMs: number): boolean => {
      const cut = cutAudit(db, beforeMs, limit);
      if (cut > 0 && cut < limit)
        appendAudit(db, { atMs: nowMs, actor: 'till', action: 'retention.audit', outcome: 'ok' });
      return cut === limit;
    }),
  };
}
