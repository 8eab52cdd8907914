import type { Index } from './catch-up.ts';
import { kindBits, kindMask } from './entry.ts';
import { grown } from './growable.ts';
import { cellsOf, countPostings, endCell, firstCell, visitRuns, type Postings } from './postings.ts';
import { letsThrough, type RowFilter } from './row-filter.ts';
import { addRowTo, clearRows, createRowSet, hasRow, type RowSet } from './row-set.ts';
import { visitShares, type Share } from './shares.ts';
import { smallest } from './smallest.ts';
import { costOf, editsOf, noPrice, priceIn, type Work, type WordMatches } from './word-matches.ts';

/**
 * Rows in which every word of a query stands, with the sum of the words' costs.
 *
 * For each way to share the edits among the words (shares.ts) the rarest word
 * names the rows. Often its first rows will do: they are looked at one by one, and
 * as soon as enough of them cost as little as any row can, nobody better can come.
 * Else the rows are narrowed down word by word, either by going through all the
 * rows of the next word or, when few are left, by looking at what stands in them.
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

/**
 * Looking at what stands in a row costs as much as going through this many rows of
 * a word (30 to 100 ns to 1.4, measured at a million customers): a row lies
 * somewhere else in memory.
 */
const rowCheckCost = 50;
/** Rows looked at one by one in the hope that they will do. */
const firstLook = 2048;
/** After so many of them it shows whether there is hope, */
const tried = 256;
/** when at least so many of them cost the least. */
const promising = 12;
/** Below this many rows to go through there is nothing to be saved. */
const worthTrying = 8000;
/** Work that is always done for a further word. */
const minAffordable = 60_000;

const costMask = 255;

/** Scratch: the rows at hand, and those of them that stand the next test. */
let taken = createRowSet();
let standing = createRowSet();
/** By row of the set at hand: the price of the word at hand, and the sum of the words before. */
let best = new Uint16Array(0);
let sums = new Uint16Array(0);

/**
 * Calls `visit` for the cheapest rows in which all words stand with `from` to
 * `to` edits in all: at least the `wanted` cheapest of each way to share them,
 * when there are so many; among equal ones those of the oldest customers. A row
 * may be visited again at another cost. When there is too little work left, only
 * the cheapest rows of the rarest word are looked at; with errors, none.
 */
export function findRows(
  { postings }: Index,
  words: readonly QueryWord[],
  { from, to }: { readonly from: number; readonly to: number },
  filter: Filter,
  wanted: number,
  work: Work,
  visit: (row: number, cost: number) => void,
): void {
  best = grown(best, postings.rows);
  sums = grown(sums, postings.rows);
  for (let edits = from; edits <= to; edits += 1) {
    const find = (shares: readonly Share[]): void => {
      const [rarest, ...others] = shares;
      if (rarest === undefined || (edits > 0 && rarest.size > work.left)) return;
      if (others.length === 0) takeOnly(postings, rarest, filter, wanted, work);
      else if (!takeFirst(postings, shares, filter, wanted, work)) {
        takeAll(postings, rarest, others, filter, work);
      }
      visitCheapest(postings, wanted, visit);
    };
    visitShares(postings, words, edits, (shares) => {
      const asInitial = onlyAsTyped(postings, shares);
      if (asInitial !== undefined) find(asInitial);
      find(shares);
    });
  }
}

/**
 * The shares with the letter that stands alone as a word of its own, and no word
 * that begins with it; undefined when there is none beside others. Few rows have
 * it so, and those are sure to be found: of the many a letter begins a word of, the
 * first will do ({@link takeFirst}).
 */
function onlyAsTyped(postings: Postings, shares: readonly Share[]): Share[] | undefined {
  const letter = shares.find(isLetter);
  if (letter === undefined || shares.length === 1) return undefined;
  const token = letter.word.matches.tokens[letter.from]!;
  if (letter.from === letter.to || costOf(letter.word.matches.prices[token]!) > 0) return undefined;
  const typed = { ...letter, to: letter.from + 1, size: countPostings(postings, token) };
  return shares
    .map((share) => (share === letter ? typed : share))
    .sort((one, other) => one.size - other.size);
}

function isLetter({ word }: Share): boolean {
  return word.matches.word.text.length === 1;
}

/**
 * The only word: `wanted` rows of each cost, cheapest tokens first, until so many
 * are at hand that cost no more than the next token does. A name of a city stands
 * in a hundred thousand rows; only where it is somebody's name does it cost less.
 */
function takeOnly(postings: Postings, share: Share, filter: Filter, wanted: number, work: Work): void {
  const { matches, extra } = share.word;
  const { classes } = postings;
  const ofCost = new Uint32Array(costMask + 1);
  clearRows(taken, postings.rows);
  const take = (row: number, price: number): void => {
    const cost = costOf(price);
    if (ofCost[cost]! >= wanted || !letsThrough(filter, classes[row]!, row)) return;
    if (!addRowTo(taken, row)) {
      if (price >= sums[row]!) return;
      ofCost[costOf(sums[row]!)]! -= 1;
    }
    sums[row] = price;
    ofCost[cost]! += 1;
  };
  if (share.edits === 0) for (const [row, price] of extra ?? []) take(row, price);
  visitRuns(postings, matches.tokens, share.from, share.to, (token, cells, start, end) => {
    const price = matches.prices[token]!;
    const lowest = costOf(price);
    let noDearer = 0;
    for (let cost = 0; cost <= lowest; cost += 1) noDearer += ofCost[cost]!;
    if (noDearer >= wanted) return false;
    work.left -= end - start;
    for (let at = start; at < end && ofCost[lowest]! < wanted; at += 1) {
      const cell = cells[at]!;
      const kind = cell & kindMask;
      if (((filter.kinds >> kind) & 1) !== 0) take(cell >>> kindBits, priceIn(matches, price, kind));
    }
    return true;
  });
}

/**
 * Looks at the first rows of the rarest word one by one.
 *
 * @returns whether nobody better can come: all its rows were looked at, or
 *   `wanted` cost as little as any row can; beside a letter alone, which says
 *   little, any `wanted` rows will do
 */
function takeFirst(
  postings: Postings,
  shares: readonly Share[],
  filter: Filter,
  wanted: number,
  work: Work,
): boolean {
  const toGoThrough = shares.reduce((sum, { size }) => sum + size, 0);
  const rarest = shares[0]!;
  const isWhole = rarest.size <= firstLook && rarest.size * rowCheckCost <= toGoThrough;
  if (!isWhole && toGoThrough < worthTrying) return false;
  const lowest = shares.some(isLetter)
    ? Number.POSITIVE_INFINITY
    : shares.reduce((sum, { cheapest }) => sum + cheapest, 0);
  collect(postings, rarest, filter, firstLook);
  clearRows(standing, postings.rows);
  let ofLowest = 0;
  let at = 0;
  for (; at < taken.count && ofLowest < wanted; at += 1) {
    if (!isWhole && at === tried && ofLowest < promising) break;
    const row = taken.rows[at]!;
    if (!letsThrough(filter, postings.classes[row]!, row)) continue;
    const sum = sumInRow(postings, row, shares, filter);
    if (sum === noPrice) continue;
    addRowTo(standing, row);
    sums[row] = sum;
    if (costOf(sum) <= lowest) ofLowest += 1;
  }
  work.left -= at * rowCheckCost;
  [taken, standing] = [standing, taken];
  return ofLowest >= wanted || (rarest.size <= firstLook && at === standing.count);
}

/** All rows of the rarest word, narrowed down by the others. */
function takeAll(
  postings: Postings,
  rarest: Share,
  others: readonly Share[],
  filter: Filter,
  work: Work,
): void {
  collect(postings, rarest, filter, Math.max(work.left, minAffordable));
  work.left -= rarest.size;
  for (const [at, share] of [...others, rarest].entries()) {
    if (taken.count === 0) return;
    const affordable = Math.max(work.left / (others.length + 1 - at), minAffordable);
    const byLooking = taken.count * rowCheckCost;
    if (Math.min(byLooking, share.size) > affordable) {
      taken.count = Math.min(taken.count, Math.ceil(affordable / rowCheckCost));
    }
    work.left -= Math.min(byLooking, share.size);
    clearRows(standing, postings.rows);
    if (taken.count * rowCheckCost < share.size) look(postings, share, filter);
    else goThrough(postings, share, filter);
    for (let next = 0; next < standing.count; next += 1) {
      const row = standing.rows[next]!;
      sums[row] = at === 0 ? best[row]! : addPrice(sums[row]!, best[row]!);
    }
    [taken, standing] = [standing, taken];
  }
  letThrough(postings, taken, filter);
}

/** Takes the rows of a word, cheapest tokens first, until there are `enough`. */
function collect(postings: Postings, share: Share, { kinds }: Filter, enough: number): void {
  const { matches, extra } = share.word;
  clearRows(taken, postings.rows);
  if (share.edits === 0) for (const row of extra?.keys() ?? []) addRowTo(taken, row);
  visitRuns(postings, matches.tokens, share.from, share.to, (_token, cells, start, end) => {
    for (let at = start; at < end && taken.count < enough; at += 1) {
      const cell = cells[at]!;
      if (((kinds >> (cell & kindMask)) & 1) !== 0) addRowTo(taken, cell >>> kindBits);
    }
    return taken.count < enough;
  });
}

/** Those of the rows taken that are among the word's rows, by going through these. */
function goThrough(postings: Postings, share: Share, { kinds }: Filter): void {
  const { matches, extra } = share.word;
  if (share.edits === 0) {
    for (const [row, price] of extra ?? []) if (hasRow(taken, row)) stand(row, price);
  }
  const { bits } = taken;
  visitRuns(postings, matches.tokens, share.from, share.to, (token, cells, start, end) => {
    const price = matches.prices[token]!;
    for (let at = start; at < end; at += 1) {
      const cell = cells[at]!;
      const row = cell >>> kindBits;
      if (((bits[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      const kind = cell & kindMask;
      if (((kinds >> kind) & 1) !== 0) stand(row, priceIn(matches, price, kind));
    }
    return true;
  });
}

function stand(row: number, price: number): void {
  if (addRowTo(standing, row) || price < best[row]!) best[row] = price;
}

/** Those of the rows taken the word stands in, by looking at each. */
function look(postings: Postings, share: Share, filter: Filter): void {
  for (let at = 0; at < taken.count; at += 1) {
    const row = taken.rows[at]!;
    const price = priceInRow(postings, row, share, filter);
    if (price === noPrice) continue;
    addRowTo(standing, row);
    best[row] = price;
  }
}

/** What all words cost in a row; {@link noPrice} when one does not stand in it. */
function sumInRow(postings: Postings, row: number, shares: readonly Share[], filter: Filter): number {
  let sum = 1;
  for (let at = shares.length - 1; at >= 0; at -= 1) {
    const price = priceInRow(postings, row, shares[at]!, filter);
    if (price === noPrice) return noPrice;
    sum = addPrice(sum, price);
  }
  return sum;
}

/** The lowest price at which a word stands in a row with no more edits than its share. */
function priceInRow(postings: Postings, row: number, { word, edits }: Share, { kinds }: Filter): number {
  const { matches, extra } = word;
  const { prices } = matches;
  let lowest = extra?.get(row) ?? noPrice;
  const tokens = cellsOf(postings, row);
  const end = endCell(postings, row);
  for (let cell = firstCell(postings, row); cell < end; cell += 1) {
    const token = tokens[cell]!;
    const price = prices[token >>> kindBits]!;
    if (price === noPrice || editsOf(price) > edits) continue;
    const kind = token & kindMask;
    if (((kinds >> kind) & 1) === 0) continue;
    const here = priceIn(matches, price, kind);
    if (lowest === noPrice || here < lowest) lowest = here;
  }
  return lowest;
}

function addPrice(sum: number, price: number): number {
  return sum + price - 1;
}

function letThrough({ classes }: Postings, set: RowSet, filter: Filter): void {
  let kept = 0;
  for (let at = 0; at < set.count; at += 1) {
    const row = set.rows[at]!;
    if (!letsThrough(filter, classes[row]!, row)) continue;
    set.rows[kept] = row;
    kept += 1;
  }
  set.count = kept;
}

/** Counts how many of the rows taken there are of each cost, to know which are among the cheapest. */
function visitCheapest(
  { customerIds, rowOf }: Postings,
  wanted: number,
  visit: (row: number, cost: number) => void,
): void {
  const { rows, count } = taken;
  if (count === 0) return;
  const ofCost = new Uint32Array(costMask + 1);
  for (let at = 0; at < count; at += 1) ofCost[costOf(sums[rows[at]!]!)]! += 1;
  let last = 0;
  let cheaper = 0;
  while (last < costMask && cheaper + ofCost[last]! < wanted) {
    cheaper += ofCost[last]!;
    last += 1;
  }
  const lastOnes = new Uint32Array(ofCost[last]!);
  let found = 0;
  for (let at = 0; at < count; at += 1) {
    const row = rows[at]!;
    const cost = costOf(sums[row]!);
    if (cost < last) visit(row, cost);
    if (cost !== last) continue;
    lastOnes[found] = customerIds[row]!;
    found += 1;
  }
  for (const customerId of smallest(lastOnes, wanted - cheaper)) visit(rowOf[customerId]!, last);
}
