/**
 * `npm run package`: the desktop till as a folder in dist/, with Electron's fuses
 * set, read back and compared.
 */
import { build } from './build-when-stale.ts';
import { packTill, wrongFuses } from './pack-till.ts';
import { inProject } from './project.ts';

process.exitCode = (await build()) && (await packAndCheck()) ? 0 : 1;

async function packAndCheck(): Promise<boolean> {
  const executable = await packTill(inProject('dist'));
  if (executable === undefined) return false;
  const wrong = await wrongFuses(executable);
  for (const words of wrong) console.error(words);
  return wrong.length === 0;
}
