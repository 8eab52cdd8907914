import { maxDistance } from './automaton.ts';
import { editDistance, prefixDistance } from './edit-distance.ts';
import { reversed, swapNeighbours } from './keys.ts';

/** Typing errors in numbers: a digit wrong, missing, doubled or swapped with its neighbour. */

/** Fewer digits than this are too few to tell an error in them. */
export const minDigitsWithError = 6;

/**
 * Errors in a typed number.
 *
 * @param mayLack whether what comes before the number (country, area) may be missing
 * @returns edits, more than `limit` when it is another number
 */
export function numberDistance(
  typed: string,
  known: string,
  mayLack: boolean,
  limit: number = maxDistance,
): number {
  // The whole number is one of its ends.
  return mayLack
    ? prefixDistance(reversed(typed), reversed(known), limit)
    : editDistance(typed, known, limit);
}

/** Beginnings of which a number with one error has one: of one error, one half stays whole. */
export function wholeParts(digits: string, size: number): string[] {
  // Two neighbours that changed places across the middle touch both halves.
  return [digits.slice(0, size), swapNeighbours(digits, size - 1)];
}

/** Beginnings of which a number has one when there is at most one error in its first `size` digits. */
export function guessedParts(digits: string, size: number): string[] {
  const part = digits.slice(0, size);
  const all = new Set([part]);
  for (let at = 0; at <= part.length; at += 1) {
    const [before, after] = [part.slice(0, at), part.slice(at)];
    for (const digit of '0123456789') {
      all.add(before + digit + after);
      if (after !== '') all.add(before + digit + after.slice(1));
    }
    if (after.length > 0) all.add(before + after.slice(1));
    if (after.length > 1) all.add(swapNeighbours(part, at));
  }
  // What begins with another part lies within that one's range.
  return [...all].filter((one) => one !== '' && !all.has(one.slice(0, -1)));
}
