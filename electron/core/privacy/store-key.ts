import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, succeed, type Result } from '#shared/contract/errors';
import type { KeptBy } from '#shared/contract/safekeeping';
import { storeAt, storePathOf } from '../db/data-folder.ts';
import { createKeyFile, makeKey, nextKeyPathOf, parseKey, practiceKeyFile } from './key-file.ts';
import { settleKeyFile } from './rotate-key.ts';

/** A key and how well it is kept. */
export interface StoreKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly keptBy: KeptBy;
  /** What a person should be told; absent when there is nothing to tell. */
  readonly notice?: string;
}

/** The key wrapped by the operating system's key store; only the desktop host can open it. */
export function wrappedKeyPathOf(dataDir: string): string {
  return join(dataDir, 'store.key');
}

/**
 * The key where no operating system key store is at hand: `TILLBOOK_KEY`, else
 * the folder's `practice.key`, which a new folder gets.
 *
 * @returns `store.no-key` when the folder has a store but no key to be found,
 *   `input.invalid` when a key is not 64 hexadecimal digits, `store.unwritable`
 */
export function resolveHeadlessKey(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Result<StoreKey> {
  return keyFromEnvironment(env) ?? practiceKey(dataDir);
}

/**
 * As {@link resolveHeadlessKey}, for a folder that gets its data from elsewhere: no key is made, for it would open
 * nothing of that.
 */
export function resolveKnownKey(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Result<StoreKey> {
  const given = keyFromEnvironment(env);
  if (given !== undefined) return given;
  const { path } = practiceKeyFile(dataDir);
  if (existsSync(path) || existsSync(nextKeyPathOf(path)) || existsSync(wrappedKeyPathOf(dataDir)))
    return practiceKey(dataDir);
  return fail('store.no-key', {
    message: `There is no key in ${dataDir}. Set TILLBOOK_KEY to the key of the till that made the backup; a practice till keeps it in practice.key of its data folder, which may be copied here.`,
  });
}

/** The key in `TILLBOOK_KEY`; undefined when it is not set. */
export function keyFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Result<StoreKey> | undefined {
  const text = env['TILLBOOK_KEY'];
  if (text === undefined || text === '') return undefined;
  const key = parseKey(text);
  return key === undefined
    ? failOnKeyFormat('TILLBOOK_KEY')
    : succeed({ key, keptBy: 'environment' as const });
}

/** The folder's `practice.key`; made when the folder holds neither store nor key. */
export function practiceKey(dataDir: string): Result<StoreKey> {
  const keyFile = practiceKeyFile(dataDir);
  const { path } = keyFile;
  try {
    settleKeyFile(dataDir, keyFile);
    const isNew = !existsSync(path);
    if (isNew) {
      if (storeAt(storePathOf(dataDir)) !== 'none' || existsSync(wrappedKeyPathOf(dataDir))) {
        return fail('store.no-key', {
          message: `There is no key for the data in ${dataDir}. Set TILLBOOK_KEY to its 64 hexadecimal digits, or open it with the desktop till that made it.`,
        });
      }
      createKeyFile(path, keyFile.write(makeKey()));
    }
    const key = keyFile.read(readFileSync(path));
    if (key === undefined) return failOnKeyFormat(path);
    return succeed({
      key,
      keptBy: 'beside',
      ...(isNew && {
        notice: `Made ${path}. A key beside its data protects nothing: this is for practice and tests. For a shop's data set TILLBOOK_KEY.`,
      }),
    });
  } catch (cause) {
    return fail('store.unwritable', {
      message: `The key file ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    });
  }
}

function failOnKeyFormat(source: string): Result<StoreKey> {
  return fail('input.invalid', {
    message: `${source} is not a key: 64 hexadecimal digits are wanted.`,
    issues: [{ field: source, code: 'key.format', message: 'Not 64 hexadecimal digits.' }],
  });
}
