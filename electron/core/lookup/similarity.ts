import { editDistance } from './edit-distance.ts';
import { wordsOf } from './fold.ts';

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

/**
 * How alike two names, streets or places are, 0 to 1: each word with its best
 * partner, in any order; a missing word weighs less than a wrong one, and a
 * missing space nothing.
 */
export function textSimilarity(left: string, right: string): number {
  const [one, other] = [foldedWords(left), foldedWords(right)];
  if (one.length === 0 || other.length === 0) return 0;
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  const free = [...more];
  let sum = 0;
  for (const word of fewer) {
    let best = 0;
    let bestAt = -1;
    for (const [at, partner] of free.entries()) {
      const similarity = wordSimilarity(word, partner);
      if (similarity > best) [best, bestAt] = [similarity, at];
    }
    if (bestAt >= 0) free.splice(bestAt, 1);
    sum += best;
  }
  const missing = more.length - fewer.length;
  return Math.max(wordSimilarity(one.join(''), other.join('')), sum / (fewer.length + missing * 0.5));
}

function foldedWords(text: string): string[] {
  return wordsOf(text).map(({ folded }) => folded);
}
