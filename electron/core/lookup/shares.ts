import type { QueryWord } from './candidates.ts';
import { countPostings, type Postings } from './postings.ts';
import { costOf, maxLevel, type WordMatches } from './word-matches.ts';

/**
 * How a number of edits can be shared out among the words of a query. A customer
 * within two edits of a query has them in one word or in two: each way to share
 * them is a search of its own among far fewer rows than "every word within two
 * edits", for most words typed with an error are no word of the base at all, and
 * every way in which such a word has no error is over before it begins.
 */

/** A word that has exactly so many edits: the part [from, to) of its tokens. */
export interface Share {
  readonly word: QueryWord;
  readonly edits: number;
  readonly from: number;
  readonly to: number;
  /** Cells to be read to see all its rows. */
  readonly size: number;
  /** The lowest cost one of its rows may have. */
  readonly cheapest: number;
}

/** Calls `visit` for every way to share exactly `edits` edits among the words in which each of them has rows; rarest word first. */
export function visitShares(
  postings: Postings,
  words: readonly QueryWord[],
  edits: number,
  visit: (shares: readonly Share[]) => void,
): void {
  const byWord = words.map((word) => sharesOf(postings, word));
  const chosen: Share[] = [];
  const choose = (at: number, left: number): void => {
    const shares = byWord[at];
    if (shares === undefined) {
      if (left === 0) visit(chosen.toSorted((one, other) => one.size - other.size));
      return;
    }
    const isLast = at === byWord.length - 1;
    for (const share of shares) {
      if (share.edits > left || (isLast && share.edits < left)) continue;
      chosen[at] = share;
      choose(at + 1, left - share.edits);
    }
  };
  choose(0, edits);
}

/** By number of edits, those that have rows. */
function sharesOf(postings: Postings, word: QueryWord): Share[] {
  const { matches, extra } = word;
  const shares: Share[] = [];
  for (let edits = 0; edits <= maxLevel; edits += 1) {
    const from = edits === 0 ? 0 : matches.levelEnds[edits - 1]!;
    const to = matches.levelEnds[edits]!;
    const extraRows = edits === 0 ? (extra?.size ?? 0) : 0;
    const size = sizeOfLevel(postings, matches, edits, from, to) + extraRows;
    if (size === 0) continue;
    // Tokens lie cheapest first.
    let cheapest = from < to ? costOf(matches.prices[matches.tokens[from]!]!) : Number.POSITIVE_INFINITY;
    if (extraRows > 0) for (const price of extra!.values()) cheapest = Math.min(cheapest, costOf(price));
    shares.push({ word, edits, from, to, size, cheapest });
  }
  return shares;
}

/** Counted once for each walk: a letter typed alone begins thousands of words. */
function sizeOfLevel(
  postings: Postings,
  matches: WordMatches,
  edits: number,
  from: number,
  to: number,
): number {
  const known = matches.levelSizes[edits]!;
  if (known !== -1) return known;
  let size = 0;
  for (let at = from; at < to; at += 1) size += countPostings(postings, matches.tokens[at]!);
  matches.levelSizes[edits] = size;
  return size;
}
