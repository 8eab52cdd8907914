import type { TillError } from '#shared/contract/errors';
import type { CodeMeaning, CodeRefusal, Hit } from '#shared/contract/values';
import { createPrivate } from '../../bridge/private-store.ts';
import { createLatestAsker } from '../../bridge/ask-latest.ts';
import { till } from '../../bridge/till.ts';

/** A customer as a list shows it. */
export type KnownCustomer = Omit<Hit, 'matched'>;

type Replaced = Extract<CodeMeaning, { outcome: 'replaced' }>;

/** Who is looked for to be given a code. */
interface Search {
  readonly query: string;
  readonly customers: readonly KnownCustomer[];
  /** The row Enter acts on. */
  readonly selected: number;
}

/**
 * What the till says of the code that was scanned last; a further scan takes its place.
 * - `known`: somebody's, and something unsaved or another dialog is in the way of opening them
 * - `replaced`: it was somebody's
 * - `several`: more than one customer has it
 * - `unknown`: nobody's: whose is it to be?
 * - `attach`: it is about to become this customer's
 */
export type CodeDialog =
  | { readonly step: 'known'; readonly customer: KnownCustomer }
  | { readonly step: 'replaced'; readonly replaced: Replaced }
  | { readonly step: 'several'; readonly code: string; readonly customers: readonly KnownCustomer[] }
  | Unknown
  | Attaching;

interface Unknown {
  readonly step: 'unknown';
  readonly code: string;
  readonly refusal: CodeRefusal | null;
  /** Who had the code before, when a person wants somebody else to have it. */
  readonly former: KnownCustomer | null;
  readonly search: Search;
  /** The customer service is being asked about the code. */
  readonly asking: boolean;
  /** Who has the code after all: known to the service, or just arrived from it. */
  readonly owner: KnownCustomer | null;
}

interface Attaching {
  readonly step: 'attach';
  readonly from: Unknown;
  readonly customer: KnownCustomer;
  readonly busy: boolean;
  readonly error: TillError | null;
}

interface CodeState {
  /** Tells one scan's dialog from the next one's. */
  readonly scan: number;
  readonly dialog: CodeDialog | null;
}

export const useCodes = createPrivate<CodeState>(() => ({ scan: 0, dialog: null }));

const mostFound = 20;
const searcher = createLatestAsker(0);
let lastScan = 0;

/** A failure of the till's own program, or what the code means; null when a later scan has overtaken this one. */
type Meaning =
  | { readonly ok: true; readonly meaning: CodeMeaning }
  | { readonly ok: false; readonly error: TillError };

/** Asks whose the code is. Whatever an earlier scan showed is over. */
export async function findCode(code: string): Promise<Meaning | null> {
  lastScan += 1;
  const scan = lastScan;
  const answer = await till.codes.find({ code });
  if (scan !== lastScan) return null;
  if (!answer.ok) return { ok: false, error: answer.error };
  const { ok: _ok, ...meaning } = answer;
  return { ok: true, meaning };
}

function show(dialog: CodeDialog | null): void {
  searcher.cancel();
  useCodes.setState({ scan: lastScan, dialog });
}

export function closeCodeDialog(): void {
  show(null);
}

export function showKnown(customer: KnownCustomer): void {
  show({ step: 'known', customer });
}

export function showSeveral(code: string, customers: readonly KnownCustomer[]): void {
  show({ step: 'several', code, customers });
}

export function showReplaced(replaced: Replaced): void {
  show({ step: 'replaced', replaced });
}

interface UnknownOptions {
  /** Who is on the screen: the likeliest to be given the code. */
  readonly openCustomer: KnownCustomer | null;
  readonly canAskService: boolean;
}

export function showUnknown(
  { code, refusal }: Extract<CodeMeaning, { outcome: 'unknown' }>,
  { openCustomer, canAskService }: UnknownOptions,
): void {
  showSearch({ code, refusal, former: null, asking: canAskService, owner: null }, openCustomer);
  if (canAskService) void askService(code);
}

/** A person wants a code that was somebody's to be somebody else's. */
export function giveAway({ code, customer }: Replaced, openCustomer: KnownCustomer | null): void {
  const suggested = openCustomer?.customerUid === customer.customerUid ? null : openCustomer;
  showSearch({ code, refusal: null, former: customer, asking: false, owner: null }, suggested);
}

function showSearch(unknown: Omit<Unknown, 'step' | 'search'>, openCustomer: KnownCustomer | null): void {
  const customers = openCustomer ? [openCustomer] : [];
  show({ step: 'unknown', ...unknown, search: { query: '', customers, selected: 0 } });
  if (unknown.refusal === null) suggestRecent(customers);
}

/** Nobody is typed yet: whoever is open, then those opened last. */
function suggestRecent(first: readonly KnownCustomer[]): void {
  searcher.ask(
    () => till.customers.recent({ limit: mostFound }),
    (answer) => {
      if (!answer.ok) return;
      const others = answer.hits.filter((hit) => hit.customerUid !== first[0]?.customerUid);
      changeSearch((search) => ({ ...search, customers: [...first, ...others] }));
    },
  );
}

export function searchOwner(query: string): void {
  changeSearch((search) => ({ ...search, query }));
  const { dialog } = useCodes.getState();
  if (dialog?.step !== 'unknown') return;
  if (query.trim() === '') {
    suggestRecent([]);
    return;
  }
  searcher.ask(
    () => till.customers.search({ query, limit: mostFound }),
    (answer) => {
      if (answer.ok) changeSearch((search) => ({ ...search, customers: answer.hits, selected: 0 }));
    },
  );
}

export function selectOwner(index: number): void {
  changeSearch((search) => ({
    ...search,
    selected: Math.max(0, Math.min(index, search.customers.length - 1)),
  }));
}

function changeSearch(change: (search: Search) => Search): void {
  useCodes.setState(({ dialog }) =>
    dialog?.step === 'unknown' ? { dialog: { ...dialog, search: change(dialog.search) } } : {},
  );
}

/**
 * The code may be of a customer who was registered elsewhere a moment ago. Not
 * every service's search looks at loyalty ids, so its silence says nothing; what
 * is new there is pulled as well.
 */
async function askService(code: string): Promise<void> {
  const scan = lastScan;
  void till.sync.now({});
  const answer = await till.customers.searchService({ query: code, limit: mostFound });
  const owner = answer.ok ? answer.hits.find(({ loyaltyId }) => loyaltyId === code) : undefined;
  changeUnknown(scan, { asking: false, ...(owner && { owner }) });
}

/** Customers have come to this till: the one whose code it is may be among them. */
export async function findOwnerAgain(): Promise<void> {
  const { dialog, scan } = useCodes.getState();
  if (dialog?.step !== 'unknown' || dialog.former !== null || dialog.owner !== null) return;
  const answer = await till.codes.find({ code: dialog.code });
  if (answer.ok && answer.outcome === 'customer') changeUnknown(scan, { owner: answer.customer });
}

function changeUnknown(scan: number, change: Partial<Pick<Unknown, 'asking' | 'owner'>>): void {
  useCodes.setState(({ dialog, scan: shown }) =>
    dialog?.step === 'unknown' && shown === scan ? { dialog: { ...dialog, ...change } } : {},
  );
}

/** Before the code becomes a customer's, it is said what becomes of the card they have. */
export function chooseOwner(customer: KnownCustomer): void {
  useCodes.setState(({ dialog }) =>
    dialog?.step === 'unknown'
      ? { dialog: { step: 'attach', from: dialog, customer, busy: false, error: null } }
      : {},
  );
}

export function chooseAnotherOwner(): void {
  useCodes.setState(({ dialog }) => (dialog?.step === 'attach' ? { dialog: dialog.from } : {}));
}

/** The code becomes the chosen customer's. Answers who it is now, or null when it did not. */
export async function attachCode(): Promise<KnownCustomer | null> {
  const { dialog, scan } = useCodes.getState();
  if (dialog?.step !== 'attach' || dialog.busy) return null;
  const { customer, from } = dialog;
  useCodes.setState({ dialog: { ...dialog, busy: true, error: null } });
  const answer = await till.codes.attach({
    customerUid: customer.customerUid,
    code: from.code,
    takeOver: from.former !== null,
  });
  if (answer.ok) {
    if (useCodes.getState().scan === scan) closeCodeDialog();
    return customer;
  }
  useCodes.setState(({ dialog: now, scan: shown }) =>
    now?.step === 'attach' && shown === scan ? { dialog: { ...now, busy: false, error: answer.error } } : {},
  );
  return null;
}
