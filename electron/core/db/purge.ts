import { z } from 'zod';
import { getValue, setValue } from './settings.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

const purgeKey = 'purge';
const purgeSchema = z
  .object({
    due: z.boolean(),
    /** Since when pages may keep what was erased; null: none does. A till of before this was noted: it may, for long. */
    gapsSinceMs: z.number().nullable().default(0),
    rewrittenMs: z.number().default(0),
  })
  .catch({ due: false, gapsSinceMs: null, rewrittenMs: 0 });

type PurgeNotes = z.infer<typeof purgeSchema>;

/** Whether the store is to be written anew, and what that takes. Times in milliseconds since the epoch. */
export interface WantedRewrite {
  /** Since when it is due; 0: nobody knows. Null when it is not. */
  readonly sinceMs: number | null;
  /** When it was done last; 0: never. */
  readonly lastMs: number;
  readonly bytes: number;
}

function readNotes(db: Store): PurgeNotes {
  return purgeSchema.parse(getValue(db, purgeKey));
}

/** Whether data that was erased may still stand in the log, or words of it in the dictionary. */
export function isPurgeDue(db: Store): boolean {
  return readNotes(db).due;
}

/** Somebody was taken out of the store. */
export function notePurgeDue(db: Store, nowMs: number): void {
  const notes = readNotes(db);
  if (notes.due && notes.gapsSinceMs !== null) return;
  setValue(db, purgeKey, { ...notes, due: true, gapsSinceMs: notes.gapsSinceMs ?? nowMs });
}

export function notePurged(db: Store): void {
  const notes = readNotes(db);
  if (notes.due) setValue(db, purgeKey, { ...notes, due: false });
}

/** Whether every word that an erasure may have left behind was looked at. */
export function isDictionaryClean(db: Store): boolean {
  return statement(db, `SELECT 1 FROM erased_word LIMIT 1`).get() === undefined;
}

export function describeRewrite(db: Store): WantedRewrite {
  const { gapsSinceMs, rewrittenMs } = readNotes(db);
  const bytes =
    (db.pragma('page_count', { simple: true }) as number) *
    (db.pragma('page_size', { simple: true }) as number);
  return { sinceMs: gapsSinceMs, lastMs: rewrittenMs, bytes };
}

/**
 * Writes every page anew, rows alone. SQLite clears a row that is deleted, but not what is left of one between the rows
 * of a page when it moves rows to another: `secure_delete` does not reach these gaps, and nothing else does.
 *
 * Holds the whole store in memory meanwhile, where no file has it in plain text, and up to as much again in the log.
 * Searches go on, changes wait. To be called outside of a transaction.
 *
 * @returns false when words of the erased are still in the dictionary: to be done once they are not
 */
export function rewriteStore(db: Store, nowMs: number): boolean {
  if (!isDictionaryClean(db)) return false;
  db.exec('VACUUM');
  // Said last: whoever is killed before has it done once more.
  setValue(db, purgeKey, { due: true, gapsSinceMs: null, rewrittenMs: nowMs } satisfies PurgeNotes);
  return true;
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
