import { readFileSync } from 'node:fs';
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
    const bytes = readFileSync(path);
    if (bytes.length > maxBytes) return fail('config.unreadable', { message: `${path} is too large.` });
    // Editors on Windows begin a file with a mark.
    text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    return fail('config.unreadable', { message: cannotBeRead(path, cause) });
  }
  try {
    return succeed({ value: JSON.parse(text) as unknown });
  } catch {
    return fail('config.unreadable', { message: `${path} is not JSON.` });
  }
}

function withoutUnknownSettings(value: unknown): { known: unknown; leftOut: readonly string[] } {
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
