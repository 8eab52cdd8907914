import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { TillFailure } from '#shared/contract/errors';
import { makePrivateFile, sizeOf, storeAt } from './data-folder.ts';

export type Store = Database.Database;

/** Room for AEGIS-256's nonce and tag on each page, then the fractions that SQLite's format fixes. */
const reservedAndFractions = 0x40402020;

/**
 * Opens one connection to the encrypted store.
 *
 * AEGIS-256 authenticates every page, so a damaged page is an error and never a
 * wrong read. WAL keeps readers free of the writer; `synchronous=FULL` makes a
 * commit survive a power cut; `secure_delete` and memory-only temporary files
 * leave no copies of what was erased. (docs/adr/0005-encryption.md)
 *
 * @param key 32 bytes
 * @param options.copy a file of its own that nobody else has open and that is made anew after a crash: no log, one file
 * @throws TillFailure `store.wrong-key`, `store.damaged`, `store.unwritable`, `store.in-use`
 */
export function openStore(
  path: string,
  key: Uint8Array,
  options: { readonly readonly?: boolean; readonly copy?: boolean } = {},
): Store {
  requireStore(path);
  let store: Store;
  try {
    if (options.readonly !== true) makePrivateFile(path);
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
    if (options.copy === true) {
      store.pragma('journal_mode = OFF');
      store.pragma('synchronous = OFF');
      store.pragma('secure_delete = ON');
    } else if (options.readonly !== true) {
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
  return readBeginning(path) !== undefined;
}

/** The first page; less of it where the file is shorter. Undefined when the disk does not give it away. */
function readBeginning(path: string): Buffer | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const page = Buffer.alloc(4096);
      return page.subarray(0, readSync(file, page, 0, page.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined; // That is the answer.
  }
}

/** SQLite would take a store that is gone for a new one, and throw its log away. @throws TillFailure `store.damaged` */
function requireStore(path: string): void {
  const found = storeAt(path);
  if (found === 'there') requireSoundHeader(path);
  if (found === 'lost') {
    throw new TillFailure('store.damaged', {
      message: `The data file ${path} is gone or empty, though this till had one.`,
    });
  }
}

/** A power cut may leave the first page of a new store half written, beside a journal by which SQLite takes it back. */
function isHalfMade(path: string): boolean {
  return sizeOf(`${path}-journal`) > 0;
}

/**
 * The cipher leaves eight bytes of the header in plain sight, outside of what it
 * authenticates: the page size, the kind of log, and the room each page keeps for
 * its proof. With one bit of them flipped, pages would be taken for others. (SQLite
 * file format, "The Database Header"; SQLite3 Multiple Ciphers, "Legacy" header)
 *
 * @throws TillFailure `store.damaged`
 */
function requireSoundHeader(path: string): void {
  const header = readBeginning(path)?.subarray(16, 24);
  if (header === undefined || header.length < 8 || isHalfMade(path)) return;
  const [logWritten, logRead] = [header[2], header[3]];
  const isSound =
    header.readUInt16BE(0) === 4096 &&
    (logWritten === 1 || logWritten === 2) &&
    logRead === logWritten &&
    header.readUInt32BE(4) === reservedAndFractions;
  if (!isSound) throw new TillFailure('store.damaged');
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
