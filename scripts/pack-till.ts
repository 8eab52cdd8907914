import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { wantedFuses } from './fuses.ts';
import { inProject } from './project.ts';
import { runCommand } from './run-command.ts';

/**
 * Packs the built till as a folder below `outputDir`.
 *
 * @returns the packaged program; undefined when packing failed, which has been said
 */
export async function packTill(outputDir: string): Promise<string | undefined> {
  return (await runBuilder(outputDir, ['--dir'])) ? executableIn(outputDir) : undefined;
}

/**
 * Runs electron-builder on the built till, with the Electron that is here.
 *
 * @returns whether it made what it was asked for; it says itself what went wrong
 */
export async function runBuilder(outputDir: string, args: readonly string[]): Promise<boolean> {
  // Else electron-builder downloads it once more.
  const electronDist = [
    process.env['ELECTRON_OVERRIDE_DIST_PATH'],
    inProject('node_modules/electron/dist'),
  ].find((dist) => dist !== undefined && existsSync(join(dist, 'version')));
  const local =
    electronDist === undefined
      ? []
      : [
          `-c.electronDist=${electronDist}`,
          `-c.electronVersion=${readFileSync(join(electronDist, 'version'), 'utf8').trim()}`,
        ];
  const code = await runCommand(process.execPath, [
    inProject('node_modules/electron-builder/cli.js'),
    ...args,
    '--publish=never',
    `-c.directories.output=${outputDir}`,
    ...local,
  ]);
  return code === 0;
}
/** The fuses of a packaged program that are not as a till's have to be; in words. */
export async function wrongFuses(executable: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(executable);
  return Object.entries(wantedFuses)
    .filter(
      ([name, wanted]) =>
        (wire[FuseV1Options[name as keyof typeof FuseV1Options]] === FuseState.ENABLE) !== wanted,
    )
    .map(([name, wanted]) => `The fuse ${name} is ${wanted ? 'off' : 'on'} and has to be the other way.`);
}

/** The packaged program, by the platform's own layout. */
function executableIn(outputDir: string): string {
  const folder = readdirSync(outputDir).find((name) => /^(linux|win|mac)(-\w+)?(-unpacked)?$/.test(name));
  if (folder === undefined) throw new Error(`There is no packaged till in ${outputDir}`);
  switch (process.platform) {
    case 'darwin':
      return join(outputDir, folder, 'Tillbook.app');
    case 'win32':
      return join(outputDir, folder, 'Tillbook.exe');
    default:
      return join(outputDir, folder, 'tillbook');
  }
}
