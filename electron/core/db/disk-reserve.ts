import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/**
 * Space on the disk kept for what must go on when it is full: erasing a customer
 * writes too, and so does noting that the service has a change.
 */
export interface DiskReserve {
  /** Lays the space by where it is missing and the disk has room; asked often, it tries now and then. */
  readonly keep: () => void;
  /** Gives the space to the disk. @returns false when there was none to give */
  readonly release: () => boolean;
}

/** A deletion writes some 20 pages of 4 KB: enough for dozens of them beside what the log has room for. */
const reserveBytes = 4 << 20;
const chunkBytes = 1 << 20;
const retryMs = 5_000;

/** For a store that lives no longer than its test. */
export const noReserve: DiskReserve = { keep: () => undefined, release: () => false };

/** @param path of the file that holds the space */
export function createDiskReserve(
  path: string,
  monotonicMs: () => number = () => performance.now(),
): DiskReserve {
  let isWhole = existsSync(path) && statSync(path).size === reserveBytes;
  let dueMs = -Infinity;
  return {
    keep() {
      if (isWhole || monotonicMs() < dueMs) return;
      dueMs = monotonicMs() + retryMs;
      isWhole = layBy(path);
    },
    release() {
      if (!existsSync(path)) return false;
      rmSync(path);
      isWhole = false;
      dueMs = monotonicMs() + retryMs;
      return true;
    },
  };
}

/** Random bytes, because a file system that packs zeros would keep no space for them. */
function layBy(path: string): boolean {
  const chunk = randomFillSync(Buffer.allocUnsafe(chunkBytes));
  try {
    const file = openSync(path, 'w', 0o600);
    try {
      for (let written = 0; written < reserveBytes;) {
        written += writeSync(file, chunk, 0, Math.min(chunk.length, reserveBytes - written));
      }
    } finally {
      closeSync(file);
    }
    return true;
  } catch {
    // No room for it now: a part of it would only make the disk fuller. The till works without it.
    rmSync(path, { force: true });
    return false;
  }
}
