import type { AuditCheck, AuditEntry, AuditFilter } from '#shared/contract/audit';
import type { TillError } from '#shared/contract/errors';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

/** What the page is set to show; empty: all. Days as a date field has them, YYYY-MM-DD. */
export interface Wanted {
  readonly actor: string;
  readonly action: string;
  readonly customerUid: string;
  readonly fromDay: string;
  readonly toDay: string;
}

export const everything: Wanted = { actor: '', action: '', customerUid: '', fromDay: '', toDay: '' };

interface AuditState {
  readonly wanted: Wanted;
  readonly entries: readonly AuditEntry[];
  readonly isComplete: boolean;
  /** What the trail can be filtered by. */
  readonly known: { readonly actors: readonly string[]; readonly actions: readonly string[] };
  readonly check: AuditCheck | null;
  readonly error: TillError | null;
}

const pageLength = 100;

export const useAudit = createPrivate<AuditState>(() => ({
  wanted: everything,
  entries: [],
  isComplete: true,
  known: { actors: [], actions: [] },
  check: null,
  error: null,
}));

/** The trail as it is now, and what it can be filtered by. */
export async function openAudit(): Promise<void> {
  const [known] = await Promise.all([till.audit.filters({}), loadEntries()]);
  if (known.ok) useAudit.setState({ known });
}

export async function want(change: Partial<Wanted>): Promise<void> {
  useAudit.setState((state) => ({ wanted: { ...state.wanted, ...change } }));
  await loadEntries();
}

/** @param further goes on behind the oldest entry shown */
export async function loadEntries(further = false): Promise<void> {
  const { wanted, entries } = useAudit.getState();
  const oldest = further ? entries.at(-1) : undefined;
  const answer = await till.audit.list({
    ...filterOf(wanted),
    limit: pageLength,
    ...(oldest && { beforeSequence: oldest.sequence }),
  });
  // Somebody has typed on meanwhile.
  if (useAudit.getState().wanted !== wanted) return;
  if (!answer.ok) {
    useAudit.setState({ error: answer.error });
    return;
  }
  useAudit.setState({
    entries: further ? [...entries, ...answer.entries] : answer.entries,
    isComplete: answer.entries.length < pageLength,
    error: null,
  });
}

/** Goes through the whole trail: whether it is as it was written. */
export async function checkTrail(): Promise<void> {
  const answer = await till.audit.verify({});
  useAudit.setState(answer.ok ? { check: answer, error: null } : { error: answer.error });
}

/** What is shown, as a file; null when that failed, which is said on the page. */
export async function exportTrail(
  format: 'csv' | 'json-lines',
): Promise<{ readonly fileName: string; readonly content: Blob } | null> {
  const filter = filterOf(useAudit.getState().wanted);
  const parts: string[] = [];
  for (let afterSequence = 0; ;) {
    const answer = await till.audit.export({ ...filter, format, afterSequence, reason: 'inspection' });
    if (!answer.ok) {
      useAudit.setState({ error: answer.error });
      return null;
    }
    parts.push(answer.text);
    if (answer.next === null) {
      const type = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/jsonl';
      return { fileName: answer.fileName, content: new Blob(parts, { type }) };
    }
    afterSequence = answer.next;
  }
}

/** Days are those of whoever looks: from midnight here to midnight here. */
function filterOf({ actor, action, customerUid, fromDay, toDay }: Wanted): AuditFilter {
  const uid = customerUid.trim();
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(/^[A-Za-z0-9_-]{1,128}$/.test(uid) && { customerUid: uid }),
    ...(fromDay && { from: midnightOf(fromDay, 0) }),
    ...(toDay && { to: midnightOf(toDay, 1) }),
  };
}

function midnightOf(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}
