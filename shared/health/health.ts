import { z } from 'zod';
import { auditCheckSchema, auditLinkSchema } from '../contract/audit.ts';
import { tillErrorSchema } from '../contract/errors.ts';
import { logLevels } from '../contract/log-levels.ts';
import { operationNames } from '../contract/operation-names.ts';
import { keyKeepers, secretKeepers } from '../contract/safekeeping.ts';
import { coverageSchema, syncStatusSchema } from '../contract/values.ts';

/** `good`: nothing to do; `watch`: look at it when there is time; `act`: a person has to do something. */
export const healthLevels = ['good', 'watch', 'act'] as const;
export type HealthLevel = (typeof healthLevels)[number];

/** What can be wrong with a till, each with its rule in `judge-health.ts`. */
export const troubleKinds = [
  'outbox-parked',
  'outbox-old',
  'conflicts',
  'cards',
  'deletions',
  'connection',
  'not-connected',
  'configuration',
  'sync-old',
  'coverage',
  'index',
  'schema',
  'disk',
  'backup',
  'endpoint',
  'audit',
  'key',
  'slow',
  'errors',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

const count = z.number().int();
/** RFC 3339. */
const time = z.string();
const ms = z.number();

/**
 * How a till is doing: numbers, times, codes and words of the program's own, and the uids that name the till. Nothing
 * of a customer, no name of a cashier or a printer, no secret.
 */
export const healthSchema = z.object({
  /** Counts up when a field changes its meaning or goes. */
  format: z.literal(1),
  at: time,
  level: z.enum(healthLevels),
  /** What is not good, worst first. */
  troubles: z.array(z.object({ kind: z.enum(troubleKinds), level: z.enum(['watch', 'act']) })),
  /** Which till this is; null while it is not connected. */
  till: z
    .object({
      service: z.string(),
      tenant: z.string(),
      store: z.string().nullable(),
      /** Its number in the shop. */
      till: z.string().nullable(),
      practice: z.boolean(),
    })
    .nullable(),
  versions: z.object({
    tillbook: z.string(),
    /** Of the store, and the one this program writes. */
    schema: count,
    programsSchema: count,
    node: z.string(),
    /** Null where the till does not run in Electron. */
    electron: z.string().nullable(),
    platform: z.string(),
    release: z.string(),
    processor: z.string(),
  }),
  /** When this program was started. */
  startedAt: time,
  coverage: coverageSchema,
  outbox: z.object({
    /** On their way, or waiting for their turn. */
    waiting: count,
    /** The oldest change the service has not taken, whatever keeps it. */
    oldestAt: time.nullable(),
    /** These need a person. */
    parked: count,
    conflicts: count,
  }),
  sync: z.object({
    reach: syncStatusSchema.shape.reach,
    activity: syncStatusSchema.shape.activity,
    lastPullAt: time.nullable(),
    lastPushAt: time.nullable(),
    errorCode: tillErrorSchema.shape.code.nullable(),
    errorSince: time.nullable(),
    /** Customers the service no longer lists, too many at once to be deleted without a person. */
    heldBack: count,
  }),
  cards: z.object({ waiting: count, oldestWaitingAt: time.nullable(), inTrouble: count }),
  printers: z.array(
    z.object({
      /** In the till's list, from 1: printers have no names here. */
      place: count,
      kind: z.enum(['service', 'network', 'system', 'file']),
      waiting: count,
      inTrouble: count,
      lastPrintedAt: time.nullable(),
    }),
  ),
  /** Bytes; null where the system does not say. */
  disk: z.object({
    free: z.number().nullable(),
    total: z.number().nullable(),
    store: z.number(),
    log: z.number(),
    backups: z.number(),
  }),
  memoryBytes: z.number(),
  backups: z.object({
    count,
    newestAt: time.nullable(),
    errorCode: tillErrorSchema.shape.code.nullable(),
    /** Since when there may be some, in whatever folder, that hold who was erased or open with a former key. */
    outdatedSince: time.nullable().default(null),
  }),
  key: z.object({
    keptBy: z.enum(keyKeepers),
    secretsKeptBy: z.enum(secretKeepers),
    changedAt: time.nullable(),
  }),
  /** As it was when it was last gone through; null before that. */
  audit: z
    .object({
      checkedAt: time,
      entries: count,
      /** False too where it could not be read. */
      isWhole: z.boolean(),
      /**
       * Kept by whoever collects this, it shows later whether somebody wrote the trail anew (`audit.verify`). Null
       * where it could not be read.
       */
      newest: auditLinkSchema.nullable(),
      fault: auditCheckSchema.shape.fault,
      /** Why it could not be read. */
      errorCode: tillErrorSchema.shape.code.nullable().default(null),
    })
    .nullable(),
  /** IT's configuration file, as it was read at the start. */
  configuration: z.object({
    /** When what it says was last taken over; null where there is none. */
    appliedAt: time.nullable(),
    /** Why it, or a part of it, was not. */
    errorCodes: z.array(tillErrorSchema.shape.code),
  }),
  /** Where IT asks. Statuses of a till that does not tell of it have none. */
  endpoint: z
    .object({
      /** Why it is not open although it is switched on. */
      errorCode: tillErrorSchema.shape.code.nullable(),
    })
    .default({ errorCode: null }),
  logLevel: z.enum(logLevels),
  /** Since the program was started. */
  usage: z.object({
    operations: z.array(
      z.object({
        operation: z.enum(operationNames),
        count,
        /** Answered with an error, whatever it was. */
        failed: count,
        slow: count,
        p50Ms: ms.nullable(),
        p95Ms: ms.nullable(),
        p99Ms: ms.nullable(),
        maxMs: ms,
        /** Counts by class, for `durationBoundsMs`. */
        durations: z.array(count),
      }),
    ),
    /** The newest that took too long, newest first; nothing of what was asked. */
    slowest: z.array(z.object({ at: time, operation: z.enum(operationNames), ms })),
    errors: count,
    warnings: count,
    /** What went wrong, by its name in the log, most often first. */
    events: z.array(
      z.object({ event: z.string(), level: z.enum(['error', 'warning']), count, lastAt: time }),
    ),
  }),
});
export type Health = z.output<typeof healthSchema>;

/** A status as it lies in `status.json` and is answered to IT. */
export const statusSchema = healthSchema.extend({
  /** `stopped`: the till was closed in good order; nothing is to be expected of it. */
  state: z.enum(['running', 'stopped']),
});
export type Status = z.output<typeof statusSchema>;

/** What was measured in one hour or one day. */
export const healthSampleSchema = z.object({
  /** Its beginning, in UTC. */
  at: time,
  /** Minutes the till ran, and had its service. */
  minutes: count,
  minutesOnline: count,
  /** At its end. */
  customers: count,
  known: count.nullable(),
  storeBytes: z.number(),
  /** The least there was. */
  freeBytes: z.number().nullable(),
  /** The most there were. */
  waiting: count,
  oldestMs: ms,
  parked: count,
  searches: count,
  searchP50Ms: ms.nullable(),
  searchP95Ms: ms.nullable(),
  calls: count,
  slow: count,
  errors: count,
  warnings: count,
});
export type HealthSample = z.output<typeof healthSampleSchema>;

export const sampleSpans = ['hour', 'day'] as const;
export type SampleSpan = (typeof sampleSpans)[number];

const none = z.strictObject({});

/** The operations that say how the till is doing; part of `operations.ts`. */
export const healthOperations = {
  'health.get': { input: none, output: z.object({ health: healthSchema }) },
  /** Hours: of the last eight days. Days: of the last thirteen months. Oldest first; those without a minute are left out. */
  'health.history': {
    input: z.strictObject({ span: z.enum(sampleSpans) }),
    output: z.object({ samples: z.array(healthSampleSchema) }),
  },
  /** Where IT asks, and why it cannot. */
  'health.endpoint': {
    input: none,
    output: z.object({
      /** Null while it is off or cannot be. */
      url: z.string().nullable(),
      error: tillErrorSchema.nullable(),
    }),
  },
  /** The secret IT asks with, which reads and changes nothing; `renew` makes another one and the former useless. */
  'health.token': {
    input: z.strictObject({ renew: z.boolean().optional() }),
    output: z.object({ token: z.string() }),
  },
} as const;
