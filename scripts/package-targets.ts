import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { hasCommand } from '../electron/host/has-command.ts';
import { isReachable } from './find-electron.ts';
import { makeDeb } from './make-deb.ts';
import { runBuilder } from './pack-till.ts';
import { runCommand } from './run-command.ts';

/** What the till is packed as. `dir` is the folder the others are made of. */
export const packageTargets = ['dir', 'tar.gz', 'deb', 'appimage', 'win', 'mac'] as const;
export type PackageTarget = (typeof packageTargets)[number];

interface Packed {
  /** The packed folder; on macOS the application. */
  readonly folder: string;
  readonly outputDir: string;
  /** As in package.json. */
  readonly version: string;
}

interface Maker {
  /** Why it cannot be made on this machine, as the end of a sentence; undefined when it can. */
  readonly whyNot: () => Promise<string | undefined> | string | undefined;
  /** What was made; undefined when that failed, which has been said. */
  readonly make: (packed: Packed) => Promise<string | undefined> | string;
}

const isLinux = process.platform === 'linux';

export const makers: Readonly<Record<PackageTarget, Maker>> = {
  dir: { whyNot: () => undefined, make: ({ folder }) => folder },
  'tar.gz': {
    whyNot: () => (isLinux ? undefined : 'it is for Linux, and made there'),
    make: makeTarGz,
  },
  deb: {
    whyNot: () => (isLinux && hasCommand('dpkg-deb') ? undefined : 'it takes dpkg-deb, on Linux'),
    make: ({ folder, outputDir, version }) => makeDeb(folder, outputDir, { version }),
  },
  appimage: {
    whyNot: () => (isLinux ? whyNoHelper('appimage') : 'it is for Linux, and made there'),
    make: (packed) => makeBy(packed, ['--linux', 'AppImage'], '.AppImage'),
  },
  win: {
    whyNot: () =>
      process.platform === 'win32'
        ? whyNoHelper('nsis')
        : 'an installer for Windows is made on Windows, where the program in it runs and is signed',
    make: (packed) => makeBy(packed, ['--win', 'nsis'], '.exe'),
  },
  mac: {
    whyNot: () =>
      process.platform === 'darwin'
        ? undefined
        : 'a disk image for macOS is made on macOS, by Apple’s own tools, which sign it too',
    make: (packed) => makeBy(packed, ['--mac'], '.dmg'),
  },
};

/** electron-builder downloads the programs it makes some targets with, once. */
async function whyNoHelper(name: string): Promise<string | undefined> {
  const cache = process.env['ELECTRON_BUILDER_CACHE'] ?? join(cacheDir(), 'electron-builder');
  if (existsSync(cache) && readdirSync(cache).some((each) => each.toLowerCase().startsWith(name)))
    return undefined;
  const source = process.env['ELECTRON_BUILDER_BINARIES_MIRROR'] ?? 'https://github.com/';
  if (await isReachable(source)) return undefined;
  return `electron-builder downloads what it makes it with, and ${new URL(source).host} cannot be reached`;
}

function cacheDir(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local');
    case 'darwin':
      return join(homedir(), 'Library/Caches');
    default:
      return process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  }
}

/** One folder, named as its version is, by the system's own `tar`. */
async function makeTarGz({ folder, outputDir, version }: Packed): Promise<string | undefined> {
  const name = `tillbook-${version}-linux-${process.arch}`;
  const file = join(outputDir, `${name}.tar.gz`);
  const code = await runCommand('tar', [
    '--create',
    '--gzip',
    '--owner=0',
    '--group=0',
    `--directory=${dirname(folder)}`,
    `--transform=s/^${basename(folder)}/${name}/`,
    `--file=${file}`,
    basename(folder),
  ]);
  return code === 0 ? file : undefined;
}

async function makeBy(
  { folder, outputDir }: Packed,
  args: readonly string[],
  extension: string,
): Promise<string | undefined> {
  if (!(await runBuilder(outputDir, ['--prepackaged', folder, ...args]))) return undefined;
  // electron-builder names what it makes by version and system.
  return readdirSync(outputDir)
    .filter((name) => name.endsWith(extension))
    .map((name) => join(outputDir, name))
    .toSorted((left, right) => lstatSync(left).mtimeMs - lstatSync(right).mtimeMs)
    .at(-1);
}
