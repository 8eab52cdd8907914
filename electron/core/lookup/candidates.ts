import type { Index } from './catch-up.ts';
import { kindBits, kindMask } from './entry.ts';
import { wordKinds } from './fields.ts';
import { grown } from './growable.ts';
import { countPostings, dead, visitPostings, type Postings } from './postings.ts';
import { costOf, editsOf, kindCosts, type WordMatches } from './word-matches.ts';

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

/** Rows a word also stands for although no token says so (numbers found by key), with their cost. */
type ExtraRows = ReadonlyMap<number, number>;

export interface QueryWord {
  readonly matches: WordMatches;
  readonly extra?: ExtraRows | undefined;
}

/** A query of one word stops collecting once so many rows are at hand. */
const enoughRowsOfOneWord = 4000;
/** Looking through a row's tokens costs about as much as this many postings. */
const rowCheckCost = 12;

/** Sums keep the cost, plus 1, in the low byte and the edits in the high one. */
const editUnit = 256;
const costMask = 255;

/** Between two steps, by row: cost + 1 of the word at hand, and the sums so far; 0 is "not a candidate". */
let best = new Uint8Array(0);
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
  else eachRow(postings, rarest.word, edits, filter, collector(postings, filter));
  addUp(edits);
  for (const { word, size } of others) {
    if (count === 0) return;
    if (count * rowCheckCost < size) checkRows(postings, word, edits, filter);
    else eachRow(postings, word, edits, filter, markCandidate);
    addUp(edits);
  }
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    visit(row, (sums[row]! & costMask) - 1);
    sums[row] = 0;
  }
}

/** Cells to be read to see every row of a word. */
function sizeOf(postings: Postings, { matches, extra }: QueryWord, edits: number): number {
  let size = extra?.size ?? 0;
  for (let at = 0; at < matches.count; at += 1) {
    const token = matches.tokens[at]!;
    if (editsOf(costOf(matches, token)!) <= edits) size += countPostings(postings, token);
  }
  return size;
}

/** The kinds a word may stand in: a letter alone only begins names. */
function kindsFor({ word }: WordMatches, cost: number, filter: Filter): number {
  if (cost === 0 || word.text.length > 1) return filter.kinds;
  return filter.kinds & ((1 << wordKinds.name) | (1 << wordKinds.company));
}

/** Calls `note` for each cell of each token of the word that is within `edits`. */
function eachRow(
  postings: Postings,
  { matches, extra }: QueryWord,
  edits: number,
  filter: Filter,
  note: (row: number, cost: number) => void,
): void {
  for (const [row, cost] of extra ?? []) note(row, cost);
  for (let at = 0; at < matches.count; at += 1) {
    const token = matches.tokens[at]!;
    const cost = costOf(matches, token)!;
    if (editsOf(cost) > edits) continue;
    visitPostings(postings, token, kindsFor(matches, cost, filter), (row, kind) =>
      note(row, cost + kindCosts[kind]!),
    );
  }
}

/** Takes rows as candidates, each once, with its lowest cost. */
function collector({ types }: Postings, filter: Filter): (row: number, cost: number) => void {
  return (row, cost) => {
    const cell = best[row]!;
    if (cell === 0) {
      if (filter.types[types[row]!] === 0) return;
      if (count === candidates.length) candidates = grown(candidates, count + 1);
      candidates[count] = row;
      count += 1;
      best[row] = cost + 1;
    } else if (cost + 1 < cell) {
      best[row] = cost + 1;
    }
  };
}

/** The only word: its cheapest tokens first, stopping before the many that are no better. */
function collectCheapest(postings: Postings, { matches }: QueryWord, edits: number, filter: Filter): void {
  const collect = collector(postings, filter);
  const tokens = [...matches.tokens.subarray(0, matches.count)];
  const costs = new Set(tokens.map((token) => costOf(matches, token)!));
  for (const cost of [...costs].sort((left, right) => left - right)) {
    if (editsOf(cost) > edits) return;
    for (const token of tokens) {
      if (costOf(matches, token) !== cost) continue;
      if (count >= enoughRowsOfOneWord) return;
      visitPostings(postings, token, kindsFor(matches, cost, filter), (row, kind) =>
        collect(row, cost + kindCosts[kind]!),
      );
    }
  }
}

function markCandidate(row: number, cost: number): void {
  if (sums[row] === 0) return;
  const cell = best[row]!;
  if (cell === 0 || cost + 1 < cell) best[row] = cost + 1;
}

/** Marks the candidates the word stands in by reading the candidates' tokens. */
function checkRows(
  { starts, tokens }: Postings,
  { matches, extra }: QueryWord,
  edits: number,
  filter: Filter,
): void {
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    let lowest = extra?.get(row) ?? costMask;
    for (let cell = starts[row]!; cell < starts[row + 1]!; cell += 1) {
      const token = tokens[cell]!;
      const cost = costOf(matches, token >>> kindBits);
      if (cost === undefined || editsOf(cost) > edits) continue;
      const kind = token & kindMask;
      if (((kindsFor(matches, cost, filter) >> kind) & 1) === 0) continue;
      lowest = Math.min(lowest, cost + kindCosts[kind]!);
    }
    if (lowest < costMask) best[row] = lowest + 1;
  }
}

/** Adds the costs of the word at hand to the sums; rows it is not in, or that need too many edits, fall out. */
function addUp(edits: number): void {
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const row = candidates[at]!;
    const cell = best[row]!;
    best[row] = 0;
    const sum = Math.max(sums[row]!, 1) + cell - 1 + editsOf(cell - 1) * editUnit;
    if (cell === 0 || sum >= (edits + 1) * editUnit) {
      sums[row] = 0;
    } else {
      sums[row] = sum;
      candidates[kept] = row;
      kept += 1;
    }
  }
  count = kept;
}
