/** Slow and obvious: what the lookup's quick ways are compared with. */

/** Optimal string alignment by its definition. */
export function obviousDistance(left: string, right: string): number {
  const known = new Map<string, number>();
  const from = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const place = `${i} ${j}`;
    let edits = known.get(place);
    if (edits === undefined) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      edits = Math.min(from(i - 1, j) + 1, from(i, j - 1) + 1, from(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        edits = Math.min(edits, from(i - 2, j - 2) + 1);
      }
      known.set(place, edits);
    }
    return edits;
  };
  return from(left.length, right.length);
}

/** Edits to the nearest beginning of the word, the whole word included. */
export function obviousPrefixDistance(typed: string, word: string): number {
  return Math.min(
    ...Array.from({ length: word.length + 1 }, (_, end) => obviousDistance(typed, word.slice(0, end))),
  );
}
