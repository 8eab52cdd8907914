import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createRateLimit } from '../host/rate-limit.ts';

/** How long the token of the printed address can be used. */
export const tokenLifeMs = 15 * 60_000;

/** Tokens tried in vain before whoever tries more is told to wait, and how many more a minute after that. */
const freeGuesses = 10;
const guessesPerMinute = 6;

/**
 * Who may use the browser host: whoever opens the printed address first. The
 * one-time token in it buys a session secret, which lives in a cookie as long as
 * the browser does; both die with the process.
 */
export interface BrowserSession {
  /** For the printed address. */
  readonly token: string;
  /**
   * Exchanges the token for the session's secret, once; undefined for a wrong, used or expired token. The right one
   * is taken however many wrong ones were offered: guesses keep nobody out.
   */
  redeem(token: string): string | undefined;
  /** How long whoever offered a wrong token is to wait, in milliseconds; 0: not yet. */
  pauseMs(): number;
  isOpenedBy(secret: string | undefined): boolean;
}

/** @param nowMs milliseconds that never jump */
export function createBrowserSession(nowMs: () => number = () => performance.now()): BrowserSession {
  const token = randomBytes(24).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  const guesses = createRateLimit({ perSecond: guessesPerMinute / 60, burst: freeGuesses, nowMs });
  const expiresAtMs = nowMs() + tokenLifeMs;
  let redeemed = false;
  return {
    token,
    redeem(offered) {
      if (redeemed || nowMs() >= expiresAtMs || !isSame(offered, token)) {
        if (guesses.waitMs() === 0) guesses.take();
        return undefined;
      }
      redeemed = true;
      return secret;
    },
    pauseMs: () => guesses.waitMs(),
    isOpenedBy: (offered) => redeemed && offered !== undefined && isSame(offered, secret),
  };
}

/** Takes the same time wherever two texts of one length differ. */
function isSame(offered: string, expected: string): boolean {
  const left = Buffer.from(offered);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
