import { app, type Session } from 'electron';
import { appOrigin } from './app-protocol.ts';
import type { SerialPermission } from './serial-permission.ts';

/** No page of the till opens a window, goes to another page or holds a webview, whatever gets into it. */
export function keepPagesInPlace(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
  });
}

/**
 * Nothing the pages of a session ask for leaves the till: no permission, and no
 * address but the session's own. The one exception is the serial port that a
 * person chose for the scanner.
 *
 * @param origin the one origin of the session's pages
 */
export function lockDown(session: Session, origin: string, serial?: SerialPermission): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(
    (_contents, permission, asking, { isMainFrame }) =>
      serial?.mayAsk(permission, asking, isMainFrame) ?? false,
  );
  session.setDevicePermissionHandler(
    ({ deviceType, origin: asking, device }) => serial?.mayUse(deviceType, asking, device) ?? false,
  );
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isOwn(url, origin) });
  });
  // What the till itself made (a card, an export) may be saved where the person says; nothing else.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
}

/** A file of the till, or what its page made itself. Chromium's own tools are there where DevTools are permitted. */
function isOwn(url: string, origin: string): boolean {
  return [`${origin}/`, `blob:${origin}/`, 'data:', 'devtools:'].some((own) => url.startsWith(own));
}
