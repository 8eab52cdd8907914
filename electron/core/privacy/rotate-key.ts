import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, TillFailure, type Result } from '#shared/contract/errors';
import { changeKeyOfCopy, copyStore, verifyStore } from '../db/copy-store.ts';
import { claimDataFolder, storeAt, storePathOf } from '../db/data-folder.ts';
import { openStore, storeFailureOf } from '../db/open.ts';
import { draftPathOf, replaceFile, settleStoreFiles, syncPath } from '../db/store-files.ts';
import { nextKeyPathOf, writeKeyFile, type KeyFile } from './key-file.ts';
import { withFolder } from './with-folder.ts';

/**
 * Gives the till's store another key. May be killed at any moment: one of the
 * two keys opens the store, and a key file holds that one as soon as the folder
 * is opened the next time ({@link settleKeyFile}).
 *
 * The store is copied, the copy gets the new key and is read from end to end, and
 * then takes the store's name: that is the moment the key changes. A key file's
 * successor is on disk before, and takes its name after.
 *
 * @param task.keyFile the file the key is kept in; absent when it is kept elsewhere (`TILLBOOK_KEY`)
 * @param task.leavesFile the new key is kept elsewhere: the file goes once it opens nothing. Killed in between, the same
 *   task done again removes it
 * @returns `store.none`, `store.in-use`, `store.wrong-key`, `store.damaged`, `store.unwritable`, `disk.full`, `disk.failing`
 */
export function rotateKey(task: {
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly newKey: Uint8Array;
  readonly keyFile?: KeyFile | undefined;
  readonly leavesFile?: boolean;
  readonly nowMs: number;
}): Result {
  const { dataDir, keyFile, newKey, leavesFile = false } = task;
  if (storeAt(storePathOf(dataDir)) === 'none') {
    return fail('store.none', { message: `There is no till in ${dataDir}.` });
  }
  return withFolder(dataDir, () => {
    if (keyFile !== undefined && leavesFile) {
      if (!opens(storePathOf(dataDir), newKey)) replaceStore(task);
      rmSync(keyFile.path);
      syncPath(dirname(keyFile.path));
      return {};
    }
    if (keyFile !== undefined) {
      writeKeyFile(nextKeyPathOf(keyFile.path), keyFile.write(newKey));
      syncPath(dirname(keyFile.path));
    }
    replaceStore(task);
    if (keyFile !== undefined) replaceFile(nextKeyPathOf(keyFile.path), keyFile.path);
    return {};
  });
}

function replaceStore({ dataDir, key, newKey, nowMs }: Parameters<typeof rotateKey>[0]): void {
  const [store, draft] = [storePathOf(dataDir), draftPathOf(dataDir)];
  const db = openStore(store, key);
  try {
    copyStore(db, draft);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  // The last one to close it removes the log; one that stays would be taken for the next store's.
  if (['-wal', '-journal'].some((ending) => existsSync(store + ending)))
    throw new TillFailure('store.in-use');
  changeKeyOfCopy(draft, key, newKey, nowMs);
  verifyStore(draft, newKey);
  replaceFile(draft, store);
}

/**
 * Makes a key file hold the key that opens the store, where a change of key died
 * halfway. Does nothing while another program uses the folder: it may be changing
 * the key just now.
 *
 * @throws the system's error when the folder cannot be written
 */
export function settleKeyFile(dataDir: string, keyFile: KeyFile): void {
  const next = nextKeyPathOf(keyFile.path);
  if (!existsSync(next)) return;
  let release: () => void;
  try {
    release = claimDataFolder(dataDir);
  } catch (cause) {
    if (cause instanceof TillFailure && cause.error.code === 'store.in-use') return;
    throw cause;
  }
  try {
    settleStoreFiles(dataDir);
    const key = keyFile.read(readFileSync(next));
    if (key !== undefined && opens(storePathOf(dataDir), key)) replaceFile(next, keyFile.path);
    else if (opensWithFile(dataDir, keyFile)) rmSync(next);
  } finally {
    release();
  }
}

function opensWithFile(dataDir: string, keyFile: KeyFile): boolean {
  const key = existsSync(keyFile.path) ? keyFile.read(readFileSync(keyFile.path)) : undefined;
  return key !== undefined && opens(storePathOf(dataDir), key);
}

/** Whether a store opens with this key. */
function opens(path: string, key: Uint8Array): boolean {
  if (!existsSync(path)) return false;
  try {
    openStore(path, key).close();
    return true;
  } catch (cause) {
    if (storeFailureOf(cause) === undefined) throw cause;
    return false;
  }
}
