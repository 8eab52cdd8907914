import { editDistance } from './edit-distance.ts';

/**
 * How alike two words are, 0 to 1: edits weigh by length; a beginning ("Kat",
 * "Katrine") counts for much, an initial for half.
 */
function wordSimilarity(left: string, right: string): number {
  if (left === right) return 1;
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (longer.startsWith(shorter))
    return shorter.length === 1 ? 0.5 : 0.75 + 0.2 * (shorter.length / longer.length);
  const limit = longer.length <= 3 ? 1 : longer.length <= 7 ? 2 : 3;
  const edits = editDistance(left, right, limit);
  return edits > limit ? 0 : Math.max(0, 1 - (edits * 1.2) / longer.length);
}

export interface WordsSimilarity {
  /** 0 to 1. */
  readonly alike: number;
  /** The known words that have a partner. */
  readonly shared: readonly string[];
  /** Whether a word stands on either side in place of another one. */
  readonly replaced: boolean;
}

/** Words at least this alike are one word, spelt differently. */
const partnersFrom = 0.6;

/**
 * How alike two names, streets or places are by their folded words: each word with
 * its best partner, in any order; a missing word weighs less than a wrong one, and
 * a missing space nothing.
 */
export function wordsSimilarity(ours: readonly string[], known: readonly string[]): WordsSimilarity {
  if (ours.length === 1 && known.length === 1) {
    const alike = wordSimilarity(ours[0]!, known[0]!);
    return { alike, shared: alike >= partnersFrom ? known : [], replaced: alike < partnersFrom };
  }
  const isFewer = ours.length <= known.length;
  const [fewer, more] = isFewer ? [ours, known] : [known, ours];
  const free = [...more];
  const shared: string[] = [];
  let sum = 0;
  for (const word of fewer) {
    let best = 0;
    let bestAt = -1;
    for (const [at, partner] of free.entries()) {
      const similarity = wordSimilarity(word, partner);
      if (similarity > best) [best, bestAt] = [similarity, at];
    }
    if (best >= partnersFrom) shared.push(isFewer ? free[bestAt]! : word);
    if (bestAt >= 0) free.splice(bestAt, 1);
    sum += best;
  }
  const missing = more.length - fewer.length;
  const joined = wordSimilarity(ours.join(''), known.join(''));
  const parted = sum / (fewer.length + missing * 0.5);
  return joined > parted
    ? { alike: joined, shared: known, replaced: false }
    : { alike: parted, shared, replaced: shared.length < fewer.length };
}
