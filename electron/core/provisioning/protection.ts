import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** POSIX permission bits: write for group and others; anything for them. */
const writableByOthers = 0o022;
const openToOthers = 0o077;

/**
 * Why others than root could have written a file, or put another in its place:
 * it and every folder above it have to be root's, and nobody else's to write.
 *
 * @returns undefined when only root could
 */
export function problemOfProtection(path: string): string | undefined {
  // Whether only administrators may write is in the access lists of Windows, which Node does not read.
  if (process.platform === 'win32') return 'On Windows only a signed configuration is believed.';
  return orCannotBeRead(path, () => {
    for (let at = realpathSync(path); ; at = dirname(at)) {
      const stats = statSync(at);
      if (stats.uid !== 0) return `${at} does not belong to root.`;
      // In a sticky folder (/tmp) nobody else can replace what is root's.
      const isSticky = stats.isDirectory() && (stats.mode & 0o1000) !== 0;
      if ((stats.mode & writableByOthers) !== 0 && !isSticky)
        return `${at} can be written by others than root.`;
      if (at === dirname(at)) return undefined;
    }
  });
}

/** Why a file of secrets is not this account's alone (or root's); undefined when it is. */
export function problemOfSecrecy(path: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  return orCannotBeRead(path, () => {
    const stats = lstatSync(path);
    if (!stats.isFile()) return `${path} is not a file.`;
    if (stats.uid !== 0 && stats.uid !== process.getuid?.()) return `${path} belongs to another account.`;
    if ((stats.mode & openToOthers) !== 0) return `${path} is open to others: it needs the mode 0600.`;
    return undefined;
  });
}

/** What cannot be looked at is not believed. */
function orCannotBeRead(path: string, problem: () => string | undefined): string | undefined {
  try {
    return problem();
  } catch (cause) {
    return cannotBeRead(path, cause);
  }
}

/** Words for a file that the system does not let this account read. */
export function cannotBeRead(path: string, cause: unknown): string {
  const { code = 'unknown' } = cause as NodeJS.ErrnoException;
  return `${path} cannot be read (${code}).`;
}
