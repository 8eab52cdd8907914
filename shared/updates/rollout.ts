/**
 * Whether a till is among those that get a release by now. A till always stands at the same place in the row, so it is
 * not among the first of one release and the last of the next, and nobody loses a release when the share grows.
 *
 * @param tillId a UUID of the till's own, whose last 32 bits are its place (as electron-updater counts it)
 * @param percentage 0 to 100; undefined: everybody
 */
export function isInRollout(tillId: string, percentage: number | undefined): boolean {
  if (percentage === undefined) return true;
  return Number.parseInt(tillId.slice(-8), 16) / 0xffff_ffff < percentage / 100;
}
