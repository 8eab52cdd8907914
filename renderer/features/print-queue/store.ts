import type { TillError } from '#shared/contract/errors';
import type { PrintBatch, PrintCounts, PrintJob, PrintJobState } from '#shared/contract/printing';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

/** What is shown: every job, or those in one state. */
export type JobFilter = 'all' | PrintJobState;

/** In the order of the filters: what needs a person first. */
export const jobStates = ['needs-attention', 'waiting', 'sending', 'sent', 'verified', 'cancelled'] as const;

interface PrintQueueState {
  readonly filter: JobFilter;
  /** Cards of one batch only; null for cards that were ordered one by one. */
  readonly batch: PrintBatch | null;
  /** What has been loaded of the list, by its place in it. */
  readonly rows: ReadonlyMap<number, PrintJob>;
  /** Null until the first answer. */
  readonly total: number | null;
  readonly counts: PrintCounts;
  readonly error: TillError | null;
  /** The job beside the list, as it was last told. */
  readonly open: PrintJob | null;
  /** A person has asked for something and it is under way. */
  readonly busy: boolean;
}

const pageSize = 100;
const noCounts: PrintCounts = {
  waiting: 0,
  sending: 0,
  sent: 0,
  'needs-attention': 0,
  verified: 0,
  cancelled: 0,
};

export const usePrintQueue = createPrivate<PrintQueueState>(() => ({
  filter: 'all',
  batch: null,
  rows: new Map(),
  total: null,
  counts: noCounts,
  error: null,
  open: null,
  busy: false,
}));

/** The rows in sight, as the list last told: [first, last]. */
let inSight: readonly [number, number] = [0, 0];
/** The place in the list whose job is to be opened once it has been fetched. */
let wanted: number | null = null;
/** Answers to an older question are dropped. */
let listing = 0;

/** Reads the rows in sight anew. */
export async function loadPrintQueue(): Promise<void> {
  await loadRows(true);
  openMostUrgent();
}

/** The list has been scrolled: what came into sight is fetched when it is not there yet. */
export function showJobs(first: number, last: number): void {
  inSight = [first, last];
  const { rows, total } = usePrintQueue.getState();
  if (total !== null && total > 0 && (!rows.has(first) || !rows.has(Math.min(last, total - 1)))) {
    void loadRows(false);
  }
}

/** @param anew forgets rows that are out of sight: they may have moved */
async function loadRows(anew: boolean): Promise<void> {
  const number = (listing += 1);
  const { filter, batch } = usePrintQueue.getState();
  const [first, last] = inSight;
  const offset = Math.max(0, Math.floor(first - pageSize / 4));
  const answer = await till.cards.jobs({
    ...(filter !== 'all' && { states: [filter] }),
    ...(batch ? { batchId: batch.batchId } : { single: true }),
    offset,
    limit: Math.min(500, Math.max(pageSize, last - offset + pageSize / 4)),
  });
  if (number !== listing) return;
  if (!answer.ok) {
    usePrintQueue.setState({ error: answer.error });
    return;
  }
  const { jobs, total, counts } = answer;
  usePrintQueue.setState(({ rows: before, open }) => {
    const rows = new Map(anew ? [] : before);
    for (const [at, job] of jobs.entries()) rows.set(offset + at, job);
    const openNow = jobs.find(({ jobId }) => jobId === open?.jobId) ?? open;
    return { rows, total, counts, open: openNow, error: null };
  });
  if (wanted !== null) openJobAt(wanted);
}

export function setJobFilter(filter: JobFilter): void {
  begin({ filter });
}

/** The cards of one batch, or (null) those that were ordered one by one. */
export function showBatchJobs(batch: PrintBatch | null): void {
  begin({ batch, filter: 'all' });
}

function begin(shown: Partial<Pick<PrintQueueState, 'filter' | 'batch'>>): void {
  inSight = [0, 0];
  wanted = null;
  usePrintQueue.setState({ ...shown, rows: new Map(), total: null, open: null });
  void loadPrintQueue();
}

/** What somebody has to look at is opened for them; what goes its way is left alone. */
function openMostUrgent(): void {
  const { open, rows } = usePrintQueue.getState();
  if (open !== null) return;
  const urgent = [...rows.values()].find(({ state }) => state === 'needs-attention');
  if (urgent) usePrintQueue.setState({ open: urgent });
}

/** Opens the job at a place in the list: at once, or as soon as it has been fetched. */
export function openJobAt(index: number): void {
  const job = usePrintQueue.getState().rows.get(index);
  wanted = job ? null : index;
  if (job) usePrintQueue.setState({ open: job });
}

/** A person looked at the printer and says what they saw. `print-again` opens the new job. */
export function settleJob(
  { jobId }: PrintJob,
  outcome: 'came-out' | 'print-again' | 'cancel',
): Promise<TillError | null> {
  return working(() => till.cards.settle({ jobId, outcome }));
}

/** Stops a job that waits or is being sent. */
export function cancelJob({ jobId }: PrintJob): Promise<TillError | null> {
  return working(() => till.cards.cancel({ jobId }));
}

/** Prints the card of a job that is over once more, by a job that says so. */
export function reprint({ jobId }: PrintJob): Promise<TillError | null> {
  return working(() => till.cards.reprint({ jobId }));
}

async function working(
  act: () => Promise<{ ok: true; job: PrintJob } | { ok: false; error: TillError }>,
): Promise<TillError | null> {
  usePrintQueue.setState({ busy: true });
  const answer = await act();
  usePrintQueue.setState({ busy: false, ...(answer.ok && { open: answer.job }) });
  await loadRows(true);
  return answer.ok ? null : answer.error;
}
