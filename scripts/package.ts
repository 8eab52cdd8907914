/**
 * `npm run package -- TARGET` (`linux`, or a name in `package-targets.ts`): the desktop till for a system, in dist/. Each target is made of the packed folder,
 * whose fuses are set, read back and compared first. What cannot be made on this machine is said in one line each, and
 * the exit code is 1.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from './build-when-stale.ts';
import { readArguments } from './command-line.ts';
import { makers, packageTargets, type PackageTarget } from './package-targets.ts';
import { packTill, wrongFuses } from './pack-till.ts';
import { inProject, projectDir } from './project.ts';

const known = `linux, ${packageTargets.join(', ')}`;
const [asked = 'dir'] = readArguments({ allowPositionals: true }, `package TARGET: ${known}`).positionals;
const wanted = packageTargets.filter((target) =>
  asked === 'linux' ? ['tar.gz', 'deb', 'appimage'].includes(target) : target === asked,
);
if (wanted.length === 0) {
  console.error(`There is no “${asked}”. Known: ${known}.`);
  process.exitCode = 2;
} else {
  process.exitCode = (await makeAll(wanted)) ? 0 : 1;
}

async function makeAll(targets: readonly PackageTarget[]): Promise<boolean> {
  const possible: PackageTarget[] = [];
  const refusals: string[] = [];
  for (const target of targets) {
    const reason = await makers[target].whyNot();
    if (reason === undefined) possible.push(target);
    else refusals.push(`${target} cannot be made on this machine: ${reason}.`);
  }
  const isMade = possible.length > 0 && (await make(possible));
  // Last, where they are read.
  for (const words of refusals) console.error(words);
  return isMade && refusals.length === 0;
}

async function make(targets: readonly PackageTarget[]): Promise<boolean> {
  const outputDir = inProject('dist');
  if (!(await build())) return false;
  const executable = await packTill(outputDir);
  if (executable === undefined) return false;
  const wrong = await wrongFuses(executable);
  for (const words of wrong) console.error(words);
  if (wrong.length > 0) return false;

  const folder = process.platform === 'darwin' ? executable : dirname(executable);
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as { version: string };
  let isAll = true;
  for (const target of targets) {
    const made = await makers[target].make({ folder, outputDir, version });
    if (made === undefined) isAll = false;
    else console.error(`${relative(projectDir, made)}: ${(sizeOf(made) / 1_000_000).toFixed(1)} MB`);
  }
  return isAll;
}

/** In bytes, of a file or of all files in a folder. */
function sizeOf(path: string): number {
  if (!lstatSync(path).isDirectory()) return lstatSync(path).size;
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => lstatSync(join(path, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}
