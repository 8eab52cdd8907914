import { fail, type TillError } from '#shared/contract/errors';
import { backoffMs } from '#shared/sync/backoff';
import type { ServiceFailureOutcome } from '../services/customer-service.ts';
import type { Pace } from './pace.ts';

/** What came of a call, as far as the service as a whole is concerned. */
export type CallOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: ServiceFailureOutcome; readonly error: TillError };

/** Whether the service may be asked anything now; shared by push and pull. */
export interface ServiceGate {
  /** Milliseconds until the next request is due; 0 when it may go at once. */
  waitMs(): number;
  /** Learns from every answer. */
  note(answer: CallOutcome): void;
  /** A person wants it now: waits are over, except the one the service asked for. */
  reset(): void;
  readonly reach: 'not-tried' | 'online' | 'offline' | 'attention';
  /** Why it is to be left alone, while it is. */
  readonly waitReason: 'offline' | 'rate-limit' | 'sign-in';
  /** Why the service was out of reach last; null once it answers again. */
  readonly lastError: TillError | null;
}

const unreachable = fail('service.unreachable').error;
/** A service that asks for no pause at all gets a breath. */
const minPauseMs = 100;

export function createServiceGate(pace: Pace, random: () => number): ServiceGate {
  let failures = 0;
  let pausedUntilMs = 0;
  /** The service itself asked to be left alone until then. */
  let askedUntilMs = 0;
  let reach: ServiceGate['reach'] = 'not-tried';
  let lastError: TillError | null = null;

  function pause(state: ServiceGate['reach'], error: TillError): void {
    reach = state;
    lastError = error;
    // Requests that were under way together fail together: that is one failure.
    if (pace.monotonicMs() < pausedUntilMs) return;
    failures += 1;
    pausedUntilMs = pace.monotonicMs() + backoffMs(failures, random);
  }

  return {
    waitMs: () => Math.max(0, Math.max(pausedUntilMs, askedUntilMs) - pace.monotonicMs()),

    note(answer) {
      switch (answer.outcome) {
        case 'unauthorized':
          pause('attention', answer.error);
          return;
        case 'rate-limited': {
          lastError = answer.error;
          const { retryAfterMs } = answer.error;
          if (retryAfterMs === undefined) pause('online', answer.error);
          else askedUntilMs = Math.max(askedUntilMs, pace.monotonicMs() + Math.max(minPauseMs, retryAfterMs));
          return;
        }
        case 'failed':
        case 'unreachable':
          pause('offline', answer.error);
          return;
        case 'unknown':
          // What is unknown is the mutation's outcome; that the service cannot be reached well is known.
          pause('offline', answer.error.code === 'service.failed' ? answer.error : unreachable);
          return;
        default:
          failures = 0;
          pausedUntilMs = 0;
          reach = 'online';
          lastError = null;
      }
    },

    reset() {
      failures = 0;
      pausedUntilMs = 0;
    },

    get waitReason() {
      if (reach === 'attention') return 'sign-in';
      return lastError?.code === 'service.rate-limited' ? 'rate-limit' : 'offline';
    },
    get reach() {
      return reach;
    },
    get lastError() {
      return lastError;
    },
  };
}
