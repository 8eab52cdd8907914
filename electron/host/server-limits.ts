import type { Server, ServerOptions } from 'node:http';

/**
 * What every server of a till takes at most, so that a program which opens
 * connections and says nothing, or says it slowly, keeps nobody else out.
 */
export const serverLimits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 30_000,
  /** How often the two times above are looked at: Node's own 30 s would be what counts. */
  connectionsCheckingInterval: 1_000,
} as const satisfies ServerOptions;

/** A browser opens six, and one more for events. */
const maxConnections = 64;

/** Limits what no option of a server's creation does. */
export function limitConnections(server: Server): void {
  server.maxConnections = maxConnections;
  server.maxHeadersCount = 100;
  // Node's own refusal of an `Expect` it does not know keeps the connection, whoever asks.
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { connection: 'close' }).end();
  });
}
