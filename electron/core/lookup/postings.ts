import { kindBits, kindMask } from './entry.ts';
import { grown } from './growable.ts';
import { dead } from './row-class.ts';

/**
 * Which customers have which words. A customer's entry becomes a row; a changed
 * customer gets a new row and the old one dies, so that everything here only
 * grows and a search never meets half a change.
 *
 * Layout, one cell a row: `customerIds`, `classes` (row-class.ts) and `starts`, where its tokens begin in `tokens` (token id × 8 +
 * kind, as stored; `starts[rows]` is the end).
 *
 * The other way round, each token id has the rows it stands in (row × 8 + kind):
 * - the packed part: `packedStarts[id]` to `packedStarts[id + 1]` in `packed`,
 *   rows ascending;
 * - the recent part: a chain of `recentCounts[id]` cells from `recentHeads[id]`
 *   through `recentNext`, newest first, for the rows since. {@link pack} makes one
 *   packed part of both.
 */
export interface Postings {
  rows: number;
  customerIds: Uint32Array;
  classes: Uint16Array;
  starts: Uint32Array;
  tokens: Uint32Array;
  /** Row of a customer, by customer id; -1 when it has none. */
  rowOf: Int32Array;
  living: number;

  packedStarts: Uint32Array;
  packed: Uint32Array;
  recentHeads: Int32Array;
  recentCounts: Uint32Array;
  recentNext: Int32Array;
  recent: Uint32Array;
  recentCount: number;
}

export function createPostings(): Postings {
  return {
    rows: 0,
    customerIds: new Uint32Array(64),
    classes: new Uint16Array(64),
    starts: new Uint32Array(65),
    tokens: new Uint32Array(512),
    rowOf: new Int32Array(64).fill(-1),
    living: 0,
    packedStarts: new Uint32Array(1),
    packed: new Uint32Array(0),
    recentHeads: new Int32Array(64).fill(-1),
    recentCounts: new Uint32Array(64),
    recentNext: new Int32Array(512),
    recent: new Uint32Array(512),
    recentCount: 0,
  };
}

/** The row of a customer that can be found, or -1. */
export function rowOfCustomer(postings: Postings, customerId: number): number {
  return postings.rowOf[customerId] ?? -1;
}

/**
 * Gives a customer a new row.
 *
 * @param chained false while many rows are loaded and {@link pack} is called before the next search
 */
export function addRow(
  postings: Postings,
  customerId: number,
  classId: number,
  count: number,
  tokenAt: (index: number) => number,
  chained = true,
): void {
  removeRow(postings, customerId);
  const row = postings.rows;
  const start = postings.starts[row]!;
  postings.customerIds = grown(postings.customerIds, row + 1);
  postings.classes = grown(postings.classes, row + 1);
  postings.starts = grown(postings.starts, row + 2);
  postings.tokens = grown(postings.tokens, start + count);
  if (customerId >= postings.rowOf.length) {
    const before = postings.rowOf.length;
    postings.rowOf = grown(postings.rowOf, customerId + 1).fill(-1, before);
  }
  const { tokens } = postings;
  for (let index = 0; index < count; index += 1) {
    const token = tokenAt(index);
    tokens[start + index] = token;
    if (chained) chain(postings, token >>> kindBits, row * (kindMask + 1) + (token & kindMask));
  }
  postings.customerIds[row] = customerId;
  postings.classes[row] = classId;
  postings.starts[row + 1] = start + count;
  postings.rowOf[customerId] = row;
  postings.rows += 1;
  postings.living += 1;
}

/** The customer is not found any more. */
export function removeRow(postings: Postings, customerId: number): void {
  const row = rowOfCustomer(postings, customerId);
  if (row === -1) return;
  postings.classes[row] = dead;
  postings.rowOf[customerId] = -1;
  postings.living -= 1;
}

/** The array a row's own tokens stand in, from {@link firstCell} to before {@link endCell}. */
export function cellsOf({ tokens }: Postings, _row: number): Uint32Array {
  return tokens;
}

export function firstCell({ starts }: Postings, row: number): number {
  return starts[row]!;
}

export function endCell({ starts }: Postings, row: number): number {
  return starts[row + 1]!;
}

function chain(postings: Postings, id: number, posting: number): void {
  if (id >= postings.recentHeads.length) {
    const before = postings.recentHeads.length;
    postings.recentHeads = grown(postings.recentHeads, id + 1).fill(-1, before);
    postings.recentCounts = grown(postings.recentCounts, postings.recentHeads.length);
  }
  const at = postings.recentCount;
  postings.recent = grown(postings.recent, at + 1);
  postings.recentNext = grown(postings.recentNext, at + 1);
  postings.recent[at] = posting;
  postings.recentNext[at] = postings.recentHeads[id]!;
  postings.recentHeads[id] = at;
  postings.recentCounts[id]! += 1;
  postings.recentCount += 1;
}

/** How many cells a token has, dead rows included. */
export function countPostings({ packedStarts, recentCounts }: Postings, id: number): number {
  const packed = id + 1 < packedStarts.length ? packedStarts[id + 1]! - packedStarts[id]! : 0;
  return packed + (recentCounts[id] ?? 0);
}

/** Calls `visit` for each cell of a token whose kind is in the bit set `kinds`, dead rows included. */
export function visitPostings(
  { packedStarts, packed, recent, recentNext, recentHeads }: Postings,
  id: number,
  kinds: number,
  visit: (row: number, kind: number) => void,
): void {
  if (id + 1 < packedStarts.length) {
    const end = packedStarts[id + 1]!;
    for (let at = packedStarts[id]!; at < end; at += 1) {
      const posting = packed[at]!;
      const kind = posting & kindMask;
      if (((kinds >> kind) & 1) !== 0) visit(posting >>> kindBits, kind);
    }
  }
  for (let at = recentHeads[id] ?? -1; at !== -1; at = recentNext[at]!) {
    const posting = recent[at]!;
    const kind = posting & kindMask;
    if (((kinds >> kind) & 1) !== 0) visit(posting >>> kindBits, kind);
  }
}

/** Whether so much is chained that searches feel it. */
export function isDueForPacking(postings: Postings): boolean {
  return postings.recentCount > 20_000 + postings.packed.length / 2;
}

/** Cells handled between two looks at the clock. */
const stride = 8192;

/**
 * Makes one packed part of everything, in slices: the generator yields often, so
 * that the caller can stop and answer searches meanwhile. Rows that are added
 * while it runs stay chained. Dead rows are left out of the packed part.
 */
export function* pack(postings: Postings): Generator<undefined, void, void> {
  const rows = postings.rows;
  let highest = 0;
  const { tokens, starts, classes } = postings;
  const cells = starts[rows]!;
  for (let at = 0; at < cells; at += 1) {
    const id = tokens[at]! >>> kindBits;
    if (id > highest) highest = id;
    if (at % stride === stride - 1) yield;
  }
  // Counts, then running totals: where each token's rows end; filled from the last row down.
  const ends = new Uint32Array(highest + 2);
  const buried = Uint8Array.from(classes.subarray(0, rows), (classId) => (classId === dead ? 1 : 0));
  for (let row = 0; row < rows; row += 1) {
    if (buried[row] === 0) {
      for (let at = starts[row]!; at < starts[row + 1]!; at += 1) ends[tokens[at]! >>> kindBits]! += 1;
    }
    if (row % 1024 === 1023) yield;
  }
  let total = 0;
  for (let id = 0; id < ends.length; id += 1) {
    total += ends[id]!;
    ends[id] = total;
  }
  yield;
  const packed = new Uint32Array(total);
  for (let row = rows - 1; row >= 0; row -= 1) {
    if (buried[row] === 0) {
      for (let at = starts[row + 1]! - 1; at >= starts[row]!; at -= 1) {
        const token = tokens[at]!;
        const id = token >>> kindBits;
        ends[id]! -= 1;
        packed[ends[id]!] = row * (kindMask + 1) + (token & kindMask);
      }
    }
    if (row % 1024 === 0) yield;
  }
  postings.packedStarts = ends;
  postings.packed = packed;
  postings.recentHeads.fill(-1);
  postings.recentCounts.fill(0);
  postings.recentCount = 0;
  for (let row = rows; row < postings.rows; row += 1) {
    for (let at = postings.starts[row]!; at < postings.starts[row + 1]!; at += 1) {
      const token = postings.tokens[at]!;
      chain(postings, token >>> kindBits, row * (kindMask + 1) + (token & kindMask));
    }
  }
}
