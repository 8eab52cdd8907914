import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeDataFolder, storeAt, storePathOf } from './data-folder.ts';

/**
 * The files of a store while another one takes its place: a change of key or a
 * restored backup. A draft is worth nothing until it is whole; from then on its
 * name alone says that it counts, so that whoever opens the folder after a crash
 * finishes what was begun.
 */

/** A store that is being made: worthless after a crash. */
export function draftPathOf(dataDir: string): string {
  return join(dataDir, 'till.new.db');
}

/** A store that is whole and waits to take the place of the till's. */
function successorPathOf(dataDir: string): string {
  return join(dataDir, 'till.next.db');
}

/** Where stores go that another one has taken the place of; nothing here is ever deleted by the till. */
export function asideFolderOf(dataDir: string): string {
  return join(dataDir, 'aside');
}

/**
 * Finishes what a process that died had begun with the store's files. Call it
 * with the folder claimed, before the store is opened.
 */
export function settleStoreFiles(dataDir: string): void {
  removeDraft(dataDir);
  if (existsSync(successorPathOf(dataDir))) putSuccessorInPlace(dataDir);
}

/** Throws away what was begun and is not to be finished. */
export function removeDraft(dataDir: string): void {
  for (const ending of ['', '-journal', '-wal', '-shm'])
    rmSync(draftPathOf(dataDir) + ending, { force: true });
}

/**
 * Lets the finished draft become the till's store; the store there was goes aside
 * with its log. May be killed at any moment: {@link settleStoreFiles} goes on.
 *
 * @returns the folder the former store lies in now; null where there was none
 */
export function succeedStore(dataDir: string): string | null {
  syncPath(draftPathOf(dataDir));
  renameSync(draftPathOf(dataDir), successorPathOf(dataDir));
  syncPath(dataDir);
  return putSuccessorInPlace(dataDir);
}

function putSuccessorInPlace(dataDir: string): string | null {
  const aside = setStoreAside(dataDir);
  replaceFile(successorPathOf(dataDir), storePathOf(dataDir));
  return aside;
}

/**
 * Moves the till's store, its log and these other files of the folder aside.
 *
 * @returns the folder they lie in now; null when there was nothing to move
 */
export function setStoreAside(dataDir: string, others: readonly string[] = []): string | null {
  const path = storePathOf(dataDir);
  const store = basename(path);
  const found = [...others, `${store}-shm`, `${store}-wal`, `${store}-journal`].filter((name) =>
    existsSync(join(dataDir, name)),
  );
  if (found.length === 0 && !existsSync(path)) return null;
  const isThere = storeAt(path) === 'there';
  // A folder without a store counts as half: what was found without one gets an empty one.
  if (!isThere) closeSync(openSync(path, 'a', 0o600));
  // A log without its store would be taken for the next one's: the store's name is free when its log has gone.
  const names = isThere ? [...found, store] : [store, ...found];
  const aside = asideOfSuccession(dataDir, store);
  for (const name of names) renameSync(join(dataDir, name), join(aside, name));
  syncPath(aside);
  return aside;
}

/** A new folder, or the one of a move that died halfway: what belongs together stays together. */
function asideOfSuccession(dataDir: string, store: string): string {
  const folder = asideFolderOf(dataDir);
  makeDataFolder(folder);
  const newest = readdirSync(folder).toSorted().at(-1);
  const isHalf = newest !== undefined && !existsSync(join(folder, newest, store));
  const aside = join(folder, isHalf ? newest : new Date().toISOString().replaceAll(':', '-'));
  makeDataFolder(aside);
  syncPath(folder);
  return aside;
}

/** Waits until a file, or the names in a folder, are on disk. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } catch (cause) {
    // Folders cannot be synced everywhere (Windows): their names are on disk all the same.
    if (!['EPERM', 'EISDIR', 'EINVAL'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  } finally {
    closeSync(file);
  }
}

/** Takes a file's place whole or not at all, on disk when it returns. */
export function replaceFile(from: string, to: string): void {
  renameSync(from, to);
  syncPath(dirname(to));
}
