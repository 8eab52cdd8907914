import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Core, CoreLog } from '../core/core.ts';
import { createBrowserSession } from './browser-session.ts';
import { createTillServer } from './till-server.ts';

export interface BrowserHost {
  /** Opens the till once: `http://127.0.0.1:PORT/?token=…`. */
  readonly address: string;
  close(): Promise<void>;
}

/** How long a connection nobody uses stays open: a key after a pause finds it so, and never one that is just being closed. */
const keepAliveMs = 10 * 60_000;

const builtRendererDir = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/**
 * Serves the till to a browser on this machine. The core stays the caller's: it
 * is not closed with the host.
 *
 * @param options.port 0 lets the system choose
 * @throws the system's error when the port is taken (`EADDRINUSE`)
 */
export async function startBrowserHost(options: {
  readonly core: Core;
  readonly log: CoreLog;
  readonly port?: number;
  readonly rendererDir?: string;
}): Promise<BrowserHost> {
  const session = createBrowserSession();
  let origin = '';
  const till = createTillServer({
    core: options.core,
    log: options.log,
    rendererDir: options.rendererDir ?? builtRendererDir,
    session,
    origin: () => origin,
  });
  const server = createAdaptorServer({ fetch: till.fetch, overrideGlobalObjects: false }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: `${origin}/?token=${session.token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
