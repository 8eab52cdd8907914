import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';

/** Made by the first version; data of it is brought along. */
const flowRetailSchema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- body is the answer of the service as JSON; the other columns repeat what lists filter and sort by.
  CREATE TABLE customers (
    serial INTEGER PRIMARY KEY,
    customer_uid TEXT NOT NULL UNIQUE,
    parent_uid TEXT NOT NULL,
    external_id TEXT NOT NULL,
    customer_type TEXT NOT NULL,
    store_uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_modified_at TEXT NOT NULL,
    order_histories TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX customers_created ON customers (created_at, customer_uid);
  CREATE INDEX customers_modified ON customers (last_modified_at, customer_uid);
  CREATE INDEX customers_external ON customers (external_id) WHERE external_id <> '';
  CREATE INDEX customers_parent ON customers (parent_uid) WHERE parent_uid <> '';

  -- One row for the customer itself and one for each of its contacts. Values are lower case,
  -- each between two unit separators, so that "whole field" and "starts with" are plain text searches.
  CREATE TABLE search_entries (
    customer_serial INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE,
    scope TEXT NOT NULL,
    names TEXT NOT NULL,
    mobile TEXT NOT NULL,
    email TEXT NOT NULL,
    vat_number TEXT NOT NULL
  ) STRICT;
  CREATE INDEX search_entries_customer ON search_entries (customer_serial);

  CREATE TABLE print_jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
  ) STRICT;
`;

const emporixSchema = `
  -- body is the whole customer as JSON, addresses and accounts included. account is the e-mail address of its sign-in
  -- in lower case, null without one: two customers never share it.
  CREATE TABLE emporix_customers (
    serial INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    account TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX emporix_customers_created ON emporix_customers (created_at, id);
  CREATE UNIQUE INDEX emporix_accounts ON emporix_customers (account) WHERE account IS NOT NULL;

  CREATE TABLE emporix_password_mails (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id TEXT NOT NULL,
    sent_at TEXT NOT NULL
  ) STRICT;
`;

const migrations = [flowRetailSchema, emporixSchema];

/** The practice store cannot use its data folder; `message` says why in words for a person. */
export class PracticeFolderError extends Error {}

/**
 * Opens the store's database: in memory without a folder, else in `dataDir` (made when absent),
 * where every committed change is on the disk before it is acknowledged.
 * Throws a PracticeFolderError when another practice store has the folder or it is of another version.
 */
export function openDatabase(dataDir: string | undefined): Database.Database {
  if (dataDir === undefined) return prepare(new Database(':memory:'));

  mkdirSync(dataDir, { recursive: true });
  const db = new Database(join(dataDir, 'practice-store.db'), { timeout: 200 });
  try {
    // Exclusive: a second store on the folder fails at once and never mixes its answers with ours.
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    return prepare(db);
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new PracticeFolderError(`Another practice store is using the folder ${dataDir}`, {
        cause: error,
      });
    }
    throw error;
  }
}

function prepare(db: Database.Database): Database.Database {
  db.pragma('foreign_keys = ON');
  db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version > migrations.length) {
      throw new PracticeFolderError(
        `The practice data is of version ${version}, this practice store knows ${migrations.length}: start with an empty folder`,
      );
    }
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
  return db;
}
