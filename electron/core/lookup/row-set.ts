import { grown } from './growable.ts';

/**
 * A set of rows that remembers in which order they came. One bit a row: asking
 * whether one of a million rows is in it touches 125 kB, which stay in the
 * processor's cache while long lists of rows are gone through.
 *
 * Layout: bit `row % 32` of `bits[row / 32]`; `rows[0]` to before `rows[count]`.
 */
export interface RowSet {
  bits: Uint32Array;
  rows: Int32Array;
  count: number;
}

export function createRowSet(): RowSet {
  return { bits: new Uint32Array(0), rows: new Int32Array(1024), count: 0 };
}

/** Empties the set and makes room for rows below `limit`. */
export function clearRows(set: RowSet, limit: number): void {
  set.bits = grown(set.bits, (limit >>> 5) + 1);
  set.bits.fill(0);
  set.count = 0;
}

/** @returns whether the row is new */
export function addRowTo(set: RowSet, row: number): boolean {
  const at = row >>> 5;
  const bit = 1 << (row & 31);
  const known = set.bits[at]!;
  if ((known & bit) !== 0) return false;
  set.bits[at] = known | bit;
  if (set.count === set.rows.length) set.rows = grown(set.rows, set.count + 1);
  set.rows[set.count] = row;
  set.count += 1;
  return true;
}

export function hasRow({ bits }: RowSet, row: number): boolean {
  return ((bits[row >>> 5]! >>> (row & 31)) & 1) !== 0;
}
