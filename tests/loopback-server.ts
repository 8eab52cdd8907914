import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on a free port of this machine. */
export interface LoopbackServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** Breaks off what is open. */
  readonly close: () => Promise<void>;
}

export async function listenOnLoopback(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port of this machine that nobody listens on. */
export async function findClosedPort(): Promise<number> {
  const server = await listenOnLoopback(() => undefined);
  await server.close();
  return Number(new URL(server.origin).port);
}
