import { z } from 'zod';
import { cardDesignSchema, designIds, symbologies, type CardDesign } from '../cards/card-design.ts';
import {
  customerChangesSchema,
  customerDraftSchema,
  customerSchema,
  customerTypes,
  extensionCodes,
  uidSchema,
} from '../customer/model.ts';
import {
  actorsWithoutPin,
  auditCheckSchema,
  auditEntrySchema,
  auditFilterSchema,
  auditLinkSchema,
  auditReasonSchema,
} from './audit.ts';
import { draftOperations, exportedDraftSchema } from './drafts.ts';
import { healthOperations } from '../health/health.ts';
import { languages } from './languages.ts';
import { consentChangeSchema, retentionStatusSchema } from './retention.ts';
import {
  codeMeaningSchema,
  conflictSchema,
  connectionSchema,
  coverageSchema,
  draftCheckSchema,
  duplicatePairSchema,
  duplicateSchema,
  duplicateStatusSchema,
  historyEntrySchema,
  hitSchema,
  knownStoreSchema,
  mutationSchema,
  mutationStates,
  replacedCodeSchema,
  sessionSchema,
  settingsSchema,
  syncStates,
  syncStatusSchema,
} from './values.ts';
import { tillErrorSchema, type Result } from './errors.ts';
import { operationNames, type OperationName } from './operation-names.ts';
import { roles } from './permissions.ts';
import { handOverOperations } from './hand-over.ts';
import { hostProgramOperations } from './host-program.ts';
import { printingOperations } from './printing-operations.ts';
import { provisioningOperations } from './provisioning.ts';
import { safekeepingOperations } from './safekeeping.ts';
import { updateOperations, type UpdateStatus } from './updates.ts';
import { signInSchema } from './sign-in.ts';

/**
 * The contract: every operation a host can ask of the core, with the schema of
 * its request and of its answer. Bridges, command line and handlers are typed
 * from this one table; an operation exists nowhere else.
 */

const none = z.strictObject({});
const one = z.strictObject({ customerUid: uidSchema });
const mutationId = uidSchema;
const cashierName = z.string().trim().min(1).max(60);
/** Read on the lock screen and in the audit trail: letters, and none that hides or turns others around. */
const newCashierName = cashierName
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’-]*$/u)
  .refine((name) => !actorsWithoutPin.includes(name.toLowerCase()));
const newPin = z.string().regex(/^\d{4,12}$/);

/** A change is accepted: durable on this till, on its way to the service. */
const accepted = z.object({ mutationId, state: z.enum(syncStates) });

const searchInput = z.strictObject({
  query: z.string().max(100_000),
  types: z.array(z.enum(customerTypes)).optional(),
  /** Only customers of this store (`defaultStore.storeUid`). */
  storeUid: uidSchema.optional(),
  /** Only customers in this group (one of `customerGroupUids`). */
  customerGroupUid: uidSchema.optional(),
  /** Only departments of this company. */
  customerParentUid: uidSchema.optional(),
  /** Where to look; both when absent. `CustomerSearchScopeENUM`. */
  scope: z.array(z.enum(['CUSTOMER', 'CONTACT'])).optional(),
  /** Only what equals the words typed, after folding; no typing errors, no prefixes. */
  exactMatch: z.boolean().optional(),
  limit: z.number().int().min(1).max(20).optional(),
});

/** Checked by its handler, which answers with words about the design rather than about the request. */
const uncheckedDesign = z.custom<CardDesign>((value) => typeof value === 'object' && value !== null);

const extensionInput = z.strictObject({
  customerUid: uidSchema,
  extensionCode: z.enum(extensionCodes),
  /** The till's own store when absent. */
  storeUid: uidSchema.optional(),
});

/** Everything this till knows of one customer. */
const customerDetails = z.object({
  customer: customerSchema,
  state: z.enum(syncStates),
  mutations: z.array(mutationSchema),
  conflicts: z.array(conflictSchema),
  /** Set when the customer asked for was merged into this one. */
  mergedFrom: uidSchema.optional(),
  parent: z.object({ customerUid: uidSchema, displayName: z.string() }).optional(),
  /** Departments of a company (customers whose parent this is), at most 100. */
  departments: z.array(z.object({ customerUid: uidSchema, displayName: z.string() })),
});

/** Two customers that became one, as both were before. */
const mergeBefore = z.object({
  mutationId,
  actor: z.string(),
  /** RFC 3339. */
  mergedAt: z.string(),
  stays: customerSchema,
  goes: customerSchema,
});

export const operations = {
  /**
   * With nothing typed: the newest of the customers the filters let through; nobody without filters.
   * A search that has not begun when the same caller asks the next one is dropped: it
   * answers `search.overtaken`.
   */
  'customers.search': {
    input: searchInput.extend({
      /** Names one search box of one window. Searches without it are never dropped. */
      caller: z.string().min(1).max(64).optional(),
      /** 20 when absent. */
      limit: z.number().int().min(1).max(200).optional(),
      /** With nothing typed: how many of the newest to leave out. */
      offset: z.number().int().min(0).max(100_000).optional(),
    }),
    output: z.object({
      hits: z.array(hitSchema),
      /** Whether there are others, behind these. */
      more: z.boolean(),
      coverage: coverageSchema,
    }),
  },
  /** What `customers.search` can filter by: what customers of this till have, most customers first, 500 of a kind at most. */
  'customers.filters': {
    input: none,
    output: z.object({
      types: z.array(z.object({ type: z.enum(customerTypes), count: z.number().int() })),
      stores: z.array(knownStoreSchema.extend({ count: z.number().int() })),
      groups: z.array(z.object({ customerGroupUid: z.string(), count: z.number().int() })),
    }),
  },
  /** Makes the search index anew from the customers, in the background; `customers.search` goes on meanwhile. */
  'lookup.rebuild': {
    input: none,
    output: z.object({ done: z.number().int(), total: z.number().int() }),
  },
  /** Opened last on this till, newest first. */
  'customers.recent': {
    input: z.strictObject({ limit: z.number().int().min(1).max(20).optional() }),
    output: z.object({ hits: z.array(hitSchema), coverage: coverageSchema }),
  },
  'customers.get': { input: one, output: customerDetails },
  /** Asks the service for one customer, and takes in what it says: for one this till does not have yet, or has as it was. */
  'customers.fetch': { input: one, output: customerDetails },
  /** Asks the service: credit is only true now. */
  'customers.storeDetails': {
    input: one.extend({ storeUid: uidSchema.optional() }),
    output: z.object({
      customer: customerSchema,
      /** Amounts in hundredths of the tenant's currency. */
      credit: z.object({
        approved: z.boolean(),
        limit: z.number(),
        balance: z.number(),
        remaining: z.number(),
        maxSingleOrderValue: z.number(),
        declineReason: z.string(),
      }),
    }),
  },
  'customers.check': { input: z.strictObject({ draft: customerDraftSchema }), output: draftCheckSchema },
  'customers.duplicates': {
    input: z.strictObject({
      draft: customerDraftSchema.partial(),
      limit: z.number().int().min(1).max(20).optional(),
    }),
    output: z.object({ candidates: z.array(duplicateSchema) }),
  },
  'customers.create': {
    input: z.strictObject({
      customer: customerDraftSchema,
      /** A person says that a loyalty id which was somebody else's is to be this customer's. */
      takeOverCode: z.boolean().optional(),
      /** Print the membership card too. */
      card: z.boolean().optional(),
      printer: z.string().max(128).optional(),
    }),
    output: accepted.extend({ customer: customerSchema, printJobId: z.string().optional() }),
  },
  'customers.update': {
    input: z.strictObject({ customerUid: uidSchema, changes: customerChangesSchema }),
    /** `mutationId` is null when the changes changed nothing. */
    output: accepted.extend({ mutationId: mutationId.nullable(), customer: customerSchema }),
  },
  'customers.delete': { input: one.extend({ reason: auditReasonSchema.optional() }), output: accepted },
  /**
   * Takes everything of a person out of this till here and now, customers merged into it as well; the service is
   * told to delete them as soon as it is reached. Cannot be given up.
   */
  'customers.erase': {
    input: one.extend({ reason: auditReasonSchema }),
    output: z.object({
      /** The customers that are gone. */
      erased: z.array(uidSchema),
      /** Those the service has still to be told of. */
      waiting: z.number().int(),
    }),
  },
  /** Every yes and no of a customer that this till has seen, newest first. */
  'customers.consents': { input: one, output: z.object({ changes: z.array(consentChangeSchema) }) },
  'customers.merge': {
    input: z.strictObject({
      customerUid: uidSchema,
      mergeFromCustomerUid: uidSchema,
      /** Fields of the customer that goes which the one that stays is to have; a change that follows the merge. */
      take: z.array(customerChangesSchema.keyof()).max(50).optional(),
    }),
    output: accepted,
  },
  /** Customers that were merged into this one by this till, as both were before; newest first. */
  'customers.merges': {
    input: one,
    output: z.object({
      merges: z.array(mergeBefore),
    }),
  },
  /** What this till did with a customer and those merged into it, newest first. */
  'customers.history': {
    input: one.extend({
      beforeSequence: z.number().int().optional(),
      limit: z.number().int().min(1).max(200).optional(),
      /** Also who opened the customer and when. */
      withLooks: z.boolean().optional(),
    }),
    output: z.object({ entries: z.array(historyEntrySchema), hasMore: z.boolean() }),
  },
  'customers.addExtension': { input: extensionInput, output: accepted },
  'customers.removeExtension': { input: extensionInput, output: accepted },
  /** Asks the service's own search: for customers this till does not have yet. */
  'customers.searchService': {
    input: searchInput,
    output: z.object({ hits: z.array(hitSchema), totalCount: z.number().int() }),
  },
  /** Asks the registry behind the service (companies, persons): nobody's customer yet. */
  'customers.searchExternal': {
    input: z.strictObject({ query: z.string().min(1).max(200) }),
    output: z.object({ items: z.array(customerSchema) }),
  },
  /** GDPR export: what the service holds and what this till holds, as a JSON document. */
  'customers.export': {
    input: one.extend({
      /** Leave the service out: it is out of reach, or has handed its part out already. */
      withoutService: z.boolean().optional(),
      reason: auditReasonSchema.optional(),
    }),
    output: z.object({
      fileName: z.string(),
      export: z.object({
        exportedAt: z.string(),
        /** Null where the service hands nothing out. */
        service: z.unknown(),
        thisTill: z.object({
          customer: customerSchema,
          waiting: z.array(mutationSchema),
          cards: z.array(z.unknown()),
          codes: z.array(replacedCodeSchema),
          merges: z.array(mergeBefore),
          conflicts: z.array(conflictSchema),
          consents: z.array(consentChangeSchema),
          drafts: z.array(exportedDraftSchema),
          audit: z.array(auditEntrySchema),
        }),
      }),
    }),
  },

  'cards.render': {
    input: z.strictObject({
      customerUid: uidSchema,
      format: z.enum(['pdf', 'png', 'svg', 'escpos', 'zpl']),
      /** The one for the format when absent: a receipt for ESC/POS, a label for ZPL, a card for the others. */
      designId: z.enum(designIds).optional(),
    }),
    output: z.object({
      fileName: z.string(),
      mediaType: z.string(),
      base64: z.string(),
      /** What the loyalty id is printed as: another than the design's where it does not fit that. */
      symbology: z.enum(symbologies),
    }),
  },
  /** Every design there is: the shop's own where it has one. */
  'cards.designs': {
    input: none,
    output: z.object({ designs: z.array(z.object({ design: cardDesignSchema, isOwn: z.boolean() })) }),
  },
  /** Keeps a design as the shop's own. Answers `card.design-invalid` with the issues of its fields. */
  'cards.saveDesign': {
    input: z.strictObject({ design: uncheckedDesign }),
    output: z.object({ design: cardDesignSchema }),
  },
  /** Back to the design as it is shipped. */
  'cards.resetDesign': {
    input: z.strictObject({ designId: z.enum(designIds) }),
    output: z.object({ design: cardDesignSchema }),
  },
  /** The card of a made-up customer; saves nothing. Answers `card.design-invalid` with the issues of its fields. */
  'cards.previewDesign': {
    input: z.strictObject({ design: uncheckedDesign }),
    output: z.object({ svg: z.string(), symbology: z.enum(symbologies) }),
  },
  ...printingOperations,

  /** Whose the scanned code is, by exact values only: nothing that is merely alike. */
  'codes.find': { input: z.strictObject({ code: z.string().max(10_000) }), output: codeMeaningSchema },
  /**
   * The code becomes the customer's loyalty id; the former one is remembered as replaced. Answers
   * `code.taken` while it is somebody else's, `code.replaced` when it was, unless that is said to be all right.
   */
  'codes.attach': {
    input: z.strictObject({
      customerUid: uidSchema,
      code: z.string().max(10_000),
      /** A person says that a code which was somebody else's is to be this customer's. */
      takeOver: z.boolean().optional(),
    }),
    /** `mutationId` is null when the customer has this code already. `replaced` is the former loyalty id. */
    output: accepted.extend({
      mutationId: mutationId.nullable(),
      customer: customerSchema,
      replaced: z.string().nullable(),
    }),
  },
  /**
   * The card is lost: the customer gets a new loyalty id, the former one is remembered as replaced, and the new
   * card is ordered with it unless `print` is false. All of it or nothing.
   */
  'codes.replace': {
    input: one.extend({ print: z.boolean().optional(), printer: z.string().max(128).optional() }),
    output: accepted.extend({
      customer: customerSchema,
      replaced: z.string().nullable(),
      printJobId: z.string().optional(),
    }),
  },
  /** Codes that were on the customer's cards before, newest first. */
  'codes.history': { input: one, output: z.object({ codes: z.array(replacedCodeSchema) }) },

  'connection.get': { input: none, output: z.object({ connection: connectionSchema.nullable() }) },
  /**
   * Tries the sign-in first, by one look at the service's list. What a refusal says is the answer then, and nothing
   * is saved; a service that is out of reach does not keep a till from being set up.
   */
  'connection.set': {
    input: z.strictObject({
      connection: connectionSchema,
      secret: signInSchema,
    }),
    output: z.object({
      connection: connectionSchema,
      /** Why the sign-in could not be tried, so that the connection is saved as it is; null when the service took it. */
      untried: tillErrorSchema.nullable(),
      /** How far this till's clock is ahead of the service's, in milliseconds; negative: behind. Null while it is about right. */
      clockAheadMs: z.number().nullable(),
      /** Shops of the tenant that its customers were seen to belong to; no service lists them all. */
      stores: z.array(knownStoreSchema),
    }),
  },
  /** Which shop and which till of it this is. The sign-in stays as it is. */
  'connection.setPlace': {
    input: connectionSchema.pick({ store: true, till: true }).strict(),
    output: z.object({ connection: connectionSchema }),
  },
  'sync.status': { input: none, output: z.object({ status: syncStatusSchema }) },
  /**
   * A round of push and pull now. A host that syncs in the background answers at
   * once; a one-shot command answers when the round is over.
   */
  'sync.now': { input: none, output: z.object({ status: syncStatusSchema }) },
  /**
   * Customers the service no longer lists, held back because they are too many at
   * once to be right; those with a waiting change of this till are not among them.
   */
  'sync.heldBack': {
    input: z.strictObject({
      offset: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(100).optional(),
    }),
    output: z.object({
      customers: z.array(hitSchema.omit({ matched: true })),
      total: z.number().int(),
      /** Customers of the service on this till. */
      known: z.number().int(),
      /** RFC 3339: when the pull that missed them ended; null when none is held back. */
      heldBackAt: z.string().nullable(),
    }),
  },
  /**
   * A person says that these are gone: each is deleted here once the service has
   * confirmed it by its own answer. Larger lists are handed in by parts.
   */
  'sync.approveDeletions': {
    input: z.strictObject({ customerUids: z.array(uidSchema).min(1).max(100) }),
    output: z.object({
      deleted: z.array(uidSchema),
      /** The service has them after all. */
      stillThere: z.array(uidSchema),
      /** Not held back, or a change of this till waits: left alone. */
      leftAlone: z.array(uidSchema),
      /** Why the service could not be asked about the others; null when it could. */
      stoppedBy: tillErrorSchema.nullable(),
      /** Held back still. */
      total: z.number().int(),
    }),
  },
  /** What needs a person first, then what is on its way, then what waits; oldest first within each. */
  'outbox.list': {
    input: z.strictObject({
      states: z.array(z.enum(mutationStates)).optional(),
      offset: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(500).optional(),
    }),
    output: z.object({
      mutations: z.array(mutationSchema),
      total: z.number().int(),
      /** Of all that is not settled, whatever `states` asks for. */
      counts: z.record(z.enum(mutationStates), z.number().int()),
    }),
  },
  'outbox.get': {
    input: z.strictObject({ mutationId }),
    output: z.object({
      mutation: mutationSchema,
      /** What it carries: the draft of a create, the changed fields of an update. */
      payload: z.record(z.string(), z.unknown()),
      /** What those fields were before it. */
      before: z.record(z.string(), z.unknown()),
      /** What would be given up with it: changes of a customer whose create it is. */
      goesWithIt: z.array(mutationSchema),
    }),
  },
  /**
   * Corrects a create or an update that waits or was refused, and sends it again.
   * Answers `customer.invalid` with the issues of its fields, as `customers.update` does.
   */
  'outbox.edit': {
    input: z.strictObject({
      mutationId,
      changes: customerChangesSchema,
      /** Fields that a registration is not to have; of an update, those to leave alone: the customer keeps what it had. */
      leaveOut: z.array(z.string()).max(50).optional(),
    }),
    output: z.object({ mutation: mutationSchema }),
  },
  'outbox.retry': { input: z.strictObject({ mutationId }), output: z.object({ mutation: mutationSchema }) },
  /** Tries everything again that the service refused, except cards. */
  'outbox.retryAll': { input: none, output: z.object({ retried: z.number().int() }) },
  /** Gives a change up for good; answers what was given up. */
  'outbox.discard': {
    input: z.strictObject({ mutationId }),
    output: z.object({ discarded: z.array(mutationSchema), payloads: z.array(z.unknown()) }),
  },
  'conflicts.list': {
    input: z.strictObject({ customerUid: uidSchema.optional() }),
    output: z.object({ conflicts: z.array(conflictSchema) }),
  },
  'conflicts.resolve': {
    input: z.strictObject({
      conflictId: z.string(),
      resolution: z.union([
        z.strictObject({ take: z.enum(['ours', 'theirs']) }),
        z.strictObject({ take: z.literal('typed'), value: z.unknown() }),
      ]),
    }),
    output: z.object({ customer: customerSchema }),
  },

  /** Customers of the base who are probably one, likeliest first, as they are today. */
  'duplicates.list': {
    input: z.strictObject({
      limit: z.number().int().min(1).max(50).optional(),
      /** `next` of the answer before. */
      after: z.string().max(100).optional(),
    }),
    output: z.object({
      pairs: z.array(duplicatePairSchema),
      /** Pairs nobody has decided on. */
      total: z.number().int(),
      /** Null when there are no more. */
      next: z.string().nullable(),
    }),
  },
  /**
   * Starts, or goes on with, the search for duplicates over all customers, or leaves
   * it where it is. A host that works in the background answers at once; a one-shot
   * command answers when the search is over.
   */
  'duplicates.find': {
    input: z.strictObject({ action: z.enum(['start', 'pause']) }),
    output: z.object({ status: duplicateStatusSchema }),
  },
  'duplicates.status': { input: none, output: z.object({ status: duplicateStatusSchema }) },
  /** A person says that these are two; they are not shown as duplicates again. */
  'duplicates.dismiss': {
    input: z.strictObject({ customerUid: uidSchema, otherUid: uidSchema }),
    output: z.object({ status: duplicateStatusSchema }),
  },

  ...handOverOperations,
  ...safekeepingOperations,
  ...healthOperations,
  ...hostProgramOperations,
  ...draftOperations,
  ...updateOperations,

  ...provisioningOperations,

  'settings.get': { input: none, output: z.object({ settings: settingsSchema }) },
  'settings.set': {
    input: z.strictObject({ changes: settingsSchema.partial() }),
    output: z.object({ settings: settingsSchema }),
  },
  /** Newest first. */
  'audit.list': {
    input: auditFilterSchema.extend({ limit: z.number().int().min(1).max(500).optional() }),
    output: z.object({ entries: z.array(auditEntrySchema) }),
  },
  /** What `audit.list` can be filtered by: whom and what the trail has. */
  'audit.filters': {
    input: none,
    output: z.object({ actors: z.array(z.string()), actions: z.array(z.string()) }),
  },
  /** Whether the trail is as it was written; with `noted`, also whether it is the one of which that was noted. */
  'audit.verify': {
    input: z.strictObject({ noted: auditLinkSchema.optional() }),
    output: auditCheckSchema,
  },
  /** The trail as a file, oldest first, some ten thousand entries at a time. */
  'audit.export': {
    input: auditFilterSchema.omit({ beforeSequence: true }).extend({
      format: z.enum(['json-lines', 'csv']),
      reason: auditReasonSchema.optional(),
      /** `next` of the part before. */
      afterSequence: z.number().int().min(0).optional(),
    }),
    output: z.object({
      fileName: z.string(),
      text: z.string(),
      /** Null when there are no more. */
      next: z.number().int().nullable(),
    }),
  },
  /** How long this till has been without its service, and what that leads to. */
  'privacy.status': { input: none, output: z.object({ retention: retentionStatusSchema }) },
  /** What IT needs to see why a till does not do as it should, as one ZIP file without anything of a customer. */
  'diagnostics.collect': {
    input: none,
    output: z.object({ fileName: z.string(), base64: z.string() }),
  },
  'session.status': { input: none, output: z.object({ session: sessionSchema }) },
  /**
   * Opens a locked till, or puts another cashier at an open one; changes nothing where nobody has a PIN. Answers
   * `session.wrong-pin` or `session.too-many`; `session.choose-pin` when the PIN is a code for the first time, which
   * opens the till together with a PIN of the cashier's own.
   */
  'session.unlock': {
    input: z.strictObject({ cashier: cashierName, pin: z.string().max(12), newPin: newPin.optional() }),
    output: z.object({ session: sessionSchema }),
  },
  'session.lock': { input: none, output: z.object({ session: sessionSchema }) },
  /** Somebody is at the till: it is not idle. */
  'session.touch': { input: none, output: z.object({ session: sessionSchema }) },
  /**
   * A manager puts in their PIN for the cashier at the till, who may do this one thing once, within a minute; with
   * this input alone where it is given.
   * Answers `session.wrong-pin`, `session.too-many`, or `session.not-allowed` when that cashier may not do it either.
   */
  'session.lend': {
    input: z.strictObject({
      operation: z.enum(operationNames),
      input: z.unknown().optional(),
      cashier: cashierName,
      pin: z.string().max(12),
    }),
    output: z.object({ session: sessionSchema }),
  },
  /** The PIN of the cashier at the till, who knows the one they have. */
  'session.changePin': {
    input: z.strictObject({ formerPin: z.string().max(12), pin: newPin }),
    output: z.object({ session: sessionSchema }),
  },
  /** What the cashier at the till reads from now on, here; null: what the till is set to. */
  'session.setLanguage': {
    input: z.strictObject({ language: z.enum(languages).nullable() }),
    output: z.object({ session: sessionSchema }),
  },

  /** The first cashier of a till is at it from then on, and has to be a manager. */
  'cashiers.add': {
    input: z.strictObject({ cashier: newCashierName, pin: newPin, role: z.enum(roles) }),
    output: z.object({ session: sessionSchema }),
  },
  /** Another cashier's PIN, forgotten; one's own is changed by `session.changePin`. */
  'cashiers.resetPin': {
    input: z.strictObject({ cashier: cashierName, pin: newPin }),
    output: z.object({ session: sessionSchema }),
  },
  /** Answers `cashier.last-manager` when no manager would be left. */
  'cashiers.setRole': {
    input: z.strictObject({ cashier: cashierName, role: z.enum(roles) }),
    output: z.object({ session: sessionSchema }),
  },
  /**
   * Answers `cashier.last-manager` when cashiers would be left without a manager. The last cashier of all may go:
   * the till has no PINs then, and is everybody's.
   */
  'cashiers.remove': {
    input: z.strictObject({ cashier: cashierName }),
    output: z.object({ session: sessionSchema }),
  },
} as const satisfies Record<OperationName, { input: z.ZodType; output: z.ZodType }>;

/** What a caller hands in. */
export type OperationInput<Name extends OperationName> = z.input<(typeof operations)[Name]['input']>;
/** What a handler receives, checked. */
export type OperationRequest<Name extends OperationName> = z.output<(typeof operations)[Name]['input']>;
export type OperationOutput<Name extends OperationName> = z.output<(typeof operations)[Name]['output']>;
export type OperationAnswer<Name extends OperationName> = Result<OperationOutput<Name>>;

/** The handlers of one family of operations, or of all. */
export type Handlers<Names extends OperationName = OperationName> = {
  [Name in Names]: (request: OperationRequest<Name>) => Promise<OperationAnswer<Name>>;
};

/** What the core tells its hosts without being asked. */
export type TillEvent =
  | { readonly type: 'sync'; readonly status: z.output<typeof syncStatusSchema> }
  /** Customers changed on this till; absent uids mean "many". */
  | { readonly type: 'customers'; readonly customerUids?: readonly string[] }
  | { readonly type: 'session'; readonly session: z.output<typeof sessionSchema> }
  /** Nobody touches the till, which locks itself in so many milliseconds; null: somebody did. */
  | { readonly type: 'locking'; readonly inMs: number | null }
  | { readonly type: 'settings'; readonly settings: z.output<typeof settingsSchema> }
  | { readonly type: 'print-jobs' }
  /** Somebody came to the counter, or is not at it any more. */
  | { readonly type: 'counter' }
  /** A `tillbook://` link waits (`links.take`). */
  | { readonly type: 'updates'; readonly status: UpdateStatus }
  | { readonly type: 'link' }
  | { readonly type: 'duplicates'; readonly status: z.output<typeof duplicateStatusSchema> };

/** The largest request a bridge takes, in bytes of JSON. */
export const maxRequestBytes = 1_000_000;
