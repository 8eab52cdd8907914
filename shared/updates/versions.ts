/** `1.2.3` or `1.2.3-beta.4`. (Semantic Versioning 2.0.0, without build metadata) */
export const versionNotation =
  /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * Below 0 when `left` is older than `right`, 0 when they are the same, above 0 when it is newer.
 * (Semantic Versioning 2.0.0, item 11)
 */
export function compareVersions(left: string, right: string): number {
  const [leftCore, leftBefore] = partsOf(left);
  const [rightCore, rightBefore] = partsOf(right);
  const byCore = compareLists(leftCore, rightCore);
  if (byCore !== 0) return byCore;
  // What comes before a release is older than it.
  if (leftBefore.length === 0 || rightBefore.length === 0) return rightBefore.length - leftBefore.length;
  return compareLists(leftBefore, rightBefore);
}

function partsOf(version: string): [string[], string[]] {
  const dash = version.indexOf('-');
  if (dash === -1) return [version.split('.'), []];
  return [version.slice(0, dash).split('.'), version.slice(dash + 1).split('.')];
}

function compareLists(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers by their value and below names; names letter by letter. */
function compareParts(left: string, right: string): number {
  const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftIsNumber && rightIsNumber) return Number(left) - Number(right);
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
