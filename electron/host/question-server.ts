import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { DoorAnswer, DoorQuestion } from '../core/doors/door.ts';
import { createRateLimit } from './rate-limit.ts';
import { limitConnections, serverLimits } from './server-limits.ts';

/** A program with the token that asks ten times a second is served; one that asks without end is not. */
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
    // Strangers take nothing of it: whoever has the token is heard however many guess at it.
    const waitMs = asked.waitMs();
    if (waitMs > 0) {
      slowDown(response, waitMs);
      return;
    }
    answer(questionOf(request))
      .then(({ status, headers, body }) => {
        // A preflight carries no token (Fetch standard), so anybody may send one.
        const isStranger = status === 401 || status === 403 || request.method === 'OPTIONS';
        if (!isStranger) asked.take();
        const pauseMs = status === 401 ? refused.waitMs() : 0;
        if (pauseMs > 0) return slowDown(response, pauseMs);
        if (status === 401) refused.take();
        return response
          .writeHead(status, { ...headers, ...(isStranger && { connection: 'close' }) })
          .end(body);
      })
      .catch(() => response.writeHead(500, { connection: 'close' }).end());
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

function slowDown(response: ServerResponse, waitMs: number): void {
  response.writeHead(429, { 'retry-after': String(Math.ceil(waitMs / 1000)), connection: 'close' }).end();
}
