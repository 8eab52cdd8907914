/** How often something may happen: `burst` times at once, and `perSecond` in the long run. */
export interface RateLimit {
  /** How long until it may happen again, in milliseconds; 0: now. */
  waitMs(): number;
  /** Counts one that happens; the wait grows when there was none left. */
  take(): void;
}

/** @param options.nowMs milliseconds that never jump */
export function createRateLimit(options: {
  readonly perSecond: number;
  readonly burst: number;
  readonly nowMs?: () => number;
}): RateLimit {
  const { perSecond, burst, nowMs = () => performance.now() } = options;
  let left = burst;
  let countedAtMs = nowMs();

  function count(): void {
    const now = nowMs();
    left = Math.min(burst, left + ((now - countedAtMs) / 1000) * perSecond);
    countedAtMs = now;
  }

  return {
    waitMs() {
      count();
      return left >= 1 ? 0 : Math.ceil(((1 - left) / perSecond) * 1000);
    },
    take() {
      count();
      left = Math.max(0, left - 1);
    },
  };
}
