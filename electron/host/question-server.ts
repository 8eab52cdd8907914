import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { DoorAnswer, DoorQuestion } from '../core/doors/door.ts';
import { createRateLimit } from './rate-limit.ts';
import { limitConnections, serverLimits } from './server-limits.ts';

/** A program that asks ten times a second is served; one that asks without end is not. */
const questions = { perSecond: 50, burst: 200 };
/** Wrong tokens before a pause, and how many more a second after that. */
const wrongTokens = { perSecond: 0.1, burst: 20 };

/**
 * Takes questions at one address and port; what is answered is the core's.
 *
 * @param place.tls PEM; without it the answers go in clear text
 * @throws the system's error when the port is taken (`EADDRINUSE`) or closed to us (`EACCES`), the address is not
 *   this computer's (`EADDRNOTAVAIL`), or certificate and key are none
 */
export async function takeQuestions(
  place: {
    readonly address: string;
    readonly port: number;
    readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  },
  answer: (question: DoorQuestion) => Promise<DoorAnswer>,
): Promise<{ close: () => Promise<void> }> {
  const asked = createRateLimit(questions);
  const refused = createRateLimit(wrongTokens);

  function take(request: IncomingMessage, response: ServerResponse): void {
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
  }

  const server: Server =
    place.tls === undefined
      ? createServer(serverLimits, take)
      : createTlsServer({ ...serverLimits, ...place.tls, minVersion: 'TLSv1.2' }, take);
  limitConnections(server);
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.address, resolve);
  });
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function questionOf({ method = '', url = '/', headers }: IncomingMessage): DoorQuestion {
  return {
    method,
    path: url,
    host: headers.host,
    origin: headers.origin,
    authorization: headers.authorization,
  };
}
