import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { because } from '#shared/contract/error-reasons';
import { TillFailure } from '#shared/contract/errors';
import { replaceFile, syncPath } from '../db/store-files.ts';
import { writeKeyFile } from '../privacy/key-file.ts';

/** Whether this account can put another file in this one's place. */
export function canReplace(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Puts the configuration without its secrets in the place of the one with them,
 * whole or not at all, on disk when it returns.
 *
 * @param asRead the file's value when its secrets were taken: one that was changed since is left for the next start
 * @throws TillFailure `config.secrets-stay`
 */
export function removeSecrets(path: string, asRead: object): void {
  attempt(path, () => {
    const now = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as Record<string, unknown>;
    if (JSON.stringify(now) !== JSON.stringify(asRead)) throw new Error('It was changed just now.');
    const { secrets: _secrets, ...rest } = now;
    writeKeyFile(`${path}.next`, `${JSON.stringify(rest, null, 2)}\n`);
    replaceFile(`${path}.next`, path);
  });
}

/**
 * Overwrites a file of secrets and removes it, if it is there. Its name goes first: killed in between, nobody takes
 * half of it for secrets, and the next call goes on.
 *
 * @throws TillFailure `config.secrets-stay`
 */
export function destroySecretsFile(path: string): void {
  const doomed = `${path}.taken`;
  attempt(path, () => {
    if (existsSync(path)) replaceFile(path, doomed);
    if (!existsSync(doomed)) return;
    const file = openSync(doomed, 'r+');
    try {
      writeSync(file, Buffer.alloc(statSync(doomed).size));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    rmSync(doomed);
    syncPath(dirname(path));
  });
}

function attempt(path: string, run: () => void): void {
  try {
    run();
  } catch (cause) {
    throw new TillFailure('config.secrets-stay', {
      ...because('config.secrets-in', { file: path }),
      message: `The secrets in ${path} cannot be removed: ${cause instanceof Error ? cause.message : String(cause)}`,
    });
  }
}
