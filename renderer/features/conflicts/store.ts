import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { OperationInput } from '#shared/contract/operations';
import type { Conflict } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';

export type Resolution = OperationInput<'conflicts.resolve'>['resolution'];

interface ConflictsState {
  /** Null until the first answer. */
  readonly conflicts: readonly Conflict[] | null;
  readonly error: TillError | null;
  readonly busyWith: string | null;
}

export const useConflicts = create<ConflictsState>(() => ({ conflicts: null, error: null, busyWith: null }));

export async function loadConflicts(): Promise<void> {
  const answer = await till.conflicts.list({});
  useConflicts.setState(answer.ok ? { conflicts: answer.conflicts, error: null } : { error: answer.error });
}

/** Settles one field; answers what went wrong, if anything. */
export async function resolve(conflictId: string, resolution: Resolution): Promise<TillError | null> {
  useConflicts.setState({ busyWith: conflictId });
  const answer = await till.conflicts.resolve({ conflictId, resolution });
  useConflicts.setState({ busyWith: null });
  await loadConflicts();
  return answer.ok ? null : answer.error;
}
