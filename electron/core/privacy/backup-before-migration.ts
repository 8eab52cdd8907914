import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, type TillError, type TillFailure } from '#shared/contract/errors';
import { appendAudit } from '../db/audit.ts';
import type { Store } from '../db/open.ts';
import { changeBackupNotes, getBackupNotes, noteOfFolder } from '../db/backup-notes.ts';
import { schemaVersion } from '../db/migrations/index.ts';
import { getSettings } from '../db/settings.ts';
import { statement } from '../db/statement.ts';
import { backupFolderOf, backupPathOf } from './backup-files.ts';
import { backupFailureOf } from './backup-folder.ts';
import { makeBackup } from './backup-maker.ts';

/** An open store that this version may be about to change, as the version before has left it. */
interface FormerStore {
  readonly db: Store;
  readonly path: string;
  readonly key: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * Makes a backup of a store that this version is about to change: the version before can be gone back to with it. One
 * of the till's backups like any other, so it goes in its time, and whoever is erased goes from it too. A change that
 * did not succeed and is tried again makes no other one of the same.
 *
 * A full disk keeps no shop from opening: the change of the schema is one transaction and takes little, so it is made
 * without a backup ({@link noteMissedBackup}).
 *
 * @param hasRoom false once the disk was found full: what is left of it is not for a copy
 * @returns why there is none; undefined when there is one, or none is needed
 * @throws TillFailure `backup.folder`, `disk.failing`, `store.damaged`, …: then nothing is changed, and the version
 *   before still opens it
 */
export function backUpBeforeMigration(former: FormerStore, hasRoom: boolean): TillError | undefined {
  const { db, path } = former;
  const schema = db.pragma('user_version', { simple: true }) as number;
  if (schema === 0 || schema >= schemaVersion || !holdsAnything(db)) return undefined;
  const trail = newestEntry(db);
  const { beforeMigration: last } = getBackupNotes(db);
  if (last?.schema === schema && last.trail === trail && existsSync(last.path)) return undefined;
  if (!hasRoom) return fail('disk.full').error;
  const own = backupFolderOf(dirname(path));
  const { folder } = getSettings(db).backup;
  let failure: TillFailure | undefined;
  // A share that is away today keeps no till from opening.
  for (const one of new Set([folder === '' ? own : folder, own])) {
    try {
      backUp(former, one, { schema, trail });
      return undefined;
    } catch (cause) {
      failure = backupFailureOf(cause);
      if (failure === undefined) throw cause;
    }
  }
  if (failure?.error.code !== 'disk.full') throw failure;
  return failure.error;
}

/** Says in the trail, and where the backups' trouble is told, that a store was changed without a backup. */
export function noteMissedBackup(db: Store, trouble: TillError, nowMs: number): void {
  changeBackupNotes(db, { trouble });
  appendAudit(db, { atMs: nowMs, actor: 'till', action: 'backups.missed', outcome: trouble.code });
}

function holdsAnything(db: Store): boolean {
  const has = (table: string) => statement(db, `SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
  return has('customer') || has('mutation') || has('audit');
}

/** Whatever was done at the till since would have an entry. */
function newestEntry(db: Store): number {
  const sql = `SELECT max(sequence) AS newest FROM audit`;
  return statement<{ newest: number | null }>(db, sql).get()!.newest ?? 0;
}

function backUp(
  { db, key, nowMs }: FormerStore,
  folder: string,
  state: { readonly schema: number; readonly trail: number },
): void {
  const notes = getBackupNotes(db);
  const tillId = notes.tillId ?? randomBytes(4).toString('hex');
  const path = backupPathOf(folder, tillId, nowMs);
  // Noted first: whether it was finished is told by the file, and a full disk could not note it any more.
  const folders = noteOfFolder(notes.folders, folder);
  changeBackupNotes(db, { tillId, folders, beforeMigration: { ...state, path } });
  makeBackup(db, key, { folder, tillId, madeAtMs: nowMs });
}
