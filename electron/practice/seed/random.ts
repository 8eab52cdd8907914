/**
 * A small seeded source of chance. The same seed gives the same sequence on every machine,
 * which the practice data, the fault rules and the benchmarks rely on.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** A whole number in [low, high], both included. */
  between(low: number, high: number): number;
  /** True in `share` of the calls; `share` in [0, 1]. */
  chance(share: number): boolean;
  /** One of the list, all equally likely. The list must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** One of the list, the first ones far more often, as with people's names. Must not be empty. */
  pickCommon<T>(list: readonly T[]): T;
  /** One of the values by its weight. Weights are positive; the list must not be empty. */
  pickWeighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T;
  /** `length` decimal digits. */
  digits(length: number): string;
  /** A UUID-shaped identifier. */
  uid(): string;
}

/** Starts a sequence. `seed` is any number; its lower 32 bits count. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  // A counter with a golden-ratio step, scrambled by the finaliser of MurmurHash3.
  const nextUint32 = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const next = (): number => nextUint32() / 0x1_0000_0000;
  const below = (bound: number): number => Math.floor(next() * bound);
  const hex = (): string => nextUint32().toString(16).padStart(8, '0');

  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (share) => next() < share,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    pickCommon: <T>(list: readonly T[]) => list[Math.floor(next() ** 1.7 * list.length)] as T,
    pickWeighted: <T>(choices: readonly (readonly [T, number])[]) => {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      return (choices.at(-1) as readonly [T, number])[0];
    },
    digits: (length) => {
      let text = '';
      while (text.length < length) text += below(10);
      return text;
    },
    uid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}

/** A seed of 32 bits made from text, so that a name can start its own sequence (FNV-1a). */
export function seedFromText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
