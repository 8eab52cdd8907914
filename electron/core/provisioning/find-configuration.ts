import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { because } from '#shared/contract/error-reasons';
import { fail, succeed, type Result } from '#shared/contract/errors';
import type { ProvisioningStatus } from '#shared/contract/provisioning';
import type { ConfigSecrets, TillConfig } from '#shared/provisioning/till-config';
import { resourcePath } from '../resources.ts';
import { cannotBeRead, problemOfProtection, problemOfSecrecy } from './protection.ts';
import { readConfiguration, readSecretsFile } from './read-configuration.ts';
import { canReplace, destroySecretsFile, removeSecrets } from './secrets-of-file.ts';
import { isSignedBy } from './signature.ts';

/** A configuration that is believed. */
export interface Configuration {
  readonly config: TillConfig;
  readonly trust: NonNullable<ProvisioningStatus['trust']>;
  /** Milliseconds since the epoch; undefined when it is not signed. */
  readonly signedAtMs: number | undefined;
  /** What is to be moved into the till, and then forgotten where it was. */
  readonly secrets: ConfigSecrets | undefined;
  /** Also of those an earlier start has taken, when it did not come to that. @throws TillFailure `config.secrets-stay` */
  readonly forgetSecrets: () => void;
  /** Settings this version does not know. */
  readonly leftOut: readonly string[];
  /** The computer's name, for places that go by it. */
  readonly hostName: string;
}

/** What was found, and whether it is believed. */
export interface FoundConfiguration {
  /** Null when it was said by switches. */
  readonly file: string | null;
  readonly read: Result<{ configuration: Configuration }>;
}

export interface ConfigurationPlaces {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file that was asked for on the command line. */
  readonly asked?: string | undefined;
}

/** A configuration and the secrets that may lie beside it. */
const configFileName = 'till.config.json';
const secretsFileName = 'till.secrets.json';

/**
 * The till's configuration: the file that was asked for, the one of
 * `TILLBOOK_CONFIG` (empty: none at all), the machine's, the data folder's: the first there is.
 *
 * @returns undefined when there is none; `config.unreadable`, `config.invalid`, `config.untrusted`,
 *   `config.signature` when nothing of it can be taken
 */
export function findConfiguration(places: ConfigurationPlaces): FoundConfiguration | undefined {
  const { dataDir, env } = places;
  const named = places.asked ?? env['TILLBOOK_CONFIG'];
  if (named === '') return undefined;
  const candidates = [join(machineFolder(env), configFileName), join(dataDir, configFileName)];
  const file = named ?? candidates.find(isThere);
  if (file === undefined) return undefined;
  return { file, read: believe(file, places) };
}

/** Also what cannot be looked at, and a link to nowhere: nothing else is taken in their place. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ENOTDIR';
  }
}

/** The public keys a configuration may be signed with: of this build, of the machine, of `TILLBOOK_CONFIG_KEY`. */
function knownKeys(env: NodeJS.ProcessEnv): KeyObject[] {
  const given = env['TILLBOOK_CONFIG_KEY'];
  return [
    ...keysIn(resourcePath('config-keys')),
    ...keysIn(join(machineFolder(env), 'config-keys')).filter(
      ({ path }) => problemOfProtection(path) === undefined,
    ),
    ...(given === undefined || given === '' ? [] : [{ path: given }]),
  ].flatMap(({ path }) => keyOf(path));
}

/** Where a machine's administrators put what holds for all its accounts. */
function machineFolder(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'Tillbook');
    case 'darwin':
      return '/Library/Application Support/Tillbook';
    default:
      return '/etc/tillbook';
  }
}

/** A folder that is not there, or cannot be read, has no keys. */
function keysIn(folder: string): { readonly path: string }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.filter((name) => name.endsWith('.pub')).map((name) => ({ path: join(folder, name) }));
}

/** A file that is no key signs nothing. */
function keyOf(path: string): KeyObject[] {
  try {
    const key = createPublicKey(readFileSync(path));
    return key.asymmetricKeyType === 'ed25519' ? [key] : [];
  } catch {
    return [];
  }
}

function believe(
  named: string,
  { dataDir, env }: ConfigurationPlaces,
): Result<{ configuration: Configuration }> {
  // A link is followed once: what is judged, read and cleared of its secrets is one file.
  let file: string;
  try {
    file = realpathSync(named);
  } catch (cause) {
    return fail('config.unreadable', { message: cannotBeRead(named, cause) });
  }
  const read = readConfiguration(file);
  if (!read.ok) return read;
  const { config, asWritten, leftOut } = read;
  const { signature } = config;
  if (signature !== undefined && !isSignedBy(knownKeys(env), asWritten, signature)) {
    return fail('config.signature', process.platform === 'win32' ? because('config.windows-keys') : {});
  }
  const unprotected = signature === undefined ? problemOfProtection(file) : undefined;
  if (unprotected !== undefined) {
    return fail('config.untrusted', because('config.unprotected', { problem: unprotected }));
  }
  const found = secretsFor(config, file, asWritten, join(dataDir, secretsFileName));
  if (!found.ok) return found;
  return succeed({
    configuration: {
      config,
      trust: signature === undefined ? 'protected' : 'signed',
      signedAtMs: signature && Date.parse(signature.signedAt),
      secrets: found.secrets,
      forgetSecrets: found.forget,
      leftOut,
      hostName: hostname(),
    },
  });
}

/** The secrets of a configuration: its own, or those of the file in the data folder. */
function secretsFor(
  config: TillConfig,
  file: string,
  asWritten: TillConfig,
  ownFile: string,
): Result<{ secrets: ConfigSecrets | undefined; forget: () => void }> {
  if (config.secrets !== undefined) {
    if (!canReplace(file)) return fail('config.secrets-stay', because('config.secrets-in', { file }));
    return succeed({ secrets: config.secrets, forget: () => removeSecrets(file, asWritten) });
  }
  const forget = () => destroySecretsFile(ownFile);
  if (!existsSync(ownFile)) return succeed({ secrets: undefined, forget });
  const open = problemOfSecrecy(ownFile);
  if (open !== undefined) return fail('config.untrusted', because('config.unprotected', { problem: open }));
  const read = readSecretsFile(ownFile);
  if (!read.ok) return read;
  return succeed({ secrets: read.secrets, forget });
}
