import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { because } from '#shared/contract/error-reasons';
import { fail, TillFailure, type TillError } from '#shared/contract/errors';
import type { ProvisioningStatus } from '#shared/contract/provisioning';
import type { Connection } from '#shared/contract/values';
import { managedBy, placeOn, type ConfigSecrets, type TillConfig } from '#shared/provisioning/till-config';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import { statusTokenKey } from '../health/status-door.ts';
import { checkDesign } from '../operations/card-designs.ts';
import type { SignIn } from '../privacy/sign-in.ts';
import { requireSupported } from '../services/create-service.ts';
import { provisionCashiers } from '../session/cashiers.ts';
import type { Remote } from '../threads/remote.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Configuration, FoundConfiguration } from './find-configuration.ts';

/** What the till remembers of the configuration it took over last; in the encrypted store. */
const takenSchema = z.object({
  digest: z.string(),
  signedAtMs: z.number().nullable(),
  atMs: z.number(),
  managed: z.array(z.string()),
  /** Whether every part of it was taken. */
  isWhole: z.boolean(),
  /**
   * The digest of each secret as it was given last, by its name: what the till has made of it since (a PIN the
   * cashier has chosen, a device that is registered) stays, also while their file cannot be cleared of them.
   */
  secrets: z.record(z.string(), z.string()),
});
type Taken = z.output<typeof takenSchema>;
const takenKey = 'configuration';

interface Deps {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  readonly signIn: SignIn;
  readonly clock: () => number;
}

/**
 * Takes the configuration over into the store, before anything of the till has
 * started. What cannot be taken is a problem to be shown, and never keeps a till
 * from opening: the shop goes on with what it had. Without a configuration
 * nothing is managed; how old one may be, and which secrets were taken, is known on.
 */
export async function takeOver(
  found: FoundConfiguration | undefined,
  deps: Deps,
): Promise<ProvisioningStatus> {
  const { reader, writer } = deps;
  const before = takenSchema
    .nullable()
    .catch(null)
    .parse((await reader.getSecret(takenKey)) ?? null);
  if (found === undefined) {
    const rest = before && { ...before, digest: '', managed: [] };
    if (!isDeepStrictEqual(rest, before)) await writer.setSecret(takenKey, rest);
    return { managed: [], file: null, trust: null, appliedAt: null, problems: [] };
  }
  const refused = found.read.ok ? problemOfAge(found.read.configuration, before) : found.read.error;
  if (!found.read.ok || refused !== undefined) {
    return {
      managed: before?.managed ?? [],
      file: found.file,
      trust: null,
      appliedAt: timeOf(before),
      problems: refused === undefined ? [] : [refused],
    };
  }
  const { configuration } = found.read;
  const { taken, problems } = await take(configuration, before, deps);
  return {
    managed: taken.managed,
    file: found.file,
    trust: configuration.trust,
    appliedAt: timeOf(taken),
    problems,
  };
}

function timeOf(taken: Taken | null): string | null {
  return taken === null ? null : new Date(taken.atMs).toISOString();
}

function problemOfAge({ signedAtMs }: Configuration, before: Taken | null): TillError | undefined {
  const newest = before?.signedAtMs ?? null;
  if (signedAtMs === undefined || newest === null || signedAtMs >= newest) return undefined;
  return fail('config.older').error;
}

async function take(
  configuration: Configuration,
  before: Taken | null,
  deps: Deps,
): Promise<{ taken: Taken; problems: TillError[] }> {
  const { writer, clock } = deps;
  const { config, leftOut, secrets } = configuration;
  const { secrets: _secrets, signature: _signature, ...said } = config;
  const digest = digestOf({ said, hostName: configuration.hostName });
  const digests = digestsOf(secrets);
  const remembered = { ...before?.secrets };
  const isTaken = (name: string) => digests[name] !== undefined && digests[name] === remembered[name];
  const problems: TillError[] = leftOut.map(
    (name) => fail('config.partly', because('config.left-out', { name })).error,
  );
  /** Each part stands for itself: one that cannot be taken leaves the others alone. */
  const attempt = async (part: () => Promise<void>): Promise<boolean> => {
    try {
      await part();
      return true;
    } catch (cause) {
      if (!(cause instanceof TillFailure)) throw cause;
      problems.push(cause.error);
      return false;
    }
  };

  /** Secrets of a part that was not taken stay where they are, and are tried again. */
  const takeWith = async (secretsOfPart: string, part: () => Promise<void>): Promise<boolean> => {
    const isDone = await attempt(part);
    const names = Object.keys(digests).filter((name) => name.startsWith(secretsOfPart));
    if (isDone) for (const name of names) remembered[name] = digests[name]!;
    return isDone;
  };

  const results = [
    await attempt(() => takeSettings(config, deps)),
    await attempt(() => takePrinters(config, deps)),
    await takeWith(pinOf(''), async () => {
      const withoutPin = await takeCashiers(config, secrets, isTaken, deps);
      if (withoutPin.length === 0) return;
      problems.push(fail('config.partly', because('config.no-pin', { names: withoutPin.join(', ') })).error);
    }),
    await takeWith('signIn', () => takeConnection(configuration, isTaken('signIn'), deps)),
    await takeWith('statusToken', () => takeStatusToken(isTaken('statusToken') ? undefined : secrets, deps)),
  ];
  const isWhole = results.every(Boolean);
  const areSecretsTaken = Object.keys(digests).every(isTaken);
  const isChanged =
    before?.digest !== digest || before.isWhole !== isWhole || !isDeepStrictEqual(before.secrets, remembered);
  const taken: Taken = {
    digest,
    // One that is not signed, or said by switches, makes no older signed one good again.
    signedAtMs: configuration.signedAtMs ?? before?.signedAtMs ?? null,
    atMs: isChanged ? clock() : before.atMs,
    managed: managedBy(config),
    isWhole,
    secrets: remembered,
  };
  if (!isDeepStrictEqual(taken, before)) await writer.setSecret(takenKey, taken);
  if (isChanged) {
    const outcome = isWhole ? 'ok' : 'config.partly';
    await writer.appendAudit({ atMs: clock(), actor: 'configuration', action: 'config.applied', outcome });
  }
  // Only now is everything on this till's disk.
  if (areSecretsTaken) await attempt(async () => configuration.forgetSecrets());
  return { taken, problems };
}

/** By the names under which it is remembered that they were taken. */
function digestsOf({ signIn, statusToken, pins = {} }: ConfigSecrets = {}): Readonly<Record<string, string>> {
  const named: [string, unknown][] = [
    ['signIn', signIn],
    ['statusToken', statusToken],
    ...Object.entries(pins).map(([name, pin]): [string, unknown] => [pinOf(name), pin]),
  ];
  const given = named.filter(([, secret]) => secret !== undefined);
  return Object.fromEntries(given.map(([name, secret]) => [name, digestOf(secret)]));
}

function pinOf(cashier: string): string {
  return `pins.${cashier}`;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64');
}

async function takeSettings(
  { settings = {}, connection }: TillConfig,
  { reader, writer }: Deps,
): Promise<void> {
  const now = await reader.getSettings();
  const wanted = { ...settings, ...(connection && { setUp: true }) };
  const changes = Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => !isDeepStrictEqual(now[name as keyof typeof now], value),
    ),
  );
  if (Object.keys(changes).length > 0) await writer.changeSettings(changes);
}

async function takePrinters({ printers, cardDesigns }: TillConfig, { reader, writer }: Deps): Promise<void> {
  if (printers !== undefined) {
    const present = await reader.listPrinters();
    for (const printer of printers) {
      const known = present.find(({ printerId }) => printerId === printer.printerId);
      if (!isDeepStrictEqual(known, printer)) await writer.savePrinter(printer);
    }
    const isGone = (printerId: string) => !printers.some((wanted) => wanted.printerId === printerId);
    for (const { kind, printerId } of present) {
      if (kind !== 'service' && isGone(printerId)) await writer.removePrinter(printerId);
    }
  }
  if (cardDesigns === undefined) return;
  const own = await reader.getOwnDesigns();
  for (const design of cardDesigns) {
    if (!isDeepStrictEqual(own[design.designId], design)) await writer.saveDesign(checkDesign(design));
  }
  for (const { designId } of Object.values(own)) {
    if (!cardDesigns.some((wanted) => wanted.designId === designId)) await writer.resetDesign(designId);
  }
}

/** @returns who was left out, without a PIN */
async function takeCashiers(
  { cashiers }: TillConfig,
  { pins = {} }: ConfigSecrets = {},
  isTaken: (secret: string) => boolean,
  { reader, writer }: Deps,
): Promise<readonly string[]> {
  if (cashiers === undefined) return [];
  const wanted = cashiers.map(({ name, role }) => ({
    name,
    role,
    pin: Object.hasOwn(pins, name) ? pins[name] : undefined,
    isPinTaken: isTaken(pinOf(name)),
  }));
  return provisionCashiers({ reader, writer }, wanted);
}

async function takeStatusToken(secrets: ConfigSecrets | undefined, { writer }: Deps): Promise<void> {
  const token = secrets?.statusToken;
  if (token !== undefined) await writer.setSecret(statusTokenKey, token);
}

/** @throws TillFailure `config.invalid`, `config.no-key-store`, `config.no-sign-in`, those of `requireSupported` and of the store */
async function takeConnection(
  { config, hostName, secrets }: Configuration,
  isSignInTaken: boolean,
  { reader, signIn }: Deps,
): Promise<void> {
  if (config.connection === undefined) return;
  const wanted = connectionOn(hostName, config.connection);
  const current = await reader.getConnection();
  const given = secrets?.signIn;
  // A sign-in goes nowhere but where it was given for.
  const isSame = current !== null && isSameService(wanted, current);
  const isNew = given !== undefined && !isSignInTaken;
  const kept = isSame && !isNew ? await signIn.read() : undefined;
  if (kept === undefined && given !== undefined) {
    requireSupported(wanted, given);
    if (signIn.keptBy === 'this-run' && !wanted.practice) throw new TillFailure('config.no-key-store');
    return signIn.save(wanted, given);
  }
  if (isDeepStrictEqual(wanted, current)) return;
  await signIn.save(wanted, kept);
  if (kept === undefined) throw new TillFailure('config.no-sign-in');
}

function isSameService(one: Connection, other: Connection): boolean {
  return isDeepStrictEqual(addressesOf(one), addressesOf(other));
}

/** Where a sign-in of this connection goes. */
function addressesOf({ service, tenant, url, signInUrl }: Connection): readonly unknown[] {
  return [service, tenant, new URL(url).origin, signInUrl && new URL(signInUrl).origin];
}

/** The connection as it is on this computer. @throws TillFailure `config.invalid` when its name does not match */
function connectionOn(
  hostName: string,
  { store, till, practice, ...rest }: NonNullable<TillConfig['connection']>,
): Connection {
  const placed = (value: typeof store): string | undefined => {
    if (value === undefined) return undefined;
    const found = placeOn(hostName, value);
    if (found === undefined)
      throw new TillFailure('config.invalid', because('config.host-name', { name: hostName }));
    return found;
  };
  const [storeHere, tillHere] = [placed(store), placed(till)];
  return {
    ...rest,
    ...(storeHere !== undefined && { store: storeHere }),
    ...(tillHere !== undefined && { till: tillHere }),
    practice: practice ?? false,
  };
}
