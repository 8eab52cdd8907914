import { app, type Session } from 'electron';
import { appOrigin } from './app-protocol.ts';
import type { SerialPermission } from './serial-permission.ts';

/**
 * Nothing the renderer shows can leave the till: no other page, window, webview,
 * permission or network address, whatever gets into the page. The one exception
 * is the serial port that a person chose for the scanner.
 */
export function lockDown(session: Session, serial: SerialPermission): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) =>
    serial.mayAsk(permission, origin, isMainFrame),
  );
  session.setDevicePermissionHandler(({ deviceType, origin, device }) =>
    serial.mayUse(deviceType, origin, device),
  );
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] },
    (_details, answer) => {
      answer({ cancel: true });
    },
  );
  // What the till itself made (a card, an export) may be saved where the person says; nothing else.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
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
