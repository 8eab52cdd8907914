import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CustomerRecord } from '#shared/customer/model';
import { openStore, type Store } from '../../../electron/core/db/open.ts';
import { migrate } from '../../../electron/core/db/migrations/index.ts';
import { prepareCustomers } from '../../../electron/core/db/prepared-customers.ts';
import { createWriter, type Writer } from '../../../electron/core/db/writer.ts';
import { testKey } from '../db/open-writer.ts';

/** Does something on the store of a folder, and closes it again. */
export function withTill<Value>(dataDir: string, use: (writer: Writer, db: Store) => Value): Value {
  const db = openStore(join(dataDir, 'till.db'), testKey);
  try {
    migrate(db);
    return use(createWriter(db), db);
  } finally {
    db.close();
  }
}

/** Customers as the service has them. */
export function pullCustomers(writer: Writer, customerUids: readonly string[]): void {
  const records = customerUids.map((customerUid): CustomerRecord => ({
    customerUid,
    customerType: 'PERSON',
    firstname: 'Anne',
    lastname: `Li ${customerUid}`,
    address: 'Storgata '.repeat(20),
    lastModifiedAt: '2026-01-01T00:00:00Z',
  }));
  writer.importKnown(prepareCustomers(records), 1);
  while (!writer.settleKeys());
}

/** Flips a bit on a page of the store. */
export function flipPage(dataDir: string, page: number): void {
  const path = join(dataDir, 'till.db');
  const bytes = readFileSync(path);
  const at = (page - 1) * 4096 + 2000;
  bytes[at] = bytes[at]! ^ 4;
  writeFileSync(path, bytes);
}

/** Damages the last page of a table that is not its root: one of those its rows lie on. */
export function damageRowsOf(dataDir: string, table: string): void {
  const path = join(dataDir, 'till.db');
  const pages = readFileSync(path).length / 4096;
  for (let page = pages; page > 1; page -= 1) {
    flipPage(dataDir, page);
    if (!isReadable(path, table)) return;
    flipPage(dataDir, page);
  }
  throw new Error(`No page of ${table} was found`);
}

function isReadable(path: string, table: string): boolean {
  const db = openStore(path, testKey, { readonly: true });
  try {
    db.prepare(`SELECT * FROM ${table} NOT INDEXED`).all();
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
}
