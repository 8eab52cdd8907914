/**
 * `npm run package`: the desktop till as a folder in dist/, with Electron's fuses
 * set, read back and compared.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build } from './build-when-stale.ts';
import { wantedFuses } from './fuses.ts';
import { inProject } from './project.ts';
import { runCommand } from './run-command.ts';

process.exitCode = (await build()) && (await packTill()) && (await areFusesSet()) ? 0 : 1;

async function packTill(): Promise<boolean> {
  const electronDist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const local =
    electronDist === undefined
      ? []
      : [
          `-c.electronDist=${electronDist}`,
          `-c.electronVersion=${readFileSync(join(electronDist, 'version'), 'utf8').trim()}`,
        ];
  const code = await runCommand(process.execPath, [
    inProject('node_modules/electron-builder/cli.js'),
    '--dir',
    '--publish=never',
    ...local,
  ]);
  return code === 0;
}

async function areFusesSet(): Promise<boolean> {
  const wire = await getCurrentFuseWire(executablePath());
  const wrong = Object.entries(wantedFuses).filter(
    ([name, wanted]) =>
      (wire[FuseV1Options[name as keyof typeof FuseV1Options]] === FuseState.ENABLE) !== wanted,
  );
  for (const [name, wanted] of wrong) {
    console.error(`The fuse ${name} is ${wanted ? 'off' : 'on'} in the package and has to be the other way.`);
  }
  return wrong.length === 0;
}

/** The packaged program, by the platform's own layout. */
function executablePath(): string {
  const folder = readdirSync(inProject('dist')).find((name) =>
    /^(linux|win|mac)(-\w+)?(-unpacked)?$/.test(name),
  );
  if (folder === undefined) throw new Error('There is no packaged till in dist/');
  switch (process.platform) {
    case 'darwin':
      return inProject('dist', folder, 'Tillbook.app');
    case 'win32':
      return inProject('dist', folder, 'Tillbook.exe');
    default:
      return inProject('dist', folder, 'tillbook');
  }
}
