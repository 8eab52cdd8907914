import { rmSync, statSync } from 'node:fs';
import type { Backup } from '#shared/contract/safekeeping';
import { copyStore, readWholeStore } from '../db/copy-store.ts';
import type { Store } from '../db/open.ts';
import { replaceFile } from '../db/store-files.ts';
import { backupDraftOf, backupPathOf } from './backup-files.ts';
import { backupFailureOf, prepareBackupFolder } from './backup-folder.ts';

/** Which backup is to be made: of which till, where, and when that is. */
export interface WantedBackup {
  /** Absolute; it may lie on a share, and is made where it is not there. */
  readonly folder: string;
  readonly tillId: string;
  /** Milliseconds since the epoch. */
  readonly madeAtMs: number;
}

/**
 * Copies a store into a folder of backups, and reads the copy from end to end before it counts as one. Everything about
 * the folder happens on the thread that asks.
 *
 * @throws TillFailure `backup.folder`, `disk.full`, `disk.failing`, `store.damaged`, …: then there is none
 */
export function makeBackup(db: Store, key: Uint8Array, { folder, tillId, madeAtMs }: WantedBackup): Backup {
  const path = backupPathOf(folder, tillId, madeAtMs);
  const draft = backupDraftOf(path);
  try {
    prepareBackupFolder(folder, tillId);
    try {
      copyStore(db, draft);
      readWholeStore(draft, key, () => {});
      replaceFile(draft, path);
    } catch (cause) {
      rmSync(draft, { force: true });
      throw cause;
    }
    return { path, madeAt: new Date(madeAtMs).toISOString(), bytes: statSync(path).size };
  } catch (cause) {
    throw backupFailureOf(cause) ?? cause;
  }
}

/** Makes backups on a thread of its own: nobody waits for it. */
export function createBackupMaker(db: Store, key: Uint8Array) {
  return {
    /** As {@link prepareBackupFolder}, but @throws TillFailure: then there is no backup in the folder that was not there before. */
    prepare({ folder, tillId }: WantedBackup): number {
      try {
        return prepareBackupFolder(folder, tillId);
      } catch (cause) {
        throw backupFailureOf(cause) ?? cause;
      }
    },
    /** As {@link makeBackup}. */
    make: (wanted: WantedBackup): Backup => makeBackup(db, key, wanted),
  };
}

export type BackupMaker = ReturnType<typeof createBackupMaker>;
