import type { Pace } from '../../electron/core/sync/pace.ts';
import { fastPace } from '../core/sync/fast-pace.ts';

/** A fleet's time: everybody's clock and every wait run so many times faster than the real ones. */
export interface FleetClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly pace: Pace;
}

/** The same in every process that is given the same start, in real milliseconds since the epoch. */
export function createFleetClock(startMs: number, speed: number): FleetClock {
  return {
    now: () => startMs + (Date.now() - startMs) * speed,
    pace: fastPace([], speed),
  };
}
