import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createLookupWriter } from '../../electron/core/db/lookup-rows.ts';
import { migrate } from '../../electron/core/db/migrations/index.ts';
import { openStore } from '../../electron/core/db/open.ts';
import { createReader } from '../../electron/core/db/reader.ts';
import { readCustomer } from '../../shared/customer/model.ts';
import { benchKey } from '../bench-store.ts';
import type { BenchCustomer } from '../lookup-customers.ts';
import type { Contender } from './contender.ts';

const customersPerTransaction = 500;
/** As many as the till shows. */
const shown = 20;

/** The till itself: an encrypted store, and the reader's own `search`, with the rows of all hits read. */
export const tillbook: Contender = {
  build(folder, customers) {
    const path = join(folder, 'tillbook.db');
    const building = `${path}.new`;
    for (const end of ['', '-wal', '-shm']) rmSync(building + end, { force: true });
    const db = openStore(building, benchKey);
    migrate(db);
    const writer = createLookupWriter(db);
    const insert = db.prepare(`INSERT INTO customer (customer_uid, record) VALUES (?, ?)`);
    const write = db.transaction((some: readonly BenchCustomer[]) => {
      for (const customer of some) {
        const { lastInsertRowid } = insert.run(customer.customerUid, JSON.stringify(customer));
        writer.put(Number(lastInsertRowid), readCustomer(customer)!);
      }
    });
    let some: BenchCustomer[] = [];
    for (const customer of customers) {
      some.push(customer);
      if (some.length === customersPerTransaction) {
        write(some);
        some = [];
      }
    }
    write(some);
    db.close();
    // Whoever reads the older file goes on reading it.
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    renameSync(building, path);
  },
  open(folder) {
    const { methods } = createReader(openStore(join(folder, 'tillbook.db'), benchKey, { readonly: true }));
    return (query) => methods.search({ query, limit: shown }).hits.map(({ customerUid }) => customerUid);
  },
};
