import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Settings } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { setManaged } from '../../ui/managed.tsx';

interface SettingsState {
  readonly settings: Settings | null;
  readonly error: TillError | null;
  /** Why the configuration of IT, or a part of it, was not taken over. */
  readonly configurationProblems: readonly TillError[];
}

export const useSettings = create<SettingsState>(() => ({
  settings: null,
  error: null,
  configurationProblems: [],
}));

export function setSettings(settings: Settings): void {
  useSettings.setState({ settings });
}

export async function loadSettings(): Promise<void> {
  const answer = await till.settings.get({});
  if (answer.ok) useSettings.setState({ settings: answer.settings });
}

/** What of the till IT has set, and what of it could not be taken over. */
export async function loadManaged(): Promise<void> {
  const answer = await till.provisioning.status({});
  if (!answer.ok) return;
  setManaged(answer.provisioning.managed);
  useSettings.setState({ configurationProblems: answer.provisioning.problems });
}

/** Every change is saved at once; what the core refuses is shown and stays as it was. */
export async function changeSettings(changes: Partial<Settings>): Promise<boolean> {
  const answer = await till.settings.set({ changes });
  useSettings.setState(answer.ok ? { settings: answer.settings, error: null } : { error: answer.error });
  return answer.ok;
}
