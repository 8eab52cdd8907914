import type { ErrorReason } from '#shared/contract/error-reasons';
import type { ServiceAnswer } from './customer-service.ts';
import type { TokenSource } from './token-source.ts';

/** A token as it was issued. */
export interface IssuedToken {
  readonly value: string;
  /** Milliseconds from when it was asked for; infinite when the issuer did not say: it is used until it is refused. */
  readonly lifeMs: number;
}

/** So long before its end a token is renewed: longer than any request it signs takes. */
const renewAheadMs = 60_000;
/** Of a short life, this share is used. */
const usedShare = 0.8;

interface HeldToken {
  readonly value: string;
  readonly renewFromMs: number;
  readonly expiresMs: number;
}

/**
 * Tokens that end and are asked for anew: one renewal at a time, however many
 * requests wait for it; ahead of the end, and if that fails, the old token serves
 * on until its end.
 */
export function createRenewingSource(options: {
  readonly refusedReason: ErrorReason;
  /** Gets a new token. @param refused the token before was refused, so none that was kept is of use */
  readonly ask: (refused: boolean) => Promise<ServiceAnswer<IssuedToken>>;
  /** Milliseconds of a clock that never jumps: the life of a token is counted on it. */
  readonly monotonicMs?: (() => number) | undefined;
}): TokenSource {
  const { refusedReason, ask } = options;
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  let token: HeldToken | undefined;
  let renewal: Promise<ServiceAnswer<string>> | undefined;
  let isRefused = false;

  async function replace(): Promise<ServiceAnswer<string>> {
    const askedAtMs = monotonicMs();
    const answer = await ask(isRefused);
    if (answer.outcome !== 'done') return answer;
    const { value, lifeMs } = answer.value;
    isRefused = false;
    token = {
      value,
      renewFromMs: askedAtMs + Math.max(lifeMs - renewAheadMs, lifeMs * usedShare),
      expiresMs: askedAtMs + lifeMs,
    };
    return { outcome: 'done', value };
  }

  function renewOnce(): Promise<ServiceAnswer<string>> {
    renewal ??= replace().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  return {
    refusedReason,
    async current() {
      const held = token;
      if (held !== undefined && monotonicMs() < held.renewFromMs)
        return { outcome: 'done', value: held.value };
      const renewed = await renewOnce();
      const serves = renewed.outcome !== 'unauthorized' && held !== undefined && held === token;
      return renewed.outcome !== 'done' && serves && monotonicMs() < held.expiresMs
        ? { outcome: 'done', value: held.value }
        : renewed;
    },
    renew(refused) {
      // Another request has renewed it in the meantime.
      if (token !== undefined && token.value !== refused)
        return Promise.resolve({ outcome: 'done', value: token.value });
      token = undefined;
      isRefused = true;
      return renewOnce();
    },
    discard(refused) {
      if (token?.value !== refused) return;
      token = undefined;
      isRefused = true;
    },
  };
}
