import { z } from 'zod';
import { isCountryCode } from '../customer/country.ts';
import { holdingsSchema } from '../customer/holdings.ts';
import { customerTypes, uidSchema } from '../customer/model.ts';
import { statusSettingsSchema } from '../health/status-settings.ts';
import { scanEnds, scannerLayouts } from '../scanning/scanner-profile.ts';
import { fieldIssueSchema, tillErrorSchema } from './errors.ts';
import { languages } from './languages.ts';
import { logLevels } from './log-levels.ts';
import { handOverSettingsSchema } from './hand-over.ts';
import { roles } from './permissions.ts';
import { printJobStates } from './printing.ts';
import { retentionSchema } from './retention.ts';
import { backupSettingsSchema } from './safekeeping.ts';
import { problemOfServiceUrl } from './service-url.ts';
import { updateSettingsSchema } from './update-settings.ts';

/** How far a customer of this till agrees with the customer service. */
export const syncStates = ['synced', 'pending', 'parked', 'conflict'] as const;
export type SyncState = (typeof syncStates)[number];

/** Where a mutation is on its way (docs/adr, outbox states). */
export const mutationStates = ['pending', 'claimed', 'unknown', 'parked', 'conflicted', 'acked'] as const;
export type MutationState = (typeof mutationStates)[number];

export const mutationKinds = [
  'create',
  'update',
  'delete',
  'merge',
  'add-extension',
  'remove-extension',
  'print-card',
] as const;
export type MutationKind = (typeof mutationKinds)[number];

/** What a person can look for, and what a hit says it was found by. */
export const matchFields = [
  'name',
  'company',
  'address',
  'postalCode',
  'city',
  'mobile',
  'email',
  'vatNumber',
  'loyaltyId',
  'externalId',
  'customerUid',
  'contact',
] as const;
export type MatchField = (typeof matchFields)[number];

export const matchSchema = z.object({
  field: z.enum(matchFields),
  /** The value that matched, as it is shown (for a contact: its name, mobile or e-mail). */
  text: z.string(),
  /** Parts of `text` to mark: [start, end) in UTF-16 units. */
  ranges: z.array(z.tuple([z.number(), z.number()])),
  /** How it matched: `exact`, `prefix`, `similar` (typing errors), `ends` (last digits of a number), `part`. */
  how: z.enum(['exact', 'prefix', 'similar', 'ends', 'part']),
});
export type Match = z.output<typeof matchSchema>;

export const hitSchema = z.object({
  customerUid: uidSchema,
  customerType: z.enum(customerTypes),
  displayName: z.string(),
  companyName: z.string().optional(),
  address: z.string().optional(),
  postalCode: z.string().optional(),
  city: z.string().optional(),
  mobile: z.string().optional(),
  email: z.string().optional(),
  loyaltyId: z.string().optional(),
  /** RFC 3339: tells customers apart who are alike otherwise. */
  createdAt: z.string().optional(),
  state: z.enum(syncStates),
  matched: z.array(matchSchema),
});
export type Hit = z.output<typeof hitSchema>;

export const coverageSchema = z.object({
  /** Customers on this till. */
  cached: z.number().int(),
  /** Customers the service says it has; null until it has been asked. */
  known: z.number().int().nullable(),
  /** RFC 3339 time of the last complete pull; null before the first. */
  asOf: z.string().nullable(),
  /** Set while the search index is being put in order: customers gone through, of how many. */
  indexing: z.object({ done: z.number().int(), total: z.number().int() }).optional(),
});
export type Coverage = z.output<typeof coverageSchema>;

export const duplicateSchema = hitSchema.omit({ matched: true }).extend({
  /** 0 to 1: how likely this is the same person or company. */
  probability: z.number(),
  /** What agrees, strongest first. */
  reasons: z.array(
    z.object({ field: z.enum(matchFields), how: z.enum(['same', 'similar']), text: z.string() }),
  ),
});
export type Duplicate = z.output<typeof duplicateSchema>;

/** What of a customer a scanned code was found in. */
export const codeFields = ['loyaltyId', 'customerUid', 'externalId', 'vatNumber', 'mobile'] as const;
export type CodeField = (typeof codeFields)[number];

/** A code that was on a customer's card once. */
export const replacedCodeSchema = z.object({
  code: z.string(),
  /** RFC 3339. */
  replacedAt: z.string(),
  /** The cashier who replaced it; null when the change came from the customer service. */
  by: z.string().nullable(),
});
export type ReplacedCode = z.output<typeof replacedCodeSchema>;

/**
 * Why a code cannot become a customer's loyalty id:
 * - `no-place`: the connected service keeps none
 * - `unclear`: it is an address or a record, and not exactly one part of it looks like a number
 * - `signs`: it is longer than 120 characters, or has some that no barcode carries
 */
export const codeRefusals = ['no-place', 'unclear', 'signs'] as const;
export type CodeRefusal = (typeof codeRefusals)[number];

const knownCustomer = hitSchema.omit({ matched: true });

/** What a scanned code means on this till. */
export const codeMeaningSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('customer'), customer: knownCustomer, foundBy: z.enum(codeFields) }),
  /** It was on this customer's card until then. */
  replacedCodeSchema.extend({ outcome: z.literal('replaced'), customer: knownCustomer }),
  /** At most 20 customers. */
  z.object({ outcome: z.literal('several'), code: z.string(), customers: z.array(knownCustomer) }),
  z.object({
    outcome: z.literal('unknown'),
    /** The code as it would be kept: of an address or a record, the number in it. */
    code: z.string(),
    canBeLoyaltyId: z.boolean(),
    refusal: z.enum(codeRefusals).nullable(),
  }),
]);
export type CodeMeaning = z.output<typeof codeMeaningSchema>;

/** Two customers of the base who are probably one. */
export const duplicatePairSchema = z.object({
  /** 0 to 1. */
  probability: z.number(),
  /** What agrees, strongest first. */
  reasons: z.array(z.object({ field: z.enum(matchFields), how: z.enum(['same', 'similar']) })),
  /** In the order in which they came to this till. */
  customers: z.tuple([
    hitSchema.omit({ matched: true }).extend({
      vatNumber: z.string().optional(),
      externalId: z.string().optional(),
    }),
    hitSchema.omit({ matched: true }).extend({
      vatNumber: z.string().optional(),
      externalId: z.string().optional(),
    }),
  ]),
});
export type DuplicatePair = z.output<typeof duplicatePairSchema>;

/** How the search for duplicates over the whole base stands. */
export const duplicateStatusSchema = z.object({
  state: z.enum(['never', 'running', 'paused', 'finished']),
  /** Of the search under way, 0 to 1; null when none is. */
  progress: z.number().nullable(),
  /** Pairs nobody has decided on. */
  found: z.number().int(),
  /** Changes of customers that no search has looked at. */
  changes: z.number().int(),
  /** When a search finished last; RFC 3339. */
  finishedAt: z.string().nullable(),
});
export type DuplicateStatus = z.output<typeof duplicateStatusSchema>;

/**
 * Why an unsettled mutation is not on its way this very moment:
 * - `turn`: it is next, as soon as the sync gets to it; `being-sent`: it is on its way
 * - `asking`: it may have arrived; the till finds out before anything else
 * - `retry`: its last try failed, and it waits on its own
 * - `earlier-change` of the same customer · `parent`: the parent company's own registration
 * - `merge`: what still concerns the customer that the merge removes
 * - `delete`: the customer is about to be deleted; it comes back if the delete is given up
 * - `offline`, `rate-limit`, `sign-in`: the service as a whole
 * - `person`: refused, or in conflict
 * - `not-connected`: this till has no service
 */
export const waitReasons = [
  'turn',
  'being-sent',
  'asking',
  'retry',
  'earlier-change',
  'parent',
  'merge',
  'delete',
  'offline',
  'rate-limit',
  'sign-in',
  'person',
  'not-connected',
] as const;
export type WaitReason = (typeof waitReasons)[number];

export const mutationSchema = z.object({
  mutationId: z.string(),
  kind: z.enum(mutationKinds),
  state: z.enum(mutationStates),
  customerUid: uidSchema,
  displayName: z.string(),
  /** Names of the fields it changes; empty for kinds without fields. */
  fields: z.array(z.string()),
  /** The cashier who made it, as the till knew them. */
  actor: z.string(),
  createdAt: z.string(),
  /** Tries that reached the service or broke on the way. */
  attempts: z.number().int(),
  /** RFC 3339; set while the till holds it back until a time it knows. */
  nextAttemptAt: z.string().nullable(),
  /** What the service, or the till, said about its last try, in words a person understands. */
  error: tillErrorSchema.nullable(),
  /** Null once it is settled. The mutation and customer it waits for, where there is one. */
  waitsFor: z
    .object({
      reason: z.enum(waitReasons),
      mutationId: z.string().optional(),
      customerUid: z.string().optional(),
      displayName: z.string().optional(),
    })
    .nullable(),
  /** The second customer it concerns: the one a merge removes, the parent of a department. */
  other: z.object({ customerUid: z.string(), displayName: z.string() }).nullable(),
  /** The print job that travels with it. */
  printJobId: z.string().nullable(),
});
export type Mutation = z.output<typeof mutationSchema>;

export const conflictSchema = z.object({
  conflictId: z.string(),
  customerUid: uidSchema,
  displayName: z.string(),
  field: z.string(),
  base: z.unknown(),
  ours: z.unknown(),
  theirs: z.unknown(),
  createdAt: z.string(),
  /** Who changed it here last, and when (RFC 3339). */
  actor: z.string(),
  changedAt: z.string(),
  /** When the service last changed the customer, by its own clock; null when it does not say. */
  theirsModifiedAt: z.string().nullable(),
});
export type Conflict = z.output<typeof conflictSchema>;

const mixinPlace = z
  .string()
  .max(128)
  .regex(/^[A-Za-z][\w-]*\.[A-Za-z][\w-]*$/, 'Write the mixin and its field, such as membership.cardNumber.');

const serviceUrl = z
  .string()
  .max(500)
  .superRefine((url, context) => {
    const message = problemOfServiceUrl(url);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

export const connectionSchema = z.object({
  service: z.enum(['flow-retail', 'emporix']),
  url: serviceUrl,
  /** Where the till is registered and its user signs in, for a sign-in by `device`. */
  signInUrl: serviceUrl.optional(),
  tenant: z.string().min(1).max(128),
  store: z.string().max(128).optional(),
  /** The till's number in the shop. */
  till: z.string().max(40).optional(),
  /**
   * Where a service without a field for them keeps these, as `mixin.field`
   * (Emporix); a field without a place is not offered.
   */
  mixins: z.strictObject({ loyaltyId: mixinPlace, externalId: mixinPlace }).partial().optional(),
  /** The service on the other end is a practice store: shown wherever a customer is. */
  practice: z.boolean(),
});
export type Connection = z.output<typeof connectionSchema>;

/** A shop of the tenant, as customers name theirs. */
export const knownStoreSchema = z.object({ storeUid: z.string(), name: z.string() });
export type KnownStore = z.output<typeof knownStoreSchema>;

/** What a service can do; what it cannot is off in the interface. */
export const capabilities = [
  'merge',
  'print-card',
  'export',
  'extensions',
  'store-details',
  'search-external',
  'consents',
  'loyalty-id',
  'batch',
] as const;
export type Capability = (typeof capabilities)[number];

export const syncErrorSchema = z.object({
  /** RFC 3339: when it was seen last. */
  at: z.string(),
  /** How often in a row. */
  count: z.number().int(),
  during: z.enum(['push', 'pull']),
  error: tillErrorSchema,
});
export type SyncError = z.output<typeof syncErrorSchema>;

export const syncStatusSchema = z.object({
  connection: connectionSchema.nullable(),
  capabilities: z.array(z.enum(capabilities)),
  /** What of a customer the service has room for; everything while none is connected. */
  holds: holdingsSchema,
  /**
   * How it was last time: `not-tried`: nothing has gone wrong and nothing was asked since the till was started; `offline`: the service did not answer last time;
   * `attention`: sign-in or permission needs a person.
   */
  reach: z.enum(['online', 'offline', 'attention', 'not-tried', 'not-connected']),
  activity: z.enum(['idle', 'pulling', 'pushing']),
  /** Progress of the running full pull, in customers. */
  progress: z
    .object({
      done: z.number().int(),
      total: z.number().int().nullable(),
      /** Over the last half minute; null until there is something to measure. */
      perSecond: z.number().nullable(),
      /** At this pace; null while that would be a guess. */
      remainingMs: z.number().int().nullable(),
    })
    .nullable(),
  coverage: coverageSchema,
  pending: z.number().int(),
  parked: z.number().int(),
  conflicts: z.number().int(),
  /** The later of the two times below. */
  lastSyncAt: z.string().nullable(),
  /** RFC 3339: when a pull last came to its end. */
  lastPullAt: z.string().nullable(),
  /** RFC 3339: when the service last took a change of this till. */
  lastPushAt: z.string().nullable(),
  /** Customers and changes a second, over the last half minute of work; null when there was none since the till started. */
  rates: z.object({ pull: z.number().nullable(), push: z.number().nullable() }),
  /** When the service is asked again, while the till leaves it alone. */
  nextTryAt: z.string().nullable(),
  /** Customers the service no longer lists, too many at once to be deleted without a person (`sync.heldBack`). */
  heldBack: z.number().int(),
  /** What was wrong when the till and its service last had to do with each other, however long ago that is; null when nothing was. */
  lastError: tillErrorSchema.nullable(),
  /** RFC 3339: when that began; null when there is no error, or that is not known. */
  lastErrorSince: z.string().nullable(),
  /** What went wrong since the till started, newest first, at most 20; equal ones count up. */
  recentErrors: z.array(syncErrorSchema),
});
export type SyncStatus = z.output<typeof syncStatusSchema>;

export const scannerSettingsSchema = z.object({
  prefix: z.string().max(16),
  suffix: z.enum(scanEnds),
  maxKeyMs: z.number().int().min(10).max(250),
  minLength: z.number().int().min(3).max(64),
  layout: z.enum(scannerLayouts),
  /** Bits a second of a scanner on a serial port; null when there is none. */
  serialBaud: z.number().int().min(300).max(921_600).nullable(),
});
export type ScannerSettings = z.output<typeof scannerSettingsSchema>;

export const settingsSchema = z.strictObject({
  /** Somebody went through the first run, or put it off: the till does not open with it any more. */
  setUp: z.boolean(),
  /** What whoever has chosen none of their own reads; `system`: as the computer is set. */
  language: z.enum(['system', ...languages]),
  theme: z.enum(['system', 'light', 'dark']),
  textSize: z.enum(['normal', 'large', 'larger']),
  shopName: z.string().max(80),
  /** ISO 3166-1 alpha-2: how numbers without a country code are read. */
  defaultCountry: z.string().refine(isCountryCode, 'This is not the code of a country.'),
  defaultCustomerType: z.enum(customerTypes),
  /** Print the card whenever a customer is registered. */
  printCardOnCreate: z.boolean(),
  /** Where cards go when nobody says. */
  cardPrinterId: z.string().max(128),
  /** Where the cards of many customers go when nobody says; empty: where all cards go. */
  batchPrinterId: z.string().max(128),
  /** Consents asked for at registration. */
  consents: z
    .array(
      z.object({
        consentUid: uidSchema,
        name: z.string().max(80),
        wording: z.string().max(500),
        /** Counts up with every change of the wording; kept with each consent that is given. */
        version: z.number().int().min(1).default(1),
        /** What customers were asked before. */
        former: z
          .array(z.object({ version: z.number().int(), wording: z.string().max(500) }))
          .max(50)
          .default([]),
      }),
    )
    .max(20),
  /** How the scanner at this till types, as it was learned. */
  scanner: scannerSettingsSchema,
  /** How the chosen customer reaches the sale. */
  handOver: handOverSettingsSchema,
  /** What the log of this till writes down: this and what is more important. */
  logLevel: z.enum(logLevels),
  backup: backupSettingsSchema,
  /** Where new versions of the program come from, and whether this till sees to that. */
  updates: updateSettingsSchema,
  /** How IT hears how this till is doing. */
  status: statusSettingsSchema,
  /** How long data stays on this till. */
  retention: retentionSchema,
  /** Seconds from one pull to the next, from the next one on: how soon this till hears of what others changed, and how often its service is asked. */
  pullEverySeconds: z.number().int().min(15).max(3600),
  /** Minutes after which a till nobody touches locks itself, when cashiers have PINs; 0: never. */
  lockAfterMinutes: z.number().int().min(0).max(240),
  /** The desktop till has the whole screen, and only a manager gets out of it. */
  kiosk: z.boolean(),
});
export type Settings = z.output<typeof settingsSchema>;

/** What this till did with a customer, and what became of it. */
export const historyEntrySchema = z.object({
  sequence: z.number().int(),
  /** RFC 3339. */
  at: z.string(),
  actor: z.string(),
  /** As in the audit trail. */
  action: z.string(),
  /** Fields it changed. */
  fields: z.array(z.string()),
  /** The other customer: of a merge, or the company a department was put under; its name while this till has it. */
  other: z.object({ customerUid: uidSchema, displayName: z.string().nullable() }).nullable(),
  /** How it stands with the service; null for what concerns this till alone. */
  change: z
    .object({
      mutationId: z.string(),
      state: z.enum([...mutationStates, 'given-up']),
      /** RFC 3339: when the service took it. */
      arrivedAt: z.string().nullable(),
    })
    .nullable(),
  /** The card that was ordered with it. */
  card: z.object({ state: z.enum(printJobStates), printerName: z.string() }).nullable(),
});
export type HistoryEntry = z.output<typeof historyEntrySchema>;

export const sessionSchema = z.object({
  locked: z.boolean(),
  /** Who is at the till; its last one while it is locked. */
  cashier: z.string(),
  /** What they may do. Without any PIN there is nobody to tell apart, and everybody may do everything. */
  role: z.enum(roles),
  /** Everybody who has a PIN, by name: a till without any cannot be locked. */
  cashiers: z.array(z.object({ name: z.string(), role: z.enum(roles) })),
  /** What this cashier reads; null: what the till is set to. */
  language: z.enum(languages).nullable(),
});
export type Session = z.output<typeof sessionSchema>;

/** What checking a draft finds out (rules of the service, plus what can be filled in). */
export const draftCheckSchema = z.object({
  issues: z.array(fieldIssueSchema),
  /** Values in the notation the service wants, for fields that differ from what was typed. */
  normalized: z.record(z.string(), z.string()),
  /** Values for fields still empty, such as the city of a postal code. */
  suggestions: z.record(z.string(), z.string()),
});
