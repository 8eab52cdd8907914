import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { errorWords, TillFailure } from '#shared/contract/errors';
import { makeDataFolder } from '../db/data-folder.ts';
import { storeFailureOf } from '../db/open.ts';
import { systemFailureOf } from '../db/system-failure.ts';
import { listBackups, removeDrafts } from './backup-files.ts';

/**
 * Makes a folder ready for the next backup.
 *
 * @returns the device it lies on
 * @throws TillFailure `backup.folder` when its path is not absolute; the system's error
 */
export function prepareBackupFolder(folder: string, tillId: string): number {
  if (!isAbsolute(folder)) {
    throw new TillFailure('backup.folder', { message: `${folder} is no absolute path of a folder.` });
  }
  makeDataFolder(folder);
  removeDrafts(folder, tillId);
  return statSync(folder).dev;
}

/** Why a backup could not be made or looked at, as a person is told; undefined for a bug. */
export function backupFailureOf(cause: unknown): TillFailure | undefined {
  const failure = storeFailureOf(cause) ?? systemFailureOf(cause);
  if (failure?.error.code !== 'store.unwritable') return failure;
  // The driver says only that it could not write, and the catalogue's words for that are about another folder.
  return unusable(
    failure.message === errorWords['store.unwritable'] ? 'It cannot be written.' : failure.message,
  );
}

/**
 * Whether a folder is sure to hold no backup of a till: it is no folder, or it has none and lies where it lay. A share
 * or a stick that is away may leave an empty folder in its place, or none, but that one lies on another device.
 *
 * @param device of {@link prepareBackupFolder}; null where nobody knows
 * @throws the system's error
 */
export async function isSurelyWithoutBackups(
  folder: string,
  tillId: string,
  device: number | null,
): Promise<boolean> {
  try {
    const backups = await listBackups(folder, tillId);
    return backups.length === 0 && device !== null && (await deviceOf(folder)) === device;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOTDIR') return true;
    throw cause;
  }
}

/** Where a folder lies, or would: the device of the nearest one above it that is there. Undefined where none is. */
async function deviceOf(folder: string): Promise<number | undefined> {
  try {
    return (await stat(folder)).dev;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return dirname(folder) === folder ? undefined : deviceOf(dirname(folder));
  }
}

/** A folder that has backups, and in which none is to be seen. */
export function folderIsAway(): TillFailure {
  return unusable('None of its backups can be seen: a disk or a share may be away.');
}

/**
 * Looks at what lies in folders that may be on a share. One that hangs is told as one that cannot be used, and is not
 * asked again before it answers: each question takes one of the few threads that everything about files runs on.
 *
 * @returns a function that answers as the question about the folder does, but @throws TillFailure `backup.folder`
 */
export function createFolderLook(
  patienceMs = 5_000,
): <Value>(folder: string, question: () => Promise<Value>) => Promise<Value> {
  const silent = new Set<string>();

  async function ask<Value>(folder: string, question: () => Promise<Value>): Promise<Value> {
    const looking = question();
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

  return async (folder, question) => {
    if (silent.has(folder)) throw doesNotAnswer();
    try {
      return await ask(folder, question);
    } catch (cause) {
      throw systemFailureOf(cause) === undefined ? cause : unusable((cause as Error).message);
    }
  };
}

function doesNotAnswer(): TillFailure {
  return unusable('It does not answer.');
}

function unusable(words: string): TillFailure {
  return new TillFailure('backup.folder', { message: `${errorWords['backup.folder']} ${words}` });
}
