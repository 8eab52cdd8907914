import { z } from 'zod';
import { tillErrorSchema } from './errors.ts';
import { isWholePath } from './whole-path.ts';

/** What the till does about losing its data. */
export const backupSettingsSchema = z.strictObject({
  /** Once a day, while it runs. */
  daily: z.boolean(),
  /** How many are kept; the oldest go. */
  keep: z.number().int().min(1).max(30),
  /** Absolute path, as of another disk; empty: the folder `backups` of the data folder. */
  folder: z
    .string()
    .max(500)
    .refine((folder) => folder === '' || isWholePath(folder), {
      params: { code: 'folder.relative' },
      message: 'Write the whole path of the folder.',
    }),
});

export const backupSchema = z.object({
  /** Absolute path. */
  path: z.string(),
  /** RFC 3339. */
  madeAt: z.string(),
  bytes: z.number().int(),
});
export type Backup = z.output<typeof backupSchema>;

/**
 * Where the store's key is kept: wrapped by the operating system's key store, given by whoever starts the till
 * (`TILLBOOK_KEY`), or beside the data (`practice.key`), where it protects nothing.
 */
export const keyKeepers = ['key-store', 'environment', 'beside'] as const;
export type KeptBy = (typeof keyKeepers)[number];

/**
 * Where the sign-in at the customer service is kept: by the operating system's key store, in the encrypted store,
 * or nowhere, because there is no key store: then it ends with the program.
 */
export const secretKeepers = ['key-store', 'store', 'this-run'] as const;
export type SecretsKeptBy = (typeof secretKeepers)[number];

const none = z.strictObject({});

/** The operations that keep the data safe; part of `operations.ts`. */
export const safekeepingOperations = {
  /** The backups of this till that lie in its backup folder, newest first. */
  'backups.list': {
    input: none,
    output: z.object({
      folder: z.string(),
      backups: z.array(backupSchema),
      /** Why the last try failed; null when it did not. */
      error: tillErrorSchema.nullable(),
    }),
  },
  /** Makes a backup now: encrypted with the store's key, and read from end to end before it counts. */
  'backups.make': { input: none, output: z.object({ backup: backupSchema }) },
  'key.status': {
    input: none,
    output: z.object({
      keptBy: z.enum(keyKeepers),
      secretsKeptBy: z.enum(secretKeepers),
      /** RFC 3339; null while the store has its first key. */
      changedAt: z.string().nullable(),
      /** Whether this host can change it while somebody is at the till. */
      canChange: z.boolean(),
    }),
  },
  /** Starts the till anew with another key for its store. Answers `key.not-here` where the host cannot. */
  'key.change': { input: none, output: z.object({ restarts: z.literal(true) }) },
} as const;
