import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { storeFailureOf, type Store } from '../db/open.ts';
import { changeBackupNotes, getBackupNotes } from '../db/backup-notes.ts';
import { copyStore, readWholeStore } from '../db/copy-store.ts';
import { makeDataFolder } from '../db/data-folder.ts';
import { schemaVersion } from '../db/migrations/index.ts';
import { getSettings } from '../db/settings.ts';
import { statement } from '../db/statement.ts';
import { replaceFile } from '../db/store-files.ts';
import { backupDraftOf, backupFolderOf, backupPathOf, removeDrafts } from './backup-files.ts';

/**
 * Makes a backup of a store that this version is about to change: the version before can be gone back to with it. One
 * of the till's backups like any other, so it goes in its time, and whoever is erased goes from it too.
 *
 * @param path of the store, which is open and as the version before has left it
 * @throws TillFailure `disk.full`, … : then nothing is changed, and the version before still opens it
 */
export function backUpBeforeMigration(db: Store, path: string, key: Uint8Array, nowMs: number): void {
  const current = db.pragma('user_version', { simple: true }) as number;
  if (current === 0 || current >= schemaVersion || !holdsAnything(db)) return;
  const owner = getBackupNotes(db).tillId ?? randomBytes(4).toString('hex');
  changeBackupNotes(db, { tillId: owner });
  const own = backupFolderOf(dirname(path));
  const { folder } = getSettings(db).backup;
  try {
    backUp(db, folder === '' ? own : folder, owner, key, nowMs);
  } catch (cause) {
    // A share that is away today keeps no till from opening.
    if (folder === '' || storeFailureOf(cause)?.error.code === 'disk.full') throw cause;
    backUp(db, own, owner, key, nowMs);
  }
}

function holdsAnything(db: Store): boolean {
  const has = (table: string) => statement(db, `SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
  return has('customer') || has('mutation') || has('audit');
}

function backUp(db: Store, folder: string, owner: string, key: Uint8Array, nowMs: number): void {
  makeDataFolder(folder);
  removeDrafts(folder, owner);
  const path = backupPathOf(folder, owner, nowMs);
  const draft = backupDraftOf(path);
  try {
    copyStore(db, draft);
    readWholeStore(draft, key, () => {});
    replaceFile(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
}
