import { z } from 'zod';
import { getValue, setValue } from './settings.ts';
import type { Store } from './open.ts';

/** A walk over the service's list that is under way. */
const passSchema = z.object({
  /** `full` reads every page; `recent` stops at what the last one has covered. */
  kind: z.enum(['full', 'recent']),
  /** A recent pass stops at customers changed before this, on the service's clock. */
  backToMs: z.number().default(0),
  /** Positions in the service's list that are on this till, from the first one on; see plan-pull.ts. */
  covered: z.number().int().nonnegative(),
  /** A page to read once more before the next one. */
  again: z.number().int().nonnegative().nullable(),
  /** The size the service gives its pages, */
  pageSize: z.number().int().positive(),
  /** and the one it is asked for. */
  askedSize: z.number().int().positive().default(500),
  /** What the service said last that it has in all. */
  total: z.number().int().nullable(),
  /** There is nothing to read below. */
  atEnd: z.boolean(),
  /** Newest change the service showed when the pass began: what the pass covers in the end. */
  newestMs: z.number().nullable(),
  /** Pages came newest first so far. */
  ordered: z.boolean(),
  /** The highest `customer_id` when the pass began: later ones cannot have been on its pages. */
  lastCustomerId: z.number().int(),
  /** All pages are read; what was on none of them is being confirmed. */
  confirming: z.boolean(),
});
export type Pass = z.output<typeof passSchema>;

const cursorSchema = z.object({
  /** Changes up to here, on the service's clock, are on this till; null before the first complete pass. */
  watermarkMs: z.number().nullable(),
  /** The last pass that went back far enough for changes the service shows late: when it ended here, and the watermark then. */
  farBack: z.object({ atMs: z.number(), watermarkMs: z.number() }).nullable().default(null),
  /** False once the service was seen to ignore the sort: every pull is a full pass then. */
  sortHonoured: z.boolean(),
  /** Full passes completed; the number of the one under way is one more. */
  fullPasses: z.number().int().nonnegative(),
  /** This till's wall clock when the last full pass ended; a jump of the clock makes the next one early or late, no more. */
  fullPassAtMs: z.number().nullable(),
  /** This till's wall clock when it last looked for who is gone at the service without a full pass; null before. */
  soughtAtMs: z.number().nullable().default(null),
  /** This till's wall clock when the service began to count fewer customers than there are here; null while it does not. */
  goneSinceMs: z.number().nullable().default(null),
  /** Customers the last full pass did not meet and did not delete, because they are too many to be true. */
  heldBack: z.number().int().nonnegative(),
  /** The highest `customer_id` that could be among them. */
  heldBackUpTo: z.number().int().default(0),
  pass: passSchema.nullable(),
});
export type SyncCursor = z.output<typeof cursorSchema>;

const key = 'sync-cursor';

/** A till that never pulled; also what a cursor nobody can read counts as. */
const fresh: SyncCursor = {
  watermarkMs: null,
  farBack: null,
  sortHonoured: true,
  fullPasses: 0,
  fullPassAtMs: null,
  soughtAtMs: null,
  goneSinceMs: null,
  heldBack: 0,
  heldBackUpTo: 0,
  pass: null,
};

export function getSyncCursor(db: Store): SyncCursor {
  return cursorSchema.catch(fresh).parse(getValue(db, key));
}

export function setSyncCursor(db: Store, cursor: SyncCursor): void {
  setValue(db, key, cursor);
}

/** The service's customers are not on this till any more: the next pull reads all of them. */
export function restartPulling(db: Store): void {
  setSyncCursor(db, fresh);
}

/** Another service or tenant: nothing of it has been pulled. */
export function resetSyncCursor(db: Store): void {
  restartPulling(db);
  setValue(db, lastPushKey, null);
}

const lastPushKey = 'last-push';

/** RFC 3339: when the service last took a change of this till; null before. */
export function getLastPushAt(db: Store): string | null {
  return z
    .string()
    .nullable()
    .catch(null)
    .parse(getValue(db, lastPushKey) ?? null);
}

export function noteLastPush(db: Store, nowMs: number): void {
  setValue(db, lastPushKey, new Date(nowMs).toISOString());
}
