import { createCore } from '../electron/core/app.ts';
import type { Core } from '../electron/core/core.ts';
import { benchKey } from './bench-store.ts';

/** A till that syncs when it is told to, worked by the benchmark. @throws Error when its data does not open */
export async function openTill(dataDir: string, key: Uint8Array = benchKey): Promise<Core> {
  const opened = await createCore({ dataDir, key, backgroundSync: false, unattendedAs: 'benchmark' });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.core;
}
