import type { Pace } from './pace.ts';

/** Lets a loop sleep until it is due or somebody rings; a ring while the loop works is not lost. */
export interface Bell {
  ring(): void;
  /** Resolves after that time, or at the next ring. */
  wait(ms: number): Promise<void>;
}

export function createBell(pace: Pace): Bell {
  let rung = false;
  let sleep: AbortController | undefined;
  return {
    ring() {
      rung = true;
      sleep?.abort();
    },
    async wait(ms) {
      if (!rung) {
        sleep = new AbortController();
        await pace.wait(ms, sleep.signal);
        sleep = undefined;
      }
      rung = false;
    },
  };
}
