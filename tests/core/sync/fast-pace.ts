import { realPace, type Pace } from '../../../electron/core/sync/pace.ts';

/**
 * Time that runs a thousand times faster, so that minutes of waiting take a test milliseconds.
 *
 * @param waits gets every wait that was asked for, in milliseconds
 */
export function fastPace(waits: number[] = [], speed = 1000): Pace {
  return {
    monotonicMs: () => realPace.monotonicMs() * speed,
    wait: (ms, signal) => {
      waits.push(ms);
      return realPace.wait(ms / speed, signal);
    },
  };
}
