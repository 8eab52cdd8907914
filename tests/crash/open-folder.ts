import { createCore } from '../../electron/core/app.ts';
import type { Core } from '../../electron/core/core.ts';
import { storePathOf } from '../../electron/core/db/data-folder.ts';
import { openStore, type Store } from '../../electron/core/db/open.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { valueOf } from '../value-of.ts';

/** One connection to the store of a data folder, with the folder's own key. */
export function openFolder(dataDir: string): Store {
  return openStore(storePathOf(dataDir), valueOf(resolveHeadlessKey(dataDir, {})).key);
}

/** Runs something on the core of a folder that syncs only when asked to. */
export async function withCore<Value>(dataDir: string, use: (core: Core) => Promise<Value>): Promise<Value> {
  const { key } = valueOf(resolveHeadlessKey(dataDir, {}));
  const { core } = valueOf(await createCore({ dataDir, key, backgroundSync: false, unattendedAs: 'proof' }));
  try {
    return await use(core);
  } finally {
    await core.close();
  }
}
