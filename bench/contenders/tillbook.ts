import { once } from 'node:events';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { storePathOf } from '../../electron/core/db/data-folder.ts';
import { openStore } from '../../electron/core/db/open.ts';
import { createReader } from '../../electron/core/db/reader.ts';
import { benchKey } from '../bench-store.ts';
import type { BenchCustomer } from '../lookup-customers.ts';
import type { Contender } from './contender.ts';
import { openTill } from '../open-till.ts';

/** As many as the till shows. */
const shown = 20;

/** The till itself: imported into an encrypted store, and searched by the reader, with the rows of all hits read. */
export const tillbook: Contender = {
  async build(folder, customers) {
    const dataDir = join(folder, 'building');
    rmSync(dataDir, { recursive: true, force: true });
    const file = join(folder, 'customers.jsonl');
    await writeLines(file, customers);
    const start = performance.now();
    const core = await openTill(dataDir);
    const imported = await core.importFile(file);
    if (!imported.ok) throw new Error(imported.error.message);
    await core.close();
    const buildMs = performance.now() - start;
    rmSync(file);
    // Whoever reads an older base goes on reading it.
    const path = join(folder, 'tillbook.db');
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    renameSync(storePathOf(dataDir), path);
    rmSync(dataDir, { recursive: true, force: true });
    return buildMs;
  },
  open(folder) {
    const { methods } = createReader(openStore(join(folder, 'tillbook.db'), benchKey, { readonly: true }));
    return (query) => methods.search({ query, limit: shown }).hits.map(({ customerUid }) => customerUid);
  },
};

async function writeLines(file: string, customers: Iterable<BenchCustomer>): Promise<void> {
  const stream = createWriteStream(file);
  for (const customer of customers) {
    if (!stream.write(`${JSON.stringify(customer)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
