import type { CustomerRecord } from '../customer/model.ts';

/**
 * Which version of a customer a record is: when the service changed it last
 * (`lastModifiedAt`), or, where a service counts its versions instead of dating
 * them, the number its mapper keeps as `revision`. Null when the service does
 * not say.
 */
export function revisionOf(record: CustomerRecord | undefined): string | null {
  const lastModifiedAt = record?.['lastModifiedAt'];
  if (typeof lastModifiedAt === 'string') return lastModifiedAt;
  const revision = record?.['revision'];
  return typeof revision === 'number' ? String(revision) : null;
}

/** Whether a record was changed after a revision; false when one of the two does not say. */
export function isNewerThan(record: CustomerRecord, revision: string | null): boolean {
  return compareRevisions(revisionOf(record), revision) > 0;
}

/** Positive when the first is the newer one, 0 for the same; NaN when the two cannot be compared. */
export function compareRevisions(one: string | null, other: string | null): number {
  return orderOf(one) - orderOf(other);
}

/** Counts and dates of one service are never mixed: a count reads as a number, a date as milliseconds. */
function orderOf(revision: string | null): number {
  if (revision === null) return Number.NaN;
  return /^\d+$/.test(revision) ? Number(revision) : Date.parse(revision);
}
