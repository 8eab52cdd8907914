import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { linuxSizes } from './draw-icons.ts';
import { inProject } from './project.ts';
import { runCommand } from './run-command.ts';

/** Where Debian's own rules put programs that bring everything along. */
const programDir = 'opt/Tillbook';

/**
 * What Electron is linked with (held by a test), libsecret for the key store, and the two packages that tell the
 * desktop of new links and icons by themselves: hence no script of this package runs as root. The second names are
 * those of systems with 64-bit time.
 */
const depends = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libsecret-1-0',
  'libstdc++6',
  'libudev1',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
  'desktop-file-utils',
  'hicolor-icon-theme',
] as const;

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Tillbook
GenericName=Customer book
Comment=The customer book at the till
Exec=/${programDir}/tillbook %u
Icon=tillbook
Terminal=false
StartupNotify=true
StartupWMClass=Tillbook
Categories=Office;
MimeType=x-scheme-handler/tillbook;
`;

const copyright = `Tillbook. All rights reserved.

The licences of Electron, Chromium and what they are made of:
/${programDir}/LICENSE.electron.txt, /${programDir}/LICENSES.chromium.html
`;

/**
 * Makes a Debian package of the packed till, by `dpkg-deb` alone.
 *
 * @param unpackedDir the folder electron-builder made, for Linux
 * @param options.version as in package.json
 * @param options.compression `none` is quick, for tests
 * @returns the package's path; undefined when `dpkg-deb` failed, which it has said
 */
export async function makeDeb(
  unpackedDir: string,
  outputDir: string,
  { version, compression = 'xz' }: { readonly version: string; readonly compression?: 'xz' | 'none' },
): Promise<string | undefined> {
  const root = mkdtempSync(join(tmpdir(), 'tillbook-deb-'));
  try {
    layOut(root, unpackedDir);
    writeControl(root, version);
    setModes(root);
    const file = join(outputDir, `tillbook_${debianVersion(version)}_${architecture()}.deb`);
    const code = await runCommand('dpkg-deb', [
      '--root-owner-group',
      `-Z${compression}`,
      '--build',
      root,
      file,
    ]);
    return code === 0 ? file : undefined;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function layOut(root: string, unpackedDir: string): void {
  cpSync(unpackedDir, join(root, programDir), { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync(`../../${programDir}/tillbook`, join(root, 'usr/bin/tillbook'));
  write(root, 'usr/share/applications/tillbook.desktop', desktopEntry);
  for (const size of linuxSizes.map((each) => `${each}x${each}`)) {
    writeIcon(root, size, 'png', `resources/icons/${size}.png`);
  }
  writeIcon(root, 'scalable', 'svg', 'resources/icons/icon.svg');
  write(root, 'usr/share/doc/tillbook/copyright', copyright);
  const changes = readFileSync(inProject('CHANGELOG.md'));
  write(root, 'usr/share/doc/tillbook/changelog.gz', gzipSync(changes, { level: 9 }));
}

/** Where desktops look for the icon of a program, each size in a folder of its own. */
function writeIcon(root: string, size: string, extension: string, source: string): void {
  const file = `usr/share/icons/hicolor/${size}/apps/tillbook.${extension}`;
  write(root, file, readFileSync(inProject(source)));
}

function writeControl(root: string, version: string): void {
  const files = pathsBelow(root).filter((path) => lstatSync(path).isFile());
  const sizeKiB = files.reduce((sum, path) => sum + Math.ceil(lstatSync(path).size / 1024), 0);
  const sums = files.map(
    (path) => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(root, path)}\n`,
  );
  write(
    root,
    'DEBIAN/control',
    `Package: tillbook
Version: ${debianVersion(version)}
Architecture: ${architecture()}
Maintainer: Tillbook <tillbook@tillbook.invalid>
Section: misc
Priority: optional
Installed-Size: ${sizeKiB}
Depends: ${depends.join(', ')}
Suggests: xdotool, cups-client
Description: customer book at the till
 A cashier types or scans, and the right customer is there before the next
 key, with or without a network. Customers are registered in seconds, get a
 membership card, and reach the customer service when the network returns.
`,
  );
  write(root, 'DEBIAN/md5sums', sums.join(''));
}

/** What comes before a release sorts before it. */
function debianVersion(version: string): string {
  return version.replace('-', '~');
}

function architecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

/** Whatever the maker's umask: all may read, and run what is a program. */
function setModes(root: string): void {
  for (const path of [root, ...pathsBelow(root)]) {
    const found = lstatSync(path);
    if (found.isSymbolicLink()) continue;
    chmodSync(path, found.isDirectory() || (found.mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  // Chromium's sandbox where a system keeps ordinary accounts from making namespaces of their own.
  chmodSync(join(root, programDir, 'chrome-sandbox'), 0o4755);
}

function pathsBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((path) => join(root, path));
}

function write(root: string, path: string, content: string | Buffer): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
