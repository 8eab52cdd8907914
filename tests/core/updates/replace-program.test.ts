import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  formerVersionOf,
  placeFormer,
  placeRelease,
  replaceProgram,
} from '../../../electron/core/updates/replace-program.ts';
import { readUpdateNotes } from '../../../electron/core/updates/update-notes.ts';
import { makeFolder } from '../db/open-writer.ts';

it('keeps the program before, and goes back to it without taking the same release again', () => {
  const dataDir = makeFolder();
  const path = join(makeFolder(), 'Tillbook.AppImage');
  const release = (version: string): string => {
    const fetched = join(makeFolder(), `Tillbook-${version}.AppImage`);
    writeFileSync(fetched, version, { mode: 0o600 });
    return fetched;
  };
  writeFileSync(path, '1.0.0', { mode: 0o755 });
  expect(formerVersionOf(dataDir, '1.0.0')).toBe(null);

  replaceProgram(dataDir, { path, version: '1.0.0' }, release('1.1.0'));
  expect(readFileSync(path, 'utf8')).toBe('1.1.0');
  expect(statSync(path).mode & 0o777).toBe(0o755);
  expect(formerVersionOf(dataDir, '1.1.0')).toBe('1.0.0');

  placeFormer(dataDir, { path, version: '1.1.0' });
  expect(readFileSync(path, 'utf8')).toBe('1.0.0');
  expect(statSync(path).mode & 0o777).toBe(0o755);
  expect(formerVersionOf(dataDir, '1.0.0')).toBe(null);
  expect(readUpdateNotes(dataDir).leftVersion).toBe('1.1.0');

  replaceProgram(dataDir, { path, version: '1.0.0' }, release('1.1.1'));
  expect(readFileSync(path, 'utf8')).toBe('1.1.1');
  expect(formerVersionOf(dataDir, '1.1.1')).toBe('1.0.0');
  expect(readUpdateNotes(dataDir).leftVersion).toBe(null);
});

it('notes what could not be put in place, with the program as it was, until something can', async () => {
  const dataDir = makeFolder();
  const path = join(makeFolder(), 'Tillbook.AppImage');
  const fetched = join(makeFolder(), 'tillbook-1.1.0-linux-x86_64.AppImage');
  writeFileSync(path, '1.0.0');
  writeFileSync(fetched, '1.1.0');
  const sha512 = createHash('sha512').update('1.1.0').digest('base64');
  const release = { version: '1.1.0', path: fetched, file: { url: 'x', sha512, size: 5 } };
  const place = (sum: string) =>
    placeRelease(dataDir, { path, version: '1.0.0' }, { ...release, file: { ...release.file, sha512: sum } });

  await expect(place('another')).rejects.toMatchObject({ error: { code: 'update.file-changed' } });
  expect(readUpdateNotes(dataDir).failed).toEqual({ version: '1.1.0', code: 'update.file-changed' });
  // Something is where the new program is to be written.
  mkdirSync(`${path}.next`);
  await expect(place(sha512)).rejects.toThrow('EISDIR');
  expect(readUpdateNotes(dataDir).failed).toEqual({ version: '1.1.0', code: 'ERR_FS_EISDIR' });
  expect(readFileSync(path, 'utf8')).toBe('1.0.0');
  rmSync(`${path}.next`, { recursive: true });

  await place(sha512);
  expect(readFileSync(path, 'utf8')).toBe('1.1.0');
  expect(readUpdateNotes(dataDir).failed).toBe(null);

  // A release there is no room for costs nobody the program before.
  mkdirSync(`${path}.next`);
  const second = { path, version: '1.1.0' };
  expect(() => replaceProgram(dataDir, second, fetched)).toThrow('EISDIR');
  expect(formerVersionOf(dataDir, '1.1.0')).toBe('1.0.0');
  expect(() => placeFormer(dataDir, { path, version: '1.1.0' })).toThrow('EISDIR');
  expect(readUpdateNotes(dataDir).failed).toMatchObject({ version: '1.0.0' });
  expect(readFileSync(path, 'utf8')).toBe('1.1.0');
  rmSync(`${path}.next`, { recursive: true });
  placeFormer(dataDir, second);
  expect(readFileSync(path, 'utf8')).toBe('1.0.0');
});
