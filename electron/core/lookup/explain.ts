import type { Match } from '#shared/contract/values';
import { addressErrorOf } from './address-errors.ts';
import { maxDistance } from './automaton.ts';
import { fieldOfKind, wordKinds, type CustomerFields, type KeyField, type WordField } from './fields.ts';
import { endOfPrefix, foldSigns, wordsOf, type Word } from './fold.ts';
import type { Scope } from './key-costs.ts';
import { digitsOf, foldCode, nationalDigits } from './keys.ts';
import { minDigitsWithError, numberDistance } from './number-errors.ts';
import { otherReadings, type TypedNumber } from './number-search.ts';
import type { Query } from './query.ts';
import { findWord, type Trie } from './trie.ts';
import { costOf, editsOf, noPrice, priceIn, type WordMatches } from './word-matches.ts';

/** Why a customer was found: the values that matched, as they are shown, and what to mark in them. */

type Range = [start: number, end: number];
type How = Match['how'];

/** Weakest first. */
const strength: readonly How[] = ['similar', 'part', 'ends', 'prefix', 'exact'];
const maxMatches = 4;
/** Digits among other words that say enough to have an error in them. */
const minWholeNumber = 7;

export interface Reading {
  readonly query: Query;
  /** The contact who is meant (contacts.ts). */
  readonly contact: WordField | undefined;
  /** The words as the search read them (joined, parted or left out). */
  readonly words: readonly WordMatches[];
  /** Bit set of the kinds of word that count. */
  readonly kinds: number;
  readonly scope: Scope;
}

/** The values of a customer that answer the query, strongest first; at most four. */
export function explain(fields: CustomerFields, reading: Reading, trie: Trie): Match[] {
  const { customerUid, words, keys } = fields;
  const byText = new Map<string, Match>();
  const typed = reading.query.text.trim();
  if (typed !== '' && typed === customerUid) {
    note(byText, { field: 'customerUid', text: typed, how: 'exact', range: [0, typed.length] });
  }
  const matched = reading.words.map(() => false);
  const isOther = (field: WordField): boolean =>
    field.kind === wordKinds.contact && field !== reading.contact;
  const places = words
    .filter(({ kind }) => ((reading.kinds >> kind) & 1) !== 0)
    // The contact who is meant explains what it can; another one only what is left.
    .sort((left, right) => Number(isOther(left)) - Number(isOther(right)))
    .flatMap(({ kind, text, from, to }) =>
      wordsOf(text.slice(from, to)).map(({ folded, start, end }) => ({
        kind,
        text,
        word: { folded, start: start + from, end: end + from },
        token: findWord(trie, folded),
      })),
    );
  for (const [at, typed] of reading.words.entries()) {
    let best: { price: number; place: (typeof places)[number] } | undefined;
    for (const place of places) {
      const price = typed.prices[place.token] ?? noPrice;
      if (price === noPrice) continue;
      const whole = priceIn(typed, price, place.kind);
      if (best === undefined || whole < best.price) best = { price: whole, place };
    }
    if (best === undefined) continue;
    matched[at] = true;
    const { kind, text, word, token } = best.place;
    const price = typed.prices[token]!;
    const how: How = costOf(price) === 0 ? 'exact' : editsOf(price) === 0 ? 'prefix' : 'similar';
    note(byText, { field: fieldOfKind[kind]!, text, how, range: markWord(text, word, how, typed.word.text) });
  }
  const unexplained = reading.words.filter((_, at) => matched[at] === false).map(({ word }) => word.text);
  const isExplained = matched.length > 0 && unexplained.length === 0 && reading.query.number === undefined;
  for (const key of keys) {
    if (key.field === 'contact' ? !reading.scope.contacts : !reading.scope.customers) continue;
    // Where words explain everything, a phone number adds nothing.
    if (isExplained && key.form === 'phone') continue;
    const found = matchKey(key, reading.query, unexplained);
    if (found !== undefined) note(byText, { field: key.field, text: key.text, ...found });
  }
  return [...byText.values()]
    .sort((left, right) => strength.indexOf(right.how) - strength.indexOf(left.how))
    .slice(0, maxMatches);
}

function note(
  byText: Map<string, Match>,
  found: { field: Match['field']; text: string; how: How; range: Range },
): void {
  const key = `${found.field} ${found.text}`;
  const known = byText.get(key);
  if (known === undefined) {
    byText.set(key, { field: found.field, text: found.text, ranges: [found.range], how: found.how });
    return;
  }
  if (strength.indexOf(found.how) < strength.indexOf(known.how)) known.how = found.how;
  known.ranges = mergeRanges([...known.ranges, found.range]);
}

function mergeRanges(ranges: Range[]): Range[] {
  const merged: Range[] = [];
  for (const [start, end] of ranges.sort((left, right) => left[0] - right[0])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** The part of a word to mark: what was typed of it, or all of it when it was typed differently. */
function markWord(text: string, word: Word, how: How, typed: string): Range {
  return [word.start, how === 'prefix' ? endOfPrefix(text, word, typed.length) : word.end];
}

/** How a number, code or address answers the query as a whole, or one of the words nothing else explains. */
function matchKey(
  key: KeyField,
  query: Query,
  unexplained: readonly string[],
): { how: How; range: Range } | undefined {
  if (key.form === 'email') {
    return query.address === undefined ? undefined : matchAddress(key.text, query.address);
  }
  const parts = unexplained.filter((word) => /^\d{4,}$/.test(word));
  if (key.form === 'phone') {
    const known = nationalDigits(key.text);
    const whole = firstOf(wholeNumbers(query), (number) => matchPhone(key.text, known, number));
    return (
      whole ??
      firstOf(
        parts.flatMap((word) => [word, word.replace(/^0+/, '')]),
        (word) => matchDigits(key.text, known, word, { mayErr: word.length >= minWholeNumber }),
      )
    );
  }
  const known = foldCode(key.text);
  const digits = digitsOf(known);
  const { code } = query;
  const whole = code === undefined ? undefined : matchSigns(key.text, known, code, foldCode);
  return (
    whole ??
    firstOf(wholeNumbers(query), (number) => matchCode(key.text, digits, number)) ??
    firstOf(parts, (word) => matchDigits(key.text, digits, word, { mayErr: word.length >= minWholeNumber }))
  );
}

function wholeNumbers({ number, numbersBeside }: Query): readonly TypedNumber[] {
  return number === undefined ? numbersBeside : [number];
}

function matchPhone(
  text: string,
  known: string,
  number: TypedNumber,
): { how: How; range: Range } | undefined {
  const readings = [number, ...otherReadings(number)];
  return (
    firstOf(
      readings.flatMap(({ digits, national }) => [digits, national]),
      (typed) => matchDigits(text, known, typed, { mayErr: false }),
    ) ?? firstOf(readings, ({ national }) => matchDigits(text, known, national, { mayLack: true }))
  );
}

function matchCode(text: string, known: string, number: TypedNumber): { how: How; range: Range } | undefined {
  const readings = [number, ...otherReadings(number)];
  return (
    firstOf(readings, ({ digits }) => matchDigits(text, known, digits, { mayErr: false })) ??
    matchDigits(text, known, number.digits)
  );
}

function matchAddress(text: string, typed: string): { how: How; range: Range } | undefined {
  const known = foldSigns(text);
  const found = matchSigns(text, known, typed, foldSigns);
  if (found !== undefined) return found;
  const error = addressErrorOf(typed, known);
  if (error === undefined) return undefined;
  const [start, end] = boundsOf(text);
  // At another domain, only what stands before the @ is the same.
  return { how: 'similar', range: [start, error === 'other domain' ? text.indexOf('@') : end] };
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * @param known the digits of the text that count, its last ones
 * @param mayErr whether typing errors are allowed; `mayLack` as in number-errors.ts
 */
function matchDigits(
  text: string,
  known: string,
  typed: string,
  { mayErr = true, mayLack = false } = {},
): { how: How; range: Range } | undefined {
  if (typed.length < 3) return undefined;
  const rangeOf = (from: number, to: number): Range => {
    const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
    const first = places.length - known.length;
    return [places[first + from]!, places[first + to - 1]! + 1];
  };
  if (known === typed) return { how: 'exact', range: rangeOf(0, known.length) };
  if (known.startsWith(typed)) return { how: 'prefix', range: rangeOf(0, typed.length) };
  if (known.endsWith(typed))
    return { how: 'ends', range: rangeOf(known.length - typed.length, known.length) };
  const isNear =
    mayErr && typed.length >= minDigitsWithError && numberDistance(typed, known, mayLack) <= maxDistance;
  return isNear ? { how: 'similar', range: rangeOf(0, known.length) } : undefined;
}

function matchSigns(
  text: string,
  known: string,
  typed: string,
  fold: (part: string) => string,
): { how: How; range: Range } | undefined {
  const [start, end] = boundsOf(text);
  if (known === typed) return { how: 'exact', range: [start, end] };
  if (!known.startsWith(typed)) return undefined;
  let to = start + 1;
  while (to < end && fold(text.slice(start, to)).length < typed.length) to += 1;
  return { how: 'prefix', range: [start, to] };
}

/** The text without the white space around it. */
function boundsOf(text: string): Range {
  return [text.length - text.trimStart().length, text.trimEnd().length];
}
