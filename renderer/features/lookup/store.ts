import type { TillError } from '#shared/contract/errors';
import { mostListed } from '#shared/contract/permissions';
import type { Coverage, Hit } from '#shared/contract/values';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';
import { askBeyond, createPause, isWholeNumber, mayKnowMore, type Beyond } from './beyond.ts';
import { everybody, filterRequest, isFiltering, namesSomebody, useFilters, type Filters } from './filters.ts';
import { hitsOfTill, rowsOf, uidOf, withOthers, type Row, type Source } from './rows.ts';

interface Listed {
  /** Who was asked; what others know beyond that stands below. */
  readonly source: Source;
  readonly rows: readonly Row[];
  /** Who stands behind these: nobody, some who are brought when the end comes into sight, or too many to list. */
  readonly behind: 'nobody' | 'some' | 'too-many';
}

interface LookupState {
  readonly query: string;
  readonly listed: Listed;
  /** The query that `listed` answers; differs from `query` only while an answer is under way. */
  readonly answeredQuery: string;
  /** The row Enter acts on; `nobody` in the list of those opened last, until somebody moves there. */
  readonly selected: number;
  /** Asking beyond this till takes a network: it shows, searching this till never does. */
  readonly askingBeyond: Source | null;
  /** Who else was asked for what was typed, and knows nobody. */
  readonly alsoAsked: readonly Source[];
  readonly error: TillError | null;
  /** Names of those chosen for something that is done with several, by customerUid; null while nobody is choosing. */
  readonly picked: ReadonlyMap<string, string> | null;
  /** Nothing has been answered yet since the window opened. */
  readonly starting: boolean;
}

/** As many as a key stroke brings. */
const firstHits = 20;
/** As many as one question brings at most. */
const mostHits = 200;
/** A key stroke overtakes those before it in this window, and nobody else's. */
const caller = crypto.randomUUID();
const nobody = -1;

export const useLookup = createPrivate<LookupState>(
  () => ({
    query: '',
    listed: { source: 'till', rows: [], behind: 'nobody' },
    answeredQuery: '',
    selected: nobody,
    askingBeyond: null,
    alsoAsked: [],
    error: null,
    picked: null,
    starting: true,
  }),
  { keep: ({ picked }) => ({ picked }) },
);

/** Requests are numbered: an answer is shown only when nothing newer is shown already. */
let lastAsked = 0;
let lastShown = 0;
/** What a person asked for: the same question asked again has the same number. */
let lastWanted = 0;
/** Somebody chose a row after the last key: it stays chosen when a later answer has it too. */
let chosenSinceTyping = false;
let whenSettled: (() => void)[] = [];

/** A key was pressed: every one asks anew, at once. */
export function setQuery(query: string): void {
  useLookup.setState({ query });
  want(query);
}

/** Other customers are looked for, with the same words. */
export function changeFilters(changes: Partial<Filters>): void {
  useFilters.setState(({ chosen }) => ({ chosen: { ...chosen, ...changes } }));
  want(useLookup.getState().query);
}

export function clearFilters(): void {
  changeFilters(everybody);
}

/** Back from the service's or the registry's results to this till's own. */
export function returnToTill(): void {
  want(useLookup.getState().query);
}

function want(query: string): void {
  chosenSinceTyping = false;
  lastWanted += 1;
  pause.cancel();
  void search(query);
}

/** Customers changed on this till: the same question again, with the selection kept on its customer. */
export function refreshList(): void {
  const { query, listed } = useLookup.getState();
  if (listed.source === 'till') void search(query, hitsOfTill(listed.rows).length);
}

/** @param shown how many of its answer are on the screen already */
async function search(query: string, shown = 0): Promise<void> {
  const number = (lastAsked += 1);
  const wanted = lastWanted;
  const text = query.trim();
  const { chosen } = useFilters.getState();
  const limit = Math.min(Math.max(firstHits, shown), mostHits);
  const answer = await (text === '' && !namesSomebody(chosen)
    ? till.customers.recent({ limit: firstHits })
    : till.customers.search({ query: text, limit, caller, ...filterRequest(chosen) }));
  if (!answer.ok && answer.error.code === 'search.overtaken') {
    // A later key's answer is on its way; unless the two changed places on theirs.
    if (number === lastAsked) void search(query, shown);
    return;
  }
  if (number < lastShown) return;
  lastShown = number;
  const isSame = lastListed === wanted;
  lastListed = wanted;
  useLookup.setState((state) => {
    if (!answer.ok) return { error: answer.error, askingBeyond: null, starting: false };
    const own = rowsOf('till', answer.hits);
    // Who was found beyond this till for the same words is still found there.
    const beyond = isSame ? state.listed.rows.filter(({ from }) => from !== 'till') : [];
    const rows = withOthers(own, beyond);
    const keeps = chosenSinceTyping || isSame;
    return {
      listed: { source: 'till', rows, behind: 'more' in answer && answer.more ? behindOf(own) : 'nobody' },
      answeredQuery: query,
      selected:
        (keeps ? indexOfRow(rows, state.listed.rows[state.selected]) : undefined) ??
        (text === '' ? nobody : 0),
      error: null,
      starting: false,
      ...(!isSame && { askingBeyond: null, alsoAsked: [] }),
    };
  });
  if (number === lastAsked) settle();
  if (answer.ok && !isSame) askBeyondSoon(text, answer);
}

/** What a person asked for when the list was filled last. */
let lastListed = 0;

function behindOf(rows: readonly Row[]): Listed['behind'] {
  const { query } = useLookup.getState();
  return rows.length < (query.trim() === '' ? mostListed : mostHits) ? 'some' : 'too-many';
}

let bringing = false;

/** The end of the list came into sight: brings those behind it. */
export async function showMore(): Promise<void> {
  const { listed, answeredQuery } = useLookup.getState();
  if (listed.behind !== 'some' || listed.source !== 'till' || bringing) return;
  bringing = true;
  const shown = lastShown;
  const text = answeredQuery.trim();
  const own = listed.rows.filter(({ from }) => from === 'till');
  const answer = await till.customers
    .search({
      query: text,
      limit: mostHits,
      ...(text === '' && { offset: own.length }),
      ...filterRequest(useFilters.getState().chosen),
    })
    .finally(() => {
      bringing = false;
    });
  // Another list is shown by now.
  if (shown !== lastShown || !answer.ok) return;
  useLookup.setState(({ listed: now }) => {
    const longer = withOthers(own, rowsOf('till', answer.hits));
    return {
      listed: {
        source: 'till',
        rows: withOthers(longer, now.rows),
        behind: !answer.more || longer.length === own.length ? 'nobody' : behindOf(longer),
      },
    };
  });
}

function settle(): void {
  const waiting = whenSettled;
  whenSettled = [];
  for (const resume of waiting) resume();
}

function indexOfRow(rows: readonly Row[], wanted: Row | undefined): number | undefined {
  const index = wanted === undefined ? -1 : rows.findIndex((row) => uidOf(row) === uidOf(wanted));
  return index === -1 ? undefined : index;
}

/**
 * What Enter acts on. A scanner presses Enter before its last digit is
 * answered: so the answer to everything typed is awaited first, and an older
 * list is never acted on.
 */
export async function settledSelection(): Promise<Row | undefined> {
  if (lastShown < lastAsked) await new Promise<void>((resolve) => void whenSettled.push(resolve));
  const { error, listed, selected } = useLookup.getState();
  return error ? undefined : listed.rows[selected];
}

export function select(index: number): void {
  chosenSinceTyping = true;
  const { rows } = useLookup.getState().listed;
  useLookup.setState({ selected: Math.max(0, Math.min(index, rows.length - 1)) });
}

/** Asks the service, or the registry behind it, for what was typed. Typing on returns to this till. */
export async function searchBeyond(source: 'service' | 'registry'): Promise<void> {
  const query = useLookup.getState().query.trim();
  if (query === '') return;
  pause.cancel();
  lastWanted += 1;
  const number = (lastAsked += 1);
  useLookup.setState({ askingBeyond: source, error: null });
  const answer = await askBeyond(source, query, useFilters.getState().chosen);
  if (number !== lastAsked) return;
  lastShown = number;
  useLookup.setState(
    answer.ok
      ? {
          listed: { source, rows: answer.rows, behind: 'nobody' },
          answeredQuery: query,
          selected: 0,
          askingBeyond: null,
          error: null,
        }
      : { error: answer.error, askingBeyond: null },
  );
  settle();
}

const pause = createPause();
let beyond: Beyond = { service: false, registry: false };

/** Whom the till may ask by itself when it knows nobody. */
export function allowBeyond(allowed: Beyond): void {
  beyond = allowed;
}

function askBeyondSoon(text: string, answer: { hits: readonly Hit[]; coverage: Coverage }): void {
  if (mayKnowMore(text, answer)) pause.wait(() => void fallThrough(text));
}

/**
 * This till may not know who is meant: the service is asked too, and for a whole
 * number that it does not know either, the registry behind it. What they know
 * stands below, said to be from there. Nobody waits for it, and a failure is no
 * news: nobody asked.
 */
async function fallThrough(text: string): Promise<void> {
  const wanted = lastWanted;
  const { chosen } = useFilters.getState();
  const sources = (['service', 'registry'] as const).filter(
    (source) => beyond[source] && (source === 'service' || (isWholeNumber(text) && !isFiltering(chosen))),
  );
  for (const source of sources) {
    if (wanted !== lastWanted || useLookup.getState().picked !== null) return;
    useLookup.setState({ askingBeyond: source });
    const answer = await askBeyond(source, text, chosen);
    if (wanted !== lastWanted) return;
    useLookup.setState(({ listed, alsoAsked }) => ({
      askingBeyond: null,
      ...(answer.ok && {
        listed: { ...listed, rows: withOthers(listed.rows, answer.rows) },
        alsoAsked: [...alsoAsked, source],
      }),
    }));
    if (answer.ok && answer.rows.length > 0) return;
  }
}
