import { createHash } from 'node:crypto';
import { createReadStream, chmodSync, copyFileSync, existsSync, linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TillFailure } from '#shared/contract/errors';
import type { FeedFile } from '#shared/updates/feed';
import { makeDataFolder } from '../db/data-folder.ts';
import { replaceFile, syncPath } from '../db/store-files.ts';
import type { FetchedRelease } from './update-host.ts';
import { changeUpdateNotes, readUpdateNotes, updateFolderOf } from './update-notes.ts';

/**
 * Whether a file is the one the feed has vouched for.
 *
 * @throws TillFailure `update.file-changed`
 */
export async function requireFile(path: string, { sha512, size }: FeedFile): Promise<void> {
  const hash = createHash('sha512');
  let bytes = 0;
  try {
    for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(part as Buffer);
      bytes += (part as Buffer).length;
    }
  } catch {
    throw new TillFailure('update.file-changed');
  }
  if (bytes !== size || hash.digest('base64') !== sha512) throw new TillFailure('update.file-changed');
}

/**
 * Puts a release in the place of the program in use. Where that fails it is noted, so that the till does not end for it
 * again by itself.
 *
 * @throws TillFailure `update.file-changed`; the system's error, with the program as it was
 */
export async function placeRelease(
  dataDir: string,
  current: Program,
  { version, path, file }: FetchedRelease,
): Promise<void> {
  try {
    // Hours may have passed since it was fetched.
    await requireFile(path, file);
    replaceProgram(dataDir, current, path);
  } catch (cause) {
    noteFailed(dataDir, version, cause);
    throw cause;
  }
}

function noteFailed(dataDir: string, version: string, cause: unknown): void {
  const code = cause instanceof TillFailure ? cause.error.code : (cause as NodeJS.ErrnoException).code;
  changeUpdateNotes(dataDir, { failed: { version, code: code ?? 'unknown' } });
}

/** Where the program before the one in use is kept, when it is one file. */
function formerProgramOf(dataDir: string): string {
  return join(updateFolderOf(dataDir), 'former-program');
}

/** A program that consists of one file, and the version it is. */
interface Program {
  readonly path: string;
  readonly version: string;
}

/**
 * Puts a new program in the place of the one in use, which is kept. Killed at any moment, there is one or the other
 * under the name, whole: a shop finds a till in the morning.
 *
 * @param fetched the new one; it is left where it is
 * @throws the system's error, with the program as it was
 */
export function replaceProgram(dataDir: string, current: Program, fetched: string): void {
  makeDataFolder(updateFolderOf(dataDir));
  const former = formerProgramOf(dataDir);
  // Whatever may find no room comes first: until both are whole on disk, there is still the program before.
  const next = writeBeside(fetched, current.path);
  const kept = `${former}.part`;
  rmSync(kept, { force: true });
  try {
    linkSync(current.path, kept);
  } catch {
    // On another disk, or where there are no links.
    copyFileSync(current.path, kept);
    syncPath(kept);
  }
  changeUpdateNotes(dataDir, { formerVersion: current.version, leftVersion: null });
  replaceFile(kept, former);
  // Two links to one file are not renamed into each other (POSIX rename): of one that was killed here before.
  rmSync(kept, { force: true });
  replaceFile(next, current.path);
  changeUpdateNotes(dataDir, { failed: null });
}

/** The version that can be gone back to; null when there is none, or when it is the one in use. */
export function formerVersionOf(dataDir: string, version: string): string | null {
  const { formerVersion } = readUpdateNotes(dataDir);
  if (formerVersion === null || formerVersion === version) return null;
  return existsSync(formerProgramOf(dataDir)) ? formerVersion : null;
}

/**
 * Puts the former program back, and notes where that fails. The release that is left is not taken again by itself.
 *
 * @param current the program to be left
 * @throws the system's error, with the program as it was
 */
export function placeFormer(dataDir: string, current: Program): void {
  const { formerVersion } = changeUpdateNotes(dataDir, { leftVersion: current.version });
  try {
    replaceFile(writeBeside(formerProgramOf(dataDir), current.path), current.path);
  } catch (cause) {
    noteFailed(dataDir, formerVersion ?? current.version, cause);
    throw cause;
  }
}

/** Copies a program, whole and on disk, to where it can take another one's place. @returns its path */
function writeBeside(from: string, program: string): string {
  const next = `${program}.next`;
  rmSync(next, { force: true });
  copyFileSync(from, next);
  chmodSync(next, 0o755);
  syncPath(next);
  return next;
}
