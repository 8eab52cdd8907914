import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { loadSyncStatus } from './store.ts';

export type VanishedCustomer = OperationOutput<'sync.heldBack'>['customers'][number];

/** What became of those a person gave up. */
export interface DeletionOutcome {
  readonly deleted: number;
  /** The service has them after all, or a change of this till waits. */
  readonly kept: number;
}

interface HeldBackState {
  readonly customers: readonly VanishedCustomer[];
  readonly total: number;
  /** Customers of the service on this till. */
  readonly known: number;
  readonly heldBackAt: string | null;
  /** Those a person wants to keep. */
  readonly spared: ReadonlySet<string>;
  readonly error: TillError | null;
  /** While they are being deleted: how many have been asked about, of how many. */
  readonly deleting: { readonly done: number; readonly total: number } | null;
}

/** The service is asked about each one, so an answer takes its time: small parts show that it goes on. */
const partSize = 20;
const pageSize = 100;

const nothing = {
  customers: [],
  total: 0,
  known: 0,
  heldBackAt: null,
  spared: new Set<string>(),
  error: null,
  deleting: null,
};
export const useHeldBack = createPrivate<HeldBackState>(() => nothing);

/** From the beginning: for a list that has just been opened. */
export function openHeldBack(): void {
  useHeldBack.setState(nothing);
  void loadMoreHeldBack();
}

export async function loadMoreHeldBack(): Promise<void> {
  const { customers: before } = useHeldBack.getState();
  const answer = await till.sync.heldBack({ offset: before.length, limit: pageSize });
  if (!answer.ok) {
    useHeldBack.setState({ error: answer.error });
    return;
  }
  const { customers, total, known, heldBackAt } = answer;
  useHeldBack.setState({ customers: [...before, ...customers], total, known, heldBackAt, error: null });
}

export function spare(customerUid: string, spared: boolean): void {
  useHeldBack.setState(({ spared: before }) => {
    const after = new Set(before);
    if (spared) after.add(customerUid);
    else after.delete(customerUid);
    return { spared: after };
  });
}

/**
 * Deletes all that are not spared, each after the service has confirmed it.
 * Answers null when the service stopped it midway; the reason is in the store.
 */
export async function deleteVanished(): Promise<DeletionOutcome | null> {
  useHeldBack.setState({ error: null });
  while (useHeldBack.getState().customers.length < useHeldBack.getState().total) {
    const { length } = useHeldBack.getState().customers;
    await loadMoreHeldBack();
    if (useHeldBack.getState().customers.length === length) break;
  }
  const { customers, spared } = useHeldBack.getState();
  const uids = customers.map(({ customerUid }) => customerUid).filter((uid) => !spared.has(uid));
  let deleted = 0;
  let error: TillError | null = null;
  for (let done = 0; done < uids.length && error === null; done += partSize) {
    useHeldBack.setState({ deleting: { done, total: uids.length } });
    const answer = await till.sync.approveDeletions({ customerUids: uids.slice(done, done + partSize) });
    if (answer.ok) deleted += answer.deleted.length;
    error = answer.ok ? answer.stoppedBy : answer.error;
  }
  await loadSyncStatus();
  if (error !== null) {
    openHeldBack();
    useHeldBack.setState({ error });
    return null;
  }
  useHeldBack.setState({ deleting: null });
  return { deleted, kept: uids.length - deleted };
}
