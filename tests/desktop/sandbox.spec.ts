import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { operationNames } from '#shared/contract/operation-names';
import { expect, projectDir, test } from './desktop-till.ts';

/** Electron answers this; its type declarations leave it out. */
interface HasWebPreferences {
  getLastWebPreferences(): Record<string, unknown>;
}

/** The settings the till's window really has. */
function webPreferencesOf(
  till: ElectronApplication,
): Promise<ReturnType<HasWebPreferences['getLastWebPreferences']>> {
  return till.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('The till has no window');
    return (window.webContents as unknown as HasWebPreferences).getLastWebPreferences();
  });
}

test('the page is sandboxed and isolated', async ({ till, page }) => {
  await page.waitForLoadState();
  const preferences = await webPreferencesOf(till);
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const reachable = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
  );
  expect(reachable).toEqual([]);
});

test('window.till has the operations of the contract, and events, and nothing else', async ({ page }) => {
  const names = await page.evaluate(() => {
    const till = (window as unknown as { till: Record<string, unknown> }).till;
    return Object.entries(till).flatMap(([family, value]) =>
      typeof value === 'function'
        ? [family]
        : Object.keys(value as object).map((verb) => `${family}.${verb}`),
    );
  });
  expect(names.toSorted()).toEqual([...operationNames, 'subscribe'].toSorted());
});

test('calls are weighed, read and checked before they reach the core', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const till = (
      window as unknown as { till: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
    ).till;
    return [
      await till['customers']?.['search']?.({ query: 'x'.repeat(1_000_001) }),
      await till['customers']?.['get']?.({ customerUid: 7 }),
      await till['customers']?.['get']?.({ customerUid: 'nobody' }),
    ];
  });
  expect(answers).toMatchObject([
    { ok: false, error: { code: 'input.too-large' } },
    { ok: false, error: { code: 'input.invalid' } },
    { ok: false, error: { code: 'customer.not-found' } },
  ]);
});

test('nobody but the till’s own window may call', async ({ till, page }) => {
  await page.waitForLoadState();
  const answer = await till.evaluate(
    async ({ BrowserWindow, session }, preloadPath) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload: preloadPath, session: session.fromPartition('till'), sandbox: true },
      });
      await other.loadURL('app://till/');
      const given: unknown = await other.webContents.executeJavaScript('window.till.sync.status({})');
      other.destroy();
      return given;
    },
    join(projectDir, 'out/preload/index.cjs'),
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'host.refused' } });
});

test('the page stays where it is', async ({ till, page }) => {
  await page.waitForLoadState();
  const opened = await page.evaluate(() => {
    location.href = 'https://example.com/';
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    return window.open('https://example.com/') === null;
  });
  expect(opened).toBe(true);
  expect(
    await till.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.webContents.getURL()),
    ),
  ).toEqual(['app://till/']);
  expect(page.url()).toBe('app://till/');
});

test('the page gets no permission', async ({ page }) => {
  const states = await page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
  }));
  expect(states).toEqual({ notifications: 'denied', geolocation: 'denied' });
});

test('the page is served with a strict policy, and nothing but the renderer’s files', async ({ page }) => {
  const policy = await page.evaluate(async () =>
    (await fetch('app://till/')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const outside = await page.evaluate(() =>
    Promise.all(
      ['/..%2f..%2fpackage.json', '/%2e%2e/main/index.cjs', '/%00', '/missing.js'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  );
  expect(outside).toEqual([404, 404, 404, 404]);
});

test('the page runs no code but its own', async ({ page }) => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    return 'inlineRan' in window;
  });
  expect(ran).toBe(false);
  const reached = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
  );
  expect(reached).toBe(false);
});
