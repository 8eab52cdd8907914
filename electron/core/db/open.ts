import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { TillFailure } from '#shared/contract/errors';

export type Store = Database.Database;

/**
 * Opens one connection to the encrypted store.
 *
 * AEGIS-256 authenticates every page, so a damaged page is an error and never a
 * wrong read. WAL keeps readers free of the writer; `synchronous=FULL` makes a
 * commit survive a power cut; `secure_delete` and memory-only temporary files
 * leave no copies of what was erased. (docs/adr/0005-encryption.md)
 *
 * @param key 32 bytes
 * @throws TillFailure `store.wrong-key`, `store.unwritable`, `store.in-use`
 */
export function openStore(
  path: string,
  key: Uint8Array,
  options: { readonly readonly?: boolean } = {},
): Store {
  let store: Store;
  try {
    store = new Database(path, { readonly: options.readonly ?? false, timeout: 10_000 });
  } catch (cause) {
    throw new TillFailure('store.unwritable', {
      message: `The data file ${path} cannot be opened: ${reasonOf(cause)}`,
    });
  }
  try {
    store.pragma(`cipher = 'aegis'`);
    store.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
    store.prepare('SELECT count(*) FROM sqlite_master').get();
    if (options.readonly !== true) {
      store.pragma('journal_mode = WAL');
      store.pragma('synchronous = FULL');
      store.pragma('secure_delete = ON');
      // A checkpoint writes each page once, however often it changed since the last one.
      store.pragma('wal_autocheckpoint = 4000');
      store.pragma('journal_size_limit = 67108864');
      // Ids are random: a pull of many needs most of their index at hand.
      store.pragma('cache_size = -65536');
    } else {
      // What is searched lies in the lookup's own memory; here are the records of what was found.
      store.pragma('cache_size = -16384');
    }
    store.pragma('foreign_keys = ON');
    store.pragma('temp_store = MEMORY');
    store.pragma('trusted_schema = OFF');
    return store;
  } catch (cause) {
    store.close();
    const failure = storeFailureOf(cause);
    // The cipher takes whatever a failed read left in its buffer for the page.
    if (failure?.error.code === 'store.wrong-key' && !isReadable(path)) throw new TillFailure('disk.failing');
    throw failure ?? cause;
  }
}

/** Whether the disk gives the beginning of the file away. */
function isReadable(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, Buffer.alloc(4096), 0, 4096, 0);
    } finally {
      closeSync(file);
    }
    return true;
  } catch {
    return false; // That is the answer.
  }
}

/** Whether a page cannot be read as it was written. */
export function isDamage(cause: unknown): boolean {
  return storeFailureOf(cause)?.error.code === 'store.damaged';
}

/** Whether the disk had no room for what was to be written. */
export function isDiskFull(cause: unknown): boolean {
  return storeFailureOf(cause)?.error.code === 'disk.full';
}

/** What a driver's error means to a person; undefined for errors that are bugs. */
export function storeFailureOf(cause: unknown): TillFailure | undefined {
  if (cause instanceof TillFailure) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'SQLITE_NOTADB') return new TillFailure('store.wrong-key');
  // The log's index could not grow.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return new TillFailure('disk.full');
  if (/^SQLITE_(CORRUPT|IOERR_(DATA|CORRUPTFS|SHORT_READ))/.test(code))
    return new TillFailure('store.damaged');
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_PERM')
  ) {
    return new TillFailure('store.unwritable');
  }
  if (code.startsWith('SQLITE_IOERR')) return new TillFailure('disk.failing');
  return undefined;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
