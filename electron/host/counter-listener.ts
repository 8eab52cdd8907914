import { createServer, type IncomingMessage } from 'node:http';
import { fail, succeed } from '#shared/contract/errors';
import type { CounterQuestion, HandOverHost } from '../core/hand-over/hand-over-host.ts';
import { createRateLimit } from './rate-limit.ts';
import { limitConnections, serverLimits } from './server-limits.ts';

/** A POS that asks ten times a second is served; a program that asks without end is not. */
const questions = { perSecond: 50, burst: 200 };
/** Wrong tokens before a pause, and how many more a second after that. */
const wrongTokens = { perSecond: 0.1, burst: 20 };

/** Answers a POS on this computer and nobody else: bound to 127.0.0.1. What it says is the core's. */
export const listenAtCounter: NonNullable<HandOverHost['listen']> = async (port, answer) => {
  const asked = createRateLimit(questions);
  const refused = createRateLimit(wrongTokens);
  const server = createServer(serverLimits, (request, response) => {
    // What a question says it says in its first lines.
    request.resume();
    const waitMs = Math.max(asked.waitMs(), refused.waitMs());
    if (waitMs > 0) {
      response.writeHead(429, { 'retry-after': String(Math.ceil(waitMs / 1000)), connection: 'close' }).end();
      return;
    }
    asked.take();
    answer(questionOf(request))
      .then(({ status, headers, body }) => {
        if (status === 401) refused.take();
        const isStranger = status === 401 || status === 403;
        return response
          .writeHead(status, { ...headers, ...(isStranger && { connection: 'close' }) })
          .end(body);
      })
      .catch(() => response.writeHead(500).end());
  });
  limitConnections(server);
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

function questionOf({ method = '', url = '/', headers }: IncomingMessage): CounterQuestion {
  return {
    method,
    path: url,
    host: headers.host,
    origin: headers.origin,
    authorization: headers.authorization,
  };
}
