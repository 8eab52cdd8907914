import type { Index } from './catch-up.ts';
import { kindBits, kindMask } from './entry.ts';
import { grown } from './growable.ts';
import { countPostings, dead, visitPostings, type Postings } from './postings.ts';
import { costOf, editsOf, editUnit, noPrice, priceIn, type WordMatches } from './word-matches.ts';

/**
 * Rows in which every word of a query stands, with the sum of the words' costs.
 * The rarest word names the candidates; each further word either marks them from
 * its own postings or, when few are left, is looked for in their tokens.
 */

/** Which rows and words count. */
export interface Filter {
  /** By place in `customerTypes`, and for dead rows: 1 when wanted. */
  readonly types: Uint8Array;
  /** Bit set of the kinds of word that count. */
  readonly kinds: number;
}

/** Rows a word also stands for although no token says so (numbers found by key), with their price. */
export type ExtraRows = ReadonlyMap<number, number>;

export interface QueryWord {
  readonly matches: WordMatches;
  readonly extra?: ExtraRows | undefined;
}

/** A query of one word stops collecting once so many rows are at hand. */
const enoughRowsOfOneWord = 4000;
/** Looking through a row's tokens costs about as much as this many postings. */
const rowCheckCost = 12;

/** Between two steps, by row: the price of the word at hand, and of the words before it. */
let best = new Uint16Array(0);
let sums = new Uint16Array(0);
let candidates = new Int32Array(1024);
let count = 0;

export function createFilter(types: readonly number[], kinds: number): Filter {
  const wanted = new Uint8Array(256);
  for (const type of types) wanted[type] = 1;
  wanted[dead] = 0;
  return { types: wanted, kinds };
}

/**
 * Calls `visit` for each row in which all words stand with at most `edits` edits
 * in all.
 */
export function findRows(
  { postings }: Index,
  words: readonly QueryWord[],
  edits: number,
  filter: Filter,
  visit: (row: number, cost: number) => void,
): void {
  const sized = words.map((word) => ({ word, size: sizeOf(postings, word, edits) }));
  sized.sort((left, right) => left.size - right.size);
  const [rarest, ...others] = sized;
  if (rarest === undefined || rarest.size === 0) return;
  best = grown(best, postings.rows);
  sums = grown(sums, postings.rows);
  count = 0;

  if (others.length === 0) collectCheapest(postings, rarest.word, edits, filter);
  else visitRows(postings, rarest.word, edits, filter, collector(postings, filter));
  addUp(edits);
  for (const { word, size } of others) {
    if (count === 0) return;
    if (count * rowCheckCost < size) checkRows(postings, word, edits, filter);
    else visitRows(postings, word, edits, filter, markCandidate);
    addUp(edits);
  }
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    visit(row, costOf(sums[row]!));
    sums[row] = noPrice;
  }
}

/** Cells to be read to see every row of a word. */
function sizeOf(postings: Postings, { matches, extra }: QueryWord, edits: number): number {
  let size = extra?.size ?? 0;
  for (let at = 0; at < matches.count; at += 1) {
    const token = matches.tokens[at]!;
    if (editsOf(matches.prices[token]!) <= edits) size += countPostings(postings, token);
  }
  return size;
}

/** Calls `note` for each cell of each token of the word that is within `edits`. */
function visitRows(
  postings: Postings,
  { matches, extra }: QueryWord,
  edits: number,
  filter: Filter,
  note: (row: number, price: number) => void,
): void {
  const { prices } = matches;
  for (const [row, price] of extra ?? []) note(row, price);
  for (let at = 0; at < matches.count; at += 1) {
    const token = matches.tokens[at]!;
    const price = prices[token]!;
    if (editsOf(price) > edits) continue;
    visitPostings(postings, token, filter.kinds, (row, kind) => note(row, priceIn(matches, price, kind)));
  }
}

/** Takes rows as candidates, each once, with its lowest price. */
function collector({ types }: Postings, filter: Filter): (row: number, price: number) => void {
  return (row, price) => {
    const known = best[row]!;
    if (known === noPrice) {
      if (filter.types[types[row]!] === 0) return;
      if (count === candidates.length) candidates = grown(candidates, count + 1);
      candidates[count] = row;
      count += 1;
      best[row] = price;
    } else if (price < known) {
      best[row] = price;
    }
  };
}

/** The only word: its cheapest tokens first, stopping before the many that are no better. */
function collectCheapest(postings: Postings, { matches }: QueryWord, edits: number, filter: Filter): void {
  const collect = collector(postings, filter);
  const { prices } = matches;
  const tokens = [...matches.tokens.subarray(0, matches.count)];
  const different = new Set(tokens.map((token) => prices[token]!));
  for (const price of [...different].sort((left, right) => left - right)) {
    if (editsOf(price) > edits) return;
    for (const token of tokens) {
      if (prices[token] !== price) continue;
      if (count >= enoughRowsOfOneWord) return;
      visitPostings(postings, token, filter.kinds, (row, kind) =>
        collect(row, priceIn(matches, price, kind)),
      );
    }
  }
}

function markCandidate(row: number, price: number): void {
  if (sums[row] === noPrice) return;
  const known = best[row]!;
  if (known === noPrice || price < known) best[row] = price;
}

/** Marks the candidates the word stands in by reading the candidates' tokens. */
function checkRows(
  { starts, tokens }: Postings,
  { matches, extra }: QueryWord,
  edits: number,
  filter: Filter,
): void {
  const { prices } = matches;
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    const known = extra?.get(row);
    if (known !== undefined) markCandidate(row, known);
    for (let cell = starts[row]!; cell < starts[row + 1]!; cell += 1) {
      const token = tokens[cell]!;
      const price = prices[token >>> kindBits] ?? noPrice;
      if (price === noPrice || editsOf(price) > edits) continue;
      const kind = token & kindMask;
      if (((filter.kinds >> kind) & 1) !== 0) markCandidate(row, priceIn(matches, price, kind));
    }
  }
}

/** Adds the word at hand to the sums; rows it is not in, or that need too many edits, fall out. */
function addUp(edits: number): void {
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    const price = best[row]!;
    best[row] = noPrice;
    const sum = Math.max(sums[row]!, 1) + price - 1;
    if (price === noPrice || sum >= (edits + 1) * editUnit) {
      sums[row] = noPrice;
    } else {
      sums[row] = sum;
      candidates[kept] = row;
      kept += 1;
    }
  }
  count = kept;
}
