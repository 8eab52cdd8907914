import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Backup } from '#shared/contract/safekeeping';
import { createFolderLook } from '../../../electron/core/privacy/backup-folder.ts';
import { makeFolder } from '../db/open-writer.ts';

const unusable = { error: { code: 'backup.folder' } };

it('a folder that is none is told as one that cannot be used, and one that is yet to be made has no backups', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'file'), '');
  const look = createFolderLook();
  await expect(look(join(folder, 'file'), 't-1')).rejects.toMatchObject(unusable);
  expect(await look(join(folder, 'nowhere'), 't-1')).toEqual([]);
});

it('a share that hangs keeps nobody waiting, and is not asked again before it answers', async () => {
  const asked: ((backups: Backup[]) => void)[] = [];
  const look = createFolderLook(() => new Promise((resolve) => asked.push(resolve)), 1);
  await expect(look('/share', 't-1')).rejects.toMatchObject(unusable);
  await expect(look('/share', 't-1')).rejects.toMatchObject(unusable);
  expect(asked).toHaveLength(1);

  asked[0]!([]);
  await new Promise(setImmediate);
  const again = look('/share', 't-1');
  asked[1]!([]);
  expect(await again).toEqual([]);
});
