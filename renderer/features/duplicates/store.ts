import type { TillError } from '#shared/contract/errors';
import type { DuplicatePair, DuplicateStatus } from '#shared/contract/values';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

interface PairsState {
  /** Null until the first answer. */
  readonly pairs: readonly DuplicatePair[] | null;
  /** How many there were when the list was read. */
  readonly total: number;
  /** Where the list goes on; null at its end. */
  readonly next: string | null;
  readonly status: DuplicateStatus | null;
  readonly error: TillError | null;
  readonly loading: boolean;
  /** A search is being started or paused. */
  readonly switching: boolean;
}

const pageSize = 20;
const maxAtOnce = 50;

export const usePairs = createPrivate<PairsState>(() => ({
  pairs: null,
  total: 0,
  next: null,
  status: null,
  error: null,
  loading: false,
  switching: false,
}));

/** The names of a pair, whichever comes first. */
export function pairKey({ customers: [one, other] }: DuplicatePair): string {
  return `${one.customerUid} ${other.customerUid}`;
}

/** Reads the list from its beginning, as far as it was read before. */
export async function loadPairs(): Promise<void> {
  const shown = usePairs.getState().pairs?.length ?? 0;
  const [list, status] = await Promise.all([
    till.duplicates.list({ limit: Math.min(maxAtOnce, Math.max(pageSize, shown)) }),
    till.duplicates.status({}),
  ]);
  if (status.ok) usePairs.setState({ status: status.status });
  usePairs.setState(
    list.ok ? { pairs: list.pairs, total: list.total, next: list.next, error: null } : { error: list.error },
  );
}

export async function loadMorePairs(): Promise<void> {
  const { pairs, next, loading } = usePairs.getState();
  if (next === null || loading) return;
  usePairs.setState({ loading: true });
  const answer = await till.duplicates.list({ limit: pageSize, after: next });
  usePairs.setState(
    answer.ok
      ? { pairs: [...(pairs ?? []), ...answer.pairs], next: answer.next, loading: false, error: null }
      : { loading: false, error: answer.error },
  );
}

/** How often the core has told how the search stands: an answer that was overtaken by that says less. */
let timesTold = 0;

/** The list stays as it is while somebody reads it; an empty one fills by itself. */
export function setDuplicateStatus(status: DuplicateStatus): void {
  timesTold += 1;
  const { pairs, total } = usePairs.getState();
  usePairs.setState({ status });
  if (pairs?.length === 0 && status.found !== total) void loadPairs();
}

export async function switchSearch(action: 'start' | 'pause'): Promise<void> {
  usePairs.setState({ switching: true });
  const toldBefore = timesTold;
  const answer = await till.duplicates.find({ action });
  usePairs.setState({ switching: false, error: answer.ok ? null : answer.error });
  if (answer.ok && timesTold === toldBefore) usePairs.setState({ status: answer.status });
}

/** The two of this pair are not the same. Answers what went wrong, if anything. */
export async function dismiss(pair: DuplicatePair): Promise<TillError | null> {
  const [one, other] = pair.customers;
  const answer = await till.duplicates.dismiss({
    customerUid: one.customerUid,
    otherUid: other.customerUid,
  });
  if (!answer.ok) return answer.error;
  const { pairs } = usePairs.getState();
  const left = pairs?.filter((shown) => pairKey(shown) !== pairKey(pair)) ?? null;
  usePairs.setState({ pairs: left, total: answer.status.found, status: answer.status });
  if (left?.length === 0) await loadPairs();
  return null;
}
