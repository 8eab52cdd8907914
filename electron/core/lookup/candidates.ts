import type { Index } from './catch-up.ts';
import { kindBits, kindMask } from './entry.ts';
import { grown } from './growable.ts';
import { cellsOf, countPostings, endCell, firstCell, type Postings } from './postings.ts';
import { letsThrough, type RowFilter } from './row-filter.ts';
import { smallest } from './smallest.ts';
import { costOf, editsOf, editUnit, noPrice, priceIn, type Work, type WordMatches } from './word-matches.ts';

/**
 * Rows in which every word of a query stands, with the sum of the words' costs.
 * The rarest word names the candidates; each further word either marks them from
 * its own postings or, when few are left, is looked for in their tokens.
 */

/** Which rows and words count. */
export interface Filter extends RowFilter {
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
/** Looking through a row's tokens costs about as much as this many postings: it is somewhere else in memory. */
const rowCheckCost = 30;
/** Work that is always done for a further word. */
const minAffordable = 60_000;
/** Among so many times more than are wanted, the cheapest are cheap enough. */
const manyTimes = 8;

const costMask = 255;

/** Between two steps, by row: the price of the word at hand, and of the words before it. */
let best = new Uint16Array(0);
let sums = new Uint16Array(0);
let candidates = new Int32Array(1024);
let count = 0;

/**
 * Calls `visit` for the `wanted` cheapest rows in which all words stand with at
 * most `edits` edits in all; among equal ones for those of the oldest customers.
 * When there is too little work left, only the cheapest candidates go on; with
 * errors, none.
 */
export function findRows(
  { postings }: Index,
  words: readonly QueryWord[],
  edits: number,
  filter: Filter,
  wanted: number,
  work: Work,
  visit: (row: number, cost: number) => void,
): void {
  const sized = words.map((word) => ({ word, size: sizeOf(postings, word, edits) }));
  sized.sort((left, right) => left.size - right.size);
  const [rarest, ...others] = sized;
  if (rarest === undefined || rarest.size === 0) return;
  if (edits > 0 && rarest.size > work.left) return;
  best = grown(best, postings.rows);
  sums = grown(sums, postings.rows);
  count = 0;

  if (others.length === 0) collectCheapest(postings, rarest.word, edits, filter);
  else collectRows(postings, rarest.word, edits, filter);
  addUp(edits);
  work.left -= rarest.size;
  for (const [at, { word, size }] of others.entries()) {
    if (count === 0) return;
    const affordable = Math.max(work.left / (others.length - at), minAffordable);
    if (Math.min(count * rowCheckCost, size) > affordable) keepCheapest(affordable / rowCheckCost);
    work.left -= Math.min(count * rowCheckCost, size);
    const isLast = at === others.length - 1 && edits === 0;
    if (count * rowCheckCost < size) checkRows(postings, word, edits, filter, 0, count);
    else if (!isLast || !checkCheapestFirst(postings, word, filter, size, wanted)) {
      markRows(postings, word, edits, filter);
    }
    addUp(edits);
  }
  visitCheapest(postings, wanted, visit);
  for (let at = 0; at < count; at += 1) sums[candidates[at]!] = noPrice;
}

/** Counts how many candidates there are of each cost, to know which are among the cheapest. */
function visitCheapest(
  { customerIds, rowOf }: Postings,
  wanted: number,
  visit: (row: number, cost: number) => void,
): void {
  const ofCost = new Uint32Array(costMask + 1);
  for (let at = 0; at < count; at += 1) ofCost[costOf(sums[candidates[at]!]!)]! += 1;
  let last = 0;
  let cheaper = 0;
  while (last < costMask && cheaper + ofCost[last]! < wanted) {
    cheaper += ofCost[last]!;
    last += 1;
  }
  const lastOnes = new Uint32Array(ofCost[last]!);
  let found = 0;
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    const cost = costOf(sums[row]!);
    if (cost < last) visit(row, cost);
    if (cost !== last) continue;
    lastOnes[found] = customerIds[row]!;
    found += 1;
  }
  for (const customerId of smallest(lastOnes, wanted - cheaper)) visit(rowOf[customerId]!, last);
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

/** Takes the rows of the word as candidates, each once, with its lowest price. */
function collectRows(postings: Postings, { matches, extra }: QueryWord, edits: number, filter: Filter): void {
  for (const [row, price] of extra ?? []) collect(postings, filter, row, price);
  for (let at = 0; at < matches.count; at += 1) {
    const token = matches.tokens[at]!;
    if (editsOf(matches.prices[token]!) <= edits) collectToken(postings, matches, token, filter);
  }
}

/** The only word: its cheapest tokens first, stopping before the many that are no better. */
function collectCheapest(postings: Postings, { matches }: QueryWord, edits: number, filter: Filter): void {
  const { prices } = matches;
  const tokens = [...matches.tokens.subarray(0, matches.count)];
  const different = new Set(tokens.map((token) => prices[token]!));
  for (const price of [...different].sort((left, right) => left - right)) {
    if (editsOf(price) > edits) return;
    for (const token of tokens) {
      if (prices[token] !== price) continue;
      if (count >= enoughRowsOfOneWord) return;
      collectToken(postings, matches, token, filter);
    }
  }
}

function collectToken(postings: Postings, matches: WordMatches, token: number, filter: Filter): void {
  const { packed, packedStarts, recent, recentNext, recentHeads } = postings;
  const { kinds } = filter;
  const price = matches.prices[token]!;
  const end = packedStarts[token + 1] ?? 0;
  for (let at = packedStarts[token] ?? 0; at < end; at += 1) {
    const cell = packed[at]!;
    const kind = cell & kindMask;
    if (((kinds >> kind) & 1) !== 0) {
      collect(postings, filter, cell >>> kindBits, priceIn(matches, price, kind));
    }
  }
  for (let at = recentHeads[token] ?? -1; at !== -1; at = recentNext[at]!) {
    const cell = recent[at]!;
    const kind = cell & kindMask;
    if (((kinds >> kind) & 1) !== 0) {
      collect(postings, filter, cell >>> kindBits, priceIn(matches, price, kind));
    }
  }
}

function collect({ classes }: Postings, filter: Filter, row: number, price: number): void {
  const known = best[row]!;
  if (known === noPrice) {
    if (!letsThrough(filter, classes[row]!, row)) return;
    if (count === candidates.length) candidates = grown(candidates, count + 1);
    candidates[count] = row;
    count += 1;
    best[row] = price;
  } else if (price < known) {
    best[row] = price;
  }
}

/** Marks the candidates the word stands in by reading all its rows. */
function markRows(
  { packed, packedStarts, recent, recentNext, recentHeads }: Postings,
  { matches, extra }: QueryWord,
  edits: number,
  { kinds }: Filter,
): void {
  for (const [row, price] of extra ?? []) mark(row, price);
  for (let next = 0; next < matches.count; next += 1) {
    const token = matches.tokens[next]!;
    const price = matches.prices[token]!;
    if (editsOf(price) > edits) continue;
    const end = packedStarts[token + 1] ?? 0;
    for (let at = packedStarts[token] ?? 0; at < end; at += 1) {
      const cell = packed[at]!;
      const kind = cell & kindMask;
      if (((kinds >> kind) & 1) !== 0) mark(cell >>> kindBits, priceIn(matches, price, kind));
    }
    for (let at = recentHeads[token] ?? -1; at !== -1; at = recentNext[at]!) {
      const cell = recent[at]!;
      const kind = cell & kindMask;
      if (((kinds >> kind) & 1) !== 0) mark(cell >>> kindBits, priceIn(matches, price, kind));
    }
  }
}

/** Marks those of the candidates `from` to `to` the word stands in by reading their tokens. */
function checkRows(
  postings: Postings,
  { matches, extra }: QueryWord,
  edits: number,
  { kinds }: Filter,
  from: number,
  to: number,
): void {
  const { prices } = matches;
  for (let at = from; at < to; at += 1) {
    const row = candidates[at]!;
    const known = extra?.get(row);
    if (known !== undefined) mark(row, known);
    const tokens = cellsOf(postings, row);
    const end = endCell(postings, row);
    for (let cell = firstCell(postings, row); cell < end; cell += 1) {
      const token = tokens[cell]!;
      const price = prices[token >>> kindBits] ?? noPrice;
      if (price === noPrice || editsOf(price) > edits) continue;
      const kind = token & kindMask;
      if (((kinds >> kind) & 1) !== 0) mark(row, priceIn(matches, price, kind));
    }
  }
}

/**
 * For the last word, as typed: looks at the cheapest candidates first and drops
 * the rest once many more than `wanted` have the word.
 *
 * @returns false when that takes longer than reading the word's rows
 */
function checkCheapestFirst(
  postings: Postings,
  word: QueryWord,
  filter: Filter,
  size: number,
  wanted: number,
): boolean {
  const most = Math.min(count, Math.floor(size / rowCheckCost));
  sortCandidates();
  let found = 0;
  for (let at = 0; at < most; at += 1) {
    checkRows(postings, word, 0, filter, at, at + 1);
    if (best[candidates[at]!] !== noPrice) found += 1;
    if (found < wanted * manyTimes) continue;
    for (let rest = at + 1; rest < count; rest += 1) sums[candidates[rest]!] = noPrice;
    count = at + 1;
    return true;
  }
  return false;
}

/** Lets all but the cheapest candidates fall out. */
function keepCheapest(wanted: number): void {
  sortCandidates();
  const kept = Math.min(count, Math.ceil(wanted));
  for (let at = kept; at < count; at += 1) sums[candidates[at]!] = noPrice;
  count = kept;
}

/** By what the words before cost, cheapest first; equal ones keep their order. */
function sortCandidates(): void {
  const ends = new Uint32Array(costMask + 1);
  for (let at = 0; at < count; at += 1) ends[costOf(sums[candidates[at]!]!)]! += 1;
  for (let cost = 1; cost <= costMask; cost += 1) ends[cost]! += ends[cost - 1]!;
  const sorted = new Int32Array(candidates.length);
  for (let at = count - 1; at >= 0; at -= 1) {
    const cost = costOf(sums[candidates[at]!]!);
    ends[cost]! -= 1;
    sorted[ends[cost]!] = candidates[at]!;
  }
  candidates = sorted;
}

function mark(row: number, price: number): void {
  if (sums[row] === noPrice) return;
  const known = best[row]!;
  if (known === noPrice || price < known) best[row] = price;
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
