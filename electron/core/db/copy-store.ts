import { statSync } from 'node:fs';
import { TillFailure } from '#shared/contract/errors';
import { makePrivateFile } from './data-folder.ts';
import { openStore, storeFailureOf, type Store } from './open.ts';
import { schemaVersion } from './migrations/index.ts';
import { setValue } from './settings.ts';
import { syncPath } from './store-files.ts';
import { statement } from './statement.ts';

/** What a copy was found to hold when it was opened and read from end to end. */
export interface VerifiedStore {
  readonly bytes: number;
  readonly customers: number;
  /** Changes the service has not acknowledged. */
  readonly unsent: number;
}

/**
 * Writes the store as it is at this moment into a new file under the same key,
 * without what was deleted from it. Others go on reading and writing meanwhile.
 *
 * @param path of a file that is not there
 */
export function copyStore(db: Store, path: string): void {
  makePrivateFile(path);
  statement(db, 'VACUUM INTO ?').run(path);
  syncPath(path);
}

/** Where a store notes when it got its key; older copies have another one. */
export const keyChangedAtKey = 'key-changed-at';

/**
 * Gives a copy another key. Not for a store in use: what dies halfway is lost.
 *
 * @param nowMs noted in the copy
 */
export function changeKeyOfCopy(path: string, key: Uint8Array, newKey: Uint8Array, nowMs: number): void {
  const copy = openStore(path, key, { copy: true });
  try {
    setValue(copy, keyChangedAtKey, nowMs);
    copy.pragma(`rekey = 'raw:${Buffer.from(newKey).toString('hex')}'`);
  } finally {
    copy.close();
  }
  syncPath(path);
}

/**
 * Opens a copy and reads every page of it.
 *
 * @throws TillFailure `store.wrong-key`, `store.damaged`, `store.too-new`
 */
export function verifyStore(path: string, key: Uint8Array): VerifiedStore {
  return readWholeStore(path, key, (copy) => {
    if (copy.pragma('user_version', { simple: true }) === 0) throw new TillFailure('store.damaged');
    const count = (sql: string) => statement<{ total: number }>(copy, sql).get()!.total;
    return {
      bytes: statSync(path).size,
      customers: count(`SELECT count(*) AS total FROM customer WHERE hidden = 0`),
      unsent: count(`SELECT count(*) AS total FROM mutation WHERE state <> 'acked' AND superseded = 0`),
    };
  });
}

/** As {@link verifyStore}, for a store that an earlier version has made. @param look what is looked at besides */
export function readWholeStore<Seen>(path: string, key: Uint8Array, look: (copy: Store) => Seen): Seen {
  const copy = openStore(path, key, { readonly: true });
  try {
    const said = copy.pragma('quick_check(1)', { simple: true });
    if (said !== 'ok') throw new TillFailure('store.damaged');
    if ((copy.pragma('user_version', { simple: true }) as number) > schemaVersion) {
      throw new TillFailure('store.too-new');
    }
    return look(copy);
  } catch (cause) {
    throw storeFailureOf(cause) ?? cause;
  } finally {
    copy.close();
  }
}
