import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { makeDeb } from '../../scripts/make-deb.ts';
import { packTill, wrongFuses } from '../../scripts/pack-till.ts';
import { expect, rootArguments, runTill, test } from './desktop-till.ts';
import { startPrivateDisplay } from './private-display.ts';

test.skip(process.platform !== 'linux', 'the package is laid out as on Linux');

const folder = mkdtempSync(join(tmpdir(), 'tillbook-package-'));
let executable: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const packed = await packTill(join(folder, 'dist'));
  if (packed === undefined) throw new Error('The till could not be packed');
  executable = packed;
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a packed till speaks its own languages, and has nothing of how it is made', () => {
  expect(readdirSync(join(dirname(executable), 'locales')).toSorted()).toEqual(
    ['da', 'de', 'en-US', 'nb', 'sv'].map((language) => `${language}.pak`),
  );
  const { node_modules: modules, resources, ...others } = packedFiles(dirname(executable));
  expect(Object.keys(others).toSorted()).toEqual(['out', 'package.json']);
  expect(Object.keys(resources?.files?.['icons']?.files ?? {})).toContain('256x256.png');
  expect(Object.keys(modules?.files ?? {})).toContain('better-sqlite3');
});

test('an installed till runs no code but its own, and lets no other program in', async () => {
  test.setTimeout(180_000);
  expect(await wrongFuses(executable)).toEqual([]);

  // Each of these would leave a mark where it ran.
  const mark = join(folder, 'mark');
  const leaveMark = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'x');`;
  const required = join(folder, 'required.cjs');
  writeFileSync(required, leaveMark);
  const beside = join(dirname(executable), 'resources/app');
  mkdirSync(beside);
  writeFileSync(join(beside, 'package.json'), '{"main":"main.js"}');
  writeFileSync(join(beside, 'main.js'), leaveMark);
  const start = (...args: readonly string[]) => {
    const { TILLBOOK_DATA: _data, ...env } = process.env;
    const child = spawn(executable, [...rootArguments, '--data', join(folder, 'data'), ...args], {
      env: {
        ...env,
        TILLBOOK_KEY: 'ab'.repeat(32),
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require ${required}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    return { ended, said: () => said, stop: () => child.kill('SIGTERM') };
  };

  const till = start('--inspect=0');
  await expect.poll(() => existsSync(join(folder, 'data/till.db')), { timeout: 60_000 }).toBe(true);
  till.stop();
  await till.ended;
  expect(till.said()).not.toContain('Debugger listening');
  expect(existsSync(mark)).toBe(false);

  const opened = start('--remote-debugging-port=0');
  expect(await opened.ended).toBe(2);
  expect(opened.said()).toContain('does not start with --remote-debugging-port');
  expect(opened.said()).not.toContain('DevTools listening');
});

test('a Debian package is installed, opens a link, and holds the whole screen', async ({ dataDir }) => {
  test.setTimeout(180_000);
  const file = await makeDeb(dirname(executable), folder, { version: '1.2.3-beta.1', compression: 'none' });
  if (file === undefined) throw new Error('The package could not be made');

  const owned = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(owned.filter((line) => !/^\S+ root\/root /.test(line))).toEqual([]);
  expect(owned.filter((line) => /^(?!l)(.{3}s|.{6}s|.{5}w|.{8}w)/.test(line))).toEqual([
    expect.stringMatching(/^-rwsr-xr-x .* \.\/opt\/Tillbook\/chrome-sandbox$/),
  ]);
  const field = (name: string) =>
    execFileSync('dpkg-deb', ['--field', file, name], { encoding: 'utf8' }).trim();
  expect([field('Package'), field('Version')]).toEqual(['tillbook', '1.2.3~beta.1']);
  // Of alternatives a system has one, and says of the others that it does not know them.
  const depends = field('Depends')
    .split(/[,|]/)
    .map((name) => name.trim());
  const brought = spawnSync('dpkg-query', ['--listfiles', ...depends], { encoding: 'utf8' }).stdout;
  const libraries = new Set(brought.split('\n').map((path) => basename(path)));
  expect(linkedLibraries(dirname(executable)).filter((name) => !libraries.has(name))).toEqual([]);

  const root = join(folder, 'root');
  execFileSync('dpkg-deb', ['--extract', file, root]);
  expect(realpathSync(join(root, 'usr/bin/tillbook'))).toBe(
    realpathSync(join(root, 'opt/Tillbook/tillbook')),
  );
  execFileSync('dpkg-deb', ['--control', file, join(root, 'DEBIAN')]);
  execFileSync('md5sum', ['--check', '--quiet', 'DEBIAN/md5sums'], { cwd: root });
  const entry = readFileSync(join(root, 'usr/share/applications/tillbook.desktop'), 'utf8');
  expect(entry).toContain('\nMimeType=x-scheme-handler/tillbook;\n');
  expect(existsSync(join(root, 'usr/share/icons/hicolor/256x256/apps/tillbook.png'))).toBe(true);

  // As the desktop starts it for a link, and as IT starts it for a till on the counter.
  const [program, ...args] = /^Exec=(.*)$/m
    .exec(entry)![1]!
    .replace('%u', 'tillbook://customer/c-kari')
    .split(' ');
  runTill(dataDir, 'call', 'settings.set', '{"changes":{"logLevel":"debug"}}');
  const display = await startPrivateDisplay();
  const { TILLBOOK_KEY: _key, TILLBOOK_DATA: _data, ...env } = process.env;
  const till = spawn(join(root, program!), ['--data', dataDir, '--kiosk', ...rootArguments, ...args], {
    env: { ...env, DISPLAY: display.name },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => till.once('close', resolve));
  const xdotool = (...command: readonly string[]) =>
    execFileSync('xdotool', command, { encoding: 'utf8', env: { ...env, DISPLAY: display.name } });
  try {
    const log = join(dataDir, 'logs/till.log');
    const opened = () => existsSync(log) && readFileSync(log, 'utf8').includes('customers.get');
    await expect.poll(opened, { timeout: 60_000 }).toBe(true);
    const window = xdotool('search', '--onlyvisible', '--class', '^Tillbook$').trim();
    const size = () => xdotool('getwindowgeometry', window);
    expect(size()).toContain('1366x900');
    xdotool('windowfocus', '--sync', window);
    xdotool('key', 'alt+F4', 'F11', 'ctrl+w', 'ctrl+q');
    // What was typed is worked off before this one is answered.
    await expect.poll(size).toContain('1366x900');
    expect(till.exitCode).toBeNull();
  } finally {
    till.kill('SIGTERM');
    await ended;
    await display.close();
  }
  expect(JSON.parse(runTill(dataDir, 'call', 'audit.list', '{"customerUid":"c-kari"}').stdout)).toMatchObject(
    {
      entries: [{ action: 'customers.get', outcome: 'ok' }],
    },
  );
});

interface PackedFile {
  /** Of a folder, what is in it. */
  readonly files?: Readonly<Record<string, PackedFile>>;
}

/** What the header of the program's archive lists: JSON behind four lengths, the last of which is its own. */
function packedFiles(folder: string): Readonly<Record<string, PackedFile>> {
  const archive = readFileSync(join(folder, 'resources/app.asar'));
  const header = archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8');
  return (JSON.parse(header) as Required<PackedFile>).files;
}

/** The libraries that the programs in a folder are linked with, and do not bring along. */
function linkedLibraries(programs: string): string[] {
  const own = readdirSync(programs);
  const linked = own.filter((name) => name === 'tillbook' || name.endsWith('.so'));
  const said = execFileSync('readelf', ['-d', ...linked], { cwd: programs, encoding: 'utf8' });
  const needed = Array.from(said.matchAll(/NEEDED.*\[(.*)\]/g), ([, name]) => name!);
  return [...new Set(needed)].filter((name) => !own.includes(name));
}
