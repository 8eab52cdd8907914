import Database from 'better-sqlite3';
import Fuse from 'fuse.js';
import { join } from 'node:path';
import { createLookupWriter } from '../electron/core/db/lookup-rows.ts';
import { migrate } from '../electron/core/db/migrations/index.ts';
import { openStore } from '../electron/core/db/open.ts';
import { statement } from '../electron/core/db/statement.ts';
import { createLookup } from '../electron/core/lookup/lookup.ts';
import { readCustomer } from '../shared/customer/model.ts';
import type { BenchCustomer } from './lookup-customers.ts';

/** What is measured: built once from all customers, then opened, then searched. */
export interface Contender {
  /** Writes what the index keeps on disk; absent when nothing is kept. */
  build?(folder: string, customers: Iterable<BenchCustomer>): void;
  /** Makes ready to search; answers with the search itself: customerUids, best first, ten at most. */
  open(folder: string, customers: () => Iterable<BenchCustomer>): (query: string) => string[];
}

const wanted = 10;
const key = new Uint8Array(32).fill(7);
const batch = 500;

/** What the others index of a customer: the same values as Tillbook, as texts. */
function textsOf(customer: BenchCustomer): {
  name: string;
  company: string;
  place: string;
  email: string;
  codes: string;
} {
  return {
    name: [
      customer.firstname,
      customer.lastname,
      ...customer.contacts.map(({ displayName }) => displayName),
    ].join(' '),
    company: customer.companyName,
    place: `${customer.address} ${customer.postalCode} ${customer.city}`,
    email: [customer.email, ...customer.contacts.map(({ email }) => email)].join(' '),
    codes: [customer.mobile, customer.loyaltyId, customer.externalId, customer.vatNumber].join(' '),
  };
}

const tillbook: Contender = {
  build(folder, customers) {
    const db = openStore(join(folder, 'tillbook.db'), key);
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
      if (some.length === batch) {
        write(some);
        some = [];
      }
    }
    write(some);
    db.close();
  },
  open(folder) {
    const db = openStore(join(folder, 'tillbook.db'), key, { readonly: true });
    const lookup = createLookup(db);
    lookup.refresh();
    return (query) =>
      lookup
        .search({ query, limit: wanted })
        .map(
          ({ customerId }) =>
            statement<{ customer_uid: string }>(
              db,
              `SELECT customer_uid FROM customer WHERE customer_id = ?`,
            ).get(customerId)!.customer_uid,
        );
  },
};

const fuse: Contender = {
  open(_folder, customers) {
    const rows = Array.from(customers(), (customer) => ({ uid: customer.customerUid, ...textsOf(customer) }));
    const index = new Fuse(rows, {
      keys: ['name', 'company', 'place', 'email', 'codes'],
      ignoreLocation: true,
      ignoreDiacritics: true,
      threshold: 0.4,
      useTokenSearch: true,
    });
    return (query) => index.search(query, { limit: wanted }).map(({ item }) => item.uid);
  },
};

/** FTS5 in an unencrypted file, with the given table options; the query's words are turned into a MATCH by `match`. */
function fts5(name: string, options: string, match: (words: readonly string[]) => string): Contender {
  return {
    build(folder, customers) {
      const db = new Database(join(folder, `${name}.db`));
      db.pragma('journal_mode = WAL');
      db.exec(
        `CREATE VIRTUAL TABLE customers USING fts5 (uid UNINDEXED, name, company, place, email, codes, ${options})`,
      );
      const insert = db.prepare(`INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)`);
      db.transaction(() => {
        for (const customer of customers) {
          const { name, company, place, email, codes } = textsOf(customer);
          insert.run(customer.customerUid, name, company, place, email, codes);
        }
      })();
      db.close();
    },
    open(folder) {
      const db = new Database(join(folder, `${name}.db`), { readonly: true });
      const search = db
        .prepare<[string, number], string>(
          `SELECT uid FROM customers WHERE customers MATCH ? ORDER BY rank LIMIT ?`,
        )
        .pluck();
      return (query) => {
        const words = query.replaceAll('\0', '').split(/\s+/).filter(Boolean);
        const expression = match(words);
        return expression === '' ? [] : search.all(expression, wanted);
      };
    },
  };
}

const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`;

/** The three-letter pieces of all words, any of which may match: how a trigram index is made to forgive errors. */
function trigrams(words: readonly string[]): string {
  const pieces = words.flatMap((word) =>
    Array.from({ length: Math.max(word.length - 2, 0) }, (_, at) => word.slice(at, at + 3)),
  );
  return [...new Set(pieces)].map(quoted).join(' OR ');
}

export const contenders: Readonly<Record<string, Contender>> = {
  tillbook,
  fuse,
  'fts5-trigram': fts5('fts5-trigram', `tokenize = 'trigram remove_diacritics 1'`, trigrams),
  'fts5-prefix': fts5('fts5-prefix', `prefix = '2 3'`, (words) =>
    words.map((word, at) => (at === words.length - 1 ? `${quoted(word)} *` : quoted(word))).join(' '),
  ),
};
