/**
 * Keys of many customers in ascending order, in two arrays side by side: what a
 * bulk of customers is written with, and kept as until it is moved into the tree.
 *
 * Stored as bytes, little-endian: f64 × n keys, u32 × n customers.
 */
export interface KeyRun {
  readonly keys: Float64Array;
  readonly customers: Uint32Array;
}

const bytesPerPair = 12;

/** Merges runs that are sorted already, two and two. */
export function mergeRuns(runs: readonly KeyRun[]): KeyRun {
  if (runs.length === 0) return { keys: new Float64Array(0), customers: new Uint32Array(0) };
  let some = runs;
  while (some.length > 1) {
    const merged: KeyRun[] = [];
    for (let at = 0; at < some.length; at += 2) {
      const right = some[at + 1];
      merged.push(right === undefined ? some[at]! : mergeTwo(some[at]!, right));
    }
    some = merged;
  }
  return some[0]!;
}

function mergeTwo(left: KeyRun, right: KeyRun): KeyRun {
  const length = left.keys.length + right.keys.length;
  const keys = new Float64Array(length);
  const customers = new Uint32Array(length);
  let l = 0;
  let r = 0;
  for (let at = 0; at < length; at += 1) {
    const fromLeft = r === right.keys.length || (l < left.keys.length && left.keys[l]! <= right.keys[r]!);
    const run = fromLeft ? left : right;
    const from = fromLeft ? l++ : r++;
    keys[at] = run.keys[from]!;
    customers[at] = run.customers[from]!;
  }
  return { keys, customers };
}

/** Sorts keys and whose they are by key; each customer's own keys stand together, ascending. */
export function sortKeys(keys: Float64Array, customers: Uint32Array): KeyRun {
  const runs: KeyRun[] = [];
  for (let start = 0; start < keys.length;) {
    let end = start + 1;
    while (end < keys.length && keys[end]! >= keys[end - 1]!) end += 1;
    runs.push({ keys: keys.subarray(start, end), customers: customers.subarray(start, end) });
    start = end;
  }
  return mergeRuns(runs);
}

export function packRun({ keys, customers }: KeyRun): Buffer {
  const bytes = Buffer.alloc(keys.length * bytesPerPair);
  bytes.set(new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength), 0);
  bytes.set(new Uint8Array(customers.buffer, customers.byteOffset, customers.byteLength), keys.byteLength);
  return bytes;
}

export function readRun(bytes: Uint8Array): KeyRun {
  const length = bytes.length / bytesPerPair;
  // A copy begins where arrays of numbers may begin.
  const { buffer } = Uint8Array.from(bytes);
  return {
    keys: new Float64Array(buffer, 0, length),
    customers: new Uint32Array(buffer, length * Float64Array.BYTES_PER_ELEMENT, length),
  };
}

/** Place of the first key that is not below this one. */
export function lowerBound(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
