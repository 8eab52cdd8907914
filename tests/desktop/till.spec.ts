import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventChannel } from '#shared/contract/ipc-channels';
import { findClosedPort } from '../loopback-server.ts';
import { expect, launchTill, runTill, startAgain, test } from './desktop-till.ts';

test('finds a customer by typing, whatever letters the keyboard has', async ({ page }) => {
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('asse bjorn');
  await expect(page.getByText('Bjørn Åse').first()).toBeVisible();
});

test('shows its page without one violation of its own policy', async ({ till }) => {
  const page = await till.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.waitForLoadState();
  await page.reload();
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('kari');
  await expect(page.getByText('Kari Nordmann').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('brings its window to the front when it is started again', async ({ till, dataDir }) => {
  await till.firstWindow();
  await till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = await startAgain(dataDir);
  expect(second.code).toBe(0);
  expect(second.stderr).toContain('already open');
  await expect
    .poll(() =>
      till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isMinimized())),
    )
    .toEqual([false]);
});

test('says that it is about to lock itself, and stays open for whoever touches a key', async ({
  till,
  page,
}) => {
  await page.evaluate(async () =>
    window.till?.cashiers.add({ cashier: 'Kari', pin: '4711', role: 'manager' }),
  );
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'Kari' })).toBeVisible();
  // What the core says after half a minute of the shortest time there is.
  await till.evaluate(
    ({ BrowserWindow }, [channel, event]) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send(channel, event);
    },
    [eventChannel, { type: 'locking', inMs: 30_000 }] as const,
  );
  await expect(page.getByRole('alert')).toContainText(/The till locks in \d+ seconds/);
  await page.keyboard.press('Shift');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('tells IT how it is doing while it runs, and lets go of its data when its window is closed', async ({
  dataDir,
}) => {
  const till = await launchTill(dataDir);
  const page = await till.firstWindow();
  expect(JSON.parse(runTill(dataDir, 'call', 'sync.status').stdout)).toMatchObject({
    error: { code: 'store.in-use' },
  });
  const port = await findClosedPort();
  const { url, token } = await page.evaluate(async (chosen) => {
    const before = await window.till!.settings.get({});
    if (!before.ok) throw new Error(before.error.code);
    const status = { ...before.settings.status, endpoint: 'status', port: chosen } as const;
    await window.till!.settings.set({ changes: { status } });
    const [where, secret] = [await window.till!.health.endpoint({}), await window.till!.health.token({})];
    return { url: where.ok ? where.url : null, token: secret.ok ? secret.token : '' };
  }, port);
  const asked = await fetch(url ?? '', { headers: { authorization: `Bearer ${token}` } });
  const ofElectron = { versions: { electron: expect.stringMatching(/^\d+\./) as unknown } };
  expect(await asked.json()).toMatchObject({ state: 'running', ...ofElectron });
  await till.close();
  const file = readFileSync(join(dataDir, 'status.json'), 'utf8');
  expect(JSON.parse(file)).toMatchObject({ state: 'stopped', ...ofElectron });
  expect(runTill(dataDir, 'call', 'sync.status').code).toBe(0);
});

test('says in its window that the key is wrong, and ends with exit code 1', async ({ dataDir }) => {
  const till = await launchTill(dataDir, { TILLBOOK_KEY: 'ab'.repeat(32) });
  const page = await till.firstWindow();
  await expect(page.getByRole('heading', { name: 'Tillbook cannot start' })).toBeVisible();
  await expect(page.getByText('store.wrong-key')).toBeVisible();
  const ended = new Promise((resolve) => till.process().once('exit', resolve));
  await till.close();
  expect(await ended).toBe(1);
});
