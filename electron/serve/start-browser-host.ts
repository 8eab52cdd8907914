import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Core, CoreLog } from '../core/core.ts';
import { isLoopback } from '../core/doors/loopback.ts';
import { limitConnections, serverLimits } from '../host/server-limits.ts';
import { createBrowserSession } from './browser-session.ts';
import { originOf, type ListeningPlace } from './listening-place.ts';
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
 * Serves the till to a browser: on this machine, unless another place is given.
 * The core stays the caller's: it is not closed with the host.
 *
 * @param options.callsPerSecond what one browser may ask in the long run
 * @throws the system's error when the port is taken (`EADDRINUSE`), the address is not this
 *   machine's (`EADDRNOTAVAIL`) or certificate and key are none
 */
export async function startBrowserHost(options: {
  readonly core: Pick<Core, 'callUntrusted' | 'subscribe'>;
  readonly log: CoreLog;
  readonly place?: ListeningPlace;
  readonly rendererDir?: string;
  readonly callsPerSecond?: number;
}): Promise<BrowserHost> {
  const place = options.place ?? { address: '127.0.0.1', port: 0 };
  if (place.tls === undefined && !isLoopback(place.address)) {
    throw new Error('Beyond loopback the till answers by TLS alone');
  }
  const session = createBrowserSession();
  let origin = '';
  const { fetch, isSignedIn } = createTillServer({
    core: options.core,
    log: options.log,
    rendererDir: options.rendererDir ?? builtRendererDir,
    session,
    origin: () => origin,
    callsPerSecond: options.callsPerSecond ?? 500,
  });
  const carried = { fetch, overrideGlobalObjects: false };
  const server = createAdaptorServer(
    place.tls === undefined
      ? { ...carried, serverOptions: serverLimits }
      : {
          ...carried,
          createServer: createTlsServer,
          serverOptions: { ...serverLimits, ...place.tls, minVersion: 'TLSv1.2' },
        },
  ) as Server;
  limitConnections(server);
  // Before anything is answered, also by the adaptor alone: it refuses what is no address without asking the till.
  server.prependListener('request', (request, response) => {
    if (!isSignedIn(request.headers.cookie)) response.shouldKeepAlive = false;
  });
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.address, resolve);
  });
  origin = originOf(place, (server.address() as AddressInfo).port);
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
