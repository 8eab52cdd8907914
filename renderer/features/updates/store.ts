import { create } from 'zustand';
import type { Result, TillError } from '#shared/contract/errors';
import type { UpdateStatus } from '#shared/contract/updates';
import { till } from '../../bridge/till.ts';

interface UpdatesState {
  readonly status: UpdateStatus | null;
  /** What a press was answered with; what goes wrong by itself is in the status. */
  readonly error: TillError | null;
}

export const useUpdates = create<UpdatesState>(() => ({ status: null, error: null }));

export function setUpdateStatus(status: UpdateStatus): void {
  useUpdates.setState({ status });
}

export async function loadUpdateStatus(): Promise<void> {
  take(await till.updates.status({}));
}

export async function checkForUpdate(): Promise<void> {
  take(await till.updates.check({}));
}

/** The till ends, and comes back with the release that was fetched. */
export async function installUpdate(): Promise<void> {
  take(await till.updates.install({}));
}

/** The till ends, and comes back with the version before. */
export async function goBackToFormer(): Promise<void> {
  take(await till.updates.goBack({}));
}

function take(answer: Result<{ status: UpdateStatus }>): void {
  useUpdates.setState(answer.ok ? { status: answer.status, error: null } : { error: answer.error });
}
