import { z } from 'zod';
import { tillErrorSchema } from '#shared/contract/errors';
import { keyChangedAtKey } from './copy-store.ts';
import { getServiceContact } from './service-contact.ts';
import { getValue, setValue } from './settings.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

const folderSchema = z.object({
  /** Absolute. */
  path: z.string(),
  /** The device it lay on when a backup was last begun there (`st_dev`); null where nobody knows. */
  device: z.number().nullable(),
  /** When the oldest backup in it was made, as it was last seen, in milliseconds since the epoch; 0 where nobody knows. */
  oldestMs: z.number(),
});

/** A folder in which a backup was begun: there may be one, whether or not the folder can be looked into now. */
export type BackupFolder = z.output<typeof folderSchema>;

const notesSchema = z.object({
  /** Part of the name of each backup of this till: several may share a folder. */
  tillId: z.string().nullable(),
  /** Every folder in which there may be a backup of this till. */
  folders: z.array(
    z.union([folderSchema, z.string().transform((path) => ({ path, device: null, oldestMs: 0 }))]),
  ),
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

/** The notes of the folders with what is now known of one of them. */
export function noteOfFolder(
  folders: readonly BackupFolder[],
  path: string,
  facts: Partial<Omit<BackupFolder, 'path'>> = {},
): BackupFolder[] {
  const known = folders.find((folder) => folder.path === path) ?? { path, device: null, oldestMs: 0 };
  return [...folders.filter((folder) => folder.path !== path), { ...known, ...facts }];
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

/**
 * Since when a backup made at a moment has had to go: the first erasure, wipe or change of key from then on.
 *
 * @returns milliseconds since the epoch; null when it has not
 */
export function getBackupOutdatedSinceMs(db: Store, madeMs: number): number | null {
  const erasedMs = statement<{ atMs: number | null }>(
    db,
    `SELECT min(at_ms) AS atMs FROM tombstone WHERE merged_into_uid IS NULL AND at_ms >= ?`,
  ).get(madeMs)!.atMs;
  const times = [erasedMs, getKeyChangedMs(db), getServiceContact(db).wipedMs];
  const since = times.filter((atMs) => atMs !== null && atMs >= madeMs) as number[];
  return since.length === 0 ? null : Math.min(...since);
}

/** When the store got the key it has, in milliseconds since the epoch; null while it has its first. */
export function getKeyChangedMs(db: Store): number | null {
  return z
    .number()
    .nullable()
    .catch(null)
    .parse(getValue(db, keyChangedAtKey) ?? null);
}
