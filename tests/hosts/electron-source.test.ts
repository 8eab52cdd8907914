import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { answerWithPlainPage } from '../../electron/host/plain-page.ts';
import { securityHeaders } from '../../electron/host/security-headers.ts';
import { refusedSwitch } from '../../electron/main/refused-switches.ts';
import { wantedFuses } from '../../scripts/fuses.ts';
import { breachesIn } from './source-rules.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = globSync('{electron,renderer,shared}/**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.endsWith('.gen.ts'));

describe('the sources', () => {
  it('do nothing that opens the till', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.flatMap((path) => breachesIn(path, read(path)))).toEqual([]);
  });

  it.each([
    [
      'a window without its sandbox',
      'new BrowserWindow({ webPreferences: { sandbox: isSafe } })',
      'sandbox: true',
    ],
    [
      'preferences from elsewhere',
      'new BrowserWindow({ webPreferences: { ...common } })',
      'contextIsolation: true',
    ],
    ['a window with no preferences', 'new BrowserWindow({})', 'nodeIntegration: false'],
    ['another handler', "ipcMain.handle('files', read)", 'past the one bridge'],
    ['a handler by another way', 'const bus = ipcMain;', 'handed on'],
    [
      'a preload script that hands all over',
      "contextBridge.exposeInMainWorld('ipc', ipcRenderer)",
      'ipcRenderer',
    ],
    ['a preload script with its own channel', 'ipcRenderer.invoke(channel, name)', 'ipcRenderer.invoke'],
    ['a link that leaves the till', 'void shell.openExternal(link)', 'openExternal'],
    ['a file as a page', 'window.loadURL(`file://${path}`)', 'file://'],
    ['DevTools', 'window.webContents.openDevTools()', 'openDevTools'],
    [
      'a window that may be opened',
      "contents.setWindowOpenHandler(() => ({ action: 'allow' }))",
      'may be opened',
    ],
    ['code from a text', 'eval(text)', 'made of text'],
    ['code from a text, too', "new Function('return 1')", 'made of text'],
    ['code for a page', 'contents.executeJavaScript(`say(${name})`)', 'not written here'],
    ['a page from a text', 'element.innerHTML = name', 'made of text'],
    ['a policy with an exception', `const policy = "style-src 'unsafe-inline'"`, 'exception'],
  ])('would be caught at %s', (_what, text, words) => {
    expect(breachesIn('electron/main/planted.ts', text).join('\n')).toContain(words);
  });

  it('give every session of a window its lock', () => {
    const made = sources.filter((path) => /\bfromPartition\(/.test(read(path)));
    expect(made.toSorted()).toEqual(['electron/main/index.ts', 'electron/main/window-printers.ts']);
    for (const path of made) {
      expect(read(path).match(/\bfromPartition\(/g)).toHaveLength(1);
      expect(read(path)).toMatch(/\blockDown\(/);
    }
  });

  it('make one scheme, with no more rights than it needs', () => {
    expect(read('electron/main/app-protocol.ts')).toContain(
      "{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }",
    );
    expect(sources.filter((path) => read(path).includes('registerSchemesAsPrivileged')).length).toBe(1);
  });
});

describe('the policy of pages', () => {
  const directivesOf = (policy: string): Record<string, string> =>
    Object.fromEntries(
      policy.split('; ').map((directive) => {
        const [name = '', ...allowed] = directive.split(' ');
        return [name, allowed.join(' ')];
      }),
    );

  it('permits the till’s own files, and pictures it made', () => {
    expect(directivesOf(securityHeaders['content-security-policy'] ?? '')).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
  });

  it('permits a plain page its one style', () => {
    const { headers } = answerWithPlainPage(503, { title: 'x', paragraphs: [] });
    const directives = directivesOf(headers.get('content-security-policy') ?? '');
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
    });
    expect(directives['style-src']).toMatch(/^'sha256-[\w+/]+='$/);
    expect(directives['script-src']).toBeUndefined();
  });
});

describe('the package', () => {
  it('has every fuse decided, and set as wanted', () => {
    const lines = read('electron-builder.yml').match(/(?<=^electronFuses:\n)(?: {2}.*\n)+/m)?.[0] ?? '';
    const set = Object.fromEntries(
      Array.from(lines.matchAll(/^ {2}(\w)(\w+): (true|false)$/gm), ([, first = '', rest = '', value]) => [
        first.toUpperCase() + rest,
        value === 'true',
      ]),
    );
    expect(set).toEqual(wantedFuses);
    // Newer than the oldest Electron the till is tried in, and of no matter to who reads what.
    const others = ['WasmTrapHandlers'];
    const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
    expect([...Object.keys(wantedFuses), ...others].toSorted()).toEqual(known.toSorted());
  });

  it('takes the program from its archive alone', () => {
    expect(read('electron-builder.yml')).toMatch(/^asar: true$/m);
  });

  it.each(['remote-debugging-port', 'remote-debugging-pipe', 'load-extension', 'disable-web-security'])(
    'does not start with --%s',
    (name) => {
      expect(refusedSwitch((each) => each === name)).toBe(name);
      expect(refusedSwitch(() => false)).toBeUndefined();
    },
  );
});
