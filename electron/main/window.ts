import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Session } from 'electron';
import { tell } from '../host/log.ts';
import { appOrigin } from './app-protocol.ts';

/** The till's one window; shown when it has something to show. */
export function openTillWindow(session: Session): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Tillbook',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181d' : '#f6f7f8',
    webPreferences: {
      session,
      preload: join(__dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: mayDevelop(),
    },
  });
  // Windows and macOS take the icon of the program.
  if (process.platform === 'linux') window.setIcon(join(__dirname, '../../resources/icons/256x256.png'));
  window.once('ready-to-show', () => {
    window.show();
  });
  showTill(window);
  return window;
}

/** Developers ask for Chromium's tools; an installed till has none. */
function mayDevelop(): boolean {
  return !app.isPackaged && process.env['TILLBOOK_DEVTOOLS'] === '1';
}

/**
 * Loads the till from its beginning; what was saved on this till is all still there.
 *
 * @param isAgain the page was there before and failed, which it says once
 */
export function showTill(window: BrowserWindow, { isAgain = false } = {}): void {
  window.loadURL(`${appOrigin}/${isAgain ? '?again' : ''}`).catch((cause: unknown) => {
    tell(`The till's page could not be loaded: ${String(cause)}`);
  });
}
