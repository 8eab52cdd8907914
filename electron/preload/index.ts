import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { callChannel, eventChannel } from '#shared/contract/ipc-channels';
import type { TillEvent } from '#shared/contract/operations';
import { createTillApi } from '#shared/contract/till-api';

/**
 * `window.till`: the contract's operations as named functions and one stream of
 * events, nothing else. Calls travel as JSON text, as on every other bridge, so
 * the main process can weigh a call before it reads it.
 */
const till = createTillApi(
  (name, input): Promise<unknown> => ipcRenderer.invoke(callChannel, name, JSON.stringify(input)),
  (listener) => {
    const listen = (_event: IpcRendererEvent, event: TillEvent): void => listener(event);
    ipcRenderer.on(eventChannel, listen);
    return () => {
      ipcRenderer.off(eventChannel, listen);
    };
  },
);

contextBridge.exposeInMainWorld('till', till);
