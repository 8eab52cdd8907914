/** Locks a till that nobody has touched for a while. */
export interface IdleLock {
  /** Somebody is there. */
  touch(): void;
  /** How long nobody may be there, in milliseconds; 0: for ever. */
  setLimit(limitMs: number): void;
  isOver(): boolean;
  /** For how long nobody was there, in milliseconds. */
  quietMs(): number;
  stop(): void;
}

/** How long before it locks itself a till says so: any key keeps it open. */
const warnMs = 30_000;

/**
 * Counts by two clocks, whichever says more: the one that never jumps stands still while the computer sleeps, and the
 * other may have been put back. Locking a little early harms nobody.
 */
export function createIdleLock(deps: {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  readonly lock: () => void;
  /** It locks in so many milliseconds; null: somebody came. */
  readonly warn: (leftMs: number | null) => void;
}): IdleLock {
  let limitMs = 0;
  let touched = now();
  let hasWarned = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function now(): { readonly wall: number; readonly steady: number } {
    return { wall: deps.clock(), steady: deps.monotonicMs() };
  }

  function leftMs(): number {
    const { wall, steady } = now();
    return limitMs - Math.max(wall - touched.wall, steady - touched.steady);
  }

  const isOver = () => limitMs > 0 && leftMs() <= 0;

  function wait(): void {
    clearTimeout(timer);
    timer = undefined;
    if (limitMs === 0) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        if (isOver()) {
          hasWarned = false;
          deps.lock();
          return;
        }
        if (!hasWarned && leftMs() <= warnMs) {
          hasWarned = true;
          deps.warn(leftMs());
        }
        wait();
      },
      Math.max(leftMs() - (hasWarned ? 0 : warnMs), 0),
    );
    timer.unref();
  }

  return {
    touch() {
      touched = now();
      if (hasWarned) {
        hasWarned = false;
        deps.warn(null);
      }
      if (timer === undefined) wait();
    },
    setLimit(next) {
      limitMs = next;
      wait();
    },
    isOver,
    quietMs: () => deps.monotonicMs() - touched.steady,
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
