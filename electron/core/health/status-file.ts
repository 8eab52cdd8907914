import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '#shared/health/health';

/** Where IT's collector finds how a till is doing. */
export function statusPathOf(dataDir: string): string {
  return join(dataDir, 'status.json');
}

/** The longest a running till leaves its file as it is: a till that is silent longer than that does not run. */
const renewAfterMs = 15 * 60_000;
const megabyte = 1 << 20;

/** The file is whole whenever it is read: written beside, and put in its place. */
export interface StatusFile {
  /** Writes what is new, and now and then what is not. @throws the system's error, such as of a full disk */
  keep(status: Status): void;
}

export function createStatusFile(dataDir: string): StatusFile {
  const path = statusPathOf(dataDir);
  let written: { readonly essence: string; readonly atMs: number } | undefined;
  return {
    keep(status) {
      const essence = essenceOf(status);
      const atMs = Date.parse(status.at);
      // Whichever way the clock has jumped.
      const isFresh = written !== undefined && Math.abs(atMs - written.atMs) < renewAfterMs;
      if (isFresh && written?.essence === essence) return;
      const draft = `${path}.new`;
      const file = openSync(draft, 'w', 0o600);
      try {
        writeFileSync(file, `${JSON.stringify(status)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(draft, path);
      written = { essence, atMs };
    },
  };
}

/** What counts as a change: not the time, nor what moves a little every minute. */
function essenceOf({ at: _at, memoryBytes: _memoryBytes, disk, ...status }: Status): string {
  return JSON.stringify([status, roughly(disk.free), roughly(disk.store), roughly(disk.backups)]);
}

function roughly(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes / (64 * megabyte));
}
