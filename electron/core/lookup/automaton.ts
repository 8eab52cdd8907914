import { maxWordLength } from './fold.ts';
import type { Trie, WordOrder } from './trie.ts';

/**
 * Finds every word of a trie within two edits of a typed word, in one walk.
 *
 * Distance is optimal string alignment: inserting, deleting or replacing a
 * letter and swapping two neighbours count one each (no letter is edited twice).
 *
 * The automaton keeps one 32-bit mask for each number of edits d: bit i is set
 * when the first i letters typed can be turned into the path walked so far with
 * at most d edits. For the next letter c of the path, with `is(c)` the mask of
 * the positions where c was typed:
 *   match    rows[d]     & is(c)                 moves one on
 *   insert   rows[d-1]                           stays (c is not in what was typed)
 *   replace  rows[d-1]                           moves one on
 *   delete   next[d-1]                           moves one on
 *   swap     before[d-1] & is(last) >> 1 & is(c) moves two on (`before`: one letter earlier)
 * The walk leaves a branch when all masks are empty. After Wu and Manber (1992),
 * with the swap after Hyyrö (2003).
 *
 * Where a beginning is near and no word below can be nearer, all words below are
 * taken without walking to them: most of what a short beginning finds.
 */

export const maxDistance = 2;

/**
 * @param distance edits between the typed word and the whole word found; {@link noMatch} when they are
 *   too many, or more than `prefixDistance`
 * @param prefixDistance edits between the typed word and the best beginning of the word found, or {@link noMatch}
 * @param length letters of the word found
 */
export type VisitNear = (token: number, distance: number, prefixDistance: number, length: number) => void;

/**
 * Takes the words of these ranks of a sealed trie, [from, to), all of which have
 * a beginning so near and none of which is nearer as a whole.
 */
export type VisitBelow = (order: WordOrder, from: number, to: number, prefixDistance: number) => void;

export const noMatch = 9;

/** Scratch of one walk, by depth: four masks a depth (rows 0 to 2, and where the letter was typed). */
const depths = maxWordLength + 2;
const row0 = new Int32Array(depths);
const row1 = new Int32Array(depths);
const row2 = new Int32Array(depths);
const typedAt = new Int32Array(depths);
const path = new Int32Array(depths);
const bestPrefix = new Uint8Array(depths);
/** Rank after the last word below the node at a depth, in a sealed trie. */
const lastRank = new Int32Array(depths);
const asciiMasks = new Int32Array(128);

/**
 * Visits every word of the trie within `limit` edits (0 to 2) of `word`, and
 * with `prefix` also every word that begins with something within `prefixLimit`
 * edits of it. Each word once, in the order of the trie.
 *
 * @param word folded, 1 to {@link maxWordLength} units
 * @param visitBelow called instead of `visit` for many words at once
 * @returns how many nodes and words it looked at
 */
export function findNear(
  trie: Trie,
  word: string,
  limit: number,
  prefixLimit: number | undefined,
  visit: VisitNear,
  visitBelow: VisitBelow = (order, from, to, prefixDistance) => {
    for (let rank = from; rank < to; rank += 1) {
      visit(order.tokens[rank]!, noMatch, prefixDistance, order.lengths[rank]!);
    }
  },
): number {
  const since = trie.since === undefined ? 0 : findNear(trie.since, word, limit, prefixLimit, visit);
  const { order } = trie;
  const { letter, firstChild, nextSibling, token } = trie;
  const length = word.length;
  const accept = 1 << length;
  const alive = accept * 2 - 1;
  const others = maskLetters(word);

  // Before any letter of the path: d letters typed may be deleted.
  row0[0] = 1;
  row1[0] = limit >= 1 ? 3 & alive : 0;
  row2[0] = limit >= 2 ? 7 & alive : 0;
  typedAt[0] = 0;
  bestPrefix[0] = noMatch;
  lastRank[0] = trie.words;

  let looked = 0;
  let depth = 1;
  path[1] = firstChild[0]!;
  while (depth > 0) {
    const node = path[depth]!;
    if (node === 0 || depth >= depths - 1) {
      depth -= 1;
      if (depth > 0) path[depth] = nextSibling[path[depth]!]!;
      continue;
    }
    looked += 1;
    const c = letter[node]!;
    const is = c < 128 ? asciiMasks[c]! : (others?.get(c) ?? 0);
    const above0 = row0[depth - 1]!;
    const next0 = (above0 & is) << 1;
    let next1 = 0;
    let next2 = 0;
    if (limit > 0) {
      const above1 = row1[depth - 1]!;
      const swappable = depth > 1 ? (typedAt[depth - 1]! >> 1) & is : 0;
      next1 = ((above1 & is) | above0 | next0) << 1;
      next1 |= above0;
      if (swappable !== 0) next1 |= (row0[depth - 2]! & swappable) << 2;
      next1 &= alive;
      if (limit > 1) {
        const above2 = row2[depth - 1]!;
        next2 = ((above2 & is) | above1 | next1) << 1;
        next2 |= above1;
        if (swappable !== 0) next2 |= (row1[depth - 2]! & swappable) << 2;
        next2 &= alive;
      }
    }
    const distance =
      (next0 & accept) !== 0 ? 0 : (next1 & accept) !== 0 ? 1 : (next2 & accept) !== 0 ? 2 : noMatch;
    let prefixDistance = noMatch;
    if (prefixLimit !== undefined) {
      prefixDistance = bestPrefix[depth - 1]!;
      if (distance < prefixDistance && distance <= prefixLimit) prefixDistance = distance;
    }
    const sibling = nextSibling[node]!;
    if (order !== undefined && prefixDistance !== noMatch) {
      const nearer =
        prefixDistance === 0 ? next0 : prefixDistance === 1 ? next0 | next1 : next0 | next1 | next2;
      // The word that ends here may be as near as its beginning; those below it are further.
      if ((nearer & ~accept) === 0) {
        const own = token[node]! !== 0 && distance === prefixDistance;
        const from = order.ranks[node]!;
        const to = sibling === 0 ? lastRank[depth - 1]! : order.ranks[sibling]!;
        if (own) visit(token[node]!, distance, prefixDistance, depth);
        visitBelow(order, own ? from + 1 : from, to, prefixDistance);
        looked += (to - from) >> 2;
        path[depth] = sibling;
        continue;
      }
    }
    const found = token[node]!;
    if (found !== 0 && (distance !== noMatch || prefixDistance !== noMatch)) {
      visit(found, distance <= prefixDistance ? distance : noMatch, prefixDistance, depth);
    }
    if ((next0 | next1 | next2) !== 0 || prefixDistance !== noMatch) {
      row0[depth] = next0;
      row1[depth] = next1;
      row2[depth] = next2;
      typedAt[depth] = is;
      bestPrefix[depth] = prefixDistance;
      if (order !== undefined) lastRank[depth] = sibling === 0 ? lastRank[depth - 1]! : order.ranks[sibling]!;
      depth += 1;
      path[depth] = firstChild[node]!;
    } else {
      path[depth] = sibling;
    }
  }
  for (let at = 0; at < length; at += 1) {
    const unit = word.charCodeAt(at);
    if (unit < 128) asciiMasks[unit] = 0;
  }
  return looked + since;
}

/** Marks where each letter was typed; answers the marks of letters beyond ASCII. */
function maskLetters(word: string): Map<number, number> | undefined {
  let others: Map<number, number> | undefined;
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    if (unit < 128) asciiMasks[unit]! |= 1 << at;
    else {
      others ??= new Map();
      others.set(unit, (others.get(unit) ?? 0) | (1 << at));
    }
  }
  return others;
}
