import { z } from 'zod';

/** Where the pass over all customers stands; kept in the store, so that it goes on after a restart. */
export const passStateSchema = z.object({
  /** Counts the passes; pairs remember the one that found them last. */
  pass: z.number().int().positive(),
  /** Only pairs with somebody changed after this place of the change log are looked at; null: all. */
  since: z.number().int().nullable(),
  /** The newest change when the pass began: what the next one begins after. */
  upTo: z.number().int(),
  /** Place in `rounds`. */
  round: z.number().int().nonnegative(),
  /** Keys of the round up to here are done; -1 at its beginning. */
  afterKey: z.number().int(),
  /** Of the whole pass, 0 to 1. */
  progress: z.number(),
  paused: z.boolean(),
  /** Milliseconds since the epoch; null while it is not finished. */
  finishedAtMs: z.number().nullable(),
  /** When the pass before it finished. */
  finishedBeforeMs: z.number().nullable(),
});
export type PassState = z.output<typeof passStateSchema>;

/** Two customers who are probably one; the lower id first. */
export interface FoundPair {
  readonly lowId: number;
  readonly highId: number;
  /** 0 to 1. */
  readonly probability: number;
}

/** What one step of the pass found, and where it stands now. */
export interface PassStep {
  readonly state: PassState;
  readonly pairs: readonly FoundPair[];
  readonly isFinished: boolean;
}
