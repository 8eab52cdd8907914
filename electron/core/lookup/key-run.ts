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

/** One run of several that are sorted already. */
export function mergeRuns(runs: readonly KeyRun[]): KeyRun {
  const starts: number[] = [];
  let length = 0;
  for (const run of runs) {
    starts.push(length);
    length += run.keys.length;
  }
  const all: KeyRun = { keys: new Float64Array(length), customers: new Uint32Array(length) };
  for (const [at, run] of runs.entries()) {
    all.keys.set(run.keys, starts[at]);
    all.customers.set(run.customers, starts[at]);
  }
  return mergeParts(all, starts);
}

/** Sorts keys and whose they are by key. Quick when most stand in order: each customer's own keys do. */
export function sortKeys(keys: Float64Array, customers: Uint32Array): KeyRun {
  const starts: number[] = [];
  for (let at = 0; at < keys.length; at += 1) if (at === 0 || keys[at]! < keys[at - 1]!) starts.push(at);
  return mergeParts({ keys: keys.slice(), customers: customers.slice() }, starts);
}

/** Merges neighbouring sorted parts, two and two, until there is one. @param all is overwritten */
function mergeParts(all: KeyRun, partStarts: readonly number[]): KeyRun {
  const { length } = all.keys;
  let from = all;
  let to: KeyRun = { keys: new Float64Array(length), customers: new Uint32Array(length) };
  let starts = partStarts;
  while (starts.length > 1) {
    const merged: number[] = [];
    for (let part = 0; part < starts.length; part += 2) {
      merged.push(starts[part]!);
      mergeTwo(from, to, starts[part]!, starts[part + 1] ?? length, starts[part + 2] ?? length);
    }
    [from, to] = [to, from];
    starts = merged;
  }
  return from;
}

/** Merges [start, middle) and [middle, end) of one pair of arrays into the same place of another. */
function mergeTwo(from: KeyRun, to: KeyRun, start: number, middle: number, end: number): void {
  const { keys, customers } = from;
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const next = right >= end || (left < middle && keys[left]! <= keys[right]!) ? left++ : right++;
    to.keys[at] = keys[next]!;
    to.customers[at] = customers[next]!;
  }
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
