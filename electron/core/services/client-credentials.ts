import { z } from 'zod';
import { because } from '#shared/contract/error-reasons';
import type { TillError } from '#shared/contract/errors';
import type { ServiceAnswer, ServiceFailure } from './customer-service.ts';
import { exchangeHttp } from './http-exchange.ts';
import { judgeAnswer, serviceFailure, tidyWords, type ErrorDetails, type Reply } from './judge-answer.ts';
import { createRenewingSource, type IssuedToken } from './renewing-tokens.ts';
import type { TokenSource } from './token-source.ts';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface ClientCredentialsOptions {
  /** The token endpoint (RFC 6749, 3.2). */
  readonly tokenUrl: URL;
  readonly scopes: readonly string[];
  /** Reads the credentials where they are kept, for every renewal: those somebody replaced are picked up. */
  readonly read: () => Promise<ClientCredentials | undefined>;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Wall clock in milliseconds, for a Retry-After that names a date. */
  readonly clock?: (() => number) | undefined;
  /** Milliseconds of a clock that never jumps: the life of a token is counted on it. */
  readonly monotonicMs?: (() => number) | undefined;
}

const exchangeLimits = { timeoutMs: 15_000, maxBodyBytes: 64 * 1024 };
const tokenAnswerSchema = z.object({
  access_token: z.string().min(1).max(10_000),
  /** Seconds (RFC 6749, 5.1); without it, the token is used until it is refused. */
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

/**
 * Tokens by OAuth 2 client credentials (RFC 6749, 4.4), which have no refresh
 * token: a renewal is a new token. Neither tokens nor credentials are written
 * anywhere.
 */
export function createClientCredentialsSource(options: ClientCredentialsOptions): TokenSource {
  const { tokenUrl, scopes, read, fetch = globalThis.fetch, clock = Date.now } = options;

  async function ask(): Promise<ServiceAnswer<IssuedToken>> {
    const credentials = await read();
    if (credentials === undefined) return serviceFailure('unauthorized', because('sign-in.client'));
    let answer = await request(credentials, scopes);
    // Whoever lacks a scope gets the others: the till reads on, and each refused write says what is missing.
    if (isScopeRefused(answer)) answer = await request(credentials, []);
    if (answer.outcome !== 'done') return signInFailure(answer);
    const issued = tokenAnswerSchema.safeParse(answer.value.body);
    if (!issued.success) return serviceFailure('unreachable', { code: 'service.bad-answer' });
    const { access_token: value, expires_in: seconds } = issued.data;
    return { outcome: 'done', value: { value, lifeMs: seconds === undefined ? Infinity : seconds * 1000 } };
  }

  async function request(
    { clientId, clientSecret }: ClientCredentials,
    wanted: readonly string[],
  ): Promise<ServiceAnswer<Reply>> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(wanted.length === 0 ? {} : { scope: wanted.join(' ') }),
    });
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const exchange = await exchangeHttp(
      fetch,
      { method: 'POST', url: tokenUrl, headers, body: form.toString() },
      exchangeLimits,
    );
    // A token that was issued and lost harms nobody: asking for one is a read.
    return judgeAnswer(exchange, { effect: 'read', readError: readTokenError, clock });
  }

  return createRenewingSource({ refusedReason: 'sign-in.tenant', ask, monotonicMs: options.monotonicMs });
}

function isScopeRefused(answer: ServiceAnswer<Reply>): boolean {
  return answer.outcome !== 'done' && /\bscope|_scope/i.test(answer.error.message);
}

/**
 * What a refused sign-in means for the request that waits for it: it was never
 * sent, whatever happened to the request for a token.
 */
function signInFailure(failure: ServiceFailure): ServiceFailure {
  switch (failure.outcome) {
    case 'rejected':
    case 'unauthorized':
    case 'forbidden':
      return serviceFailure('unauthorized', because('sign-in.client'));
    case 'not-found':
      return serviceFailure('unauthorized', because('sign-in.nowhere'));
    case 'rate-limited':
    case 'unreachable':
      return serviceFailure(failure.outcome, withoutWords(failure.error));
    default:
      return serviceFailure('unreachable', withoutWords(failure.error));
  }
}

/** What a sign-in says may repeat what was sent to it: none of it is shown or written down. */
function withoutWords({ code, retryAfterMs }: TillError): Partial<TillError> {
  return { code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** `{error, error_description}` (RFC 6749, 5.2), or a gateway's own `{fault}` or `{message}`; only its code is of use here. */
function readTokenError(body: unknown): ErrorDetails {
  const read = z
    .object({ error: z.unknown(), type: z.unknown(), message: z.unknown() })
    .partial()
    .safeParse(body);
  if (!read.success) return {};
  const { error, type, message } = read.data;
  return { message: tidyWords(error) || tidyWords(type) || tidyWords(message) };
}
