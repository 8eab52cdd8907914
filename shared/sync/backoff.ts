/**
 * How long to wait before the next try after so many failures in a row:
 * exponential, capped, and a random share of it ("full jitter"), so that a
 * hundred tills do not come back in the same moment.
 *
 * @param failures 1 after the first failure
 * @param random answers a number in [0, 1)
 * @returns milliseconds, at least `floorMs`
 */
export function backoffMs(
  failures: number,
  random: () => number,
  { firstMs = 1000, capMs = 300_000, floorMs = 100 } = {},
): number {
  const ceilingMs = Math.min(capMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(floorMs, Math.floor(random() * ceilingMs));
}
