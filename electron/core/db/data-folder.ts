import { existsSync, mkdirSync } from 'node:fs';
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
 * Makes the folder and takes it for this process: an operating system lock that
 * ends with the process however it ends, so no stale lock file is ever left.
 *
 * @returns a function that gives the folder back
 * @throws TillFailure `store.in-use`, `store.unwritable`
 */
export function claimDataFolder(dataDir: string): () => void {
  try {
    makeDataFolder(dataDir);
    const lock = new Database(join(dataDir, 'till.lock'), { timeout: 0 });
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
