import { copyStore, verifyStore, type VerifiedStore } from './copy-store.ts';
import type { Store } from './open.ts';

/** Makes copies of the store on a thread of its own: nobody waits for it. */
export function createBackupMaker(db: Store, key: Uint8Array) {
  return {
    /** @param path of a file that is not there; it counts once this has returned */
    makeCopy(path: string): VerifiedStore {
      copyStore(db, path);
      return verifyStore(path, key);
    },
  };
}

export type BackupMaker = ReturnType<typeof createBackupMaker>;
