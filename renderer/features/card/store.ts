import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Printer, PrintJob } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';
import { blobOfBase64, downloadFile } from '../../ui/download.ts';

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
  /** Null until the first answer; none where neither the shop nor the service prints. */
  readonly printers: readonly Printer[] | null;
  readonly jobs: readonly PrintJob[];
  /** Jobs of any customer that wait for a person to look at the printer. */
  readonly unsettled: readonly PrintJob[];
  readonly printing: boolean;
  readonly error: TillError | null;
}

export const useCard = create<CardState>(() => ({
  customerUid: null,
  content: '',
  picture: null,
  pictureError: null,
  shown: false,
  printers: null,
  jobs: [],
  unsettled: [],
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
  const answer = await till.cards.render({ customerUid, format: 'png' });
  if (useCard.getState().customerUid !== customerUid) return;
  if (answer.ok) {
    replacePicture(URL.createObjectURL(blobOfBase64(answer.base64, answer.mediaType)));
    useCard.setState({ pictureError: null });
  } else {
    replacePicture(null);
    useCard.setState({ pictureError: answer.error });
  }
}

/** The card on the screen is this customer's, and there is nothing on it yet. */
export function forgetPicture(customerUid: string): void {
  replacePicture(null);
  useCard.setState({ customerUid, content: '', pictureError: null, jobs: [], error: null });
}

function replacePicture(picture: string | null): void {
  const { picture: previous } = useCard.getState();
  useCard.setState({ picture });
  if (previous) URL.revokeObjectURL(previous);
}

export function showCard(shown: boolean): void {
  useCard.setState({ shown, error: null });
  if (!shown) return;
  void loadPrinters();
  void loadJobs();
}

async function loadPrinters(): Promise<void> {
  const answer = await till.printers.list({});
  if (answer.ok) useCard.setState({ printers: answer.printers });
}

/** Print jobs moved: those of the card on the screen, and those that need somebody to look. */
export async function loadJobs(): Promise<void> {
  const { customerUid, shown } = useCard.getState();
  const [all, own] = await Promise.all([
    till.cards.jobs({ limit: 100 }),
    customerUid && shown ? till.cards.jobs({ customerUid, limit: 5 }) : null,
  ]);
  if (all.ok) useCard.setState({ unsettled: all.jobs.filter(({ state }) => state === 'needs-attention') });
  if (own?.ok) useCard.setState({ jobs: own.jobs });
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

export async function saveCard(format: 'pdf' | 'png' | 'svg'): Promise<void> {
  const { customerUid } = useCard.getState();
  if (!customerUid) return;
  const answer = await till.cards.render({ customerUid, format });
  if (answer.ok) downloadFile(answer.fileName, blobOfBase64(answer.base64, answer.mediaType));
  useCard.setState({ error: answer.ok ? null : answer.error });
}
