import type { AuditCheck, AuditLink } from '#shared/contract/audit';
import type { AuditCheckState } from '../db/audit.ts';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';

/** Entries checked in one go: some milliseconds of the reader's time, between which searches are answered. */
const entriesAtOnce = 1000;

/**
 * Goes through the whole audit trail.
 *
 * @param noted an entry as it was noted outside of this till: whoever can write the store can make a trail that
 *   is whole in itself, but not one that has this entry
 * @param signal ends it before the next go
 * @throws TillFailure `store.damaged`, …; the signal's reason
 */
export async function checkWholeAudit(
  reader: Remote<Pick<Reader, 'checkAudit'>>,
  noted?: AuditLink,
  signal?: AbortSignal,
): Promise<AuditCheck> {
  let state: AuditCheckState | undefined;
  while (state?.isOver !== true) {
    signal?.throwIfAborted();
    state = await reader.checkAudit(entriesAtOnce, state, noted);
  }
  const { entries, head, fault } = state;
  return { entries, head, fault };
}
