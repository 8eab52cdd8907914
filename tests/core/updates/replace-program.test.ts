import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  formerVersionOf,
  putFormerBack,
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

  putFormerBack(dataDir, { path, version: '1.1.0' });
  expect(readFileSync(path, 'utf8')).toBe('1.0.0');
  expect(statSync(path).mode & 0o777).toBe(0o755);
  expect(formerVersionOf(dataDir, '1.0.0')).toBe(null);
  expect(readUpdateNotes(dataDir).leftVersion).toBe('1.1.0');

  replaceProgram(dataDir, { path, version: '1.0.0' }, release('1.1.1'));
  expect(readFileSync(path, 'utf8')).toBe('1.1.1');
  expect(formerVersionOf(dataDir, '1.1.1')).toBe('1.0.0');
  expect(readUpdateNotes(dataDir).leftVersion).toBe(null);
});
