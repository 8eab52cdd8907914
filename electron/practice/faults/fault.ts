import { ApiError } from '../flow-retail/api-error.ts';

/**
 * A way in which the practice store misbehaves on request, in the words that a header or a rule uses:
 *
 * - `latency=MS` answers later; `latency-after=MS` too, but the effect happens at once
 * - `500`, `500-after` an error without, and with, the effect; `=html` as a web page instead of the error form
 * - `429=SECONDS` too many requests, with Retry-After; `401` the token is refused
 * - `reset-before`, `reset-after` the connection breaks without an answer, before or after the effect
 * - `cut-body` the effect happens and half of the answer arrives
 * - `ignore-sort` lists come in their default order
 * - `batch-uid=documented|missing` how the errors of a 207 name their item
 */
export type Fault =
  | { kind: 'latency'; ms: number }
  | { kind: 'latency-after'; ms: number }
  | { kind: '500'; html: boolean }
  | { kind: '500-after'; html: boolean }
  | { kind: '429'; retryAfterSeconds: number }
  | { kind: 'batch-uid'; naming: 'documented' | 'missing' }
  | { kind: '401' | 'reset-before' | 'reset-after' | 'cut-body' | 'ignore-sort' };

const maxLatencyMs = 600_000;

/** Makes a fault of its kind and value. Throws a 400 that says what is wrong: a test must not run without its fault. */
export function createFault(kind: string, value = ''): Fault {
  switch (kind) {
    case 'latency':
    case 'latency-after':
      return { kind, ms: readNumber(kind, value, maxLatencyMs) };
    case '429':
      return { kind, retryAfterSeconds: value === '' ? 1 : readNumber(kind, value, 3_600) };
    case '500':
    case '500-after':
      if (value !== '' && value !== 'html') throw badFault(`${kind} takes no value or html, not "${value}"`);
      return { kind, html: value === 'html' };
    case 'batch-uid':
      if (value !== 'documented' && value !== 'missing') {
        throw badFault(`batch-uid needs documented or missing, not "${value}"`);
      }
      return { kind, naming: value };
    case '401':
    case 'reset-before':
    case 'reset-after':
    case 'cut-body':
    case 'ignore-sort':
      if (value !== '') throw badFault(`${kind} takes no value`);
      return { kind };
    default:
      throw badFault(`there is no fault "${kind}"`);
  }
}

/** Reads a header such as `latency=200, reset-after`. Throws a 400 when a part of it is no fault. */
export function parseFaults(header: string): Fault[] {
  return header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [kind = '', value] = part.split('=', 2);
      return createFault(kind.trim(), value?.trim());
    });
}

function readNumber(kind: string, value: string, max: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > max) {
    throw badFault(`${kind} needs a whole number from 0 to ${max}, not "${value}"`);
  }
  return number;
}

export const badFault = (problem: string): ApiError => new ApiError(400, 'BAD_FAULT', problem);
