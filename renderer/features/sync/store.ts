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

export function setSyncStatus(status: SyncStatus): void {
  useSync.setState({ status });
}

export async function loadSyncStatus(): Promise<void> {
  const answer = await till.sync.status({});
  if (answer.ok) setSyncStatus(answer.status);
}

/** Starts a round now; its course comes as events. */
export async function syncNow(): Promise<void> {
  useSync.setState({ starting: true, error: null });
  const answer = await till.sync.now({});
  useSync.setState(
    answer.ok ? { starting: false, status: answer.status } : { starting: false, error: answer.error },
  );
}
