import { isAbsolute } from 'node:path';
import { fail, TillFailure } from '#shared/contract/errors';
import type { Backup } from '#shared/contract/safekeeping';
import { makeDataFolder } from '../db/data-folder.ts';
import { storeFailureOf } from '../db/open.ts';
import { systemFailureOf } from '../db/system-failure.ts';
import { listBackups, removeDrafts } from './backup-files.ts';

/**
 * Makes a folder ready for the next backup.
 *
 * @throws TillFailure `backup.folder` when its path is not absolute; the system's error
 */
export function prepareBackupFolder(folder: string, tillId: string): void {
  if (!isAbsolute(folder)) {
    throw new TillFailure('backup.folder', { message: `${folder} is no absolute path of a folder.` });
  }
  makeDataFolder(folder);
  removeDrafts(folder, tillId);
}

/** Why a backup could not be made or looked at, as a person is told; undefined for a bug. */
export function backupFailureOf(cause: unknown): TillFailure | undefined {
  const failure = storeFailureOf(cause) ?? systemFailureOf(cause);
  if (failure?.error.code !== 'store.unwritable') return failure;
  return unusable(failure.message);
}

/**
 * Looks at what lies in folders that may be on a share. One that hangs is told as one that cannot be used, and is not
 * asked again before it answers: each question takes one of the few threads that everything about files runs on.
 *
 * @param lookInto answers like {@link listBackups}
 * @returns as {@link listBackups}, but @throws TillFailure `backup.folder`
 */
export function createFolderLook(lookInto = listBackups, patienceMs = 5_000): typeof listBackups {
  const silent = new Set<string>();

  async function look(folder: string, tillId: string): Promise<Backup[]> {
    const looking = lookInto(folder, tillId);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        silent.add(folder);
        const answered = () => silent.delete(folder);
        looking.then(answered, answered);
        reject(doesNotAnswer());
      }, patienceMs);
    });
    try {
      return await Promise.race([looking, patience]);
    } finally {
      clearTimeout(timer);
    }
  }

  return async (folder, tillId) => {
    if (silent.has(folder)) throw doesNotAnswer();
    try {
      return await look(folder, tillId);
    } catch (cause) {
      throw systemFailureOf(cause) === undefined ? cause : unusable((cause as Error).message);
    }
  };
}

function doesNotAnswer(): TillFailure {
  return unusable('It does not answer.');
}

function unusable(words: string): TillFailure {
  return new TillFailure('backup.folder', { message: `${fail('backup.folder').error.message} ${words}` });
}
