import { z } from 'zod';
import { customerTypes, uidSchema } from '../customer/model.ts';

/**
 * Forms that are not saved yet, kept in the encrypted store so that a crash of the window, of the till or of the
 * computer loses no typing. Of each cashier their own, and for a day.
 */

/** Fields by their names in the form, as they were typed. */
const typedFields = z
  .record(z.string().max(64), z.string().max(10_000))
  .refine((fields) => Object.keys(fields).length <= 100);

export const draftSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('registration'),
    /** The id the customer will have: registered with it, the draft is over. */
    customerUid: uidSchema,
    customerType: z.enum(customerTypes),
    values: typedFields,
    consents: z.record(uidSchema, z.boolean()),
    printCard: z.boolean(),
    /** The card the customer was given; `takeOver` when its code was somebody else's. */
    scanned: z.strictObject({ code: z.string().max(10_000), takeOver: z.boolean() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('change'),
    /** Whose fields are being changed. */
    customerUid: uidSchema,
    /** Changed fields alone. */
    values: typedFields,
  }),
]);
export type Draft = z.output<typeof draftSchema>;

const keptDraftSchema = z.object({
  draft: draftSchema,
  /** Whom it is about, as lists show them; of a registration as far as it was typed, null before there is a name. */
  displayName: z.string().nullable(),
  /** RFC 3339. */
  savedAt: z.string(),
});
export type KeptDraft = z.output<typeof keptDraftSchema>;

/** A draft as a person is handed it: all of it, also what only another version of the till can show. */
export const exportedDraftSchema = z.object({
  draft: z.unknown(),
  /** RFC 3339. */
  savedAt: z.string(),
});
export type ExportedDraft = z.output<typeof exportedDraftSchema>;

/** How long a draft is kept. */
export const draftHours = 24;
/** How many drafts of one cashier are kept; the oldest go. */
export const draftsKept = 20;

/** The operations on drafts; part of `operations.ts`. All are about drafts of the cashier at the till. */
export const draftOperations = {
  /**
   * Keeps a form as it is now in the place of what was kept of it before. One that is over (the customer is
   * registered, or gone) is not kept.
   */
  'drafts.keep': {
    input: z.strictObject({ draft: draftSchema }),
    output: z.object({ kept: z.boolean() }),
  },
  /** Newest first. */
  'drafts.list': { input: z.strictObject({}), output: z.object({ drafts: z.array(keptDraftSchema) }) },
  /** The form was given up. */
  'drafts.discard': {
    input: z.strictObject({ customerUid: uidSchema }),
    output: z.object({ kept: z.literal(false) }),
  },
} as const;
