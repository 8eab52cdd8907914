import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
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

/** Newest first; none where there is no such folder. */
export function listBackups(folder: string, tillId: string): Backup[] {
  const madeAt = new RegExp(
    `^tillbook-${tillId}-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)-(\\d{3})Z\\${ending}$`,
  );
  return namesIn(folder)
    .flatMap((name) => {
      const [, date, hours, minutes, seconds, ms] = madeAt.exec(name) ?? [];
      const path = join(folder, name);
      return date === undefined
        ? []
        : [{ path, madeAt: `${date}T${hours}:${minutes}:${seconds}.${ms}Z`, bytes: statSync(path).size }];
    })
    .toSorted((left, right) => (left.madeAt < right.madeAt ? 1 : -1));
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
