import { z } from 'zod';
import { tillErrorSchema } from '#shared/contract/errors';
import { keyChangedAtKey } from './copy-store.ts';
import { getServiceContact } from './service-contact.ts';
import { getValue, setValue } from './settings.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

const notesSchema = z.object({
  /** Part of the name of each backup of this till: several may share a folder. */
  tillId: z.string().nullable(),
  /** Folders besides the one of the settings in which somebody had a backup made. */
  folders: z.array(z.string()),
  /** Why the last try failed. */
  trouble: tillErrorSchema.nullable(),
  /** The one that is made before the schema changes: of which schema, how far the trail had come, and its path. */
  beforeMigration: z
    .object({ schema: z.number(), trail: z.number(), path: z.string() })
    .nullable()
    .default(null),
});

/** What a till remembers of its backups. */
export type BackupNotes = z.output<typeof notesSchema>;

const key = 'backups';
const fresh: BackupNotes = { tillId: null, folders: [], trouble: null, beforeMigration: null };

export function getBackupNotes(db: Store): BackupNotes {
  return notesSchema.catch(fresh).parse(getValue(db, key) ?? fresh);
}

export function changeBackupNotes(db: Store, changes: Partial<BackupNotes>): BackupNotes {
  const notes = { ...getBackupNotes(db), ...changes };
  setValue(db, key, notes);
  return notes;
}

/**
 * Backups made before then have to go: they hold a customer who was erased since,
 * copies that were wiped, or they open with a former key. 0: none has to.
 *
 * @returns milliseconds since the epoch
 */
export function getBackupsOutdatedMs(db: Store): number {
  const erasedMs = statement<{ atMs: number | null }>(
    db,
    `SELECT max(at_ms) AS atMs FROM tombstone WHERE merged_into_uid IS NULL`,
  ).get()!.atMs;
  return Math.max(erasedMs ?? 0, getKeyChangedMs(db) ?? 0, getServiceContact(db).wipedMs ?? 0);
}

/** When the store got the key it has, in milliseconds since the epoch; null while it has its first. */
export function getKeyChangedMs(db: Store): number | null {
  return z
    .number()
    .nullable()
    .catch(null)
    .parse(getValue(db, keyChangedAtKey) ?? null);
}
