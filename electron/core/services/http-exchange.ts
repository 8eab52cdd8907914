/**
 * One HTTP request and what became of it, as plain facts. The one question
 * that matters to a till is whether the request may have had its effect:
 * `not-sent` says no for certain, `broken` says nobody knows.
 */

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ExchangeLimits {
  /** For the whole exchange, connecting and reading included. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export type Exchange =
  | { readonly kind: 'not-sent'; readonly reason: string }
  | { readonly kind: 'broken'; readonly reason: string }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      /** Null when the body broke off or passed the limit. */
      readonly body: string | null;
    };

/** Codes of Node and undici for a connection that never came to be. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Never throws for anything the network or the other end can do. */
export async function exchangeHttp(
  fetch: typeof globalThis.fetch,
  request: HttpRequest,
  limits: ExchangeLimits,
): Promise<Exchange> {
  if (limits.signal?.aborted === true) return { kind: 'not-sent', reason: 'aborted' };
  const giveUp = new AbortController();
  const abort = () => giveUp.abort();
  const timer = setTimeout(abort, limits.timeoutMs);
  limits.signal?.addEventListener('abort', abort);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      // A redirect is never followed: the token belongs to the address a person entered, and
      // a write must not be repeated somewhere else.
      redirect: 'manual',
      signal: giveUp.signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const body = await readBody(response, limits.maxBodyBytes);
    return { kind: 'answered', status: response.status, headers: response.headers, body };
  } catch (error) {
    const codes = errorCodesOf(error);
    const reason = codes.join(' ') || (giveUp.signal.aborted ? 'given up' : 'network');
    return { kind: codes.some((code) => neverConnected.has(code)) ? 'not-sent' : 'broken', reason };
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener('abort', abort);
  }
}

async function readBody(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        await reader.cancel();
        return null;
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The connection broke or the time was over while the body came: what is here is not the answer.
    return null;
  }
}

/** Codes along the chain of causes; one failed connection may try several addresses, each with its own. */
function errorCodesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const code: unknown = (error as { code?: unknown }).code;
  // A connection attempt that timed out says ETIMEDOUT like a broken one: the system call tells them apart.
  const connecting = (error as { syscall?: unknown }).syscall === 'connect';
  const own = typeof code === 'string' ? [connecting ? 'ECONNREFUSED' : code] : [];
  const inner =
    error instanceof AggregateError ? error.errors.flatMap((e) => errorCodesOf(e, depth + 1)) : [];
  return [...own, ...inner, ...errorCodesOf(error.cause, depth + 1)];
}
