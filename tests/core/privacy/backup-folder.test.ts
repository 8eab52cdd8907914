import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Backup } from '#shared/contract/safekeeping';
import { listBackups } from '../../../electron/core/privacy/backup-files.ts';
import {
  backupFailureOf,
  createFolderLook,
  isSurelyWithoutBackups,
} from '../../../electron/core/privacy/backup-folder.ts';
import { makeFolder } from '../db/open-writer.ts';

const unusable = { error: { code: 'backup.folder' } };

it('a folder that is none is told as one that cannot be used, and one that is yet to be made has no backups', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'file'), '');
  const look = createFolderLook();
  const list = (name: string) => look(join(folder, name), () => listBackups(join(folder, name), 't-1'));
  await expect(list('file')).rejects.toMatchObject(unusable);
  expect(await list('nowhere')).toEqual([]);
});

it('a folder that takes no file is told as that one, not as the folder of the data', () => {
  const folder = makeFolder();
  expect(causeOf(() => new Database(folder))).toMatchObject({
    error: { code: 'backup.folder', message: 'The folder for backups cannot be used. It cannot be written.' },
  });
});

function causeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (cause) {
    return backupFailureOf(cause);
  }
}

it('a share that hangs keeps nobody waiting, and is not asked again before it answers', async () => {
  const asked: ((backups: Backup[]) => void)[] = [];
  const patient = createFolderLook(1);
  const look = () => patient('/share', () => new Promise<Backup[]>((resolve) => asked.push(resolve)));
  await expect(look()).rejects.toMatchObject(unusable);
  await expect(look()).rejects.toMatchObject(unusable);
  expect(asked).toHaveLength(1);

  asked[0]!([]);
  await new Promise(setImmediate);
  const again = look();
  asked[1]!([]);
  expect(await again).toEqual([]);
});

it('a folder is sure to hold no backup when it is none, or is empty or gone where it lay; one on another device is away', async () => {
  const folder = makeFolder();
  const { dev } = statSync(folder);
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full', 'tillbook-t-1-2026-06-01T090000-000Z.backup'), '');
  const isSure = (name: string, device: number | null) =>
    isSurelyWithoutBackups(join(folder, name), 't-1', device);
  expect(await isSure('file', null)).toBe(true);
  expect(await isSure('file/in', null)).toBe(true);
  expect(await isSure('empty', dev)).toBe(true);
  expect(await isSure('gone/too', dev)).toBe(true);
  expect(await isSure('full', dev)).toBe(false);
  for (const device of [dev + 1, null]) {
    expect(await isSure('empty', device)).toBe(false);
    expect(await isSure('gone', device)).toBe(false);
  }
});
