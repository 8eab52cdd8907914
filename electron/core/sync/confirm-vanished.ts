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
  deps: PullDeps,
  customerUid: string,
  fullPass: number | null,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await askAbout(deps, customerUid, fullPass, signal);
  if (typeof found === 'object') throw new TillFailure(found.code, found);
  if (found === 'there') return false;
  const isErased = await deps.writer.eraseVanished(customerUid, deps.clock());
  if (isErased) deps.onChanged([customerUid]);
  return isErased;
}

/** Whether the service has a customer, who is then kept as it has them; why not, when it does not answer. */
async function askAbout(
  { writer, service, gate, acks, clock }: PullDeps,
  customerUid: string,
  fullPass: number | null,
  signal: AbortSignal,
): Promise<'gone' | 'there' | TillError> {
  const mark = acks.mark();
  const answer = await service.get(customerUid, { signal });
  if (!signal.aborted) gate.note(answer);
  if (answer.outcome === 'not-found') return 'gone';
  if (answer.outcome !== 'done') return answer.error;
  await writer.applyPulledRecords({
    customers: prepareCustomers([answer.value]),
    ackedMeanwhile: acks.since(mark),
    fullPass,
    nowMs: clock(),
  });
  return 'there';
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
  deps: PullDeps,
  customerUids: readonly string[],
  actor: string,
  signal: AbortSignal,
): Promise<ApprovedDeletions> {
  const { writer, clock, onChanged } = deps;
  const heldBack = new Set(await writer.findHeldBack(customerUids));
  const { fullPasses } = await writer.getSyncCursor();
  const deleted: string[] = [];
  const stillThere: string[] = [];
  const leftAlone = customerUids.filter((customerUid) => !heldBack.has(customerUid));
  let stoppedBy: TillError | null = null;
  for (const customerUid of heldBack) {
    const found = await askAbout(deps, customerUid, fullPasses, signal);
    if (typeof found === 'object') {
      stoppedBy = found;
      break;
    }
    if (found === 'there') stillThere.push(customerUid);
    else {
      const isErased = await writer.eraseApproved(customerUid, { actor, nowMs: clock() });
      (isErased ? deleted : leftAlone).push(customerUid);
    }
  }
  if (deleted.length > 0) onChanged(deleted);
  return { deleted, stillThere, leftAlone, stoppedBy, total: await writer.recountHeldBack() };
}
