import { z } from 'zod';

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
    }),
  },
  /** For the account of the computer that the till runs under. */
  'host.setAutostart': {
    input: z.strictObject({ on: z.boolean() }),
    output: z.object({ autostart: z.boolean() }),
  },
  /** The window can be left and closed, until the till is started again or the setting is switched on anew. */
  'host.leaveKiosk': { input: z.strictObject({}), output: z.object({ kiosk: z.boolean() }) },
} as const;
