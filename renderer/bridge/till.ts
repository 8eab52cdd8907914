import type { TillApi } from '#shared/contract/till-api';
import { createHttpBridge } from './http-bridge.ts';

declare global {
  interface Window {
    /** Put there by the desktop host's preload script; absent in a browser. */
    readonly till?: TillApi;
  }
}

/** The one way from the window to the core: the desktop's bridge where there is one, else loopback HTTP. */
export const till: TillApi = window.till ?? createHttpBridge();
