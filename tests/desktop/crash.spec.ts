import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { scanFolder } from '../crash/canary-scan.ts';
import { expect, launchTill, projectDir, rootArguments, test } from './desktop-till.ts';

/** Whoever is typed here is looked for in every file afterwards. */
const canary = 'Zqxjkvwpab';

/** Starts in a row that have not come to anything, as the till has noted them. */
function failedStarts(dataDir: string): number {
  const { failed } = JSON.parse(readFileSync(join(dataDir, 'starts.json'), 'utf8')) as { failed: number };
  return failed;
}

async function startTyping(page: Page, firstname: string): Promise<void> {
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill(firstname);
  await expect
    .poll(() => page.evaluate(async () => JSON.stringify(await window.till?.drafts.list({}))))
    .toContain(firstname);
}

/** Makes the page's process end. Resolves when its page is there again. */
function crashPage(till: ElectronApplication): Promise<void> {
  return till.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const back = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    return back;
  });
}

/** From now on the host's own dialogs are answered by the button that is called this. @returns how often they were */
async function answerDialogs(till: ElectronApplication, button: string): Promise<() => Promise<number>> {
  await till.evaluate(({ dialog }, wanted) => {
    let answered = 0;
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { buttons = [] } = given.at(-1) as { buttons?: string[] };
      answered += 1;
      return { response: buttons.indexOf(wanted), checkboxChecked: false };
    };
    Object.assign(globalThis, { answeredDialogs: () => answered });
  }, button);
  return () =>
    till.evaluate(() => (globalThis as unknown as { answeredDialogs: () => number }).answeredDialogs());
}

test('goes on with the form that was being typed when the till was killed', async ({ dataDir }) => {
  let till = await launchTill(dataDir);
  await startTyping(await till.firstWindow(), canary);
  expect(failedStarts(dataDir)).toBe(1);
  const killed = once(till.process(), 'exit');
  till.process().kill('SIGKILL');
  await killed;

  till = await launchTill(dataDir);
  const page = await till.firstWindow();
  await expect(page.getByRole('alert')).toContainText(`You were registering ${canary}`);
  expect(failedStarts(dataDir)).toBe(2);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByLabel('First name')).toHaveValue(canary);
  await page.getByLabel('Last name').fill('Zqxjkvwpcd');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: `${canary} Zqxjkvwpcd`, level: 1 })).toBeVisible();
  await page.getByRole('combobox').fill('zqxjkvwpcd');
  await expect(page.getByRole('option').filter({ hasText: canary })).toBeVisible();
  // Closed by a person: not a start that failed.
  await till.close();
  expect(failedStarts(dataDir)).toBe(0);
  // Chromium makes none unless it is told to: a dump holds what was in the memory.
  const left = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  expect(left.filter((file) => /\.dmp$|(^|\/)core(\.\d+)?$/.test(file))).toEqual([]);
  expect(scanFolder(dataDir).found).toEqual([]);
});

/** Asks the page past Playwright, which lets go of a page that has crashed. */
function inPage<Value>(till: ElectronApplication, script: string): Promise<Value> {
  return till.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  ) as Promise<Value>;
}

test('opens its window again when its page crashes or hangs, and asks a person when that does not help', async ({
  till,
  page,
  dataDir,
}) => {
  const shown = () => inPage<string>(till, 'document.body.innerText').catch(() => '');
  const goOn = () =>
    inPage(till, `[...document.querySelectorAll('button')].find((b) => b.textContent === 'Go on').click()`);
  await startTyping(page, canary);
  await crashPage(till);
  await expect.poll(shown).toContain('The window failed and is here again');
  await expect.poll(shown).toContain(`You were registering ${canary}`);
  await goOn();
  await expect
    .poll(() => inPage(till, `[...document.querySelectorAll('form input')].map((input) => input.value)`))
    .toContain(canary);

  // Chromium says so after half a minute; that long nobody waits here.
  await till.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.webContents.executeJavaScript('for (;;);').catch(() => {});
    const back = new Promise<void>((resolve) => window?.webContents.once('did-finish-load', () => resolve()));
    window?.emit('unresponsive');
    return back;
  });
  await expect.poll(shown).toContain('The window failed and is here again');

  const answered = await answerDialogs(till, 'Open it again');
  await crashPage(till);
  await expect.poll(shown).toContain('The window failed and is here again');
  expect(await answered()).toBe(0);
  await crashPage(till);
  expect(await answered()).toBe(1);
  await expect.poll(shown).toContain(`You were registering ${canary}`);
  expect(scanFolder(dataDir).found).toEqual([]);
});

test('starts in safe mode after three starts that came to nothing, and normally when it is told to', async ({
  dataDir,
}) => {
  const executable = createRequire(import.meta.url)('electron') as string;
  for (let failed = 1; failed <= 3; failed += 1) {
    const child = spawn(executable, [...rootArguments, projectDir, '--data', dataDir], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await expect
      .poll(() => {
        try {
          return failedStarts(dataDir);
        } catch {
          return 0;
        }
      })
      .toBe(failed);
    child.kill('SIGKILL');
    await ended;
  }
  const till = await launchTill(dataDir);
  const page = await till.firstWindow();
  await expect(page.getByText('Safe mode: the last three starts failed')).toBeVisible();
  const closers = await till.evaluate(({ app }) => app.listenerCount('will-quit'));
  // What a till is for works.
  await page.getByRole('combobox').fill('kari');
  await expect(page.getByText('Kari Nordmann').first()).toBeVisible();
  // A backup takes the place of what there is, and the till opens with it.
  await page.evaluate(async () => window.till?.backups.make({}));
  await till.evaluate(
    ({ dialog }, [folder, file]) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [`${folder}/${file}`] });
    },
    [
      join(dataDir, 'backups'),
      readdirSync(join(dataDir, 'backups')).find((name) => name.endsWith('.backup')),
    ],
  );
  await page.getByRole('button', { name: 'Restore a backup' }).click();
  await expect.poll(() => existsSync(join(dataDir, 'aside'))).toBe(true);
  await expect(page.getByText('Safe mode: the last')).toBeVisible();
  // However often its data is opened anew, it is let go of once.
  expect(await till.evaluate(({ app }) => app.listenerCount('will-quit'))).toBe(closers);
  await page.getByRole('button', { name: 'Start normally' }).click();
  await expect(page.getByText('Safe mode')).toHaveCount(0);
  await expect(page.getByRole('combobox')).toBeFocused();
  expect(await page.evaluate(() => window.till?.host.status({}))).toMatchObject({ safeMode: null });
  await till.evaluate(({ app }) => {
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 139 });
  });
  const version = await till.evaluate(({ app }) => app.getVersion());
  expect(readFileSync(join(dataDir, 'starts.json'), 'utf8')).toContain(`"withoutGpu":"${version}"`);
  await till.close();
  expect(failedStarts(dataDir)).toBe(0);
});
