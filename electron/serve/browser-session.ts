import { randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may use the browser host: whoever opens the printed address first. The
 * one-time token in it buys a session secret, which lives in a cookie as long as
 * the browser does; both die with the process.
 */
export interface BrowserSession {
  /** For the printed address. */
  readonly token: string;
  /** Exchanges the token for the session's secret, once; undefined for a wrong or used token. */
  redeem(token: string): string | undefined;
  isOpenedBy(secret: string | undefined): boolean;
}

export function createBrowserSession(): BrowserSession {
  const token = randomBytes(24).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  let redeemed = false;
  return {
    token,
    redeem(offered) {
      if (redeemed || !isSame(offered, token)) return undefined;
      redeemed = true;
      return secret;
    },
    isOpenedBy: (offered) => redeemed && offered !== undefined && isSame(offered, secret),
  };
}

/** Takes the same time wherever two texts of one length differ. */
function isSame(offered: string, expected: string): boolean {
  const left = Buffer.from(offered);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
