import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { TillFailure } from '#shared/contract/errors';
import { replaceFile } from '../core/db/store-files.ts';
import { writeKeyFile } from '../core/privacy/key-file.ts';
import type { SecretStore } from '../core/privacy/sign-in.ts';
import { tell } from '../host/log.ts';
import { hasKeyStore } from './key-store.ts';

/**
 * The sign-in at the service in a file of its own, wrapped by the operating
 * system's key store; for this run alone where there is none. Call after `app`
 * is ready.
 */
export function desktopSecretStore(dataDir: string): SecretStore {
  return hasKeyStore() ? wrappedSecretStore(join(dataDir, 'sign-in.key')) : passingSecretStore();
}

function wrappedSecretStore(path: string): SecretStore {
  return {
    keptBy: 'key-store',
    read() {
      if (!existsSync(path)) return undefined;
      try {
        return JSON.parse(safeStorage.decryptString(readFileSync(path))) as unknown;
      } catch {
        // Wrapped by another account or on another machine: the service's "sign in again" is what a person can act on.
        tell(`The operating system’s key store does not open ${path}: connect the till again.`);
        return undefined;
      }
    },
    write(secret) {
      try {
        if (secret === undefined) {
          rmSync(path, { force: true });
          return;
        }
        writeKeyFile(`${path}.next`, safeStorage.encryptString(JSON.stringify(secret)));
        replaceFile(`${path}.next`, path);
      } catch (cause) {
        throw new TillFailure('store.unwritable', {
          message: `The sign-in cannot be kept: ${cause instanceof Error ? cause.message : String(cause)}`,
        });
      }
    },
  };
}

function passingSecretStore(): SecretStore {
  let kept: unknown;
  return {
    keptBy: 'this-run',
    read: () => kept,
    write(secret) {
      kept = secret;
    },
  };
}
