import { fail, succeed, type Result } from '#shared/contract/errors';
import { claimDataFolder } from '../db/data-folder.ts';
import { storeFailureOf } from '../db/open.ts';
import { settleStoreFiles } from '../db/store-files.ts';
import { systemFailureOf } from '../db/system-failure.ts';

/**
 * Does something with the files of a data folder that no till has open: takes the
 * folder, finishes what a process that died had begun, and gives it back.
 *
 * @returns `store.in-use`, `store.unwritable`, `disk.full`, `disk.failing`, or what was thrown as a failure
 */
export function withFolder<Value extends object>(dataDir: string, run: () => Value): Result<Value> {
  let release: (() => void) | undefined;
  try {
    release = claimDataFolder(dataDir);
    settleStoreFiles(dataDir);
    return succeed(run());
  } catch (cause) {
    const failure = storeFailureOf(cause) ?? systemFailureOf(cause);
    if (failure === undefined) throw cause;
    return fail(failure.error.code, failure.error);
  } finally {
    release?.();
  }
}
