import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { connectionSchema, settingsSchema, type Connection, type Settings } from '#shared/contract/values';
import { handOverOff } from '#shared/hand-over/settings';
import { unlearnedScanner } from '#shared/scanning/scanner-profile';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/** A till as it comes out of the box. */
export const defaultSettings: Settings = {
  setUp: false,
  language: 'system',
  theme: 'system',
  textSize: 'normal',
  shopName: '',
  defaultCountry: 'NO',
  defaultCustomerType: 'PERSON',
  printCardOnCreate: false,
  cardPrinterId: 'service',
  batchPrinterId: '',
  consents: [],
  scanner: { ...unlearnedScanner, serialBaud: null },
  handOver: handOverOff,
  logLevel: 'info',
  backup: { daily: true, keep: 7, folder: '' },
  updates: { automatic: true, feedUrl: '', channel: 'latest' },
  status: { file: true, endpoint: 'off', port: 8643, address: '127.0.0.1', tlsCertFile: '', tlsKeyFile: '' },
  retention: { offlineDays: 30, auditDays: 730 },
  pullEverySeconds: 60,
  lockAfterMinutes: 5,
  kiosk: false,
};

export function getValue(db: Store, key: string): unknown {
  const row = statement<{ value: string }>(db, `SELECT value FROM setting WHERE key = ?`).get(key);
  return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
}

export function setValue(db: Store, key: string, value: unknown): void {
  statement(
    db,
    `INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  ).run(key, JSON.stringify(value));
}

const importSecretKey = 'importSecret';

/** The secret that ids of imported customers are derived with: made once, the same as long as the store lives. */
export function importSecret(db: Store): string {
  const kept = getValue(db, importSecretKey);
  if (typeof kept === 'string') return kept;
  const made = randomBytes(32).toString('hex');
  setValue(db, importSecretKey, made);
  return made;
}

/** Stored settings over the defaults: a value this version cannot read falls back to its default. */
export function getSettings(db: Store): Settings {
  const stored = z.record(z.string(), z.unknown()).catch({}).parse(getValue(db, 'settings'));
  // Whoever connected a till has set it up, from wherever that was.
  const merged: Record<string, unknown> = { ...defaultSettings, setUp: getConnection(db) !== null };
  for (const [key, schema] of Object.entries(settingsSchema.shape)) {
    const read = schema.safeParse(stored[key]);
    if (read.success) merged[key] = read.data;
  }
  return settingsSchema.parse(merged);
}

export function changeSettings(db: Store, changes: Partial<Settings>): Settings {
  setValue(db, 'settings', { ...getSettings(db), ...changes });
  return getSettings(db);
}

export function getConnection(db: Store): Connection | null {
  return connectionSchema
    .nullable()
    .catch(null)
    .parse(getValue(db, 'connection') ?? null);
}

/** Whether two connections lead to the same customers. */
export function isSameTenant(one: Connection, other: Connection): boolean {
  return one.service === other.service && one.tenant === other.tenant;
}

export function getSecret(db: Store, key: string): unknown {
  const row = statement<{ value: string }>(db, `SELECT value FROM secret WHERE key = ?`).get(key);
  return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
}

/** Undefined removes it. */
export function setSecret(db: Store, key: string, value: unknown): void {
  if (value === undefined) {
    statement(db, `DELETE FROM secret WHERE key = ?`).run(key);
    return;
  }
  statement(
    db,
    `INSERT INTO secret (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  ).run(key, JSON.stringify(value));
}
