import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { PrintBatch } from '#shared/contract/printing';
import type { CustomerType } from '#shared/customer/model';
import { createPrivate } from '../../bridge/private-store.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { till } from '../../bridge/till.ts';

/** Whose cards: customers chosen in the list, a list from elsewhere, or everybody of a kind. */
export type BulkSource = 'chosen' | 'list' | 'all';

interface Chosen {
  readonly customerUid: string;
  readonly displayName: string;
}

/** What printing would do, counted without printing. */
type BulkCount = Pick<OperationOutput<'cards.printMany'>, 'total'> &
  Partial<OperationOutput<'cards.printList'>>;

interface BulkState {
  readonly source: BulkSource;
  readonly chosen: readonly Chosen[];
  /** The list as it was pasted or read: one customer a line. */
  readonly text: string;
  readonly fileName: string;
  /** Empty: of every type. */
  readonly types: readonly CustomerType[];
  readonly withoutCard: boolean;
  /** Empty: the usual printer for many cards. */
  readonly printer: string;
  /** Null until it is counted, and while nothing is to be counted. */
  readonly count: BulkCount | null;
  readonly counting: boolean;
  readonly starting: boolean;
  readonly error: TillError | null;
}

export const useBulk = createPrivate<BulkState>(
  () => ({
    source: 'list',
    chosen: [],
    text: '',
    fileName: '',
    types: [],
    withoutCard: true,
    printer: '',
    count: null,
    counting: false,
    starting: false,
    error: null,
  }),
  {
    keep: ({ source, chosen, text, fileName, types, withoutCard }) => ({
      source,
      chosen,
      text,
      fileName,
      types,
      withoutCard,
    }),
  },
);

/** What `cards.printList` takes (900 kB), with room for what JSON adds. */
export const longestList = 880_000;
const pauseMs = 300;
const asker = createLatestAsker(pauseMs);

type BulkChanges = Partial<
  Pick<BulkState, 'source' | 'chosen' | 'text' | 'fileName' | 'types' | 'withoutCard' | 'printer'>
>;

/** Something was chosen or typed: how many cards that is now is counted after a short pause. */
export function changeBulk(changes: BulkChanges): void {
  useBulk.setState({ ...changes, count: null, error: null });
  if (isEmpty(useBulk.getState())) {
    asker.cancel();
    useBulk.setState({ counting: false });
    return;
  }
  useBulk.setState({ counting: true });
  asker.ask(
    () => order(useBulk.getState(), true),
    (answer) => {
      const { ok } = answer;
      useBulk.setState({ counting: false, count: ok ? answer : null, error: ok ? null : answer.error });
    },
  );
}

/** Cards for customers who were chosen in the list. */
export function chooseForCards(chosen: readonly Chosen[]): void {
  changeBulk({ source: 'chosen', chosen });
}

function isEmpty({ source, chosen, text }: BulkState): boolean {
  return (source === 'chosen' && chosen.length === 0) || (source === 'list' && text.trim() === '');
}

/** Orders the cards. Answers the batch; null when it could not be made, with the reason in the store. */
export async function startBulk(): Promise<PrintBatch | null> {
  if (useBulk.getState().starting) return null;
  useBulk.setState({ starting: true, error: null });
  const answer = await order(useBulk.getState(), false);
  useBulk.setState({ starting: false });
  if (!answer.ok) {
    useBulk.setState({ error: answer.error });
    return null;
  }
  changeBulk({ chosen: [], text: '', fileName: '' });
  void loadBatches();
  return answer.batch;
}

function order({ source, chosen, text, types, withoutCard, printer }: BulkState, onlyCount: boolean) {
  const shared = { ...(printer && { printer }), onlyCount };
  if (source === 'list') return till.cards.printList({ text, ...shared });
  const cardsFor =
    source === 'chosen'
      ? { customerUids: chosen.map(({ customerUid }) => customerUid) }
      : { all: { withoutCard, ...(types.length > 0 && { types: [...types] }) } };
  return till.cards.printMany({ cardsFor, ...shared });
}

interface BatchesState {
  /** Null until the first answer; newest first. */
  readonly batches: readonly PrintBatch[] | null;
  readonly error: TillError | null;
  /** The batch a person has asked something of. */
  readonly busyWith: string | null;
}

export const useBatches = createPrivate<BatchesState>(() => ({ batches: null, error: null, busyWith: null }));

const mostBatches = 20;

export async function loadBatches(): Promise<void> {
  const answer = await till.cards.batches({ limit: mostBatches });
  useBatches.setState(answer.ok ? { batches: answer.batches, error: null } : { error: answer.error });
}

export type BatchAction = 'pause' | 'resume' | 'cancel' | 'came-out' | 'print-again' | 'give-up';

/** Does something with a batch; answers what went wrong, if anything. */
export async function actOnBatch({ batchId }: PrintBatch, action: BatchAction): Promise<TillError | null> {
  useBatches.setState({ busyWith: batchId });
  const answer = await askBatch(batchId, action);
  useBatches.setState({ busyWith: null });
  await loadBatches();
  return answer.ok ? null : answer.error;
}

function askBatch(batchId: string, action: BatchAction) {
  switch (action) {
    case 'pause':
      return till.cards.pauseBatch({ batchId });
    case 'resume':
      return till.cards.resumeBatch({ batchId });
    case 'cancel':
      return till.cards.cancelBatch({ batchId });
    case 'give-up':
      return till.cards.settleBatch({ batchId, outcome: 'cancel' });
    default:
      return till.cards.settleBatch({ batchId, outcome: action });
  }
}
