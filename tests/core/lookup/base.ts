import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createIndexWriter } from '../../../electron/core/db/index-writer.ts';
import { createLookupWriter } from '../../../electron/core/db/lookup-rows.ts';
import { migrate } from '../../../electron/core/db/migrations/index.ts';
import { openStore, type Store } from '../../../electron/core/db/open.ts';
import { createWordSweep } from '../../../electron/core/db/word-sweep.ts';
import { createLookup, type SearchRequest } from '../../../electron/core/lookup/lookup.ts';
import { readCustomer } from '#shared/customer/model';

export type TestCustomer = { customerUid: string } & Record<string, unknown>;

const key = new Uint8Array(32).fill(1);

const closeAfterwards: (() => void)[] = [];
afterAll(() => {
  for (const close of closeAfterwards.splice(0)) close();
});

/** A store on disk with one writing and one reading connection, like the till's two workers. */
export function createBase(customers: readonly TestCustomer[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-lookup-'));
  const path = join(folder, 'store.db');
  const db: Store = openStore(path, key);
  migrate(db);
  // What is tested here does not depend on surviving a power cut.
  db.pragma('synchronous = OFF');
  const reading = openStore(path, key, { readonly: true });
  closeAfterwards.push(() => {
    reading.close();
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const writer = createLookupWriter(db);
  const indexWriter = createIndexWriter({ db, lookup: writer }, (run) => run);
  const save = db.prepare<[string, string], { customer_id: number }>(
    `INSERT INTO customer (customer_uid, record) VALUES (?, ?)
     ON CONFLICT (customer_uid) DO UPDATE SET record = excluded.record RETURNING customer_id`,
  );
  const idOf = db
    .prepare<[string], number>(`SELECT customer_id FROM customer WHERE customer_uid = ?`)
    .pluck();
  const uidOf = db
    .prepare<[number], string>(`SELECT customer_uid FROM customer WHERE customer_id = ?`)
    .pluck();
  const put = (customer: TestCustomer): void => {
    const { customer_id: customerId } = save.get(customer.customerUid, JSON.stringify(customer))!;
    writer.put(customerId, readCustomer(customer)!);
  };
  db.transaction(() => customers.forEach(put))();

  let lookup = createLookup(reading);
  const search = (query: string, options: Partial<SearchRequest> = {}) => {
    lookup.refresh();
    return lookup.search({ query, limit: 20, ...options }).hits.map(({ customerId, matched }) => ({
      customerUid: uidOf.get(customerId)!,
      matched,
    }));
  };
  const list = (query: string, options: Partial<SearchRequest> = {}) => {
    lookup.refresh();
    const { hits, more } = lookup.search({ query, limit: 20, ...options });
    return { customerUids: hits.map(({ customerId }) => uidOf.get(customerId)!), more };
  };
  return {
    db,
    writer,
    put,
    remove: (customerUid: string): void => writer.remove(idOf.get(customerUid)!),
    removeIfThere: (customerUid: string): void => {
      const customerId = idOf.get(customerUid);
      if (customerId !== undefined) writer.remove(customerId);
    },
    /** Takes words out of the dictionary that nobody has any more. */
    sweepWords: (): void => {
      const sweep = createWordSweep(db, () => writer.forget());
      while (sweep.step(100));
    },
    /** Who is found, and whether there are others behind them. */
    list,
    filterValues: () => {
      lookup.refresh();
      return lookup.filterValues();
    },
    refresh: (): boolean => lookup.refresh(),
    keepUp: (budgetMs: number): boolean => lookup.keepUp(budgetMs),
    duplicates: (...args: Parameters<typeof lookup.duplicates>) => {
      lookup.refresh();
      return lookup
        .duplicates(...args)
        .map(({ customerId, ...duplicate }) =>
          Object.assign(duplicate, { customerUid: uidOf.get(customerId)! }),
        );
    },
    /** A reader started anew: everything it knows comes from the store. */
    restart: (): void => {
      lookup = createLookup(reading);
    },
    isSnapshotDue: (): boolean => {
      lookup.refresh();
      return lookup.isSnapshotDue();
    },
    writeSnapshot: (): void => {
      const source = lookup.prepareSnapshot(60_000)!;
      indexWriter.beginSnapshot();
      for (let part = 0; part < source.header.parts; part += 1) {
        indexWriter.writeSnapshotParts(part, [source.readPart(part)]);
      }
      indexWriter.dropSnapshotParts(source.header.parts, 1_000_000);
      indexWriter.finishSnapshot(source.header);
    },
    /** All parts of the snapshot, read as UTF-16. */
    snapshotText: (): string =>
      Buffer.concat(
        db.prepare<[], Buffer>(`SELECT bytes FROM lookup_snapshot ORDER BY part_id`).pluck().all(),
      ).toString('utf16le'),
    /** Leaves of the entries only what was changed after the snapshot: the rest has to come from there. */
    forgetOldEntries: (): void => {
      const { value } = db
        .prepare<[], { value: string }>(`SELECT value FROM lookup_state WHERE name = 'snapshot'`)
        .get()!;
      const { sequence } = JSON.parse(value) as { sequence: number };
      db.prepare(
        `DELETE FROM lookup_entry WHERE customer_id NOT IN
           (SELECT customer_id FROM lookup_change WHERE sequence > ?)`,
      ).run(sequence);
    },
    search,
    /** customerUids, best first. */
    find: (query: string, options: Partial<SearchRequest> = {}): string[] =>
      search(query, options).map(({ customerUid }) => customerUid),
  };
}
