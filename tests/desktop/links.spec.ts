import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { overflowing, smallTargets, violationsIn } from '../browser/look-closely.ts';
import { asAppImage, expect, launchTill, startAgain, test as base } from './desktop-till.ts';

const test = base.extend<{ launch: (...args: readonly string[]) => Promise<ElectronApplication> }>({
  /** Opens the till with more on its command line. */
  launch: async ({ dataDir }, use) => {
    const launched: ElectronApplication[] = [];
    await use(async (...args) => {
      const till = await launchTill(
        dataDir,
        {
          ...asAppImage(join(dataDir, 'Tillbook.AppImage')),
          XDG_CONFIG_HOME: join(dataDir, 'config'),
          XDG_DATA_HOME: join(dataDir, 'share'),
        },
        ...args,
      );
      launched.push(till);
      return till;
    });
    for (const till of launched) await till.close();
  },
});

/** Another program opens a link: the operating system starts the till with it, which hands it to the one that runs. */
async function openLink(dataDir: string, link: string): Promise<void> {
  const { code } = await startAgain(dataDir, link);
  expect(code).toBe(0);
}

const status = (page: Page) => page.evaluate(async () => window.till!.session.status({}));

test('a link shows what it asks for, and waits while the till is locked', async ({ till, page, dataDir }) => {
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.evaluate(async () => {
    const answer = await window.till!.settings.get({});
    if (!answer.ok) throw new Error(answer.error.code);
    const { handOver } = answer.settings;
    const clipboard = { when: 'opened', template: '{displayName}' } as const;
    await window.till!.settings.set({ changes: { handOver: { ...handOver, clipboard } } });
  });
  const copied = () => till.evaluate(({ clipboard }) => clipboard.readText());
  await till.evaluate(({ clipboard }) => clipboard.writeText('nobody'));

  await till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await openLink(dataDir, 'tillbook://customer/c-bjorn');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse' })).toBeVisible();
  expect(await till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(
    false,
  );

  // Whoever is opened goes into the sale at this shop; by a link only when the cashier says so.
  expect(await copied()).toBe('nobody');
  await page.keyboard.press('F10');
  await expect.poll(copied).toBe('Bjørn Åse');

  await openLink(dataDir, 'tillbook://search/kari%20nordmann');
  await expect(page.getByRole('combobox')).toHaveValue('kari nordmann');
  await expect(page.getByRole('option', { name: /Kari Nordmann/ })).toBeVisible();

  // No link, and nothing of one: it opens the window, and that is all.
  await openLink(dataDir, 'tillbook://customers.erase/c-kari');
  await openLink(dataDir, 'tillbook://register/Ola%20Dunk%2090123456');
  await expect(page.getByLabel('First name')).toHaveValue('Ola');
  await page.getByLabel('Last name').fill('Dunker');

  // A form that is not saved stays where it is, and as it is.
  await openLink(dataDir, 'tillbook://search/kari');
  await expect(page.getByText('Another program wants to show something here')).toBeVisible();
  await openLink(dataDir, 'tillbook://customer/123456789');
  await expect(page.getByText('nobody on this till has that number')).toBeVisible();
  await expect(page.getByLabel('Last name')).toHaveValue('Dunker');
  await page.keyboard.press('Escape');

  await page.evaluate(async () => {
    await window.till!.cashiers.add({ cashier: 'Mona', pin: '2580', role: 'manager' });
    await window.till!.session.lock({});
  });
  await openLink(dataDir, 'tillbook://customer/c-kari');
  await expect(page.getByText('Kari Nordmann')).toHaveCount(0);
  expect(await status(page)).toMatchObject({ session: { locked: true } });
  await page.evaluate(async () => window.till!.session.unlock({ cashier: 'Mona', pin: '2580' }));
  await expect(page.getByRole('heading', { name: 'Kari Nordmann' })).toBeVisible();
});

/** What the window manager's own button does. */
function closeWindow(till: ElectronApplication): Promise<void> {
  return till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

const isKiosk = (till: ElectronApplication) =>
  till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isKiosk()));

test('a till with the whole screen is left by a manager alone', async ({ launch, dataDir }) => {
  // A link starts a till that is closed, too.
  const till = await launch('--kiosk', 'tillbook://customer/c-kari');
  const page = await till.firstWindow();
  await expect(page.getByRole('heading', { name: 'Kari Nordmann' })).toBeVisible();
  // An AppImage tells the desktop itself which program is for links.
  const known = join(dataDir, 'share/applications/tillbook.desktop');
  await expect
    .poll(() => existsSync(known) && readFileSync(known, 'utf8'))
    .toContain(`Exec=${join(dataDir, 'Tillbook.AppImage')} %u\n`);
  // macOS hands links over by an event of its own.
  await till.evaluate(({ app }) =>
    app.emit('open-url', { preventDefault() {} }, 'tillbook://customer/c-bjorn'),
  );
  await expect(page.getByRole('heading', { name: 'Bjørn Åse' })).toBeVisible();
  await page.evaluate(async () => {
    await window.till!.cashiers.add({ cashier: 'Mona', pin: '2580', role: 'manager' });
    await window.till!.cashiers.add({ cashier: 'Cai', pin: '1470', role: 'cashier' });
    await window.till!.session.unlock({ cashier: 'Cai', pin: '1470' });
  });
  await closeWindow(till);
  expect(await isKiosk(till)).toEqual([true]);
  expect(await page.evaluate(async () => window.till!.host.leaveKiosk({}))).toMatchObject({
    error: { code: 'session.not-allowed' },
  });

  await page.evaluate(async () => window.till!.session.unlock({ cashier: 'Mona', pin: '2580' }));
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'This computer' }).click();
  // The one page that no browser shows.
  await expect(page.getByRole('switch', { name: /whole screen/ })).toBeVisible();
  expect(await overflowing(page)).toEqual([]);
  expect(await smallTargets(page, 44)).toEqual([]);
  expect(await violationsIn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Leave the full screen' }).click();
  await expect.poll(() => isKiosk(till)).toEqual([false]);
  await expect(page.getByRole('button', { name: 'Leave the full screen' })).toHaveCount(0);

  // The same till, with the same whole screen, when somebody signs in to the computer.
  const entry = join(dataDir, 'config/autostart/tillbook.desktop');
  await page.getByRole('switch', { name: /Start with the computer/ }).click({ force: true });
  await expect
    .poll(() => existsSync(entry) && readFileSync(entry, 'utf8'))
    .toContain(` --data=${dataDir} --kiosk\n`);
  await page.getByRole('switch', { name: /Start with the computer/ }).click({ force: true });
  await expect.poll(() => existsSync(entry)).toBe(false);

  // Switched on by the setting, it holds at once.
  await page.getByRole('switch', { name: /whole screen/ }).click({ force: true });
  await expect.poll(() => isKiosk(till)).toEqual([true]);
  await closeWindow(till);
  expect(await isKiosk(till)).toEqual([true]);
  // A computer that shuts down is not held up.
  const ended = new Promise((resolve) => till.process().once('exit', resolve));
  till.process().kill('SIGTERM');
  await ended;
});
