import { inWords } from '#shared/contract/error-reasons';
import { errorWords, type ErrorCode, type TillError } from '#shared/contract/errors';
import type { ServiceAnswer, ServiceFailure, ServiceFailureOutcome } from './customer-service.ts';
import type { Exchange } from './http-exchange.ts';

/** What a service's error body says to people; each dialect reads its own shapes. */
export interface ErrorDetails {
  readonly message?: string | undefined;
  readonly logId?: string | undefined;
}

export interface Judgement {
  /** A `read` may be repeated at will; a `write` that may have arrived is `unknown`. */
  readonly effect: 'read' | 'write';
  readonly readError: (body: unknown) => ErrorDetails;
  /** Wall clock in milliseconds, for a Retry-After that names a date and an answer without a Date. */
  readonly clock: () => number;
}

/** A service that asks for more than this is asked again after it: the queue never sleeps for good. */
const maxRetryAfterMs = 3_600_000;
const maxWords = 500;

const codeOf: Record<ServiceFailureOutcome, ErrorCode> = {
  rejected: 'service.rejected',
  unauthorized: 'service.unauthorized',
  forbidden: 'service.forbidden',
  'not-found': 'service.not-found',
  conflict: 'service.conflict',
  'rate-limited': 'service.rate-limited',
  failed: 'service.failed',
  unreachable: 'service.unreachable',
  unknown: 'service.unknown-outcome',
};

/** A failure with the catalogue's words unless better ones are known. */
export function serviceFailure(
  outcome: ServiceFailureOutcome,
  details: Partial<TillError> = {},
): ServiceFailure {
  const code = details.code ?? codeOf[outcome];
  return { outcome, error: { message: errorWords[code], ...details, code } };
}

/** An answer that came whole and makes no sense: harmless to a read, an open question after a write. */
export function senselessAnswer(effect: Judgement['effect']): ServiceFailure {
  return effect === 'read'
    ? serviceFailure('failed', { code: 'service.bad-answer' })
    : serviceFailure('unknown');
}

/** A success as it came: the body parsed as JSON, undefined when it is empty. */
export interface Reply {
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * What an exchange means. The rules: 2xx with its whole body is done; what may have
 * arrived is unknown, a write answered by 5xx included; 400 and 422 are the
 * service's no; a read answered by 5xx, refused and unresolved try again later.
 */
export function judgeAnswer(exchange: Exchange, judgement: Judgement): ServiceAnswer<Reply> {
  const { effect } = judgement;
  if (exchange.kind === 'not-sent') return serviceFailure('unreachable');
  if (exchange.kind === 'broken') return serviceFailure(effect === 'read' ? 'unreachable' : 'unknown');

  const { status, body } = exchange;
  if (status >= 200 && status < 300) {
    if (body === null) return senselessAnswer(effect);
    const parsed = parseJson(body);
    return parsed.ok
      ? { outcome: 'done', value: { headers: exchange.headers, body: parsed.value } }
      : senselessAnswer(effect);
  }

  if (status < 400) return serviceFailure('failed', { code: 'service.bad-answer' });
  const outcome = outcomeOfStatus(status, effect);
  const details = readDetails(body, judgement.readError);
  const retryAfterMs = readRetryAfterMs(exchange.headers, judgement.clock);
  return serviceFailure(outcome, {
    // Nobody knows the outcome of the write, but what the service said is known.
    ...(outcome === 'unknown' ? { code: 'service.failed' } : {}),
    ...details,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function outcomeOfStatus(status: number, effect: Judgement['effect']): ServiceFailureOutcome {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 409:
    case 412:
      return 'conflict';
    case 429:
      return 'rate-limited';
    // The service did not wait for the whole request.
    case 408:
    case 425:
      return 'failed';
    // Not implemented, not available: the service says that it did not begin.
    case 501:
    case 503:
      return 'failed';
    default:
      if (status < 500) return 'rejected';
      // It broke down on the way: the write may be done.
      return effect === 'read' ? 'failed' : 'unknown';
  }
}

function parseJson(body: string): { ok: true; value: unknown } | { ok: false } {
  if (body.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch {
    return { ok: false };
  }
}

function readDetails(body: string | null, readError: Judgement['readError']): Partial<TillError> {
  const parsed = body === null ? undefined : parseJson(body);
  if (parsed?.ok !== true) return {};
  const { message, logId } = readError(parsed.value);
  const words = tidyWords(message);
  const reference = tidyWords(logId);
  return {
    ...inWords(words),
    ...(reference === '' ? {} : { logId: reference }),
  };
}

/** One line without control characters, short enough for a screen. */
export function tidyWords(words: unknown): string {
  if (typeof words !== 'string') return '';
  return words
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, maxWords);
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); a date counts from the answer's own Date, whatever this till's clock says. */
function readRetryAfterMs(headers: Headers, clock: () => number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  const serviceNow = Date.parse(headers.get('date') ?? '');
  const waitMs =
    seconds === undefined
      ? Date.parse(value) - (Number.isNaN(serviceNow) ? clock() : serviceNow)
      : seconds * 1000;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(0, waitMs), maxRetryAfterMs);
}
