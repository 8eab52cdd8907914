import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Mutation } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { downloadJson } from '../../ui/download.ts';

interface OutboxState {
  /** Null until the first answer. */
  readonly mutations: readonly Mutation[] | null;
  readonly total: number;
  readonly error: TillError | null;
  /** The change a person is working on. */
  readonly busyWith: string | null;
}

const mostShown = 200;

export const useOutbox = create<OutboxState>(() => ({
  mutations: null,
  total: 0,
  error: null,
  busyWith: null,
}));

/** Everything on its way; what needs a person first. What has arrived is no longer of interest. */
export async function loadOutbox(): Promise<void> {
  const answer = await till.outbox.list({
    states: ['parked', 'conflicted', 'unknown', 'claimed', 'pending'],
    limit: mostShown,
  });
  useOutbox.setState(
    answer.ok
      ? { mutations: answer.mutations.toSorted(byUrgency), total: answer.total, error: null }
      : { error: answer.error },
  );
}

function byUrgency(a: Mutation, b: Mutation): number {
  return urgency(a) - urgency(b) || a.createdAt.localeCompare(b.createdAt);
}

function urgency({ state }: Mutation): number {
  return state === 'parked' ? 0 : state === 'conflicted' ? 1 : 2;
}

/** Tries a change again now; answers what went wrong, if anything. */
export async function retry(mutationId: string): Promise<TillError | null> {
  useOutbox.setState({ busyWith: mutationId });
  const answer = await till.outbox.retry({ mutationId });
  useOutbox.setState({ busyWith: null });
  await loadOutbox();
  return answer.ok ? null : answer.error;
}

/** Gives a change up, with a file of what it was when asked for. */
export async function discard(mutation: Mutation, keepCopy: boolean): Promise<TillError | null> {
  useOutbox.setState({ busyWith: mutation.mutationId });
  const answer = await till.outbox.discard({ mutationId: mutation.mutationId });
  useOutbox.setState({ busyWith: null });
  if (answer.ok && keepCopy) {
    const { discarded, payloads } = answer;
    downloadJson(`discarded-${mutation.mutationId}.json`, { discarded, payloads });
  }
  await loadOutbox();
  return answer.ok ? null : answer.error;
}
