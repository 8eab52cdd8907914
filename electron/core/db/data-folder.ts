import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { TillFailure } from '#shared/contract/errors';

export const storeFileName = 'till.db';

/** Where the store of a data folder lies. */
export function storePathOf(dataDir: string): string {
  return join(dataDir, storeFileName);
}

/** Where a store's space for a full disk lies. @param storePath of {@link storePathOf} */
export function reservePathOf(storePath: string): string {
  return join(dirname(storePath), 'till.reserve');
}

/**
 * What is at a store's place. An empty file or none is a till that begins, unless
 * something beside it says that there was a store: a log, or the space that a till
 * lays by once its store is made. A key file says nothing, for it is made before.
 *
 * @param storePath of {@link storePathOf}, or of a copy
 * @returns `lost` when there was a store, and its file is gone or empty
 */
export function storeAt(storePath: string): 'none' | 'lost' | 'there' {
  if (sizeOf(storePath) > 0) return 'there';
  const isTills = storePath === storePathOf(dirname(storePath));
  const isTraced = sizeOf(`${storePath}-wal`) > 0 || (isTills && existsSync(reservePathOf(storePath)));
  return isTraced ? 'lost' : 'none';
}

/** Bytes; 0 where there is no file. */
export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/**
 * Makes a folder and those above it, for their owner alone. Node's own recursive
 * mkdir never ends where a parent is there but takes no folders (`/proc`).
 *
 * @param path absolute
 * @throws the system's error
 */
export function makeDataFolder(path: string): void {
  if (existsSync(path)) return;
  makeDataFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    // Another process may have made it in the meantime.
    if (!existsSync(path)) throw cause;
  }
}

/**
 * Makes a file for its owner alone, empty, where there is none: SQLite leaves that to the process it runs in, and gives
 * its log the mode of the store. One that is there is not touched: closing it would lift the locks this process has on it.
 *
 * @throws the system's error
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
}

/** Closes a folder of ours to others; one that many write to (`/tmp`) is not ours to close. Modes mean nothing on Windows. */
function closeToOthers(folder: string): void {
  const { mode, uid } = statSync(folder);
  const isShared = (mode & 0o1000) !== 0;
  if (uid !== process.getuid?.() || isShared || (mode & 0o077) === 0) return;
  try {
    chmodSync(folder, 0o700);
  } catch (cause) {
    // A file system without modes: its files are as open as it was set up to be.
    if (!['EPERM', 'ENOTSUP'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  }
}

/**
 * Makes the folder, closes it to others, and takes it for this process: an operating system lock that
 * ends with the process however it ends, so no stale lock file is ever left.
 *
 * @returns a function that gives the folder back
 * @throws TillFailure `store.in-use`, `store.unwritable`
 */
export function claimDataFolder(dataDir: string): () => void {
  try {
    makeDataFolder(dataDir);
    closeToOthers(dataDir);
    const path = join(dataDir, 'till.lock');
    makePrivateFile(path);
    const lock = new Database(path, { timeout: 0 });
    try {
      lock.pragma('journal_mode = MEMORY');
      lock.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      lock.close();
      throw cause;
    }
    return () => lock.close();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code.startsWith('SQLITE_BUSY')) throw new TillFailure('store.in-use');
    throw new TillFailure('store.unwritable', {
      message: `The data folder ${dataDir} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    });
  }
}
