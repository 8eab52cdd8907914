import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { Hit } from '#shared/contract/values';
import type { Customer } from '#shared/customer/model';
import { till } from '../../bridge/till.ts';

/** Where the list comes from: this till's own base, the service's search, or the registry behind it. */
export type Source = 'till' | 'service' | 'registry';

/** What is in the list: customers, or (from the registry) people and companies that are nobody's customer yet. */
type Listed =
  | { readonly source: 'till' | 'service'; readonly hits: readonly Hit[] }
  | { readonly source: 'registry'; readonly items: readonly Customer[] };

interface LookupState {
  readonly query: string;
  readonly listed: Listed;
  /** The query that `listed` answers; differs from `query` only while an answer is under way. */
  readonly answeredQuery: string;
  /** The row Enter acts on; `nobody` in the list of those opened last, until somebody moves there. */
  readonly selected: number;
  /** Asking beyond this till takes a network: it shows, searching this till never does. */
  readonly askingBeyond: Source | null;
  readonly error: TillError | null;
  /** Names of those chosen for something that is done with several, by customerUid; null while nobody is choosing. */
  readonly picked: ReadonlyMap<string, string> | null;
  /** Nothing has been answered yet since the window opened. */
  readonly starting: boolean;
}

const mostHits = 20;
/** A key stroke overtakes those before it in this window, and nobody else's. */
const caller = crypto.randomUUID();
const nobody = -1;

export const useLookup = create<LookupState>(() => ({
  query: '',
  listed: { source: 'till', hits: [] },
  answeredQuery: '',
  selected: nobody,
  askingBeyond: null,
  error: null,
  picked: null,
  starting: true,
}));

/** Requests are numbered: an answer is shown only when nothing newer is shown already. */
let lastAsked = 0;
let lastShown = 0;
/** Somebody chose a row after the last key: it stays chosen when a later answer has it too. */
let chosenSinceTyping = false;
let whenSettled: (() => void)[] = [];

/** A key was pressed: every one asks anew, at once. */
export function setQuery(query: string): void {
  chosenSinceTyping = false;
  useLookup.setState({ query });
  void search(query);
}

/** Customers changed on this till: the same question again, with the selection kept on its customer. */
export function refreshList(): void {
  const { query, listed } = useLookup.getState();
  if (listed.source === 'till') void search(query);
}

async function search(query: string): Promise<void> {
  const number = (lastAsked += 1);
  const text = query.trim();
  const answer = await (text === ''
    ? till.customers.recent({ limit: mostHits })
    : till.customers.search({ query: text, limit: mostHits, caller }));
  if (!answer.ok && answer.error.code === 'search.overtaken') {
    // A later key's answer is on its way; unless the two changed places on theirs.
    if (number === lastAsked) void search(query);
    return;
  }
  if (number < lastShown) return;
  lastShown = number;
  useLookup.setState((state) => {
    if (!answer.ok) return { error: answer.error, askingBeyond: null, starting: false };
    const keeps = chosenSinceTyping || state.answeredQuery === query;
    const kept = keeps ? selectedHit(state)?.customerUid : undefined;
    return {
      listed: { source: 'till', hits: answer.hits },
      answeredQuery: query,
      selected: indexOfCustomer(answer.hits, kept) ?? (text === '' ? nobody : 0),
      askingBeyond: null,
      error: null,
      starting: false,
    };
  });
  if (number === lastAsked) settle();
}

function settle(): void {
  const waiting = whenSettled;
  whenSettled = [];
  for (const resume of waiting) resume();
}

function indexOfCustomer(hits: readonly Hit[], customerUid: string | undefined): number | undefined {
  const index = hits.findIndex((hit) => hit.customerUid === customerUid);
  return index === -1 ? undefined : index;
}

function selectedHit({ listed, selected }: LookupState): Hit | undefined {
  return listed.source === 'registry' ? undefined : listed.hits[selected];
}

/**
 * What Enter acts on. A scanner presses Enter before its last digit is
 * answered: so the answer to everything typed is awaited first, and an older
 * list is never acted on.
 */
export async function settledSelection(): Promise<Hit | Customer | undefined> {
  if (lastShown < lastAsked) await new Promise<void>((resolve) => void whenSettled.push(resolve));
  const state = useLookup.getState();
  if (state.error) return undefined;
  return state.listed.source === 'registry' ? state.listed.items[state.selected] : selectedHit(state);
}

export function select(index: number): void {
  chosenSinceTyping = true;
  const { listed } = useLookup.getState();
  const count = listed.source === 'registry' ? listed.items.length : listed.hits.length;
  useLookup.setState({ selected: Math.max(0, Math.min(index, count - 1)) });
}

/** From now on customers are chosen rather than opened, across as many searches as it takes. */
export function startPicking(picked: ReadonlyMap<string, string> = new Map()): void {
  useLookup.setState({ picked });
}

export function stopPicking(): void {
  useLookup.setState({ picked: null });
}

/** Chooses a customer of this till, or takes the choice back. */
export function togglePicked({ customerUid, displayName }: Hit): void {
  useLookup.setState(({ picked, listed }) => {
    if (picked === null || listed.source !== 'till') return {};
    const next = new Map(picked);
    if (!next.delete(customerUid)) next.set(customerUid, displayName);
    return { picked: next };
  });
}

/** Chooses everybody in the list; where all of them are chosen, nobody of them. */
export function pickAllListed(): void {
  useLookup.setState(({ picked, listed }) => {
    if (picked === null || listed.source !== 'till') return {};
    const next = new Map(picked);
    const all = listed.hits.every(({ customerUid }) => picked.has(customerUid));
    for (const { customerUid, displayName } of listed.hits) {
      if (all) next.delete(customerUid);
      else next.set(customerUid, displayName);
    }
    return { picked: next };
  });
}

/** Asks the service, or the registry behind it, for what was typed. Typing on returns to this till. */
export async function searchBeyond(source: 'service' | 'registry'): Promise<void> {
  const query = useLookup.getState().query.trim();
  if (query === '') return;
  const number = (lastAsked += 1);
  useLookup.setState({ askingBeyond: source, error: null });
  const answer = await (source === 'service'
    ? till.customers.searchService({ query, limit: mostHits })
    : till.customers.searchExternal({ query: query.slice(0, 200) }));
  if (number !== lastAsked) return;
  lastShown = number;
  if (!answer.ok) {
    useLookup.setState({ error: answer.error, askingBeyond: null });
  } else {
    const listed: Listed =
      'hits' in answer
        ? { source: 'service', hits: answer.hits }
        : { source: 'registry', items: answer.items.slice(0, mostHits) };
    useLookup.setState({ listed, answeredQuery: query, selected: 0, askingBeyond: null, error: null });
  }
  settle();
}

/** Back from the service's or the registry's results to this till's own. */
export function returnToTill(): void {
  void search(useLookup.getState().query);
}
