import { z } from 'zod';
import { updateChannels } from '../updates/channels.ts';
import { tillErrorSchema } from './errors.ts';

/**
 * Who puts the next release on this machine: the till `itself`, or `others`: IT with the package the till came in, or
 * whoever runs the host.
 */
export const updaters = ['itself', 'others'] as const;

/**
 * - `off`: nobody wants it, or nobody said from where
 * - `idle`: it has what there is, as far as it knows
 * - `checking`, `downloading`
 * - `ready`: in place with the next start
 * - `installing`: the till is about to come back with it
 */
export const updateStates = ['off', 'idle', 'checking', 'downloading', 'ready', 'installing'] as const;

/** What keeps a release from being put in place now. */
export const updateHolds = ['typing', 'printing', 'syncing'] as const;
export type UpdateHold = (typeof updateHolds)[number];

export const updateStatusSchema = z.object({
  /** Of the program that runs. */
  version: z.string(),
  by: z.enum(updaters),
  channel: z.enum(updateChannels),
  state: z.enum(updateStates),
  /** RFC 3339: when the feed was last read and believed; null: never. */
  checkedAt: z.string().nullable(),
  /** What is fetched, or was; null when there is nothing newer. Notes are plain text. */
  release: z.object({ version: z.string(), notes: z.string(), releasedAt: z.string() }).nullable(),
  /** How much of it is here, 0 to 100; null while nothing is fetched. */
  percent: z.number().int().nullable(),
  /** Why the last try failed, or what was offered was refused; null when neither. */
  error: tillErrorSchema.nullable(),
  /** The version that can be gone back to; null when it was not kept. */
  former: z.string().nullable(),
});
export type UpdateStatus = z.output<typeof updateStatusSchema>;

const none = z.strictObject({});
const unsaved = z.strictObject({ unsaved: z.boolean() });
const status = z.object({ status: updateStatusSchema });

/** The operations about the program itself; part of `operations.ts`. */
export const updateOperations = {
  'updates.status': { input: none, output: status },
  /** Looks for a release now; what there is, is fetched behind the answer. Answers `update.not-here`, `update.off`. */
  'updates.check': { input: none, output: status },
  /**
   * Ends the till and comes back with the release that was fetched. Answers `update.not-ready`, or `update.busy` with
   * `reason` while something is being typed, printed or synced.
   */
  'updates.install': { input: none, output: status },
  /** Ends the till and comes back with the version before. Answers `update.no-former`, `update.busy`. */
  'updates.goBack': { input: none, output: status },
  /** The window says whether something is typed in it that is not saved: nothing is put in place meanwhile. */
  'updates.note': { input: unsaved, output: unsaved.strip() },
} as const;
