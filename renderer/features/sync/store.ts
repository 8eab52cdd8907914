import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { SyncStatus } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';

interface SyncState {
  readonly status: SyncStatus | null;
  readonly starting: boolean;
  /** Why a round could not be started by hand. */
  readonly error: TillError | null;
}

export const useSync = create<SyncState>(() => ({ status: null, starting: false, error: null }));

/** How often the core has told how the sync stands: an answer that was overtaken by that says less. */
let timesTold = 0;

export function setSyncStatus(status: SyncStatus): void {
  timesTold += 1;
  useSync.setState({ status });
}

export async function loadSyncStatus(): Promise<void> {
  const toldBefore = timesTold;
  const answer = await till.sync.status({});
  if (answer.ok && timesTold === toldBefore) useSync.setState({ status: answer.status });
}

/** What a service said may be about somebody. */
export function forgetSyncErrors(): void {
  useSync.setState(({ status }) => ({
    status: status && { ...status, lastError: null, recentErrors: [] },
    error: null,
  }));
}

/** Starts a round now; its course comes as events. */
export async function syncNow(): Promise<void> {
  useSync.setState({ starting: true, error: null });
  const toldBefore = timesTold;
  const answer = await till.sync.now({});
  useSync.setState({ starting: false, error: answer.ok ? null : answer.error });
  if (answer.ok && timesTold === toldBefore) useSync.setState({ status: answer.status });
}
