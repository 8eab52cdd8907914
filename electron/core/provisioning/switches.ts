import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ParseArgsOptionsConfig } from 'node:util';
import { because } from '#shared/contract/error-reasons';
import { fail, issuesOf, succeed, type Result } from '#shared/contract/errors';
import { tillConfigSchema, type ConfigSecrets } from '#shared/provisioning/till-config';
import type { Configuration, FoundConfiguration } from './find-configuration.ts';
import { cannotBeRead, problemOfSecrecy } from './protection.ts';
import { readSecretsFile, withoutUnknownSettings } from './read-configuration.ts';
import { destroySecretsFile } from './secrets-of-file.ts';

/** The switches by which a program that is started is told its till's configuration. */
export const configurationSwitches = {
  service: { type: 'string' },
  url: { type: 'string' },
  tenant: { type: 'string' },
  store: { type: 'string' },
  till: { type: 'string' },
  'sign-in-url': { type: 'string' },
  /** A file with a token alone, or with any secrets of a configuration; taken once, then destroyed. */
  'token-file': { type: 'string' },
  'secrets-file': { type: 'string' },
  /** `NAME=VALUE`, a setting; the value as JSON, or as text where it is none. */
  set: { type: 'string', multiple: true },
} as const satisfies ParseArgsOptionsConfig;

export type SwitchValues = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

/**
 * The configuration that these switches say; whoever starts the till is believed,
 * as with its key. No file is looked for besides.
 *
 * @returns undefined when none of them is there; `config.invalid`, `config.unreadable` or `config.untrusted` (a file
 *   of secrets that is open to others) when nothing of it can be taken
 */
export function configurationOfSwitches(values: SwitchValues): FoundConfiguration | undefined {
  const isThere = Object.keys(configurationSwitches).some((name) => values[name] !== undefined);
  return isThere ? { file: null, read: readSwitches(values) } : undefined;
}

function readSwitches(values: SwitchValues): Result<{ configuration: Configuration }> {
  const { service, url, tenant, store, till, 'sign-in-url': signInUrl } = values;
  const connection = { service, url, tenant, store, till, signInUrl };
  const isConnected = Object.values(connection).some((value) => value !== undefined);
  const settings = Object.fromEntries([values['set'] ?? []].flat().map((text) => settingOf(String(text))));
  const { known, leftOut } = withoutUnknownSettings({
    version: 1,
    ...(isConnected && { connection }),
    ...(Object.keys(settings).length > 0 && { settings }),
  });
  const checked = tillConfigSchema.safeParse(known);
  if (!checked.success) {
    const issues = issuesOf(checked.error);
    const words = issues.map(({ field, message }) => `${field}: ${message}`).join(' ');
    return fail('config.invalid', { message: `The switches make no configuration. ${words}`, issues });
  }
  const secrets = readSecrets(values);
  if (!secrets.ok) return secrets;
  return succeed({
    configuration: {
      config: checked.data,
      trust: 'switches',
      signedAtMs: undefined,
      secrets: secrets.secrets,
      forgetSecrets: secrets.forget,
      leftOut,
      hostName: hostname(),
    },
  });
}

function settingOf(text: string): [string, unknown] {
  const [, name = text, value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

/** Files that are gone were taken at an earlier start. */
function readSecrets(
  values: SwitchValues,
): Result<{ secrets: ConfigSecrets | undefined; forget: () => void }> {
  const tokenFile = values['token-file'];
  const path = tokenFile ?? values['secrets-file'];
  if (typeof path !== 'string') return succeed({ secrets: undefined, forget: () => {} });
  const forget = () => destroySecretsFile(path);
  if (!existsSync(path)) return succeed({ secrets: undefined, forget });
  const problem = problemOfSecrecy(path);
  if (problem !== undefined) return fail('config.untrusted', because('config.unprotected', { problem }));
  if (tokenFile === undefined) {
    const read = readSecretsFile(path);
    return read.ok ? succeed({ secrets: read.secrets, forget }) : read;
  }
  let token: string;
  try {
    token = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    return fail('config.unreadable', { message: cannotBeRead(path, cause) });
  }
  if (token === '') return fail('config.unreadable', { message: `${path} is empty.` });
  return succeed({ secrets: { signIn: { kind: 'token', token } }, forget });
}
