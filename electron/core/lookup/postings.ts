import { kindBits, kindMask } from './entry.ts';
import { grown } from './growable.ts';
import { ensureCells, type PagedCells } from './paged-cells.ts';
import { dead } from './row-class.ts';

/**
 * Which customers have which words. A customer's entry becomes a row; a changed
 * customer gets a new row and the old one dies, so that everything here only
 * grows and a search never meets half a change.
 *
 * Layout, one cell a row: `customerIds` and `classes` (row-class.ts). A row's own
 * tokens (token id × 8 + kind, as stored) stand in one of two places:
 * - the settled part, rows [0, `settledRows`): from `starts[row]` to before
 *   `starts[row + 1]` in `settled`; never written to again;
 * - the recent part, all rows since: the same with `recentStarts` and
 *   `recentTokens`, rows counted from `settledRows`.
 *
 * The other way round, each token id has the rows it stands in (row × 8 + kind):
 * - the packed part, of the settled rows: `packedStarts[id]` to
 *   `packedStarts[id + 1]` in `packed`, rows ascending;
 * - the recent part: a chain of `recentCounts[id]` cells from `recentHeads[id]`
 *   through `recentNext`, newest first.
 *
 * {@link settle} makes one settled part of everything.
 */
export interface Postings {
  rows: number;
  customerIds: Uint32Array;
  classes: Uint16Array;
  /** Row of a customer, by customer id; -1 when it has none. */
  rowOf: Int32Array;
  living: number;

  readonly settledRows: number;
  readonly starts: Uint32Array;
  readonly settled: PagedCells;
  readonly packedStarts: Uint32Array;
  readonly packed: Uint32Array;

  recentStarts: Uint32Array;
  recentTokens: Uint32Array;
  recentHeads: Int32Array;
  recentCounts: Uint32Array;
  recentNext: Int32Array;
  recent: Uint32Array;
  recentCount: number;
  /** Customers taken out while everything is being settled. */
  removed: number[] | undefined;
}

/** What does not change any more: everything a snapshot holds (snapshot.ts). */
export type SettledPart = Pick<
  Postings,
  'customerIds' | 'classes' | 'starts' | 'settled' | 'packedStarts' | 'packed'
>;

const nothing: SettledPart = {
  customerIds: new Uint32Array(0),
  classes: new Uint16Array(0),
  starts: new Uint32Array(1),
  settled: { cells: new Uint32Array(0), missing: undefined },
  packedStarts: new Uint32Array(1),
  packed: new Uint32Array(0),
};

export function createPostings(part: SettledPart = nothing): Postings {
  const { customerIds, classes } = part;
  const rows = customerIds.length;
  let highest = 0;
  for (let row = 0; row < rows; row += 1) if (customerIds[row]! > highest) highest = customerIds[row]!;
  const rowOf = new Int32Array(Math.max(highest + 1, 64)).fill(-1);
  let living = 0;
  for (let row = 0; row < rows; row += 1) {
    if (classes[row] === dead) continue;
    rowOf[customerIds[row]!] = row;
    living += 1;
  }
  return {
    ...part,
    rows,
    rowOf,
    living,
    settledRows: rows,
    recentStarts: new Uint32Array(65),
    recentTokens: new Uint32Array(512),
    recentHeads: new Int32Array(64).fill(-1),
    recentCounts: new Uint32Array(64),
    recentNext: new Int32Array(512),
    recent: new Uint32Array(512),
    recentCount: 0,
    removed: undefined,
  };
}

/** The row of a customer that can be found, or -1. */
export function rowOfCustomer(postings: Postings, customerId: number): number {
  return postings.rowOf[customerId] ?? -1;
}

/**
 * Gives a customer a new row.
 *
 * @param chained false while many rows are loaded and {@link settle} is called before the next search
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
  const recentRow = row - postings.settledRows;
  const start = postings.recentStarts[recentRow]!;
  postings.customerIds = grown(postings.customerIds, row + 1);
  postings.classes = grown(postings.classes, row + 1);
  postings.recentStarts = grown(postings.recentStarts, recentRow + 2);
  postings.recentTokens = grown(postings.recentTokens, start + count);
  if (customerId >= postings.rowOf.length) {
    const before = postings.rowOf.length;
    postings.rowOf = grown(postings.rowOf, customerId + 1).fill(-1, before);
  }
  const { recentTokens } = postings;
  for (let index = 0; index < count; index += 1) {
    const token = tokenAt(index);
    recentTokens[start + index] = token;
    if (chained) chain(postings, token >>> kindBits, row * (kindMask + 1) + (token & kindMask));
  }
  postings.customerIds[row] = customerId;
  postings.classes[row] = classId;
  postings.recentStarts[recentRow + 1] = start + count;
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
  postings.removed?.push(customerId);
}

/** The array a row's own tokens stand in, from {@link firstCell} to before {@link endCell}. */
export function cellsOf(postings: Postings, row: number): Uint32Array {
  if (row >= postings.settledRows) return postings.recentTokens;
  const { settled, starts } = postings;
  if (settled.missing !== undefined) ensureCells(settled, starts[row]!, starts[row + 1]!);
  return settled.cells;
}

export function firstCell({ settledRows, starts, recentStarts }: Postings, row: number): number {
  return row < settledRows ? starts[row]! : recentStarts[row - settledRows]!;
}

export function endCell({ settledRows, starts, recentStarts }: Postings, row: number): number {
  return row < settledRows ? starts[row + 1]! : recentStarts[row - settledRows + 1]!;
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

/** Cells of the recent part of one token, copied so that they lie in a row. */
let recentRun = new Uint32Array(64);

/**
 * Calls `visit` for each of the tokens `from` to `to` of a list with its cells
 * [start, end) in an array, dead rows included; once for the packed part and once
 * for the recent one, until it answers false.
 */
export function visitRuns(
  { packedStarts, packed, recent, recentNext, recentHeads, recentCounts }: Postings,
  list: Int32Array,
  from: number,
  to: number,
  visit: (token: number, cells: Uint32Array, start: number, end: number) => boolean,
): void {
  for (let at = from; at < to; at += 1) {
    const token = list[at]!;
    const end = packedStarts[token + 1];
    if (end !== undefined && !visit(token, packed, packedStarts[token]!, end)) return;
    const count = recentCounts[token] ?? 0;
    if (count === 0) continue;
    recentRun = grown(recentRun, count);
    // The chain goes from the newest row to the oldest.
    let place = count;
    for (let cell = recentHeads[token]!; cell !== -1; cell = recentNext[cell]!) {
      place -= 1;
      recentRun[place] = recent[cell]!;
    }
    if (!visit(token, recentRun, 0, count)) return;
  }
}

/** Whether so much is chained that searches feel it. */
export function isDueForSettling({ recentCount, packed }: Postings): boolean {
  return recentCount > 20_000 + packed.length / 2;
}

/** Rows and tokens handled between two looks at the clock; some tenths of a millisecond. */
const rowsAtOnce = 1024;
const tokensAtOnce = 16_384;

/**
 * Makes new postings in which every living row is settled, in slices: the
 * generator yields often, so that the caller can stop and answer searches
 * meanwhile. What is added or removed while it runs is taken over at the end.
 * The old postings are not to be used afterwards.
 */
export function* settle(old: Postings): Generator<undefined, Postings, void> {
  const rows = old.rows;
  old.removed = [];

  // The living rows and how many tokens they have.
  let living = 0;
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    if (old.classes[row] !== dead) {
      living += 1;
      total += endCell(old, row) - firstCell(old, row);
    }
    if (row % rowsAtOnce === 0) yield;
  }
  const customerIds = new Uint32Array(living);
  const classes = new Uint16Array(living);
  const starts = new Uint32Array(living + 1);
  const cells = new Uint32Array(total);
  let highest = 0;
  let settledRows = 0;
  let end = 0;
  for (let row = 0; row < rows && settledRows < living; row += 1) {
    // Who died since the count is left out; nobody comes to life again.
    if (old.classes[row] !== dead) {
      const tokens = cellsOf(old, row);
      const last = endCell(old, row);
      for (let at = firstCell(old, row); at < last; at += 1) {
        const token = tokens[at]!;
        if (token > highest) highest = token;
        cells[end] = token;
        end += 1;
      }
      customerIds[settledRows] = old.customerIds[row]!;
      classes[settledRows] = old.classes[row]!;
      settledRows += 1;
      starts[settledRows] = end;
    }
    if (row % rowsAtOnce === 0) yield;
  }

  // Counts, then running totals: where each token's rows end; filled from the last row down.
  const ends = new Uint32Array((highest >>> kindBits) + 2);
  for (let at = 0; at < end; at += 1) {
    ends[cells[at]! >>> kindBits]! += 1;
    if (at % tokensAtOnce === 0) yield;
  }
  let sum = 0;
  for (let id = 0; id < ends.length; id += 1) {
    sum += ends[id]!;
    ends[id] = sum;
  }
  yield;
  const packed = new Uint32Array(end);
  for (let row = settledRows - 1; row >= 0; row -= 1) {
    for (let at = starts[row + 1]! - 1; at >= starts[row]!; at -= 1) {
      const token = cells[at]!;
      const id = token >>> kindBits;
      ends[id]! -= 1;
      packed[ends[id]!] = row * (kindMask + 1) + (token & kindMask);
    }
    if (row % rowsAtOnce === 0) yield;
  }

  const settled = createPostings({
    customerIds: customerIds.subarray(0, settledRows),
    classes: classes.subarray(0, settledRows),
    starts: starts.subarray(0, settledRows + 1),
    settled: { cells: end === total ? cells : cells.slice(0, end), missing: undefined },
    packedStarts: ends,
    packed,
  });
  yield;
  for (let row = rows, removed = 0; ;) {
    const stop = Math.min(old.rows, row + rowsAtOnce);
    for (; row < stop; row += 1) {
      if (old.classes[row] === dead) continue;
      const tokens = cellsOf(old, row);
      const first = firstCell(old, row);
      const count = endCell(old, row) - first;
      addRow(settled, old.customerIds[row]!, old.classes[row]!, count, (at) => tokens[first + at]!);
    }
    for (; removed < old.removed.length; removed += 1) {
      const customerId = old.removed[removed]!;
      if (rowOfCustomer(old, customerId) === -1) removeRow(settled, customerId);
    }
    if (row === old.rows && removed === old.removed.length) return settled;
    yield;
  }
}
