import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { PrintJob } from '#shared/contract/printing';
import { createPrivate } from '../bridge/private-store.ts';
import { till } from '../bridge/till.ts';

type VerifyOutcome = OperationOutput<'cards.verify'>;

interface VerifyState {
  /** Somebody is about to scan a printed card. */
  readonly waiting: boolean;
  /** The job whose card is meant; null for any card that was printed. */
  readonly job: PrintJob | null;
  /** What came of the scan before. */
  readonly outcome: VerifyOutcome | null;
  readonly error: TillError | null;
}

const idle: VerifyState = { waiting: false, job: null, outcome: null, error: null };

/** Scanning a printed card proves that it came out and can be read. */
export const useVerify = createPrivate<VerifyState>(() => idle);

/** From now on a scan is taken for a printed card, until `stopVerifying`. */
export function startVerifying(job: PrintJob | null): void {
  useVerify.setState({ ...idle, waiting: true, job });
}

export function stopVerifying(): void {
  useVerify.setState(idle);
}

/** A card was scanned, or its number typed. */
export async function verifyScanned(code: string): Promise<void> {
  const { job } = useVerify.getState();
  const answer = await till.cards.verify({ code, ...(job && { jobId: job.jobId }) });
  if (!useVerify.getState().waiting) return;
  if (!answer.ok) {
    useVerify.setState({ outcome: null, error: answer.error });
    return;
  }
  // The card that was meant has been scanned: from here on, any card.
  useVerify.setState({ outcome: answer, error: null, ...(answer.outcome === 'verified' && { job: null }) });
}
