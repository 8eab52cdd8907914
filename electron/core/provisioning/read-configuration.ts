import { readFileSync, statSync } from 'node:fs';
import { fail, issuesOf, succeed, type Result } from '#shared/contract/errors';
import {
  configSecretsSchema,
  configSettingsSchema,
  tillConfigSchema,
  type ConfigSecrets,
  type TillConfig,
} from '#shared/provisioning/till-config';
import { cannotBeRead } from './protection.ts';

/** Far above any configuration; far below what would hurt a till. */
const maxBytes = 4 * 1024 * 1024;

/**
 * A configuration file. Settings this version does not know are left out and
 * named: a fleet has more than one version while it is updated.
 *
 * @returns the file as it is too, for its signature; `config.unreadable`, `config.invalid` with the issues
 */
export function readConfiguration(
  path: string,
): Result<{ config: TillConfig; asWritten: TillConfig; leftOut: readonly string[] }> {
  const read = readJson(path);
  if (!read.ok) return read;
  const { known, leftOut } = withoutUnknownSettings(read.value);
  const checked = tillConfigSchema.safeParse(known);
  if (!checked.success) {
    const issues = issuesOf(checked.error);
    const words = issues.map(({ field, message }) => `${field || 'the file'}: ${message}`).join(' ');
    return fail('config.invalid', { message: `${path} is no configuration of a till. ${words}`, issues });
  }
  // Its parts are held to the schema above; unknown settings and defaults make the only difference.
  return succeed({ config: checked.data, asWritten: read.value as TillConfig, leftOut });
}

/** A file of secrets alone. @returns `config.unreadable`, `config.invalid` */
export function readSecretsFile(path: string): Result<{ secrets: ConfigSecrets }> {
  const read = readJson(path);
  if (!read.ok) return read;
  const checked = configSecretsSchema.safeParse(read.value);
  if (checked.success) return succeed({ secrets: checked.data });
  // The words of an issue may repeat what is in the file: its fields have to do.
  const fields = issuesOf(checked.error).map(({ field }) => field || 'the file');
  return fail('config.invalid', {
    message: `${path} has no secrets of a till: look at ${fields.join(', ')}.`,
  });
}

function readJson(path: string): Result<{ value: unknown }> {
  let text: string;
  try {
    const stats = statSync(path);
    // A pipe or a device would be read for ever.
    if (!stats.isFile()) return fail('config.unreadable', { message: `${path} is not a file.` });
    if (stats.size > maxBytes) return fail('config.unreadable', { message: `${path} is too large.` });
    // Editors on Windows begin a file with a mark.
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    return fail('config.unreadable', { message: cannotBeRead(path, cause) });
  }
  if (text.trim() === '') return fail('config.unreadable', { message: `${path} is empty.` });
  try {
    return succeed({ value: JSON.parse(text) as unknown });
  } catch (cause) {
    return fail('config.unreadable', { message: `${path} is not JSON: look at ${placeOf(cause, text)}.` });
  }
}

/** Where the text stops being JSON. The parser's own words may quote a secret and are not repeated. */
function placeOf(cause: unknown, text: string): string {
  const { message } = cause as SyntaxError;
  const said = /at position (\d+)/.exec(message)?.[1];
  const position = message.startsWith('Unexpected token')
    ? positionOfToken(text)
    : Number(said ?? text.length);
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, character ${(before.at(-1) ?? '').length + 1}`;
}

/** The parser does not say it: the first beginning of the text that is refused for a token ends with it. */
function positionOfToken(text: string): number {
  let [fine, refused] = [0, text.length];
  while (refused - fine > 1) {
    const middle = (fine + refused) >>> 1;
    if (hasBadToken(text.slice(0, middle))) refused = middle;
    else fine = middle;
  }
  return fine;
}

function hasBadToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (cause) {
    return (cause as SyntaxError).message.startsWith('Unexpected token');
  }
}

/** A configuration without the settings this version does not know, and their names. */
export function withoutUnknownSettings(value: unknown): { known: unknown; leftOut: readonly string[] } {
  const settings = isRecord(value) ? value['settings'] : undefined;
  if (!isRecord(value) || !isRecord(settings)) return { known: value, leftOut: [] };
  const names = Object.keys(settings);
  const kept = Object.fromEntries(Object.entries(settings).filter(([name]) => isKnownSetting(name)));
  return { known: { ...value, settings: kept }, leftOut: names.filter((name) => !isKnownSetting(name)) };
}

function isKnownSetting(name: string): boolean {
  return Object.hasOwn(configSettingsSchema.shape, name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
