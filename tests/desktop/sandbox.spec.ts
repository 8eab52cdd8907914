import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { operationNames } from '#shared/contract/operation-names';
import { launchTill, projectDir } from './desktop-till.ts';

// One till for all: nothing here is to change it.
const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-sandbox-'));
let till: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  till = await launchTill(dataDir);
  page = await till.firstWindow();
  await page.waitForLoadState();
});

test.afterAll(async () => {
  await till.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Electron answers this; its type declarations leave it out. */
interface HasWebPreferences {
  getLastWebPreferences(): Record<string, unknown>;
}

/** The settings the till's window really has. */
function webPreferences(): Promise<ReturnType<HasWebPreferences['getLastWebPreferences']>> {
  return till.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('The till has no window');
    return (window.webContents as unknown as HasWebPreferences).getLastWebPreferences();
  });
}

test('the page is sandboxed and isolated', async () => {
  const preferences = await webPreferences();
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

test('window.till has the operations of the contract, and events, and nothing else', async () => {
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

test('calls are weighed, read and checked before they reach the core', async () => {
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

test('nobody but the till’s own window may call', async () => {
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

test('nobody else is heard, on no other channel', async () => {
  const channels = await till.evaluate(({ ipcMain }) => ({
    // Electron keeps the handlers of `invoke` here; its type declarations leave it out.
    invoked: [...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys()],
    // A listener of Electron's own.
    sent: ipcMain.eventNames().filter((name) => name !== 'error'),
  }));
  expect(channels).toEqual({ invoked: ['till:call'], sent: [] });
});

test('the page stays where it is', async () => {
  const opened = await page.evaluate(() => {
    location.href = 'https://example.com/';
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    link.target = '_blank';
    link.click();
    link.remove();
    const form = document.createElement('form');
    form.action = 'https://example.com/';
    document.body.append(form);
    form.submit();
    form.remove();
    return window.open('https://example.com/') === null && window.open('app://till/') === null;
  });
  expect(opened).toBe(true);
  expect(
    await till.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.webContents.getURL()),
    ),
  ).toEqual(['app://till/']);
  expect(page.url()).toBe('app://till/');
});

test('the page holds no other page', async () => {
  const isWebview = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'app://till/';
    const webview = document.createElement('webview');
    webview.setAttribute('src', 'app://till/');
    document.body.append(frame, webview);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    // As an element without a meaning it has no methods of its own.
    const hasMethods = 'loadURL' in webview;
    webview.remove();
    frame.remove();
    return hasMethods;
  });
  expect(isWebview).toBe(false);
  expect(await till.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
});

test('the page gets no permission', async () => {
  const states = await page.evaluate(async () => {
    const named = ['geolocation', 'camera', 'microphone', 'midi', 'clipboard-read', 'notifications'];
    const queried = await Promise.all(
      named.map(async (name) => [
        name,
        (await navigator.permissions.query({ name: name as PermissionName })).state,
      ]),
    );
    const refusalOf = (asked: Promise<unknown>): Promise<string> =>
      asked.then(
        () => 'given',
        (cause: unknown) => (cause instanceof DOMException ? cause.name : String(cause)),
      );
    return {
      asked: await Notification.requestPermission(),
      camera: await refusalOf(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await refusalOf(navigator.mediaDevices.getDisplayMedia()),
      clipboard: await refusalOf(navigator.clipboard.readText()),
      ...Object.fromEntries(queried),
    } as Record<string, string>;
  });
  expect(Object.keys(states)).toHaveLength(9);
  expect(Object.values(states).filter((state) => !/^denied$|Error$/.test(state))).toEqual([]);
});

test('there are no DevTools, by key, menu or call', async () => {
  for (const keys of ['F12', 'Control+Shift+I', 'Control+Shift+J', 'Control+Shift+C', 'Alt+Meta+I']) {
    await page.keyboard.press(keys);
  }
  const opened = await till.evaluate(({ BrowserWindow, Menu }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.openDevTools();
    return { menu: Menu.getApplicationMenu() !== null, tools: contents?.isDevToolsOpened() };
  });
  expect(opened).toEqual({ menu: false, tools: false });
});

test('the page is served with a strict policy, and nothing but the renderer’s files', async () => {
  const policy = await page.evaluate(async () =>
    (await fetch('app://till/')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  // Asked by the program itself, past what the page may ask.
  const answers = await till.evaluate(async ({ session }) => {
    const asked = [
      'app://till/..%2f..%2fpackage.json',
      'app://till/%2e%2e/main/index.cjs',
      'app://till/..%5c..%5cpackage.json',
      'app://till/assets/%2e%2e%2f%2e%2e%2fmain/index.cjs',
      'app://till/%2fetc%2fpasswd',
      'app://till//etc/passwd',
      'app://till/%00',
      'app://till/index.html%00.js',
      'app://till/%',
      'app://till/missing.js',
      'app://print/1.html',
      'app://other/index.html',
      'app://till.example/index.html',
      'https://127.0.0.1:9/',
      'http://127.0.0.1:9/',
    ];
    const own = session.fromPartition('till');
    return Promise.all(
      asked.map(async (address) => {
        const answer = await own.fetch(address).catch(() => undefined);
        return answer === undefined ? 'refused' : String(answer.status);
      }),
    );
  });
  expect(answers.filter((answer) => answer !== 'refused' && answer !== '404')).toEqual([]);
  expect(answers).toContain('404');
});

test('no window of the till’s session shows a file or a page from elsewhere', async () => {
  const shown = await till.evaluate(async ({ BrowserWindow, session }) => {
    const failures: string[] = [];
    for (const address of ['file:///etc/hostname', 'http://127.0.0.1:9/', 'https://example.com/']) {
      // A window of its own for each: a load may still be ending when the next one begins.
      const other = new BrowserWindow({
        show: false,
        webPreferences: { session: session.fromPartition('till'), sandbox: true },
      });
      await other.loadURL(address).catch((cause: unknown) => failures.push(String(cause)));
      other.destroy();
    }
    return failures.map((words) => /ERR_\w+/.exec(words)?.[0]);
  });
  expect(shown).toEqual(Array.from({ length: 3 }, () => 'ERR_BLOCKED_BY_CLIENT'));
});

test('the page runs no code but its own', async () => {
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

test('calls are answered by role, as everywhere', async () => {
  const answers = await page.evaluate(async () => {
    const till = window.till!;
    await till.cashiers.add({ cashier: 'Mona', pin: '2580', role: 'manager' });
    await till.cashiers.add({ cashier: 'Cai', pin: '1470', role: 'cashier' });
    await till.session.unlock({ cashier: 'Cai', pin: '1470' });
    const asCashier = await till.audit.list({});
    await till.session.lock({});
    return [asCashier, await till.customers.search({ query: 'kari' })];
  });
  expect(answers).toMatchObject([
    { ok: false, error: { code: 'session.not-allowed' } },
    { ok: false, error: { code: 'session.locked' } },
  ]);
});

test('a computer that goes to sleep, or is locked, locks the till', async () => {
  const status = () => page.evaluate(async () => window.till!.session.status({}));
  for (const moment of ['suspend', 'lock-screen'] as const) {
    await page.evaluate(async () => window.till!.session.unlock({ cashier: 'Cai', pin: '1470' }));
    expect(await status()).toMatchObject({ session: { locked: false } });
    await till.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), moment);
    await expect.poll(status).toMatchObject({ session: { locked: true } });
  }
});
