import { existsSync, readdirSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '#shared/contract/safekeeping';

/** The backups of one till in one folder. Their names tell whose they are and when they were made. */

const ending = '.backup';

/** Where backups go when nobody says. */
export function backupFolderOf(dataDir: string): string {
  return join(dataDir, 'backups');
}

export function backupPathOf(folder: string, tillId: string, madeAtMs: number): string {
  const stamp = new Date(madeAtMs).toISOString().replaceAll(':', '').replace('.', '-');
  return join(folder, `tillbook-${tillId}-${stamp}${ending}`);
}

/** What is not a backup yet. */
export function backupDraftOf(path: string): string {
  return `${path}.part`;
}

/** Newest first; none where there is no such folder. @throws the system's error */
export async function listBackups(folder: string, tillId: string): Promise<Backup[]> {
  const madeAt = new RegExp(
    `^tillbook-${tillId}-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)-(\\d{3})Z\\${ending}$`,
  );
  const names = await unlessGone(readdir(folder), []);
  const found = await Promise.all(
    names.map(async (name): Promise<Backup[]> => {
      const [, date, hours, minutes, seconds, ms] = madeAt.exec(name) ?? [];
      if (date === undefined) return [];
      const path = join(folder, name);
      const file = await unlessGone(stat(path), undefined);
      if (file === undefined) return [];
      return [{ path, madeAt: `${date}T${hours}:${minutes}:${seconds}.${ms}Z`, bytes: file.size }];
    }),
  );
  return found.flat().toSorted((left, right) => (left.madeAt < right.madeAt ? 1 : -1));
}

/** Folders may not have been made yet, and files go in their time. */
async function unlessGone<Value, Gone>(looking: Promise<Value>, gone: Gone): Promise<Value | Gone> {
  try {
    return await looking;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return gone;
    throw cause;
  }
}

/** Removes what was begun by a process that died. */
export function removeDrafts(folder: string, tillId: string): void {
  for (const name of namesIn(folder)) {
    if (name.startsWith(`tillbook-${tillId}-`) && !name.endsWith(ending)) rmSync(join(folder, name));
  }
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
