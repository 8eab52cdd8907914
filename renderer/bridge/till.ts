import { createTillApi, type TillApi } from '#shared/contract/till-api';
import { createHttpBridge } from './http-bridge.ts';
import { askManager } from './lending.ts';

declare global {
  interface Window {
    /** Put there by the desktop host's preload script; absent in a browser. */
    readonly till?: TillApi;
  }
}

const bridge = window.till ?? createHttpBridge();

type Family = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/**
 * The one way from the window to the core: the desktop's bridge where there is one, else loopback HTTP. For what only
 * a manager may do, a manager is asked.
 */
export const till: TillApi = createTillApi((name, input) => {
  const [family, verb] = name.split('.') as [Exclude<keyof TillApi, 'subscribe'>, string];
  return askManager(name, input, async () => (bridge[family] as unknown as Family)[verb]?.(input));
}, bridge.subscribe);
