import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { migrate } from '../../../electron/core/db/migrations/index.ts';
import { openStore, type Store } from '../../../electron/core/db/open.ts';
import { createReader, type Reader } from '../../../electron/core/db/reader.ts';
import { createWriter, type Writer } from '../../../electron/core/db/writer.ts';

export const testKey = new Uint8Array(32).fill(7);

/** A folder of its own for one test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new encrypted store with its writer and reader on this thread. */
export function openWriter(): { writer: Writer; reader: Reader; db: Store; path: string } {
  const path = join(makeFolder(), 'till.db');
  const db = openStore(path, testKey);
  migrate(db);
  const writer = createWriter(db);
  const readerDb = openStore(path, testKey, { readonly: true });
  const reader = createReader(readerDb);
  onTestFinished(() => {
    reader.stop();
    readerDb.close();
    db.close();
  });
  return { writer, reader: reader.methods, db, path };
}
