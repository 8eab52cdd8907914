import { TillFailure, type TillError } from '#shared/contract/errors';
import { prepareCustomers } from '../db/prepared-customers.ts';
import type { Pass, SyncCursor } from '../db/sync-cursor.ts';
import { mostBelieved } from './plan-pull.ts';
import type { PullDeps } from './pull.ts';

const batchSize = 100;

/**
 * Deletes the customers a full pass has not met, each after the service has
 * confirmed by its own answer that it is gone.
 *
 * @returns how many were held back because they are too many to be true; 0 when all is done
 * @throws TillFailure when the service does not answer
 */
export async function confirmVanished(
  deps: PullDeps,
  cursor: SyncCursor,
  pass: Pass,
  signal: AbortSignal,
): Promise<number> {
  const { writer, log } = deps;
  const fullPass = cursor.fullPasses + 1;
  for (;;) {
    const unseen = await writer.listUnseen(fullPass, pass.lastCustomerId, batchSize);
    if (unseen.total > mostBelieved(unseen.known)) {
      log('warning', 'pull.vanished-held-back', { vanished: unseen.total, known: unseen.known });
      return unseen.total;
    }
    if (unseen.customerUids.length === 0) return 0;
    for (const customerUid of unseen.customerUids) await confirmGone(deps, customerUid, fullPass, signal);
  }
}

/**
 * Asks the service about a customer that was on none of its pages: deleted here when it is gone, kept as the service
 * has it when it is not.
 *
 * @param fullPass the one that did not meet it; null when it was not a full pass
 * @returns whether it was deleted
 * @throws TillFailure when the service does not answer
 */
export async function confirmGone(
  { writer, service, gate, acks, clock, onChanged }: PullDeps,
  customerUid: string,
  fullPass: number | null,
  signal: AbortSignal,
): Promise<boolean> {
  const mark = acks.mark();
  const answer = await service.get(customerUid, { signal });
  if (!signal.aborted) gate.note(answer);
  if (answer.outcome === 'not-found') {
    const isErased = await writer.eraseVanished(customerUid, clock());
    if (isErased) onChanged([customerUid]);
    return isErased;
  }
  if (answer.outcome !== 'done') throw new TillFailure(answer.error.code, answer.error);
  await writer.applyPulledRecords({
    customers: prepareCustomers([answer.value]),
    ackedMeanwhile: acks.since(mark),
    fullPass,
    nowMs: clock(),
  });
  return false;
}

/** What became of the customers a person agreed to delete. */
export interface ApprovedDeletions {
  readonly deleted: string[];
  /** The service has them after all. */
  readonly stillThere: string[];
  /** Not held back, or with a change of this till that waits. */
  readonly leftAlone: string[];
  /** Why the others could not be asked about; null when all could. */
  readonly stoppedBy: TillError | null;
  /** Held back still. */
  readonly total: number;
}

/** A person has looked at customers that were held back and says they are gone: the service is asked about each. */
export async function approveVanished(
  deps: PullDeps,
  customerUids: readonly string[],
  actor: string,
  signal: AbortSignal,
): Promise<ApprovedDeletions> {
  const release = deps.acks.hold();
  try {
    return await confirmEach(deps, customerUids, actor, signal);
  } finally {
    release();
  }
}

async function confirmEach(
  { writer, service, gate, acks, clock, onChanged }: PullDeps,
  customerUids: readonly string[],
  actor: string,
  signal: AbortSignal,
): Promise<ApprovedDeletions> {
  const heldBack = new Set(await writer.findHeldBack(customerUids));
  const { fullPasses } = await writer.getSyncCursor();
  const deleted: string[] = [];
  const stillThere: string[] = [];
  const leftAlone = customerUids.filter((customerUid) => !heldBack.has(customerUid));
  let stoppedBy: TillError | null = null;
  for (const customerUid of heldBack) {
    const mark = acks.mark();
    const answer = await service.get(customerUid, { signal });
    if (!signal.aborted) gate.note(answer);
    if (answer.outcome === 'not-found') {
      const isErased = await writer.eraseApproved(customerUid, { actor, nowMs: clock() });
      (isErased ? deleted : leftAlone).push(customerUid);
    } else if (answer.outcome === 'done') {
      await writer.applyPulledRecords({
        customers: prepareCustomers([answer.value]),
        ackedMeanwhile: acks.since(mark),
        fullPass: fullPasses,
        nowMs: clock(),
      });
      stillThere.push(customerUid);
    } else {
      stoppedBy = answer.error;
      break;
    }
  }
  if (deleted.length > 0) onChanged(deleted);
  return { deleted, stillThere, leftAlone, stoppedBy, total: await writer.recountHeldBack() };
}
