import { findNear, maxDistance } from './automaton.ts';
import type { Index } from './catch-up.ts';
import { kindBits, kindMask } from './entry.ts';
import { nameKinds, wordKinds } from './fields.ts';
import { grown } from './growable.ts';
import { cellsOf, countPostings, endCell, firstCell, rowOfCustomer, visitPostings } from './postings.ts';

/** A word of a form, and the kinds of word it is compared with. */
export interface FormWord {
  readonly text: string;
  /** Bit set of kinds. */
  readonly kinds: number;
}

/** Words of a form that are looked at; one bit of a mask each. */
const maxFormWords = 24;
/**
 * Postings read for one form, the rarest words first: of words as they were typed,
 * and of words like them. More common words only add to rows found by rarer ones.
 */
const maxPostings = { typed: 16_000, alike: 6_000 } as const;
/** Rows that more common words are looked for in. */
const maxShortlist = 256;
/** Rows that share less than this part of what the best one shares are not looked at. */
const leastShare = 0.4;
/** What an edit takes from a word's weight. */
const editShare = 0.3;
/** Weights are summed in these parts of a unit of rarity. */
const weightUnit = 1 / 1024;
/** Ranges of weight, 64 parts wide each; a form weighs less than this many. */
const maxWeight = 4095;
const kindsWithTwoEdits = nameKinds | (1 << wordKinds.company);

/** Scratch by row: the weight so far, and which words of the form were found. */
let weights = new Uint32Array(0);
let foundWords = new Uint32Array(0);
/** Rows met so far. */
let touched = new Uint32Array(1024);

/** How rare a word is in the base: the logarithm of one in how many customers have it. */
export function rarityOf({ postings }: Index, token: number): number {
  return Math.log((postings.living + 1) / (countPostings(postings, token) + 1));
}

interface Wanted {
  readonly bit: number;
  readonly token: number;
  readonly kinds: number;
  readonly weight: number;
  readonly size: number;
  readonly how: 'typed' | 'alike';
}

/**
 * The rows that share most with a form: each word found in a row adds how rare it
 * is, less when it is spelt differently. Heaviest first.
 */
export function weighRows(index: Index, words: readonly FormWord[], limit: number): number[] {
  const { postings } = index;
  weights = grown(weights, postings.rows);
  foundWords = grown(foundWords, postings.rows);
  const wanted = wantedWords(index, words).sort((left, right) => left.size - right.size);

  let count = 0;
  const left: Record<keyof typeof maxPostings, number> = { ...maxPostings };
  const common: Wanted[] = [];
  for (const one of wanted) {
    const { bit, token, kinds, weight, size, how } = one;
    if (size > left[how]) {
      common.push(one);
      continue;
    }
    left[how] -= size;
    visitPostings(postings, token, kinds, (row) => {
      const found = foundWords[row]!;
      if ((found & bit) !== 0) return;
      if (found === 0) {
        if (count >= touched.length) touched = grown(touched, count + 1);
        touched[count] = row;
        count += 1;
      }
      foundWords[row] = found | bit;
      weights[row]! += weight;
    });
  }
  const shortlist = heaviest(index, count, common.length > 0 ? maxShortlist : limit);
  if (common.length > 0) {
    addCommonWords(index, shortlist, common);
    shortlist.sort((one, other) => weights[other]! - weights[one]! || one - other);
  }
  const least = weights[shortlist[0] ?? 0]! * leastShare;
  const best = shortlist.slice(0, limit).filter((row) => weights[row]! >= least);
  for (let place = 0; place < count; place += 1) {
    weights[touched[place]!] = 0;
    foundWords[touched[place]!] = 0;
  }
  return best;
}

/** The words of the dictionary that the words of the form may mean. */
function wantedWords(index: Index, words: readonly FormWord[]): Wanted[] {
  const wanted: Wanted[] = [];
  for (const [at, { text, kinds }] of words.slice(0, maxFormWords).entries()) {
    findNear(index.trie, text, allowedEdits(text, kinds), undefined, (token, edits) => {
      const weight = Math.round((rarityOf(index, token) * (1 - edits * editShare)) / weightUnit);
      if (weight > 0) {
        const size = countPostings(index.postings, token);
        wanted.push({ bit: 1 << at, token, kinds, weight, size, how: edits === 0 ? 'typed' : 'alike' });
      }
    });
  }
  return wanted;
}

/** Edits looked for in a word: two in names, where they matter most; none in what is too short to tell. */
function allowedEdits(text: string, kinds: number): number {
  if (text.length < 3) return 0;
  if (text.length === 3 || /\d/.test(text)) return 1;
  return (kinds & kindsWithTwoEdits) === 0 ? 1 : maxDistance;
}

/** The heaviest of the rows touched, at most `limit`, heaviest first; none whose customer changed or went. */
function heaviest({ postings }: Index, count: number, limit: number): number[] {
  let least = 0;
  if (count > limit * 4) {
    // Counted by weight first, so that only those near the top are sorted.
    const counts = new Uint32Array(maxWeight + 1);
    for (let at = 0; at < count; at += 1) counts[rangeOf(weights[touched[at]!]!)]! += 1;
    let range = maxWeight;
    for (let above = counts[range]!; above < limit && range > 0; above += counts[range]!) range -= 1;
    least = range;
  }
  const best: number[] = [];
  for (let at = 0; at < count; at += 1) {
    if (rangeOf(weights[touched[at]!]!) >= least) best.push(touched[at]!);
  }
  return best
    .filter((row) => rowOfCustomer(postings, postings.customerIds[row]!) === row)
    .sort((one, other) => weights[other]! - weights[one]! || one - other)
    .slice(0, limit);
}

function rangeOf(weight: number): number {
  return Math.min(weight >> 6, maxWeight);
}

function addCommonWords(index: Index, rows: readonly number[], words: readonly Wanted[]): void {
  const byToken = Map.groupBy(words, ({ token }) => token);
  for (const row of rows) {
    const cells = cellsOf(index.postings, row);
    const end = endCell(index.postings, row);
    for (let at = firstCell(index.postings, row); at < end; at += 1) {
      const cell = cells[at]!;
      for (const { bit, kinds, weight } of byToken.get(cell >>> kindBits) ?? []) {
        if (((kinds >> (cell & kindMask)) & 1) === 0 || (foundWords[row]! & bit) !== 0) continue;
        foundWords[row]! |= bit;
        weights[row]! += weight;
      }
    }
  }
}
