import { createFilter, findRows, type ExtraRows, type Filter, type QueryWord } from './candidates.ts';
import type { Index } from './catch-up.ts';
import { fitOf, fitUnit } from './fit.ts';
import type { Scope } from './key-costs.ts';
import type { KeySearch } from './key-search.ts';
import { rowOfCustomer } from './postings.ts';
import type { Query } from './query.ts';
import { findWord } from './trie.ts';
import {
  createWordMatches,
  editCost,
  findMatches,
  priceOf,
  startWord,
  type TypedWord,
  type WordMatches,
} from './word-matches.ts';

/** A customer that may be meant. */
export interface Candidate {
  readonly row: number;
  /** How well the query as a whole fits (fit.ts); lower is better. */
  readonly fit: number;
  /** The words as they were read when this customer was found. */
  readonly words: readonly WordMatches[];
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

/** One widening of the search. */
interface Step {
  readonly readings: () => readonly Reading[];
  /** Edits in all words together. */
  readonly edits: number;
  /** Left out when so many are found. */
  readonly unless: number;
}

const costs = {
  /** Two words typed apart, or one typed in two. */
  spaceError: 6,
  /** A short number of an address left out: as much as two errors. */
  wrongNumber: 2 * editCost + 4,
  /** A word left out: more than all errors that are looked for together. */
  leftOut: 40,
} as const;

/** With fewer candidates than this, the widest readings are tried. */
const fewCandidates = 10;
/** Candidates kept of one reading. */
const keptOfReading = 120;
/** Candidates weighed as a whole. */
const maxWeighed = 100;
/** Shortest word that may be two, and shortest part of it. */
const minWordToPart = 6;
const minPart = 2;

/**
 * Finds the customers a query may mean, cheapest first: first as typed, then with
 * more and more edits, until `enough` are found.
 */
export function createSearch(
  index: Index,
  keySearch: KeySearch,
): (
  query: Query,
  filter: { types: readonly number[]; kinds: number; scope: Scope; exactOnly: boolean },
  enough: number,
) => Candidate[] {
  const pool: WordMatches[] = [];

  return (query, { types, kinds, scope, exactOnly }, enough) => {
    const filter = createFilter(types, kinds);
    const found = new Map<number, Found>();
    const started = new Map<string, WordMatches>();

    const note = (row: number, cost: number, reading: Reading | undefined): void => {
      const known = found.get(row);
      if (known === undefined || cost < known.cost) found.set(row, { row, cost, reading });
    };
    const noteCustomer = (customerId: number, cost: number): void => {
      const row = rowOfCustomer(index.postings, customerId);
      if (row !== -1 && filter.types[index.postings.types[row]!] === 1) note(row, cost, undefined);
    };
    const matchesOf = (word: TypedWord): WordMatches => {
      const key = `${word.text} ${word.last} ${word.alone}`;
      let matches = started.get(key);
      if (matches === undefined) {
        matches = pool[started.size] ??= createWordMatches();
        startWord(matches, word, exactOnly, index.highestToken);
        started.set(key, matches);
      }
      return matches;
    };
    const numbers = new Map<string, ExtraRows | undefined>();
    const rowsOfNumber = (digits: string): ExtraRows | undefined => {
      if (!/^\d{4,}$/.test(digits) || exactOnly) return undefined;
      if (!numbers.has(digits)) {
        const rows = new Map<number, number>();
        keySearch.findNumberPart(digits, scope, (customerId, cost) => {
          const row = rowOfCustomer(index.postings, customerId);
          if (row === -1) return;
          const price = priceOf(0, cost);
          rows.set(row, Math.min(price, rows.get(row) ?? price));
        });
        numbers.set(digits, rows);
      }
      return numbers.get(digits);
    };
    const readingOf = (words: readonly TypedWord[], cost: number): Reading => ({
      words: words.map((word) => ({
        matches: matchesOf(word),
        extra: words.length > 1 ? rowsOfNumber(word.text) : undefined,
      })),
      cost,
    });
    const run = (reading: Reading, edits: number): void => {
      for (const { matches } of reading.words) findMatches(matches, index.trie, edits);
      keepBest(index, reading.words, edits, filter, (row, sum) => note(row, sum + reading.cost, reading));
    };

    keySearch.find(query, scope, exactOnly, noteCustomer);
    const { words } = query;
    const read = (readings: readonly TypedWord[][], cost: number): Reading[] =>
      words.length === 0 ? [] : readings.map((some) => readingOf(some, cost));
    const asTyped = read([[...words], ...joinedNumbers(words)], 0);
    const respaced = (): Reading[] => read([...joined(words), ...parted(index, words)], costs.spaceError);
    const unnumbered = (): Reading[] => read(withoutHouseNumber(words), costs.wrongNumber);
    const shortened = (): Reading[] => read(withoutOneWord(words), costs.leftOut);
    const steps: Step[] = [
      { readings: () => asTyped, edits: 0, unless: enough },
      ...(exactOnly || query.number !== undefined
        ? []
        : [
            { readings: respaced, edits: 0, unless: enough },
            { readings: () => asTyped, edits: 1, unless: enough },
            { readings: respaced, edits: 1, unless: enough },
            { readings: () => asTyped, edits: 2, unless: enough },
            { readings: unnumbered, edits: 1, unless: enough },
            { readings: respaced, edits: 2, unless: fewCandidates },
            { readings: () => asTyped, edits: 3, unless: enough },
            { readings: shortened, edits: 1, unless: fewCandidates },
            { readings: shortened, edits: 2, unless: fewCandidates },
          ]),
    ];
    for (const { readings, edits, unless } of steps) {
      if (found.size < unless) for (const reading of readings()) run(reading, edits);
    }
    return orderByFit(index, [...found.values()], kinds, asTyped[0]);
  };
}

/** Cheapest first; those that may come first are weighed as a whole. */
function orderByFit(
  index: Index,
  candidates: readonly Found[],
  kinds: number,
  asTyped: Reading | undefined,
): Candidate[] {
  const older = byCustomer(index);
  return candidates
    .toSorted((left, right) => left.cost - right.cost || older(left.row, right.row))
    .slice(0, maxWeighed)
    .map(({ row, cost, reading }) => {
      const ofWords =
        reading === undefined ? cost * fitUnit : fitOf(index.postings, row, reading.words, kinds);
      return {
        row,
        fit: ofWords + (reading?.cost ?? 0) * fitUnit,
        words: ((reading ?? asTyped)?.words ?? []).map(({ matches }) => matches),
      };
    })
    .sort((left, right) => left.fit - right.fit || older(left.row, right.row));
}

/** Equal ones in the order they became customers: the same after every change and restart. */
function byCustomer({ postings: { customerIds } }: Index): (row: number, other: number) => number {
  return (row, other) => customerIds[row]! - customerIds[other]!;
}

/** Hands over the cheapest rows of a reading, at most {@link keptOfReading}. */
function keepBest(
  index: Index,
  words: readonly QueryWord[],
  edits: number,
  filter: Filter,
  keep: (row: number, cost: number) => void,
): void {
  const byCost: number[][] = [];
  findRows(index, words, edits, filter, (row, cost) => {
    (byCost[cost] ??= []).push(row);
  });
  let left = keptOfReading;
  for (const [cost, rows] of byCost.entries()) {
    if (rows === undefined) continue;
    if (rows.length > left) rows.sort(byCustomer(index));
    for (const row of rows.slice(0, left)) keep(row, cost);
    left -= rows.length;
    if (left <= 0) return;
  }
}

/** The words with neighbouring groups of digits read as one number: "912 34 567". */
function joinedNumbers(words: readonly TypedWord[]): TypedWord[][] {
  const runs: TypedWord[] = [];
  let joinedAny = false;
  for (const word of words) {
    const before = runs.at(-1);
    if (before !== undefined && /^\d+$/.test(before.text) && /^\d+$/.test(word.text)) {
      runs[runs.length - 1] = { ...word, text: before.text + word.text };
      joinedAny = true;
    } else {
      runs.push(word);
    }
  }
  return joinedAny && runs.length > 1 ? [runs] : [];
}

/** The words of an address without its number, which is wrong more often than the street. */
function withoutHouseNumber(words: readonly TypedWord[]): TypedWord[][] {
  const at = words.findIndex(({ text }) => /^\d{1,4}\p{L}?$/u.test(text));
  return at === -1 || words.length < 2 ? [] : [words.toSpliced(at, 1)];
}

function withoutOneWord(words: readonly TypedWord[]): TypedWord[][] {
  return words.length < 2 ? [] : words.map((_, at) => words.toSpliced(at, 1));
}

/** The words with each pair of neighbours read as one word. */
function joined(words: readonly TypedWord[]): TypedWord[][] {
  return words.slice(1).map((word, at) => {
    const both = { text: words[at]!.text + word.text, last: word.last, alone: words.length === 2 };
    return words.toSpliced(at, 2, both);
  });
}

/** The words with one of them read as two, where at least the first or the second half is a word of the base. */
function parted(index: Index, words: readonly TypedWord[]): TypedWord[][] {
  const readings: TypedWord[][] = [];
  for (const [at, word] of words.entries()) {
    if (word.text.length < minWordToPart) continue;
    for (let cut = minPart; cut <= word.text.length - minPart; cut += 1) {
      const [left, right] = [word.text.slice(0, cut), word.text.slice(cut)];
      const known = Number(findWord(index.trie, left) !== 0) + Number(findWord(index.trie, right) !== 0);
      const longer = Math.max(left.length, right.length);
      if (known === 2 || (known === 1 && Math.min(left.length, right.length) >= 3 && longer >= 4)) {
        const parts = [
          { text: left, last: false, alone: false },
          { text: right, last: word.last, alone: false },
        ];
        readings.push(words.toSpliced(at, 1, ...parts));
      }
    }
  }
  return readings.slice(0, 6);
}
