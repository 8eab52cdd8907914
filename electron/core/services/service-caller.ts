import { because } from '#shared/contract/error-reasons';
import { exchangeHttp, type HttpRequest } from './http-exchange.ts';
import { judgeAnswer, serviceFailure, type ErrorDetails, type Reply } from './judge-answer.ts';
import type { ServiceAnswer, ServiceFailure } from './customer-service.ts';
import type { TokenSource } from './token-source.ts';

export interface ServiceCallerOptions {
  /** Where the service's paths begin, such as `https://api.flowretail.com/v2`. */
  readonly baseUrl: string;
  readonly tokens: TokenSource;
  readonly readError: (body: unknown) => ErrorDetails;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Wall clock in milliseconds. */
  readonly clock?: (() => number) | undefined;
  /** For one exchange; 30 s when absent. */
  readonly timeoutMs?: number | undefined;
}

export interface ServiceCall {
  readonly method: HttpRequest['method'];
  /** Below the base URL, its segments encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  readonly body?: unknown;
  readonly effect: 'read' | 'write';
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxBodyBytes?: number | undefined;
}

export type CallService = (call: ServiceCall) => Promise<ServiceAnswer<Reply>>;

const defaultTimeoutMs = 30_000;
/** Far above a page of 500 customers; far below what would hurt a till with 4 GB. */
const defaultMaxBodyBytes = 16 * 1024 * 1024;

/**
 * Signed calls to one service. A refused token is renewed and the call repeated
 * once: a 401 has had no effect, so that is safe for every operation.
 */
export function createServiceCaller(options: ServiceCallerOptions): CallService {
  const { tokens, readError, fetch = globalThis.fetch, clock = Date.now } = options;
  const base = options.baseUrl.replace(/\/+$/, '');

  return async function callService(call) {
    let token = await unlessAborted(tokens.current(), call.signal);
    for (let attempt = 1; token.outcome === 'done'; attempt += 1) {
      const exchange = await exchangeHttp(fetch, signedRequest(base, call, token.value), {
        timeoutMs: call.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs,
        maxBodyBytes: call.maxBodyBytes ?? defaultMaxBodyBytes,
        signal: call.signal,
      });
      const answer = judgeAnswer(exchange, { effect: call.effect, readError, clock });
      if (answer.outcome !== 'unauthorized') return answer;
      const { logId } = answer.error;
      if (attempt === 2) {
        tokens.discard(token.value);
        return withLogId(serviceFailure('unauthorized', because(tokens.refusedReason)), logId);
      }
      const renewed = await unlessAborted(tokens.renew(token.value), call.signal);
      token = renewed.outcome === 'done' ? renewed : withLogId(renewed, logId);
    }
    return token;
  };
}

/** A renewal serves every request that waits for it; one that is given up does not wait to its end. */
async function unlessAborted(
  token: Promise<ServiceAnswer<string>>,
  signal: AbortSignal | undefined,
): Promise<ServiceAnswer<string>> {
  if (signal === undefined) return token;
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<ServiceAnswer<string>>((resolve) => {
    giveUp = () => resolve(serviceFailure('unreachable'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([token, aborted]);
  } finally {
    if (giveUp !== undefined) signal.removeEventListener('abort', giveUp);
  }
}

function withLogId(failure: ServiceFailure, logId: string | undefined): ServiceFailure {
  return logId === undefined ? failure : { ...failure, error: { ...failure.error, logId } };
}

function signedRequest(base: string, call: ServiceCall, token: string): HttpRequest {
  const url = new URL(base + call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = {
    accept: 'application/json',
    'accept-language': 'en',
    authorization: `Bearer ${token}`,
  };
  if (call.body === undefined) return { method: call.method, url, headers };
  return {
    method: call.method,
    url,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(call.body),
  };
}
