import { accessSync, chmodSync, constants, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fail, TillFailure, type Result } from '#shared/contract/errors';
import { readWholeStore, verifyStore, type VerifiedStore } from '../db/copy-store.ts';
import { reservePathOf, storeAt, storePathOf } from '../db/data-folder.ts';
import { migrate, schemaVersion } from '../db/migrations/index.ts';
import { openStore, storeFailureOf, type Store } from '../db/open.ts';
import { carryUnsent, isOfOtherTenant, salvageAll, type Salvaged } from '../db/salvage.ts';
import { draftPathOf, removeDraft, setStoreAside, succeedStore } from '../db/store-files.ts';
import { wrappedKeyPathOf } from './store-key.ts';
import { nextKeyPathOf, practiceKeyFile } from './key-file.ts';
import { withFolder } from './with-folder.ts';

/** What another store has taken the place of the till's with. */
export interface Replaced extends Salvaged {
  /** The folder the former store lies in now; null where there was none. */
  readonly aside: string | null;
}

interface Task {
  readonly dataDir: string;
  readonly key: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * Puts a backup in the place of the till's store, which goes aside. Changes that
 * were not sent yet are taken out of it where they can be read; what else came
 * after the backup is pulled from the service. A store that a newer version has
 * changed gives what this one knows: so a till goes back to the version before.
 *
 * @param file a backup of this till; it stays as it is
 * @returns `backup.unusable`, `backup.other-tenant`, `file.unreadable`, `store.in-use`, `store.too-new` (the backup itself), `store.unwritable`, `disk.full`
 */
export function restoreBackup(task: Task & { readonly file: string }): Result<Replaced> {
  const { dataDir, key, file, nowMs } = task;
  return withFolder(dataDir, () => {
    requireBackup(file, key);
    const isFirst = isNone(dataDir);
    copyFileSync(file, draftPathOf(dataDir));
    // The copy has the mode of a file that lay wherever backups are kept.
    chmodSync(draftPathOf(dataDir), 0o600);
    const salvaged = intoDraft(dataDir, key, (draft) => {
      const former = openFormer(dataDir, key);
      try {
        if (former !== undefined && isOfOtherTenant(former, draft))
          throw new TillFailure('backup.other-tenant');
        return carryUnsent(former, draft, nowMs);
      } finally {
        former?.close();
      }
    });
    // Where there was nothing, nothing could not be read.
    const unreadable = isFirst ? [] : salvaged.unreadable;
    return { ...salvaged, unreadable, aside: succeedStore(dataDir) };
  });
}

/**
 * Makes a new store of everything that can still be read of a damaged one, which
 * goes aside.
 *
 * @returns `store.none`; `store.wrong-key` and `store.damaged` when nothing can be read; else as {@link restoreBackup}
 */
export function recoverStore({ dataDir, key, nowMs }: Task): Result<Replaced> {
  if (isNone(dataDir)) return none(dataDir);
  return withFolder(dataDir, () => {
    const former = openStore(storePathOf(dataDir), key);
    try {
      requireKnownSchema(former);
      const salvaged = intoDraft(dataDir, key, (draft) => salvageAll(former, draft, nowMs));
      former.close();
      return { ...salvaged, aside: succeedStore(dataDir) };
    } finally {
      former.close();
    }
  });
}

/**
 * Puts a store that nobody can open aside with its key file, so that the till
 * begins with an empty one. Nothing is lost by it: the folder it goes to can be
 * opened like any other once its key is found.
 *
 * @returns `store.none`, `store.in-use`, `store.unwritable`
 */
export function startAnew(dataDir: string): Result<{ aside: string | null }> {
  if (isNone(dataDir)) return none(dataDir);
  return withFolder(dataDir, () => {
    // It would tell of a store where none is to be.
    rmSync(reservePathOf(storePathOf(dataDir)), { force: true });
    const keyPaths = [practiceKeyFile(dataDir).path, wrappedKeyPathOf(dataDir)];
    const names = keyPaths.flatMap((path) => [path, nextKeyPathOf(path)]).map((path) => basename(path));
    return { aside: setStoreAside(dataDir, names) };
  });
}

/**
 * Whether every page of the till's store can be read.
 *
 * @returns `store.none`, `store.wrong-key`, `store.damaged`, …
 */
export function checkStore({ dataDir, key }: Pick<Task, 'dataDir' | 'key'>): Result<VerifiedStore> {
  if (isNone(dataDir)) return none(dataDir);
  return withFolder(dataDir, () => {
    const db = openStore(storePathOf(dataDir), key);
    // The newest changes are brought where they belong before the file is read.
    db.close();
    return verifyStore(storePathOf(dataDir), key);
  });
}

function isNone(dataDir: string): boolean {
  return storeAt(storePathOf(dataDir)) === 'none';
}

function none(dataDir: string) {
  return fail('store.none', { message: `There is no till in ${dataDir}.` });
}

function requireBackup(file: string, key: Uint8Array): void {
  if (!existsSync(file)) throw new TillFailure('file.unreadable', { message: `There is no file ${file}.` });
  const unusable = (problem: string) =>
    new TillFailure('backup.unusable', { message: `${file} ${problem}: it is no backup.` });
  const status = statSync(file);
  if (!status.isFile()) throw unusable('is no file');
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new TillFailure('file.unreadable', { message: `This account may not read ${file}.` });
  }
  if (status.size === 0) throw unusable('is empty');
  try {
    const schema = readWholeStore(file, key, (backup) => backup.pragma('user_version', { simple: true }));
    if (schema === 0) throw unusable('holds nothing of a till');
  } catch (cause) {
    const code = storeFailureOf(cause)?.error.code;
    if (code === 'store.wrong-key' || code === 'store.damaged') {
      throw new TillFailure('backup.unusable', {
        message: `${file} cannot be read with this till’s key, or it is damaged.`,
      });
    }
    throw cause;
  }
}

function intoDraft(dataDir: string, key: Uint8Array, fill: (draft: Store) => Salvaged): Salvaged {
  const path = draftPathOf(dataDir);
  try {
    const draft = openStore(path, key, { copy: true });
    let salvaged: Salvaged;
    try {
      migrate(draft);
      salvaged = fill(draft);
    } finally {
      draft.close();
    }
    verifyStore(path, key);
    return salvaged;
  } catch (cause) {
    removeDraft(dataDir);
    throw cause;
  }
}

/** Undefined when nothing of it can be read, or when there is none. */
function openFormer(dataDir: string, key: Uint8Array): Store | undefined {
  const path = storePathOf(dataDir);
  if (!existsSync(path)) return undefined;
  let former: Store | undefined;
  try {
    former = openStore(path, key, { readonly: true });
    return former;
  } catch (cause) {
    former?.close();
    if (storeFailureOf(cause) === undefined) throw cause;
    return undefined;
  }
}

/** A store is not made anew without what a newer version has put into it. @throws TillFailure `store.too-new` */
function requireKnownSchema(db: Store): void {
  if ((db.pragma('user_version', { simple: true }) as number) > schemaVersion) {
    throw new TillFailure('store.too-new');
  }
}
