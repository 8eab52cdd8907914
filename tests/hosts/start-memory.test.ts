import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rememberStart } from '../../electron/main/start-memory.ts';
import { makeFolder } from '../core/db/open-writer.ts';

it('is in safe mode after three starts in a row that came to nothing, and not before', () => {
  const dataDir = makeFolder();
  const starts = Array.from({ length: 4 }, () => rememberStart(dataDir, '1.0.0').failedTooOften);
  expect(starts).toEqual([false, false, false, true]);
  expect(rememberStart(dataDir, '1.0.0').safeModeFailed).toBe(true);
  expect(rememberStart(makeFolder(), '1.0.0').safeModeFailed).toBe(false);
  // Safe mode itself lived a while: the next start is a usual one.
  rememberStart(dataDir, '1.0.0').succeeded();
  expect(rememberStart(dataDir, '1.0.0').failedTooOften).toBe(false);
});

it('leaves a graphics card alone that failed, until another version tries it', () => {
  const dataDir = makeFolder();
  const first = rememberStart(dataDir, '1.0.0');
  expect(first.withoutGpu).toBe(false);
  first.gpuFailed();
  first.succeeded();
  expect(rememberStart(dataDir, '1.0.0').withoutGpu).toBe(true);
  expect(rememberStart(dataDir, '1.1.0').withoutGpu).toBe(false);
});

it('starts all the same when its file is damaged, or cannot be written', () => {
  const dataDir = makeFolder();
  writeFileSync(join(dataDir, 'starts.json'), '{"failed":');
  expect(rememberStart(dataDir, '1.0.0').failedTooOften).toBe(false);
  expect(JSON.parse(readFileSync(join(dataDir, 'starts.json'), 'utf8'))).toMatchObject({ failed: 1 });
  const unwritable = makeFolder();
  mkdirSync(join(unwritable, 'starts.json.new'));
  expect(rememberStart(unwritable, '1.0.0').failedTooOften).toBe(false);
});
