import { z } from 'zod';
import { tillErrorSchema } from '#shared/contract/errors';
import { syncStatusSchema } from '#shared/contract/values';
import { getValue, setValue } from './settings.ts';
import type { Store } from './open.ts';

/** What was wrong between this till and its service when they last spoke, or tried to. */
const troubleSchema = z.object({
  /** RFC 3339: when it began. */
  since: z.string(),
  reach: syncStatusSchema.shape.reach,
  error: tillErrorSchema,
});
export type SyncTrouble = z.output<typeof troubleSchema>;

const key = 'sync-trouble';

/** Null while all is well, and before anything was tried. */
export function getSyncTrouble(db: Store): SyncTrouble | null {
  return troubleSchema
    .nullable()
    .catch(null)
    .parse(getValue(db, key) ?? null);
}

/** @param trouble null when all is well (again); the same kind of trouble goes on since it began */
export function setSyncTrouble(db: Store, trouble: Omit<SyncTrouble, 'since'> | null, nowMs: number): void {
  const before = getSyncTrouble(db);
  if (trouble === null) {
    if (before !== null) setValue(db, key, null);
    return;
  }
  const goesOn = before?.error.code === trouble.error.code;
  setValue(db, key, { ...trouble, since: goesOn ? before.since : new Date(nowMs).toISOString() });
}
