/** Numbers are counted in so many ranges of equal width. */
const ranges = 1024;

/**
 * The `wanted` smallest of the numbers, ascending, without sorting all of them:
 * they are counted by range first, and only those of the lowest ranges are sorted.
 */
export function smallest(numbers: Uint32Array, wanted: number): Uint32Array {
  if (numbers.length <= wanted) return numbers.toSorted();
  let highest = 0;
  for (const number of numbers) if (number > highest) highest = number;
  const width = Math.floor(highest / ranges) + 1;
  const counts = new Uint32Array(ranges);
  for (const number of numbers) counts[Math.floor(number / width)]! += 1;
  let range = 0;
  for (let below = counts[0]!; below < wanted; below += counts[range]!) range += 1;
  const limit = (range + 1) * width;
  return numbers
    .filter((number) => number < limit)
    .sort()
    .subarray(0, wanted);
}
