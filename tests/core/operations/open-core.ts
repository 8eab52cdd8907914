import { onTestFinished } from 'vitest';
import type { Core, CoreOptions } from '../../../electron/core/core.ts';
import { createCore } from '../../../electron/core/app.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';

/** A core on a folder of its own, closed after the test. Its log is kept to be looked at. */
export async function openCore(
  options: Partial<CoreOptions> = {},
): Promise<{ core: Core; dataDir: string; logged: { event: string; details: unknown }[] }> {
  const dataDir = options.dataDir ?? makeFolder();
  const logged: { event: string; details: unknown }[] = [];
  const opened = await createCore({
    dataDir,
    key: testKey,
    backgroundSync: false,
    log: (_level, event, details) => logged.push({ event, details }),
    ...options,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.core.close());
  return { core: opened.core, dataDir, logged };
}
