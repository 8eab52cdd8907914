import { z } from 'zod';

/**
 * Why a till runs in safe mode, without what it can do without (sync and printing by itself, the computer's printers,
 * the graphics card, updates, own card designs): its starts failed again and again, or somebody asked for it.
 */
export const safeModeReasons = ['failed-starts', 'asked'] as const;
export type SafeModeReason = (typeof safeModeReasons)[number];

/** What concerns the program around the core rather than the customers in it; part of `operations.ts`. */
export const hostProgramOperations = {
  /**
   * The `tillbook://` link that waits for the cashier at the till, which is nobody's then any more. A locked till
   * answers after it was unlocked; only the newest link waits, and not for long.
   */
  'links.take': {
    input: z.strictObject({}),
    output: z.object({
      link: z
        .object({ to: z.enum(['customer', 'search', 'register']), text: z.string().max(200) })
        .nullable(),
    }),
  },
  'host.status': {
    input: z.strictObject({}),
    output: z.object({
      /** Whether the till starts when somebody signs in to the computer; null where this host cannot do that. */
      autostart: z.boolean().nullable(),
      /** Whether the till has the whole screen and cannot be left; null where this host has no window of its own. */
      kiosk: z.boolean().nullable(),
      /** Null where the till runs as usual. */
      safeMode: z.enum(safeModeReasons).nullable(),
    }),
  },
  /** Out of safe mode: the data is opened again, with everything. */
  'host.startNormally': { input: z.strictObject({}), output: z.object({ restarts: z.literal(true) }) },
  /** Lets whoever is at the computer choose a backup that takes the place of the till's data; in safe mode alone. */
  'host.restoreBackup': { input: z.strictObject({}), output: z.object({ restarts: z.boolean() }) },
  /** For the account of the computer that the till runs under. */
  'host.setAutostart': {
    input: z.strictObject({ on: z.boolean() }),
    output: z.object({ autostart: z.boolean() }),
  },
  /** The window can be left and closed, until the till is started again or the setting is switched on anew. */
  'host.leaveKiosk': { input: z.strictObject({}), output: z.object({ kiosk: z.boolean() }) },
} as const;
