import { z } from 'zod';
import { cardDesignSchema } from '../cards/card-design.ts';
import { actorsWithoutPin } from '../contract/audit.ts';
import { roles } from '../contract/permissions.ts';
import { savablePrinterSchema } from '../contract/printing.ts';
import { signInSchema } from '../contract/sign-in.ts';
import { connectionSchema, settingsSchema } from '../contract/values.ts';

/**
 * The configuration of a till: one JSON file by which IT sets tills up without
 * standing at them. What it names is managed: shown at the till, and not changed
 * there. Every setting of a till is a setting of the file.
 */

/** The value itself, or the first group of a pattern that the computer's name matches (`^KASSE-(\d+)$`). */
const place = z.union([
  z.string().min(1).max(128),
  z.strictObject({
    fromHostName: z.string().max(200).refine(isPattern, 'This is no regular expression with a group.'),
  }),
]);

const cashierName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’-]*$/u, "Letters and digits, spaces and . , ' ’ - between them.")
  .refine(
    (name) => !actorsWithoutPin.includes(name.toLowerCase()),
    'The audit trail calls somebody else that.',
  );

/** scrypt, as `till config hash-pin` writes it. */
const pinHash = z.strictObject({
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What is moved into the till and removed from its file at the first start. */
export const configSecretsSchema = z.strictObject({
  /** How the till signs in at its service. */
  signIn: signInSchema.optional(),
  /** What a collector asks this till's status with: one token for all tills of a chain. */
  statusToken: z
    .string()
    .regex(/^[\w.~+/=-]{32,200}$/, 'A token has 32 to 200 letters, digits and . _ ~ + / = -')
    .optional(),
  /** By cashier: the hash of their PIN, or a code they sign in with once and choose their PIN. */
  pins: z
    .record(
      cashierName,
      z.union([
        pinHash,
        z.strictObject({ code: z.string().regex(/^\d{4,12}$/, 'A code has 4 to 12 digits.') }),
      ]),
    )
    .optional(),
  /** Keeps the signature from telling what the secrets were; added by signing. */
  nonce: z.string().max(100).optional(),
});
export type ConfigSecrets = z.output<typeof configSecretsSchema>;

/** Ed25519, over everything but `secrets` and `signature.value`, as canonical JSON (RFC 8785). */
const signatureSchema = z.strictObject({
  /** The first 16 hexadecimal digits of the public key's SHA-256. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  /** RFC 3339; a till takes none that is older than what it has. */
  signedAt: z.iso.datetime(),
  /** SHA-256 of the secrets as canonical JSON, base64; what the file loses with them stays signed. */
  secrets: z.string().max(100).optional(),
  value: z.string().max(200),
});
export type ConfigSignature = z.output<typeof signatureSchema>;

export const configSettingsSchema = settingsSchema.omit({ setUp: true }).partial();

export const tillConfigSchema = z.strictObject({
  $schema: z.string().max(500).optional(),
  /** Of this format. */
  version: z.literal(1),
  connection: connectionSchema
    .omit({ practice: true, store: true, till: true })
    .extend({ store: place.optional(), till: place.optional(), practice: z.boolean().optional() })
    .strict()
    .optional(),
  settings: configSettingsSchema.optional(),
  /** All printers of the till besides the service's own. */
  printers: z.array(savablePrinterSchema).max(50).optional(),
  /** The shop's own card designs; others are as they are shipped. */
  cardDesigns: z.array(cardDesignSchema).max(10).optional(),
  /** Everybody who works at the till; who is not named is removed. Their PINs are secrets. */
  cashiers: z
    .array(z.strictObject({ name: cashierName, role: z.enum(roles) }))
    .min(1)
    .max(200)
    .refine((cashiers) => cashiers.some(({ role }) => role === 'manager'), 'One of them has to be a manager.')
    .refine(areDifferent, 'Two cashiers have the same name.')
    .optional(),
  secrets: configSecretsSchema.optional(),
  signature: signatureSchema.optional(),
});
export type TillConfig = z.output<typeof tillConfigSchema>;

/** The names of everything a configuration decides. */
export function managedBy(config: TillConfig): string[] {
  const parts = (['connection', 'printers', 'cardDesigns', 'cashiers'] as const).filter(
    (part) => config[part] !== undefined,
  );
  return [...parts, ...Object.keys(config.settings ?? {})];
}

/**
 * A shop's or till's number for the computer of this name.
 *
 * @returns undefined when the name does not match
 */
export function placeOn(hostName: string, value: z.output<typeof place>): string | undefined {
  if (typeof value === 'string') return value;
  return new RegExp(value.fromHostName, 'i').exec(hostName)?.[1];
}

/** The JSON Schema of the file (2020-12), for editors and for whoever writes such files by program. */
export function tillConfigJsonSchema(): object {
  return z.toJSONSchema(tillConfigSchema, { io: 'input', unrepresentable: 'any' });
}

function isPattern(text: string): boolean {
  try {
    // One alternative more matches nothing at all, and tells how many groups there are.
    return (new RegExp(`${text}|`).exec('')?.length ?? 0) > 1;
  } catch {
    return false;
  }
}

function areDifferent(cashiers: readonly { readonly name: string }[]): boolean {
  return new Set(cashiers.map(({ name }) => name.toLowerCase())).size === cashiers.length;
}
