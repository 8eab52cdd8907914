import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spellReleaseKey } from '../../electron/core/updates/minisign.ts';
import { makeReleaseKey, writeFeeds } from '../../scripts/release-feed.ts';
import { listenOnLoopback } from '../loopback-server.ts';
import {
  asAppImage,
  electronProgram,
  expect,
  launchTill,
  projectDir,
  rootArguments,
  runTill,
  test,
} from './desktop-till.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillbook-update-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Leaves a mark with its name and its switches: what an AppImage does with them is the program's own affair. */
const programThatMarks = (name: string): string =>
  `#!/bin/sh\nprintf '%s %s' ${name} "$*" > '${join(folder, `mark-${name}`)}.next' && mv '${join(folder, `mark-${name}`)}.next' '${join(folder, `mark-${name}`)}'\n`;

/** An AppImage that the till can have been mounted out of. */
function makeImage(mark: string): string {
  const path = join(folder, `Tillbook-${mark}.AppImage`);
  writeFileSync(path, programThatMarks(mark));
  chmodSync(path, 0o755);
  return path;
}

/** The switches that a program which marks was started with. */
async function switchesOf(mark: string): Promise<string> {
  const path = join(folder, `mark-${mark}`);
  await expect.poll(() => existsSync(path)).toBe(true);
  return readFileSync(path, 'utf8');
}

test('offers a signed release, refuses it while somebody registers, and comes back with it', async ({
  dataDir,
}) => {
  test.skip(process.platform !== 'linux', 'an AppImage is a program of Linux');
  const releases = join(folder, 'releases');
  const name = 'tillbook-9.0.0-linux-x86_64.AppImage';
  mkdirSync(releases);
  writeFileSync(join(releases, name), programThatMarks('new'));
  const key = makeReleaseKey();
  const release = { version: '9.0.0', channel: 'latest', notes: 'Cards print faster.', days: 1 } as const;
  writeFeeds(releases, { ...release, percentage: 100, nowMs: Date.now() }, key);
  const server = await listenOnLoopback((request, response) => {
    const path = join(releases, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });
  const current = makeImage('former');
  const updates = { automatic: true, feedUrl: server.origin, channel: 'latest' };
  expect(runTill(dataDir, 'call', 'settings.set', JSON.stringify({ changes: { updates } })).code).toBe(0);

  const till = await launchTill(dataDir, {
    ...asAppImage(current),
    TILLBOOK_RELEASE_KEY: spellReleaseKey(key),
    XDG_CACHE_HOME: join(folder, 'cache'),
  });
  try {
    const page = await till.firstWindow();
    await expect(page.getByRole('combobox')).toBeFocused();
    const stateNow = async () => {
      const answer = await page.evaluate(() => window.till!.updates.status({}));
      return answer.ok ? (answer.status.error?.code ?? answer.status.state) : answer.error.code;
    };

    // What is fetched is not what was signed.
    writeFileSync(join(releases, name), programThatMarks('other'));
    await page.evaluate(() => window.till!.updates.check({}));
    await expect.poll(stateNow).toBe('update.file-changed');
    writeFileSync(join(releases, name), programThatMarks('new'));
    await page.evaluate(() => window.till!.updates.check({}));
    await page.getByRole('button', { name: 'Version 9.0.0 is ready' }).click();
    await expect(page.getByText('Cards print faster.')).toBeVisible();

    // Somebody registers: the form is open on another page, with something typed in it.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Register/ }).click();
    await page.getByLabel('First name').fill('Astrid');
    await page.getByRole('button', { name: 'Version 9.0.0 is ready' }).click();
    const install = async () => {
      await page.getByRole('button', { name: 'Change over now' }).click();
      await page.getByRole('button', { name: 'Change over', exact: true }).click();
    };
    await install();
    await expect(page.getByText('Something is typed that is not saved.')).toBeVisible();
    expect(readFileSync(current, 'utf8')).toBe(programThatMarks('former'));

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Discard' }).first().click();
    await page.getByRole('button', { name: 'Version 9.0.0 is ready' }).click();
    const ended = new Promise((resolve) => till.process().once('exit', resolve));
    // The window may be gone before the press was answered.
    await Promise.allSettled([install(), ended]);
    expect(await switchesOf('new')).toContain(`--data=${dataDir}`);
    expect(readFileSync(current, 'utf8')).toBe(programThatMarks('new'));
    expect(readFileSync(join(dataDir, 'updates/former-program'), 'utf8')).toBe(programThatMarks('former'));
    // Nothing is left that holds the data.
    expect(runTill(dataDir, 'call', 'customers.get', '{"customerUid":"c-bjorn"}').code).toBe(0);
  } finally {
    await till.close();
    await server.close();
  }
});

test('comes back out of its own AppImage in safe mode, and as the version before when that fails too', async ({
  dataDir,
}) => {
  test.skip(process.platform !== 'linux', 'an AppImage is a program of Linux');
  const till = await launchTill(dataDir, asAppImage(makeImage('same')), 'TillBook://customer/c-kari');
  const page = await till.firstWindow();
  await expect(page.getByRole('heading', { name: 'Kari Nordmann' })).toBeVisible();
  const ended = new Promise((resolve) => till.process().once('exit', resolve));
  await till.evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { buttons = [] } = given.at(-1) as { buttons?: string[] };
      return { response: buttons.indexOf('Start in safe mode'), checkboxChecked: false };
    };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    for (let failed = 1; failed <= 4; failed += 1) {
      contents?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    }
  });
  await ended;
  const switches = await switchesOf('same');
  expect(switches).toContain(`--data=${dataDir}`);
  expect(switches).toContain('--safe-mode');
  expect(switches.toLowerCase()).not.toContain('tillbook:');

  // Safe mode has ended before it had a window, more than once.
  writeFileSync(join(dataDir, 'starts.json'), '{"failed":4,"withoutGpu":null}');
  const notes = {
    tillId: randomUUID(),
    newestSignedMs: {},
    checkedMs: null,
    leftVersion: null,
    formerVersion: '0.0.9',
    failed: null,
  };
  mkdirSync(join(dataDir, 'updates'));
  writeFileSync(join(dataDir, 'updates/notes.json'), JSON.stringify(notes));
  writeFileSync(join(dataDir, 'updates/former-program'), programThatMarks('before'));
  const answers = join(folder, 'answers.cjs');
  writeFileSync(
    answers,
    `require('electron').dialog.showMessageBox = async ({ buttons }) => ({
      response: buttons.indexOf('Back to version 0.0.9'),
    });`,
  );
  const failing = makeImage('failing');
  const child = spawn(electronProgram, ['-r', answers, ...rootArguments, projectDir, '--data', dataDir], {
    env: {
      ...process.env,
      ...asAppImage(failing),
      TILLBOOK_RELEASE_KEY: spellReleaseKey(makeReleaseKey()),
      LANG: 'en_US.UTF-8',
    },
    stdio: 'ignore',
  });
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  expect(await switchesOf('before')).not.toContain('--safe-mode');
  expect(readFileSync(failing, 'utf8')).toBe(programThatMarks('before'));
  expect(JSON.parse(readFileSync(join(dataDir, 'starts.json'), 'utf8'))).toMatchObject({ failed: 0 });
});
