import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from './project.ts';
import { runCommand } from './run-command.ts';

const sources = [
  'electron',
  'renderer',
  'resources',
  'shared',
  'electron.vite.config.ts',
  'package-lock.json',
];
/** Its time is the start of the last build that succeeded. */
const stampPath = inProject('out/.built');

/** Builds `out/` when any source is newer than the last build. */
export async function buildWhenStale(): Promise<boolean> {
  const builtAtMs = existsSync(stampPath) ? statSync(stampPath).mtimeMs : 0;
  return newestMs(sources.map((source) => inProject(source))) <= builtAtMs || build();
}

/** Builds `out/` with electron-vite. Its words go to stderr. @returns whether it succeeded */
export async function build(): Promise<boolean> {
  const startedAt = new Date();
  process.stderr.write('Building the till…\n');
  const cli = inProject('node_modules/electron-vite/bin/electron-vite.js');
  const code = await runCommand(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (code !== 0) return false;
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, '');
  utimesSync(stampPath, startedAt, startedAt);
  return true;
}

/** The latest change among files and folders: a folder changes when a file in it comes or goes. */
function newestMs(paths: readonly string[]): number {
  let newest = 0;
  for (const path of paths) {
    const stat = statSync(path);
    newest = Math.max(newest, stat.mtimeMs);
    if (stat.isDirectory()) {
      newest = Math.max(newest, newestMs(readdirSync(path).map((name) => join(path, name))));
    }
  }
  return newest;
}
