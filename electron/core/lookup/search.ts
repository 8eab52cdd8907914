import { findRows, type ExtraRows, type Filter, type QueryWord } from './candidates.ts';
import type { Index } from './catch-up.ts';
import { fitOf, fitUnit } from './fit.ts';
import { keyCosts, type NoteCustomer, type Scope } from './key-costs.ts';
import type { KeySearch } from './key-search.ts';
import { rowOfCustomer } from './postings.ts';
import type { Query } from './query.ts';
import { fewCandidates, stepsOf } from './steps.ts';
import { letsThrough } from './row-filter.ts';
import {
  createWordMatches,
  editCost,
  findMatches,
  priceOf,
  startWord,
  type TypedWord,
  type WordMatches,
  type Work,
} from './word-matches.ts';
import { hasSomeWord, hasWholeName } from './whole-name.ts';

/** A customer that may be meant. */
export interface Candidate {
  readonly row: number;
  /** How well the query as a whole fits (fit.ts); lower is better. */
  readonly fit: number;
  /** The words as they were read when this customer was found. */
  readonly words: readonly WordMatches[];
}

export interface SearchFilter extends Filter {
  readonly scope: Scope;
  readonly exactOnly: boolean;
}

/** One way to read the words typed. */
interface Reading {
  readonly words: readonly QueryWord[];
  /** Added to what the words cost. */
  readonly cost: number;
}

interface Found {
  readonly row: number;
  readonly cost: number;
  /** Undefined when a key found it. */
  readonly reading: Reading | undefined;
}

const costs = {
  /** A number that is whole finds its owner, whatever else was typed. */
  ownerOfNumber: editCost,
  /** What is still looked for when one is found. */
  besideOwner: 3 * editCost,
} as const;

/** Digits of a number that is probably whole. */
const minWholeNumber = 7;
/** With calling code; codes on cards have more. */
const maxPhoneDigits = 12;
/** Work of one search (word-matches.ts); about ten milliseconds. */
export const maxWork = 2_000_000;
/** Candidates kept of one reading, and weighed as a whole; more only when more are wanted. */
const keptOfReading = 50;
const maxWeighed = 60;
/** With so many, nobody is looked for who is less alike. */
const mostEnough = 20;

/**
 * Finds the customers a query may mean, best first: by keys, then by words as
 * typed, then with more and more errors, until there are enough.
 *
 * @param wanted as many as are shown
 * @param work what may be done for it; what is left is seen afterwards
 */
export function createSearch(
  index: Index,
  keySearch: KeySearch,
): (query: Query, filter: SearchFilter, wanted: number, work?: Work) => Candidate[] {
  // Scratch that is used again from search to search.
  const pool: WordMatches[] = [];

  return (query, filter, wanted, work = { left: maxWork }) => {
    const enough = Math.min(wanted, mostEnough);
    const kept = Math.max(wanted, keptOfReading);
    const { kinds, scope, exactOnly } = filter;
    const found = new Map<number, Found>();
    const note = (row: number, cost: number, reading: Reading | undefined): void => {
      const known = found.get(row);
      if (known === undefined || cost < known.cost) found.set(row, { row, cost, reading });
    };

    const started = new Map<string, WordMatches>();
    const matchesOf = (word: TypedWord): WordMatches => {
      const key = keyOf(word);
      let matches = started.get(key);
      if (matches === undefined) {
        matches = pool[started.size] ??= createWordMatches();
        startWord(matches, word, exactOnly, index.highestToken);
        started.set(key, matches);
      }
      return matches;
    };
    const numbers = new Map<string, ExtraRows>();
    const rowsOfNumber = (digits: string): ExtraRows | undefined => {
      if (exactOnly || !/^\d+$/.test(digits)) return undefined;
      let rows = numbers.get(digits);
      if (rows === undefined) {
        rows = findNumberRows(index, keySearch, digits, scope);
        numbers.set(digits, rows);
      }
      return rows;
    };
    const readingOf = (words: readonly TypedWord[], cost: number): Reading => ({
      words: words.map((word) => ({
        matches: matchesOf(word),
        extra: words.length > 1 ? rowsOfNumber(word.text) : undefined,
      })),
      cost,
    });
    const noteByKey =
      (reading: Reading | undefined, added = 0): NoteCustomer =>
      (customerId, cost) => {
        const row = rowOfCustomer(index.postings, customerId);
        if (row === -1 || !letsThrough(filter, index.postings.classes[row]!, row)) return;
        note(row, cost + added, reading);
      };

    keySearch.find(query, scope, exactOnly, noteByKey(undefined));
    // Steps widen one another: what was looked for with few edits is not looked for again.
    const reached = new Map<string, number>();
    const lowest = (): number => Math.min(...found.values().map(({ cost }) => cost));
    const isFoundByKey = found.size > 0;
    const numbersBeside = (exactOnly ? [] : query.numbersBeside).map((number) => {
      const reading = readingOf(number.others, costs.ownerOfNumber);
      for (const { matches } of reading.words) findMatches(matches, index.trie, 1, work);
      const noteOwner = noteByKey(reading, costs.ownerOfNumber);
      // A number that is not quite the one typed says nothing of somebody whose words are others.
      const noteNear: NoteCustomer = (customerId, cost) => {
        const row = rowOfCustomer(index.postings, customerId);
        if (row !== -1 && hasSomeWord(index.postings, row, reading.words)) noteOwner(customerId, cost);
      };
      return { number, noteOwner, noteNear };
    });
    let isOwned = false;
    for (const { number, noteOwner } of numbersBeside) {
      if (keySearch.findOwners(number, scope, noteOwner)) isOwned = true;
    }
    for (const step of stepsOf(index, query, isFoundByKey, exactOnly, enough)) {
      const { cost, edits, unless, certain, wholeNames } = step;
      if (found.size >= unless || (certain !== undefined && lowest() < certain)) continue;
      // Beside the owner of a number, who has few of the words is not worth the time.
      if (isOwned && (edits > 1 || cost > costs.besideOwner)) continue;
      for (const words of step.readings) {
        if (work.left <= 0) break;
        const reading = readingOf(words, cost);
        for (const { matches } of reading.words) findMatches(matches, index.trie, edits, work);
        const key = `${wholeNames === true ? 'names' : ''} ${words.map(keyOf).join('  ')}`;
        const from = (reached.get(key) ?? -1) + 1;
        reached.set(key, edits);
        findRows(index, reading.words, { from, to: edits }, filter, kept, work, (row, sum) => {
          if (wholeNames !== true || hasWholeName(index.postings, row, reading.words)) {
            note(row, sum + cost, reading);
          }
        });
      }
    }
    if (!exactOnly) {
      for (const { number, noteNear } of isOwned ? [] : numbersBeside) {
        keySearch.findNumberWithErrors(number, scope, 2, noteNear);
      }
      const digits = query.number?.digits.length ?? 0;
      const isKnown = lowest() < editCost;
      if (
        query.number !== undefined &&
        (!isKnown || (digits >= minWholeNumber && found.size < fewCandidates))
      ) {
        // A phone number with an error in it may be somebody else's; a longer code is not.
        const isCode = digits > maxPhoneDigits && lowest() === keyCosts.exact;
        const most = isKnown ? 1 : 2;
        if (!isCode) keySearch.findNumberWithErrors(query.number, scope, most, noteByKey(undefined));
      }
    }
    return orderByFit(index, [...found.values()], {
      kinds,
      asTyped: readingOf(query.words, 0),
      most: Math.max(wanted, maxWeighed),
    });
  };
}

/** Tells apart the words a query is read as. */
function keyOf({ text, last, whole, alone }: TypedWord): string {
  return `${text} ${last} ${whole} ${alone}`;
}

/** Rows of customers one of whose numbers begins or ends with the digits, with their price as a word. */
function findNumberRows({ postings }: Index, keySearch: KeySearch, digits: string, scope: Scope): ExtraRows {
  const rows = new Map<number, number>();
  keySearch.findNumberPart(digits, scope, (customerId, cost) => {
    const row = rowOfCustomer(postings, customerId);
    const price = priceOf(0, cost);
    if (row !== -1) rows.set(row, Math.min(price, rows.get(row) ?? price));
  });
  return rows;
}

/** Cheapest first; those that may come first are weighed as a whole. */
function orderByFit(
  index: Index,
  candidates: readonly Found[],
  { kinds, asTyped, most }: { readonly kinds: number; readonly asTyped: Reading; readonly most: number },
): Candidate[] {
  const { customerIds } = index.postings;
  // Equal ones in the order they became customers: the same after every change and restart.
  const older = (row: number, other: number): number => customerIds[row]! - customerIds[other]!;
  return candidates
    .toSorted((left, right) => left.cost - right.cost || older(left.row, right.row))
    .slice(0, most)
    .map(({ row, cost, reading }) => {
      const ofWords =
        reading === undefined ? cost * fitUnit : fitOf(index.postings, row, reading.words, kinds);
      return {
        row,
        fit: ofWords + (reading?.cost ?? 0) * fitUnit,
        words: (reading ?? asTyped).words.map(({ matches }) => matches),
      };
    })
    .sort((left, right) => left.fit - right.fit || older(left.row, right.row));
}
