import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { fail, succeed, type Result } from '#shared/contract/errors';
import { storeAt, storePathOf } from '../core/db/data-folder.ts';
import { createKeyFile, makeKey, parseKey, practiceKeyFile, type KeyFile } from '../core/privacy/key-file.ts';
import { hasKeyStore } from './key-store.ts';
import { rotateKey, settleKeyFile } from '../core/privacy/rotate-key.ts';
import {
  keyFromEnvironment,
  practiceKey,
  wrappedKeyPathOf,
  type StoreKey,
} from '../core/privacy/store-key.ts';

/**
 * The key on the desktop: `TILLBOOK_KEY`, else the one wrapped by the operating
 * system's key store, else the folder's `practice.key`. A new folder gets a
 * wrapped key where there is a key store, and a `practice.key` where there is none.
 * Call after `app` is ready.
 */
export function resolveDesktopKey(dataDir: string, env: NodeJS.ProcessEnv): Result<StoreKey> {
  const given = keyFromEnvironment(env);
  if (given !== undefined) return given;
  const wrappedPath = wrappedKeyPathOf(dataDir);
  if (existsSync(wrappedPath)) return unwrapKey(dataDir);
  const isNew = storeAt(storePathOf(dataDir)) === 'none' && !existsSync(join(dataDir, 'practice.key'));
  if (!isNew || !hasKeyStore()) return practiceKey(dataDir);
  try {
    createKeyFile(wrappedPath, wrappedKeyFile(dataDir).write(makeKey()));
  } catch (cause) {
    return fail('store.unwritable', {
      message: `The key file ${wrappedPath} cannot be made: ${String(cause)}`,
    });
  }
  return unwrapKey(dataDir);
}

/** The folder's `store.key`: the key wrapped by the operating system's key store. */
export function wrappedKeyFile(dataDir: string): KeyFile {
  return {
    path: wrappedKeyPathOf(dataDir),
    read: (content) => parseKey(safeStorage.decryptString(Buffer.from(content))),
    write: (key) => safeStorage.encryptString(Buffer.from(key).toString('hex')),
  };
}

/**
 * Gives the store another key, kept where the one it has is kept. Call it while no core has the folder open.
 *
 * @returns as `rotateKey`; `key.not-here` for a key that is given from outside
 */
export function changeDesktopKey(dataDir: string, nowMs: number): Result {
  const found = resolveDesktopKey(dataDir, process.env);
  if (!found.ok) return found;
  if (found.keptBy === 'environment') return fail('key.not-here');
  const keyFile = found.keptBy === 'key-store' ? wrappedKeyFile(dataDir) : practiceKeyFile(dataDir);
  return rotateKey({ dataDir, key: found.key, newKey: makeKey(), keyFile, nowMs });
}

function unwrapKey(dataDir: string): Result<StoreKey> {
  if (!hasKeyStore()) {
    return fail('store.no-key', {
      message:
        'The key for this till’s data is kept by the operating system’s key store, which is not available. Sign in to the desktop with its key ring unlocked, or set TILLBOOK_KEY.',
    });
  }
  const keyFile = wrappedKeyFile(dataDir);
  try {
    settleKeyFile(dataDir, keyFile);
    const key = keyFile.read(readFileSync(keyFile.path));
    return key === undefined ? fail('store.wrong-key') : succeed({ key, keptBy: 'key-store' });
  } catch {
    // Wrapped by another person's or another machine's key store: Chromium says no more than that it failed.
    return fail('store.wrong-key', {
      message: `The operating system’s key store does not open ${keyFile.path}: it was made by another account or on another machine.`,
    });
  }
}
