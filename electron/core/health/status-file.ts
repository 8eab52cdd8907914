import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Status } from '#shared/health/health';

/** Where IT's collector finds how a till is doing. */
export function statusPathOf(dataDir: string): string {
  return join(dataDir, 'status.json');
}

/** The longest a running till leaves its file as it is: a till that is silent longer than that does not run. */
const renewAfterMs = 15 * 60_000;
const megabyte = 1 << 20;

/** The file is whole whenever it is read: written beside, and put in its place. To be called one after the other. */
export interface StatusFile {
  /** Writes what is new, and now and then what is not. @throws the system's error, such as of a full disk */
  keep(status: Status): Promise<void>;
  /**
   * For a till that cannot tell how it is doing. The file of a former run would go on saying that it was closed in good
   * order; one of this run grows too old by itself.
   */
  dropFormer(): Promise<void>;
}

export function createStatusFile(dataDir: string): StatusFile {
  const path = statusPathOf(dataDir);
  let written: { readonly essence: string; readonly atMs: number } | undefined;
  return {
    async keep(status) {
      const essence = essenceOf(status);
      const atMs = Date.parse(status.at);
      // Whichever way the clock has jumped.
      const isFresh = written !== undefined && Math.abs(atMs - written.atMs) < renewAfterMs;
      if (isFresh && written?.essence === essence) return;
      const draft = `${path}.new`;
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(status)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
      written = { essence, atMs };
    },
    async dropFormer() {
      if (written === undefined) await rm(path, { force: true });
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
