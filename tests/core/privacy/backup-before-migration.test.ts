import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TillError } from '#shared/contract/errors';
import { createCore } from '../../../electron/core/app.ts';
import { appendAudit } from '../../../electron/core/db/audit.ts';
import { getBackupNotes } from '../../../electron/core/db/backup-notes.ts';
import { verifyStore } from '../../../electron/core/db/copy-store.ts';
import { schemaVersion } from '../../../electron/core/db/migrations/index.ts';
import { openStore, type Store } from '../../../electron/core/db/open.ts';
import { changeSettings, defaultSettings, setValue } from '../../../electron/core/db/settings.ts';
import { listBackups } from '../../../electron/core/privacy/backup-files.ts';
import { backUpBeforeMigration } from '../../../electron/core/privacy/backup-before-migration.ts';
import { inProject } from '../../../scripts/project.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { pullCustomers, withTill } from './till-on-disk.ts';

const nowMs = 1_800_000_000_000;

interface FormerTill {
  readonly db: Store;
  readonly dataDir: string;
  /** Backs the store up as the program does that is about to change it. */
  readonly backUp: (atMs?: number, hasRoom?: boolean) => TillError | undefined;
}

/** A till whose store is to be changed, with this folder for backups. */
function withFormerTill(
  folder: string,
  customers: readonly string[],
  use: (till: FormerTill) => void,
): { dataDir: string; owner: string | null } {
  const dataDir = makeFolder();
  const owner = withTill(dataDir, (writer, db) => {
    if (customers.length > 0) pullCustomers(writer, customers);
    changeSettings(db, { backup: { ...defaultSettings.backup, folder } });
    db.pragma(`user_version = ${schemaVersion - 1}`);
    const path = join(dataDir, 'till.db');
    use({
      db,
      dataDir,
      backUp: (atMs = nowMs, hasRoom = true) =>
        backUpBeforeMigration({ db, path, key: testKey, nowMs: atMs }, hasRoom),
    });
    const { tillId } = getBackupNotes(db);
    db.pragma(`user_version = ${schemaVersion}`);
    return tillId;
  });
  return { dataDir, owner };
}

it('puts the backup where the till’s others are, as one of them', async () => {
  const folder = join(makeFolder(), 'backups');
  const { owner } = withFormerTill(folder, ['c-1', 'c-2'], ({ backUp }) => expect(backUp()).toBeUndefined());
  const [backup, ...others] = await listBackups(folder, owner!);
  expect(others).toEqual([]);
  expect(backup).toMatchObject({ madeAt: new Date(nowMs).toISOString() });
  expect(verifyStore(backup!.path, testKey)).toMatchObject({ customers: 2, unsent: 0 });
});

it('takes the till’s own folder when that one is out of reach, rather than keep a shop from opening', async () => {
  const file = join(makeFolder(), 'a-file');
  writeFileSync(file, '');
  const { dataDir, owner } = withFormerTill(join(file, 'backups'), ['c-1'], (till) => {
    // As versions before have noted it.
    setValue(till.db, 'backups', { tillId: 't-1', folders: ['/stick'], trouble: null });
    till.backUp();
    const { folders } = getBackupNotes(till.db);
    expect(folders).toContainEqual({ path: '/stick', device: null, oldestMs: 0 });
    // Whoever is erased goes from there too.
    expect(folders.map(({ path }) => path)).toContain(join(till.dataDir, 'backups'));
  });
  expect(owner).toBe('t-1');
  expect(await listBackups(join(dataDir, 'backups'), owner!)).toHaveLength(1);
});

it('makes none of a till that holds nothing', () => {
  const folder = makeFolder();
  const { dataDir } = withFormerTill(folder, [], ({ backUp }) => backUp());
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(join(dataDir, 'backups'))).toBe(false);
});

it('makes one, however often the change is tried, until something was done at the till', () => {
  const folder = makeFolder();
  withFormerTill(folder, ['c-1'], ({ db, backUp }) => {
    for (const tries of [1, 2, 3]) backUp(nowMs + tries);
    const [first, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    rmSync(join(folder, first!));
    backUp(nowMs + 4);
    expect(readdirSync(folder)).toHaveLength(1);
    appendAudit(db, { atMs: nowMs, actor: 'Kari', action: 'customers.get', outcome: 'ok' });
    backUp(nowMs + 5);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

it('takes nothing of what a full disk has left, and needs none where one was made before', () => {
  const folder = makeFolder();
  withFormerTill(folder, ['c-1'], ({ backUp }) => {
    expect(backUp(nowMs, false)).toMatchObject({ code: 'disk.full' });
    expect(readdirSync(folder)).toEqual([]);
    backUp(nowMs);
    expect(backUp(nowMs + 1, false)).toBeUndefined();
  });
});

it('says in words which folder cannot be used, and leaves the store to the version before', async () => {
  const dataDir = makeFolder();
  copyFileSync(inProject('tests/golden-stores/schema-12/till.db'), join(dataDir, 'till.db'));
  writeFileSync(join(dataDir, 'backups'), 'no folder');
  const opened = await createCore({ dataDir, key: testKey, backgroundSync: false });
  expect(opened).toMatchObject({
    ok: false,
    error: { code: 'backup.folder', message: expect.stringContaining(join(dataDir, 'backups')) },
  });
  const db = openStore(join(dataDir, 'till.db'), testKey);
  expect(db.pragma('user_version', { simple: true })).toBe(12);
  db.close();
});
