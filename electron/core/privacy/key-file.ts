import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDataFolder } from '../db/data-folder.ts';

/** A file a key is kept in, and how. */
export interface KeyFile {
  readonly path: string;
  /** The key in such a file; undefined when there is none to be found in it. */
  readonly read: (content: Uint8Array) => Uint8Array | undefined;
  readonly write: (key: Uint8Array) => string | Uint8Array;
}

/** Where a key waits to take the place of the one in this file, while the store gets it. */
export function nextKeyPathOf(keyPath: string): string {
  return `${keyPath}.next`;
}

/** The folder's `practice.key`: the key in hexadecimal digits. */
export function practiceKeyFile(dataDir: string): KeyFile {
  return {
    path: join(dataDir, 'practice.key'),
    read: (content) => parseKey(Buffer.from(content).toString('utf8')),
    write: (key) => `${Buffer.from(key).toString('hex')}\n`,
  };
}

/** A new key. */
export function makeKey(): Uint8Array {
  return randomBytes(32);
}

/**
 * Writes a key file whole or not at all, readable by its owner only. Where two
 * processes make the same file at once, the first one's stands for both.
 */
export function createKeyFile(path: string, content: string | Uint8Array): void {
  makeDataFolder(dirname(path));
  const draft = `${path}.${process.pid}.new`;
  try {
    writeKeyFile(draft, content);
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Writes a key file for its owner only, on disk when it returns; half of one, after a crash, has no key in it. */
export function writeKeyFile(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    fchmodSync(file, 0o600);
    writeSync(file, Buffer.from(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** 64 hexadecimal digits as 32 bytes; undefined when they are not. */
export function parseKey(text: string): Uint8Array | undefined {
  const digits = text.trim();
  return /^[0-9a-f]{64}$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}
