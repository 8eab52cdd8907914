import { errorWords, type ErrorCode } from '#shared/contract/errors';
import type {
  CallOptions,
  ServiceAnswer,
  ServiceFailure,
  ServiceFailureOutcome,
} from '../../electron/core/services/customer-service.ts';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { Effect, Outcome, Sender } from './model-service.ts';

/** How one till's process reaches the service. */
export interface Line {
  /** What the service does in no particular order, in an order. */
  readonly chanceOf: (what: string) => Random;
  readonly read: <Value>(
    what: string,
    serve: () => ServiceAnswer<Value>,
    options: CallOptions | undefined,
  ) => Promise<ServiceAnswer<Value>>;
  /** @param served what the service makes of it, told which mutation of a customer it is */
  readonly write: <Value>(
    kinds: readonly (readonly [customerUid: string, kind: Effect['kind']])[],
    what: string,
    served: (senders: readonly Sender[]) => ServiceAnswer<Value>,
    options: CallOptions | undefined,
  ) => Promise<ServiceAnswer<Value>>;
}

const codes: Record<ServiceFailureOutcome, ErrorCode> = {
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

export function failure(
  outcome: ServiceFailureOutcome,
  code = codes[outcome],
  retryAfterMs?: number,
): ServiceFailure {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { outcome, error: { code, message: errorWords[code], ...wait } };
}

export function answerOf<Value>(outcome: Outcome<Value>): ServiceAnswer<Value> {
  if (outcome.ok) return { outcome: 'done', value: outcome.value };
  const { error } = failure(outcome.why);
  return { outcome: outcome.why, error: { ...error, message: outcome.message } };
}
