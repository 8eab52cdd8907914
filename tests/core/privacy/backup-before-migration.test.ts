import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { getBackupNotes } from '../../../electron/core/db/backup-notes.ts';
import { verifyStore } from '../../../electron/core/db/copy-store.ts';
import { schemaVersion } from '../../../electron/core/db/migrations/index.ts';
import { changeSettings, defaultSettings } from '../../../electron/core/db/settings.ts';
import { listBackups } from '../../../electron/core/privacy/backup-files.ts';
import { backUpBeforeMigration } from '../../../electron/core/privacy/backup-before-migration.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { pullCustomers, withTill } from './till-on-disk.ts';

const nowMs = 1_800_000_000_000;

/** A till whose store is to be changed, with this folder for backups; and whether a backup was made of it. */
function backUpIn(folder: string, customers: readonly string[]): { dataDir: string; owner: string | null } {
  const dataDir = makeFolder();
  const owner = withTill(dataDir, (writer, db) => {
    if (customers.length > 0) pullCustomers(writer, customers);
    changeSettings(db, { backup: { ...defaultSettings.backup, folder } });
    db.pragma(`user_version = ${schemaVersion - 1}`);
    backUpBeforeMigration(db, join(dataDir, 'till.db'), testKey, nowMs);
    const { tillId } = getBackupNotes(db);
    db.pragma(`user_version = ${schemaVersion}`);
    return tillId;
  });
  return { dataDir, owner };
}

it('puts the backup where the till’s others are, as one of them', () => {
  const folder = join(makeFolder(), 'backups');
  const { owner } = backUpIn(folder, ['c-1', 'c-2']);
  const [backup, ...others] = listBackups(folder, owner!);
  expect(others).toEqual([]);
  expect(backup).toMatchObject({ madeAt: new Date(nowMs).toISOString() });
  expect(verifyStore(backup!.path, testKey)).toMatchObject({ customers: 2, unsent: 0 });
});

it('takes the till’s own folder when that one is out of reach, rather than keep a shop from opening', () => {
  const file = join(makeFolder(), 'a-file');
  writeFileSync(file, '');
  const { dataDir, owner } = backUpIn(join(file, 'backups'), ['c-1']);
  expect(listBackups(join(dataDir, 'backups'), owner!)).toHaveLength(1);
});

it('makes none of a till that holds nothing', () => {
  const folder = makeFolder();
  const { dataDir } = backUpIn(folder, []);
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(join(dataDir, 'backups'))).toBe(false);
});
