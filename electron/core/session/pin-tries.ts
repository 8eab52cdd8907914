import { z } from 'zod';
import type { Writer } from '../db/writer.ts';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';

/** PINs tried in vain before a pause; each further so many make it twice as long. */
const freeTries = 5;
const firstPauseMs = 60_000;
const longestPauseMs = 3_600_000;

const keptSchema = z.record(z.string(), z.object({ tries: z.number(), pausedUntilMs: z.number() }));

interface Tries {
  tries: number;
  /** By the clock that never jumps. */
  pausedUntilMs: number;
}

/**
 * How often the PIN of each cashier was tried in vain. Of each: one's own PIN gives nobody more guesses at a
 * colleague's, and a colleague's slips keep nobody out. Kept in the store before a try is weighed, so that neither a
 * restart nor a kill gives another one.
 */
export interface PinTries {
  /**
   * Counts a try before it is weighed, so that tries at the same time count like tries in a row.
   *
   * @returns how many milliseconds to wait; 0 when this one may be weighed
   */
  begin(cashier: string): Promise<number>;
  /** The PIN was right, or is another one now. */
  forget(cashier: string): Promise<void>;
}

export async function openPinTries(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly clock: () => number;
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
}): Promise<PinTries> {
  const { writer, reader, clock, monotonicMs } = deps;
  const counted = new Map<string, Tries>();
  for (const [cashier, kept] of Object.entries(
    keptSchema.catch({}).parse(await reader.getSecret('pin-tries')),
  )) {
    // The clock may have jumped meanwhile: never longer than the pause was.
    const leftMs = Math.min(Math.max(kept.pausedUntilMs - clock(), 0), pauseAfter(kept.tries));
    counted.set(cashier, { tries: kept.tries, pausedUntilMs: monotonicMs() + leftMs });
  }

  function keep(): Promise<void> {
    const aheadMs = clock() - monotonicMs();
    return writer.setSecret(
      'pin-tries',
      Object.fromEntries(
        Array.from(counted, ([cashier, { tries, pausedUntilMs }]) => [
          cashier,
          { tries, pausedUntilMs: pausedUntilMs + aheadMs },
        ]),
      ),
    );
  }

  return {
    async begin(cashier) {
      const entry = counted.get(cashier) ?? { tries: 0, pausedUntilMs: 0 };
      const waitMs = Math.ceil(entry.pausedUntilMs - monotonicMs());
      if (waitMs > 0) return waitMs;
      counted.set(cashier, entry);
      entry.tries += 1;
      entry.pausedUntilMs = monotonicMs() + pauseAfter(entry.tries);
      await keep();
      return 0;
    },
    async forget(cashier) {
      if (counted.delete(cashier)) await keep();
    },
  };
}

function pauseAfter(tries: number): number {
  if (tries < freeTries || tries % freeTries !== 0) return 0;
  return Math.min(firstPauseMs * 2 ** (tries / freeTries - 1), longestPauseMs);
}
