import { z } from 'zod';

/** How long data stays on a till. */
export const retentionSchema = z.strictObject({
  /**
   * Days without the customer service after which a till wipes the customers it holds a copy of; null: never.
   * Changes that are not sent are kept, with their customers.
   */
  offlineDays: z.number().int().min(7).max(730).nullable(),
  /** Days an entry of the audit trail is kept. */
  auditDays: z.number().int().min(90).max(3660),
});
export type Retention = z.output<typeof retentionSchema>;

/** How long before the wipe people are warned. */
export const warnDaysBefore = 5;

export const retentionStatusSchema = z.object({
  /** RFC 3339: when the service was last reached; null on a till without one. */
  lastContactAt: z.string().nullable(),
  /** RFC 3339: when the customers of this till are wiped unless the service is reached; null: never. */
  wipesAt: z.string().nullable(),
  /** That is near: people are to be told. */
  isNear: z.boolean(),
  /** RFC 3339: when that was done, since the service was last reached; null when it was not. */
  wipedAt: z.string().nullable(),
  /** Changes that are not sent; they and their customers are kept. */
  unsent: z.number().int(),
});
export type RetentionStatus = z.output<typeof retentionStatusSchema>;

/** A yes or no to one use of a customer's data, as this till saw it become so. */
export const consentChangeSchema = z.object({
  /** RFC 3339. */
  at: z.string(),
  consentUid: z.string(),
  name: z.string(),
  /** What was said; null when the consent is no longer kept by the service. */
  status: z.boolean().nullable(),
  /** Where it was asked for: the wording's version, time and cashier of a till. */
  source: z.string(),
  /** The cashier who changed it; null when the change came from the customer service. */
  by: z.string().nullable(),
});
export type ConsentChange = z.output<typeof consentChangeSchema>;
