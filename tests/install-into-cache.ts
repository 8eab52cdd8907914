import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A package that is too big, or used too seldom, to be among the project's dependencies: installed into the user's
 * cache the first time.
 *
 * @param name of the package
 * @param version exact
 * @returns its folder; undefined where the npm registry cannot be reached and it is not there
 */
export function installIntoCache(name: string, version: string): string | undefined {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'tillbook', `${name}@${version}`.replaceAll(/[@/]/g, '-'));
  const installed = join(folder, 'node_modules', name);
  if (existsSync(join(installed, 'package.json'))) return installed;
  mkdirSync(folder, { recursive: true });
  const npm = process.env['npm_execpath'];
  const [command = 'npm', ...prefix] = npm?.endsWith('.js') === true ? [process.execPath, npm] : ['npm'];
  const args = [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `${name}@${version}`,
  ];
  spawnSync(command, [...prefix, ...args], { stdio: ['ignore', 'ignore', 'ignore'], cwd: folder });
  return existsSync(join(installed, 'package.json')) ? installed : undefined;
}
