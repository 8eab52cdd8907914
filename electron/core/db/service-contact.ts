import { z } from 'zod';
import { getKnownBase } from './coverage.ts';
import { getConnection, getValue, setValue } from './settings.ts';
import { getLastPushAt } from './sync-cursor.ts';
import type { Store } from './open.ts';

/** When this till last came to an end of pulling, or sent a change, and what became of its copies. Times of this till's wall clock. */
export interface ServiceContact {
  /** Null on a till that has no service. */
  readonly lastContactMs: number | null;
  readonly wipedMs: number | null;
}

const key = 'service-contact';
const contactSchema = z
  .object({ lastContactMs: z.number().nullable(), wipedMs: z.number().nullable() })
  .catch({ lastContactMs: null, wipedMs: null });

export function getServiceContact(db: Store): ServiceContact {
  if (getConnection(db) === null) return { lastContactMs: null, wipedMs: null };
  const { lastContactMs, wipedMs } = contactSchema.parse(getValue(db, key) ?? {});
  const times = [lastContactMs, timeOf(getKnownBase(db).asOf), timeOf(getLastPushAt(db))].filter(
    (time) => time !== null,
  );
  return { lastContactMs: times.length === 0 ? null : Math.max(...times), wipedMs };
}

/** A till that has never heard of its service begins to count. */
export function beginContact(db: Store, nowMs: number): void {
  setValue(db, key, { lastContactMs: nowMs, wipedMs: null });
}

export function noteWipe(db: Store, nowMs: number): void {
  setValue(db, key, { lastContactMs: getServiceContact(db).lastContactMs ?? nowMs, wipedMs: nowMs });
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
