/** More customers than this with one key have it by chance. */
const maxBlock = 12;

export interface Block {
  readonly key: number;
  /** Ascending, each once; two at least. */
  readonly customerIds: readonly number[];
  /** How far the walk is, 0 to 1. */
  readonly done: number;
}

export interface Blocks {
  add(key: number, customerId: number): void;
  /** Keys that several customers have, but not too many, ascending, from after `afterKey` on. */
  walk(afterKey: number): Generator<Block, void, void>;
}

/**
 * Customers by key. One cell each: the key in the high 32 bits, the customer id in
 * the low ones; sorted, customers with one key stand beside each other. Eight
 * bytes a key.
 */
export function createBlocks(): Blocks {
  let cells = new BigUint64Array(4096);
  /** The same cells by halves: id, key, id, key, … (little-endian, like all machines Tillbook runs on). */
  let halves = new Uint32Array(cells.buffer);
  let count = 0;
  return {
    add(key, customerId) {
      if (count === cells.length) {
        const larger = new BigUint64Array(Math.ceil(count * 1.2));
        larger.set(cells);
        cells = larger;
        halves = new Uint32Array(larger.buffer);
      }
      halves[count * 2] = customerId;
      halves[count * 2 + 1] = key;
      count += 1;
    },

    *walk(afterKey) {
      cells.subarray(0, count).sort();
      for (let at = 0, end = 0; at < count; at = end) {
        const key = halves[at * 2 + 1]!;
        for (end = at + 1; end < count && halves[end * 2 + 1] === key;) end += 1;
        if (key <= afterKey || end - at > maxBlock) continue;
        const customerIds = [...new Set(Array.from({ length: end - at }, (_, of) => halves[(at + of) * 2]!))];
        if (customerIds.length > 1) yield { key, customerIds, done: at / count };
      }
    },
  };
}
