import { z } from 'zod';
import { uidSchema } from '../customer/model.ts';
import { roles } from './permissions.ts';

/**
 * Why somebody asked for something that is noted: chosen from this list, never
 * typed, so that no words about a customer get into the audit trail.
 *
 * - `customer-asked`: the customer stands at the till, or called
 * - `data-request`: a request under data protection law
 * - `mistake`: what is on the till is wrong
 * - `inspection`: an audit, or the data-protection officer
 */
export const auditReasons = ['customer-asked', 'data-request', 'mistake', 'inspection', 'other'] as const;
export type AuditReason = (typeof auditReasons)[number];
export const auditReasonSchema = z.enum(auditReasons);

/**
 * Whom the trail names beside cashiers; none of them is ever called that.
 *
 * - `till`: what the till does by itself, and whoever stands at one where nobody has a PIN
 * - `command line`: the headless host
 * - `configuration`: what IT has set up
 * - `unknown`: nobody has said who they are
 */
export const actorsWithoutPin: readonly string[] = ['till', 'command line', 'configuration', 'unknown'];

export const auditEntrySchema = z.object({
  sequence: z.number().int(),
  /** RFC 3339. */
  at: z.string(),
  actor: z.string(),
  /** The operation, or what the till did by itself. */
  action: z.string(),
  customerUid: z.string().nullable(),
  /** `ok` or an error code. */
  outcome: z.string(),
  reason: auditReasonSchema.nullable(),
  /** Names of the fields it changed; never their values. */
  fields: z.array(z.string()),
  /** The other customer: of a merge, or the company a department was put under. */
  otherUid: z.string().nullable(),
  /** The cashier it concerned, */
  cashier: z.string().nullable(),
  /** and what they may do from then on. */
  role: z.enum(roles).nullable(),
  /** The operation a manager let a cashier do. */
  operation: z.string().nullable(),
  /** How many customers it concerned, where none is named. */
  count: z.number().int().nullable(),
});
export type AuditEntry = z.output<typeof auditEntrySchema>;

/** What of the trail is wanted; all of it when empty. */
export const auditFilterSchema = z.strictObject({
  customerUid: uidSchema.optional(),
  actor: z.string().max(60).optional(),
  action: z.string().max(60).optional(),
  /** RFC 3339; entries from then on. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** RFC 3339; entries before then. */
  to: z.iso.datetime({ offset: true }).optional(),
  beforeSequence: z.number().int().optional(),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

/** One place of the trail: whoever has noted it elsewhere can tell later whether what came before is as it was. */
export const auditLinkSchema = z.object({
  sequence: z.number().int().min(0),
  /** SHA-256 over the entry and the hash before it, 64 hexadecimal digits. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditLink = z.output<typeof auditLinkSchema>;

/**
 * What is wrong with the trail:
 * - `edited`: the entry is not what was written, or the one before it is not
 * - `gap`: entries before this one are missing
 * - `cut`: the newest entries are missing
 * - `unsigned`: the note of where the trail begins or ends is not this till's
 * - `other-than-noted`: the entry is not the one that was noted elsewhere
 */
export const auditFaults = ['edited', 'gap', 'cut', 'unsigned', 'other-than-noted'] as const;

export const auditCheckSchema = z.object({
  entries: z.number().int(),
  /** The newest entry; to be noted outside of this till. */
  head: auditLinkSchema,
  /** Null while the trail is whole. `sequence` is where it was seen first. */
  fault: z.object({ kind: z.enum(auditFaults), sequence: z.number().int() }).nullable(),
});
export type AuditCheck = z.output<typeof auditCheckSchema>;
