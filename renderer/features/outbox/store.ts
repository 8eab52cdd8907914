import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { Mutation, MutationState } from '#shared/contract/values';
import type { CustomerChanges } from '#shared/customer/model';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

export type UnsettledState = Exclude<MutationState, 'acked'>;
/** What is shown: everything, or changes in one state. */
export type Filter = 'all' | UnsettledState;
export type ChangeDetails = OperationOutput<'outbox.get'>;

/** In the order of the list: what needs a person first. */
export const unsettledStates: readonly UnsettledState[] = [
  'parked',
  'conflicted',
  'unknown',
  'claimed',
  'pending',
];

interface OutboxState {
  readonly filter: Filter;
  /** What has been loaded of the list, by its place in it; ten thousand may wait, few are ever looked at. */
  readonly rows: ReadonlyMap<number, Mutation>;
  /** Null until the first answer. */
  readonly total: number | null;
  readonly counts: Readonly<Record<UnsettledState, number>>;
  readonly error: TillError | null;
  /** The change beside the list. */
  readonly openId: string | null;
  readonly details: ChangeDetails | null;
  /** The open change is no longer in the outbox. */
  readonly gone: boolean;
  /** The change a person is working on. */
  readonly busyWith: string | null;
}

const pageSize = 100;
const noCounts = { parked: 0, conflicted: 0, unknown: 0, claimed: 0, pending: 0 };

export const useOutbox = createPrivate<OutboxState>(() => ({
  filter: 'all',
  rows: new Map(),
  total: null,
  counts: noCounts,
  error: null,
  openId: null,
  details: null,
  gone: false,
  busyWith: null,
}));

/** The rows in sight, as the list last told: [first, last]. */
let inSight: readonly [number, number] = [0, 0];
/** The place in the list whose change is to be opened once it has been fetched. */
let wanted: number | null = null;
/** Answers to an older question are dropped. */
let listing = 0;

/** Reads the rows in sight anew, and the open change. */
export async function loadOutbox(): Promise<void> {
  const { openId } = useOutbox.getState();
  await Promise.all([loadRows(true), openId === null ? undefined : loadDetails(openId)]);
  openMostUrgent();
}

/** The list has been scrolled: what came into sight is fetched when it is not there yet. */
export function showRows(first: number, last: number): void {
  inSight = [first, last];
  const { rows, total } = useOutbox.getState();
  if (total !== null && (!rows.has(first) || !rows.has(Math.min(last, total - 1)))) void loadRows(false);
}

/** @param anew forgets rows that are out of sight: they may have moved */
async function loadRows(anew: boolean): Promise<void> {
  const number = (listing += 1);
  const { filter } = useOutbox.getState();
  const [first, last] = inSight;
  const offset = Math.max(0, Math.floor(first - pageSize / 4));
  const answer = await till.outbox.list({
    states: filter === 'all' ? [...unsettledStates] : [filter],
    offset,
    limit: Math.min(500, Math.max(pageSize, last - offset + pageSize / 4)),
  });
  if (number !== listing) return;
  if (!answer.ok) {
    useOutbox.setState({ error: answer.error });
    return;
  }
  const { mutations, total, counts } = answer;
  useOutbox.setState(({ rows: before }) => {
    const rows = new Map(anew ? [] : before);
    for (const [at, mutation] of mutations.entries()) rows.set(offset + at, mutation);
    return { rows, total, counts, error: null };
  });
  if (wanted !== null) openAt(wanted);
}

export function setFilter(filter: Filter): void {
  inSight = [0, 0];
  wanted = null;
  useOutbox.setState({ filter, rows: new Map(), total: null, openId: null, details: null, gone: false });
  void loadOutbox();
}

/** What needs a person is opened for them; what merely waits is left alone. */
function openMostUrgent(): void {
  const { openId, rows } = useOutbox.getState();
  const first = rows.get(0);
  if (openId === null && first && (first.state === 'parked' || first.state === 'conflicted')) {
    openChange(first.mutationId);
  }
}

/** Opens the change at a place in the list: at once, or as soon as it has been fetched. */
export function openAt(index: number): void {
  const mutation = useOutbox.getState().rows.get(index);
  wanted = mutation ? null : index;
  if (mutation) openChange(mutation.mutationId);
}

export function openChange(mutationId: string): void {
  if (useOutbox.getState().openId === mutationId) return;
  useOutbox.setState({ openId: mutationId, details: null, gone: false });
  void loadDetails(mutationId);
}

async function loadDetails(mutationId: string): Promise<void> {
  const answer = await till.outbox.get({ mutationId });
  if (useOutbox.getState().openId !== mutationId) return;
  if (answer.ok) useOutbox.setState({ details: answer, gone: false });
  else if (answer.error.code === 'mutation.not-found') useOutbox.setState({ gone: true });
  else useOutbox.setState({ error: answer.error });
}

/** Tries a change again now; answers what went wrong, if anything. */
export function retry(mutationId: string): Promise<TillError | null> {
  return working(mutationId, () => till.outbox.retry({ mutationId }));
}

/** Tries everything again that was refused; cards need a look at the printer first. */
export async function retryAll(): Promise<{ readonly retried: number } | { readonly error: TillError }> {
  const answer = await till.outbox.retryAll({});
  await loadOutbox();
  return answer.ok ? { retried: answer.retried } : { error: answer.error };
}

/** Corrects a change and sends it again; answers what is wrong with it, if anything. */
export function resend(
  mutationId: string,
  changes: CustomerChanges,
  leaveOut: string[],
): Promise<TillError | null> {
  return working(mutationId, () => till.outbox.edit({ mutationId, changes, leaveOut }));
}

/** A person looked at the printer and says what they saw. */
export function settleCard(
  { mutationId, printJobId }: Mutation,
  outcome: 'came-out' | 'print-again' | 'cancel',
): Promise<TillError | null> {
  return working(mutationId, () => till.cards.settle({ jobId: printJobId ?? '', outcome }));
}

/** Gives a change up. Answers what was given up, for whoever wants to keep it. */
export async function discard(
  mutationId: string,
): Promise<{ readonly given: OperationOutput<'outbox.discard'> } | { readonly error: TillError }> {
  useOutbox.setState({ busyWith: mutationId });
  const answer = await till.outbox.discard({ mutationId });
  useOutbox.setState({ busyWith: null });
  if (answer.ok) useOutbox.setState({ openId: null, details: null });
  await loadOutbox();
  return answer.ok ? { given: answer } : { error: answer.error };
}

async function working(
  mutationId: string,
  act: () => Promise<{ ok: true } | { ok: false; error: TillError }>,
): Promise<TillError | null> {
  useOutbox.setState({ busyWith: mutationId });
  const answer = await act();
  useOutbox.setState({ busyWith: null });
  await loadOutbox();
  return answer.ok ? null : answer.error;
}
