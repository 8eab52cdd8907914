import type { Index } from './catch-up.ts';
import { grown } from './growable.ts';
import { countPostings, dead, visitPostings } from './postings.ts';
import { createWordMatches, editsOf, findMatches, startWord } from './word-matches.ts';

/** A word of a form, and the kinds of word it is compared with. */
export interface FormWord {
  readonly text: string;
  /** Bit set of kinds. */
  readonly kinds: number;
}

/** Words of a form that are looked at; one bit of a mask each. */
const maxFormWords = 32;
/** Postings read for one form: the rarest words first, the most common ones not at all. */
const maxPostings = 150_000;
/** What an edit takes from a word's weight. */
const editShare = 0.3;

/** Scratch by row: the weight so far, and which words of the form were found. */
let weights = new Float32Array(0);
let foundWords = new Uint32Array(0);
const matches = createWordMatches();

/** How rare a word is in the base: the logarithm of one in how many customers have it. */
export function rarityOf({ postings }: Index, token: number): number {
  return Math.log((postings.living + 1) / (countPostings(postings, token) + 1));
}

/**
 * The rows that share most with a form: each word found in a row adds how rare it
 * is, less when it is spelt differently. Heaviest first.
 */
export function weighRows(index: Index, words: readonly FormWord[], limit: number): number[] {
  const { postings } = index;
  if (weights.length < postings.rows) weights = new Float32Array(postings.rows + 1024);
  foundWords = grown(foundWords, postings.rows);
  const wanted: { bit: number; token: number; kinds: number; weight: number }[] = [];
  for (const [at, { text, kinds }] of words.slice(0, maxFormWords).entries()) {
    startWord(matches, { text, last: false, alone: false }, false, index.highestToken);
    findMatches(matches, index.trie, 2, { left: 0 });
    for (let found = 0; found < matches.count; found += 1) {
      const token = matches.tokens[found]!;
      const edits = editsOf(matches.prices[token]!);
      const weight = rarityOf(index, token) * (1 - edits * editShare);
      wanted.push({ bit: 1 << at, token, kinds, weight });
    }
  }
  wanted.sort((left, right) => right.weight - left.weight);

  const touched: number[] = [];
  let left = maxPostings;
  for (const { bit, token, kinds, weight } of wanted) {
    const size = countPostings(postings, token);
    if (size > left || weight <= 0) continue;
    left -= size;
    visitPostings(postings, token, kinds, (row) => {
      if ((foundWords[row]! & bit) !== 0 || postings.types[row] === dead) return;
      if (foundWords[row] === 0) touched.push(row);
      foundWords[row]! |= bit;
      weights[row]! += weight;
    });
  }
  const heaviest = touched
    .sort((one, other) => weights[other]! - weights[one]! || one - other)
    .slice(0, limit);
  for (const row of touched) {
    weights[row] = 0;
    foundWords[row] = 0;
  }
  return heaviest;
}
