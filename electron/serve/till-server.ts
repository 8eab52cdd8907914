import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { parse as parseCookies } from 'hono/utils/cookie';
import { fail, type ErrorCode } from '#shared/contract/errors';
import { maxRequestBytes } from '#shared/contract/operations';
import type { Core, CoreLog } from '../core/core.ts';
import { answerCall } from '../host/answer-call.ts';
import { answerWithPlainPage } from '../host/plain-page.ts';
import { createRateLimit } from '../host/rate-limit.ts';
import { answerWithRendererFile } from '../host/renderer-files.ts';
import { securityHeaders } from '../host/security-headers.ts';
import { tokenLifeMs, type BrowserSession } from './browser-session.ts';

/** How many times the limit is read from a sender that does not stop. */
const droppedAtMost = 16;

export interface TillServerOptions {
  readonly core: Pick<Core, 'callUntrusted' | 'subscribe'>;
  /** Absolute path of the built renderer. */
  readonly rendererDir: string;
  readonly session: BrowserSession;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  readonly origin: () => string;
  /** In the long run; twice as many at once. */
  readonly callsPerSecond: number;
  readonly log: CoreLog;
}

export interface TillServer {
  readonly fetch: Hono['fetch'];
  /** Whether a request's `Cookie` header carries the session; strangers hold no connection open. */
  readonly isSignedIn: (cookies: string | undefined) => boolean;
}

/**
 * The till over HTTP. A page elsewhere can reach this address too, so every request
 * proves three things: it was sent to this very address (no DNS rebinding), it came
 * from the till's own page or none, and it carries the session. Who proves less is
 * refused; hanging up on strangers is the server's, which answers some of them itself.
 */
export function createTillServer(options: TillServerOptions): TillServer {
  const { core, rendererDir, session, log } = options;
  const server = new Hono();
  const calls = createRateLimit({ perSecond: options.callsPerSecond, burst: 2 * options.callsPerSecond });
  const isSecure = (): boolean => options.origin().startsWith('https:');
  // The prefix keeps other names of the same domain from setting it (RFC 6265bis); it needs TLS.
  const cookieName = (): string =>
    `${isSecure() ? '__Host-' : ''}tillbook-${new URL(options.origin()).port || '443'}`;

  server.use(setSecurityHeaders);
  server.use(async (context, next) => {
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const isSentHere = context.req.header('host') === new URL(options.origin()).host;
    const isFromHere =
      (origin === undefined || origin === options.origin()) &&
      (site === undefined || site === 'same-origin' || site === 'none');
    if (!isSentHere || !isFromHere) return refuse(context, 403, 'host.refused');
    return next();
  });

  server.get('/', async (context, next) => {
    const offered = context.req.query('token');
    // A HEAD comes here too, and who only looks whether somebody answers must not spend the token.
    if (offered === undefined || context.req.method !== 'GET') return next();
    const pauseMs = session.pauseMs();
    const secret = session.redeem(offered);
    if (secret !== undefined) {
      setCookie(context, cookieName(), secret, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        secure: isSecure(),
      });
    }
    // Away from the address with the token in it, so that it is neither kept nor shown.
    if (secret !== undefined || isSignedIn(context.req.header('cookie'))) return context.redirect('/', 303);
    return pauseMs > 0 ? slowDown(context, pauseMs) : answerSignedOut();
  });
  server.use(async (context, next) => {
    if (isSignedIn(context.req.header('cookie'))) return next();
    return context.req.path.startsWith('/api/') ? refuse(context, 401, 'host.refused') : answerSignedOut();
  });

  server.post('/api/call/:operation', async (context) => {
    const pauseMs = calls.waitMs();
    if (pauseMs > 0) return slowDown(context, pauseMs);
    calls.take();
    if (!isJson(context.req.header('content-type'))) return refuse(context, 415, 'input.invalid');
    const text = await readText(context.req.raw, maxRequestBytes);
    if (text === undefined) return refuse(context, 413, 'input.too-large');
    return context.json(await answerCall(core, context.req.param('operation'), text));
  });
  server.get('/api/events', (context) =>
    streamSSE(context, async (stream) => {
      const stopListening = core.subscribe((event) => {
        void stream.writeSSE({ data: JSON.stringify(event) });
      });
      await new Promise<void>((resolve) => {
        stream.onAbort(resolve);
      });
      stopListening();
    }),
  );
  server.all('/api/*', (context) => refuse(context, 404, 'operation.unknown'));
  server.all('*', (context) =>
    answerWithRendererFile(rendererDir, context.req.method, new URL(context.req.url).pathname),
  );
  server.onError((cause, context) => {
    log('error', 'browser-host.failed', { cause });
    return refuse(context, 500, 'internal');
  });
  return { fetch: server.fetch, isSignedIn };

  function isSignedIn(cookies = ''): boolean {
    const name = cookieName();
    return session.isOpenedBy(parseCookies(cookies, name)[name]);
  }
}

const setSecurityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
  if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
};

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/**
 * The body as text; undefined when it is larger than `maxBytes`. What is too much
 * is read and dropped for a while, so that the sender gets to hear the answer.
 */
async function readText(request: Request, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    if (bytes > droppedAtMost * maxBytes) break;
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

function refuse(context: Context, status: 401 | 403 | 404 | 413 | 415 | 500, code: ErrorCode): Response {
  // Another site's page in the till's own browser is sent the cookie, and is a stranger all the same.
  if (status === 403) context.header('connection', 'close');
  return context.json(fail(code), status);
}

function slowDown(context: Context, pauseMs: number): Response {
  context.header('retry-after', String(Math.ceil(pauseMs / 1000)));
  return context.json(fail('host.too-many', { retryAfterMs: pauseMs }), 429);
}

function answerSignedOut(): Response {
  return answerWithPlainPage(401, {
    title: 'This till is not open in this browser',
    paragraphs: [
      `Open it with the address that was printed where Tillbook was started. That address works once, within ${tokenLifeMs / 60_000} minutes.`,
      'If it has been used or is too old, stop Tillbook there (Ctrl+C) and start it again: it prints a new one.',
    ],
  });
}
