/** Locks a till that nobody has touched for a while. */
export interface IdleLock {
  /** Somebody is there. */
  touch(): void;
  /** How long nobody may be there, in milliseconds; 0: for ever. */
  setLimit(limitMs: number): void;
  isOver(): boolean;
  stop(): void;
}

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
}): IdleLock {
  let limitMs = 0;
  let touched = now();
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
        if (isOver()) deps.lock();
        else wait();
      },
      Math.max(leftMs(), 0),
    );
    timer.unref();
  }

  return {
    touch() {
      touched = now();
      if (timer === undefined) wait();
    },
    setLimit(next) {
      limitMs = next;
      wait();
    },
    isOver,
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
