/**
 * Time that only ever passes: what the sync waits by. The wall clock may jump
 * by a day either way and nothing here moves.
 */
export interface Pace {
  /** Milliseconds since some moment in the past. */
  monotonicMs(): number;
  /** Resolves when the time is over or the signal says so, whichever is first. 0 lets everything else that is due run once. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const realPace: Pace = {
  monotonicMs: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      if (ms <= 0) {
        setImmediate(resolve);
        return;
      }
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    }),
};
