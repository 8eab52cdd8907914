/**
 * Optimal string alignment: inserts, deletes, replacements and swaps of
 * neighbours that turn one text into the other, none touching a place twice.
 *
 * @returns the number of edits, or `limit + 1` when it is more than `limit`
 */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  const edits = lastRow(left, right, limit)?.[right.length] ?? limit + 1;
  return Math.min(edits, limit + 1);
}

/** The same between a text and the beginning of another that is nearest to it. */
export function prefixDistance(typed: string, whole: string, limit: number): number {
  const edits = lastRow(typed, whole.slice(0, typed.length + limit), limit);
  let fewest = limit + 1;
  if (edits !== undefined) for (const one of edits) if (one < fewest) fewest = one;
  return fewest;
}

/** Scratch for texts of ordinary length: three rows of the table. */
const scratch = [0, 1, 2].map(() => new Uint16Array(64)) as [Uint16Array, Uint16Array, Uint16Array];

/**
 * Edits from the whole left text to each beginning of the right one; undefined
 * when all are above the limit. Only the cells at most `limit` off the diagonal
 * are worked out: all others are above it.
 */
function lastRow(left: string, right: string, limit: number): Uint16Array | undefined {
  const width = right.length + 1;
  const isShort = width <= scratch[0].length;
  let [before, above, here] = isShort
    ? scratch
    : [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  for (let column = 0; column < width; column += 1) above[column] = column;
  const tooMany = limit + 1;
  for (let row = 1; row <= left.length; row += 1) {
    const first = Math.max(1, row - limit);
    const last = Math.min(width - 1, row + limit);
    here[first - 1] = first === 1 ? row : tooMany;
    let lowest = here[first - 1]!;
    for (let column = first; column <= last; column += 1) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      const without = Math.min(above[column]!, here[column - 1]!) + 1;
      const replaced = above[column - 1]! + (same ? 0 : 1);
      let edits = without < replaced ? without : replaced;
      if (
        row > 1 &&
        column > 1 &&
        left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
        left.charCodeAt(row - 2) === right.charCodeAt(column - 1)
      ) {
        const swapped = before[column - 2]! + 1;
        if (swapped < edits) edits = swapped;
      }
      here[column] = edits;
      if (edits < lowest) lowest = edits;
    }
    if (lowest > limit) return undefined;
    if (last + 1 < width) here[last + 1] = tooMany;
    [before, above, here] = [above, here, before];
  }
  // Beginnings much shorter than the left text were never reached.
  for (let column = 0; column < left.length - limit && column < width; column += 1) {
    above[column] = tooMany;
  }
  return above.subarray(0, width);
}
