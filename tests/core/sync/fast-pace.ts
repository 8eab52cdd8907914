import { realPace, type Pace } from '../../../electron/core/sync/pace.ts';

/** Time that runs a thousand times faster, so that minutes of waiting take a test milliseconds. */
export function fastPace(waits: number[] = []): Pace {
  const speed = 1000;
  return {
    monotonicMs: () => realPace.monotonicMs() * speed,
    wait: (ms, signal) => {
      waits.push(ms);
      return realPace.wait(ms / speed, signal);
    },
  };
}
