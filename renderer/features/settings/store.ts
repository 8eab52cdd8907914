import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { AuditEntry } from '#shared/contract/audit';
import type { Settings } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';

interface SettingsState {
  readonly settings: Settings | null;
  readonly audit: readonly AuditEntry[];
  readonly auditComplete: boolean;
  readonly error: TillError | null;
}

const auditPage = 100;

export const useSettings = create<SettingsState>(() => ({
  settings: null,
  audit: [],
  auditComplete: false,
  error: null,
}));

export function setSettings(settings: Settings): void {
  useSettings.setState({ settings });
}

export async function loadSettings(): Promise<void> {
  const answer = await till.settings.get({});
  if (answer.ok) useSettings.setState({ settings: answer.settings });
}

/** Every change is saved at once; what the core refuses is shown and stays as it was. */
export async function changeSettings(changes: Partial<Settings>): Promise<boolean> {
  const answer = await till.settings.set({ changes });
  useSettings.setState(answer.ok ? { settings: answer.settings, error: null } : { error: answer.error });
  return answer.ok;
}

/** The trail from its newest entry, or further back from the oldest one shown. */
export async function loadAudit(further: boolean): Promise<void> {
  const { audit } = useSettings.getState();
  const oldest = further ? audit.at(-1) : undefined;
  const answer = await till.audit.list({
    limit: auditPage,
    ...(oldest && { beforeSequence: oldest.sequence }),
  });
  if (!answer.ok) {
    useSettings.setState({ error: answer.error });
    return;
  }
  useSettings.setState({
    audit: further ? [...audit, ...answer.entries] : answer.entries,
    auditComplete: answer.entries.length < auditPage,
  });
}
