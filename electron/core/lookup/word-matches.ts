import { findNear, maxDistance, noMatch } from './automaton.ts';
import { grown } from './growable.ts';
import type { Trie } from './trie.ts';

/**
 * What one typed word may mean: the words of the dictionary within reach, each
 * with its cost.
 *
 * Costs are small integers: {@link editCost} for each edit, less for what is
 * merely not typed yet or stands in a lesser known field. They add up over the
 * words of a query and order the hits.
 */
export const editCost = 10;
const costs = {
  /** The last word is still being typed; a letter alone says less. */
  prefix: 2,
  prefixOfOneLetter: 4,
  /** A word that is followed by another one was probably finished. */
  prefixInside: 2,
  /** Much of the word is still missing. */
  longRest: 1,
} as const;

/** Added when the word stands in a field of this kind; by place in `wordKinds`. */
export const kindCosts: readonly number[] = [0, 0, 2, 1, 1, 2];

/** Cost table value of a token that does not match. */
const none = 0;

export interface TypedWord {
  readonly text: string;
  /** Nothing was typed after it: it may be the beginning of a longer word. */
  readonly last: boolean;
  /** The only word typed. */
  readonly alone: boolean;
}

export interface WordMatches {
  word: TypedWord;
  /** Whether the word counts only as it was typed, whole. */
  exactOnly: boolean;
  /** Largest number of edits looked for so far; -1 before the first walk. */
  walked: number;
  /** Token ids found, with {@link costOf} for each; `count` of them. */
  tokens: Int32Array;
  count: number;
  /** By token id: cost + 1, or 0 when the token does not match. */
  table: Uint8Array;
}

export function createWordMatches(): WordMatches {
  return {
    word: { text: '', last: false, alone: true },
    exactOnly: false,
    walked: -1,
    tokens: new Int32Array(256),
    count: 0,
    table: new Uint8Array(0),
  };
}

/** Makes ready for another word; `words` is the highest token id there is. */
export function startWord(
  matches: WordMatches,
  word: TypedWord,
  exactOnly: boolean,
  highestToken: number,
): void {
  forget(matches);
  matches.word = word;
  matches.exactOnly = exactOnly;
  matches.walked = -1;
  matches.table = grown(matches.table, highestToken + 1);
}

/** Edits allowed in a word: none in what is too short to tell, one in numbers. */
export function allowedEdits(word: TypedWord): number {
  const { length } = word.text;
  if (/\d/.test(word.text)) return length >= 4 ? 1 : 0;
  if (length <= 1) return 0;
  if (length === 2) return word.alone ? 0 : 1;
  return length === 3 ? 1 : maxDistance;
}

/** Edits allowed in a word that is only the beginning of the one meant. */
function allowedPrefixEdits(word: TypedWord, limit: number): number {
  const { length } = word.text;
  if (/\d/.test(word.text) || length <= 2) return 0;
  return Math.min(limit, length <= 5 ? 1 : 2);
}

/** Looks for words up to `edits` edits away, unless that was done already. */
export function findMatches(matches: WordMatches, trie: Trie, edits: number): void {
  const { word } = matches;
  const limit = matches.exactOnly ? 0 : Math.min(edits, allowedEdits(word));
  const prefixLimit = matches.exactOnly ? undefined : allowedPrefixEdits(word, limit);
  if (matches.walked >= limit) return;
  forget(matches);
  matches.walked = limit;
  const { length } = word.text;
  const beginning =
    (length === 1 ? costs.prefixOfOneLetter : costs.prefix) + (word.last ? 0 : costs.prefixInside);
  findNear(trie, word.text, limit, prefixLimit, (token, distance, prefixDistance, size) => {
    let cost = distance * editCost;
    if (prefixDistance < distance) {
      cost = Math.min(
        distance === noMatch ? 255 : cost,
        prefixDistance * editCost + beginning + (size > length + 3 ? costs.longRest : 0),
      );
    }
    matches.tokens = grown(matches.tokens, matches.count + 1);
    matches.tokens[matches.count] = token;
    matches.count += 1;
    matches.table[token] = cost + 1;
  });
}

function forget(matches: WordMatches): void {
  for (let at = 0; at < matches.count; at += 1) matches.table[matches.tokens[at]!] = none;
  matches.count = 0;
}

/** Cost of a token, or undefined when it does not match. */
export function costOf(matches: WordMatches, token: number): number | undefined {
  const entry = matches.table[token];
  return entry === undefined || entry === none ? undefined : entry - 1;
}

export function editsOf(cost: number): number {
  return Math.floor(cost / editCost);
}
