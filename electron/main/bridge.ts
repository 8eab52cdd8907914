import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { fail, type Result } from '#shared/contract/errors';
import { callChannel, eventChannel } from '#shared/contract/ipc-channels';
import type { TillEvent } from '#shared/contract/operations';
import { answerCall } from '../host/answer-call.ts';
import type { Core } from '../core/core.ts';
import { appOrigin } from './app-protocol.ts';

/**
 * The desktop bridge's only handler. Calls are taken from the main frame of the
 * till's own window at the till's own origin, and from nobody else.
 *
 * @param opening the core, or why there is none: calls wait for it
 */
export function handleCalls(
  opening: () => Promise<Result<{ core: Core }>>,
  tillWindow: () => BrowserWindow | undefined,
): void {
  ipcMain.handle(callChannel, async (event, name: unknown, text: unknown): Promise<Result> => {
    if (!isFromTill(event, tillWindow())) return fail('host.refused');
    const opened = await opening();
    return opened.ok ? answerCall(opened.core, name, text) : opened;
  });
}

function isFromTill(event: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  const frame = event.senderFrame;
  return (
    window !== undefined &&
    frame !== null &&
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    frame.origin === appOrigin
  );
}

/** Sends one event of the core to the window, if there is one to hear it. */
export function sendEvent(window: BrowserWindow | undefined, event: TillEvent): void {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send(eventChannel, event);
}
