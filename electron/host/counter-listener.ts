import { createServer } from 'node:http';
import { fail, succeed } from '#shared/contract/errors';
import type { HandOverHost } from '../core/hand-over/hand-over-host.ts';

/** Answers a POS on this computer and nobody else: bound to 127.0.0.1. What it says is the core's. */
export const listenAtCounter: NonNullable<HandOverHost['listen']> = async (port, answer) => {
  const server = createServer((request, response) => {
    // What a question says it says in its first lines.
    request.resume();
    answer({
      method: request.method ?? '',
      path: request.url ?? '/',
      host: request.headers.host,
      origin: request.headers.origin,
      authorization: request.headers.authorization,
    })
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.writeHead(500).end());
  });
  server.requestTimeout = 5_000;
  server.keepAliveTimeout = 30_000;
  const taken = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  if (taken?.code === 'EADDRINUSE' || taken?.code === 'EACCES') return fail('hand-over.port-taken');
  if (taken !== undefined) throw taken;
  return succeed({
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
};
