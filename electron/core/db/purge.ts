import { z } from 'zod';
import { getValue, setValue } from './settings.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

const purgeKey = 'purge';
const purgeSchema = z.object({ due: z.boolean() }).catch({ due: false });

/** Whether data that was erased may still stand in the log, or words of it in the dictionary. */
export function isPurgeDue(db: Store): boolean {
  return purgeSchema.parse(getValue(db, purgeKey)).due;
}

export function setPurgeDue(db: Store, due: boolean): void {
  if (isPurgeDue(db) !== due) setValue(db, purgeKey, { due });
}

/** Whether every word that an erasure may have left behind was looked at. */
export function isDictionaryClean(db: Store): boolean {
  return statement(db, `SELECT 1 FROM erased_word LIMIT 1`).get() === undefined;
}

/**
 * Empties the write-ahead log, whose pages are older than the erasure. To be
 * called outside of a transaction.
 *
 * @returns false while somebody is reading an older view of the store: to be tried again
 */
export function emptyLog(db: Store): boolean {
  db.pragma('busy_timeout = 50');
  try {
    const [answer] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return answer?.busy === 0;
  } finally {
    db.pragma('busy_timeout = 10000');
  }
}
