import type { DesignId } from '#shared/cards/card-design';
import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { PrintJob } from '#shared/contract/printing';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { untilIdle } from '../../ui/until-idle.ts';
import { loadPrinters } from '../../card-printing/printers.ts';
import { stopVerifying } from '../../card-printing/verify.ts';
import { blobOfBase64, downloadFile } from '../../ui/download.ts';

/** The card as one design has it. */
interface Preview {
  readonly designId: DesignId;
  readonly picture: string;
  readonly symbology: OperationOutput<'cards.render'>['symbology'];
}

interface CardState {
  /** Whose card `picture` shows. */
  readonly customerUid: string | null;
  /** What is written on it. */
  readonly content: string;
  /** Address of the rendered card inside this window. */
  readonly picture: string | null;
  readonly pictureError: TillError | null;
  /** The large preview is open. */
  readonly shown: boolean;
  readonly preview: Preview | null;
  readonly jobs: readonly PrintJob[];
  /** The newest card, ordered alone, that waits for a person to look at the printer. */
  readonly unsettled: PrintJob | null;
  /** How many cards of any customer wait for that: ordered alone, and those of batches. */
  readonly unsettledAlone: number;
  readonly unsettledTotal: number;
  readonly printing: boolean;
  readonly error: TillError | null;
}

export const useCard = createPrivate<CardState>(() => ({
  customerUid: null,
  content: '',
  picture: null,
  pictureError: null,
  shown: false,
  preview: null,
  jobs: [],
  unsettled: null,
  unsettledAlone: 0,
  unsettledTotal: 0,
  printing: false,
  error: null,
}));

/**
 * The card of the customer on the screen.
 *
 * @param content what is written on it: the picture is drawn anew when that changes
 */
export async function loadCardPicture(customerUid: string, content: string): Promise<void> {
  const known = useCard.getState();
  if (known.customerUid === customerUid && known.content === content && known.picture) return;
  if (known.customerUid !== customerUid) forgetPicture(customerUid);
  useCard.setState({ content });
  // The customer is on the screen before anybody draws a card.
  await untilIdle();
  if (useCard.getState().customerUid !== customerUid || useCard.getState().content !== content) return;
  // As a drawing: a till draws that in a tenth of the time its dots take.
  const answer = await till.cards.render({ customerUid, format: 'svg' });
  if (useCard.getState().customerUid !== customerUid) return;
  if (answer.ok) {
    const picture = URL.createObjectURL(blobOfBase64(answer.base64, answer.mediaType));
    useCard.setState({ picture, pictureError: null });
  } else {
    useCard.setState({ picture: null, pictureError: answer.error });
  }
}

/** The card on the screen is this customer's, and there is nothing on it yet. */
export function forgetPicture(customerUid: string): void {
  useCard.setState({
    picture: null,
    preview: null,
    customerUid,
    content: '',
    pictureError: null,
    jobs: [],
    error: null,
  });
}

/** A picture that is shown no more is let go of, however it went. */
useCard.subscribe((now, before) => {
  if (before.picture && before.picture !== now.picture) URL.revokeObjectURL(before.picture);
  if (before.preview && before.preview !== now.preview) URL.revokeObjectURL(before.preview.picture);
});

let drawing = 0;

/** The card as a printer of this design prints it; what was shown stays until it is drawn. */
export async function loadPreview(designId: DesignId): Promise<void> {
  const { customerUid } = useCard.getState();
  if (customerUid === null) return;
  const number = (drawing += 1);
  const answer = await till.cards.render({ customerUid, format: 'png', designId });
  if (number !== drawing || useCard.getState().customerUid !== customerUid) return;
  if (!answer.ok) {
    useCard.setState({ preview: null, pictureError: answer.error });
    return;
  }
  const picture = URL.createObjectURL(blobOfBase64(answer.base64, answer.mediaType));
  const preview = { designId, picture, symbology: answer.symbology };
  useCard.setState({ preview, pictureError: null });
}

export function showCard(shown: boolean): void {
  useCard.setState({ shown, error: null });
  if (!shown) {
    stopVerifying();
    useCard.setState({ preview: null });
    return;
  }
  void loadPrinters();
  void loadJobs();
}

/** Print jobs moved: those of the card on the screen, and those that need somebody to look. */
export async function loadJobs(): Promise<void> {
  const { customerUid, shown } = useCard.getState();
  const [alone, all, own] = await Promise.all([
    till.cards.jobs({ states: ['needs-attention'], single: true, limit: 1 }),
    till.cards.jobs({ states: ['needs-attention'], limit: 1 }),
    customerUid && shown ? till.cards.jobs({ customerUid, limit: 50 }) : null,
  ]);
  if (alone.ok) useCard.setState({ unsettled: alone.jobs[0] ?? null, unsettledAlone: alone.total });
  if (all.ok) useCard.setState({ unsettledTotal: all.total });
  if (own?.ok) useCard.setState({ jobs: own.jobs.toSorted(byNewest).slice(0, mostJobs) });
}

/** Cards of the customer that are listed below the picture. */
const mostJobs = 5;

function byNewest(one: PrintJob, other: PrintJob): number {
  return Date.parse(other.createdAt) - Date.parse(one.createdAt);
}

/** Sends the card to a printer. Answers the job, or null with the reason in the store. */
export async function printCard(printer: string | undefined): Promise<PrintJob | null> {
  const { customerUid, printing } = useCard.getState();
  if (!customerUid || printing) return null;
  useCard.setState({ printing: true, error: null });
  const answer = await till.cards.print({ customerUid, ...(printer && { printer }) });
  useCard.setState({ printing: false, error: answer.ok ? null : answer.error });
  await loadJobs();
  return answer.ok ? answer.job : null;
}

/** A person looked at the printer and says what they saw. */
export async function settleJob(
  jobId: string,
  outcome: 'came-out' | 'print-again' | 'cancel',
): Promise<TillError | null> {
  const answer = await till.cards.settle({ jobId, outcome });
  await loadJobs();
  return answer.ok ? null : answer.error;
}

/** Stops a job that waits or is being sent. */
export async function cancelJob(jobId: string): Promise<TillError | null> {
  const answer = await till.cards.cancel({ jobId });
  await loadJobs();
  return answer.ok ? null : answer.error;
}

export async function saveCard(format: 'pdf' | 'png' | 'svg', designId: DesignId): Promise<void> {
  const { customerUid } = useCard.getState();
  if (!customerUid) return;
  const answer = await till.cards.render({ customerUid, format, designId });
  if (answer.ok) downloadFile(answer.fileName, blobOfBase64(answer.base64, answer.mediaType));
  useCard.setState({ error: answer.ok ? null : answer.error });
}
