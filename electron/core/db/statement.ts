import type Database from 'better-sqlite3';
import type { Store } from './open.ts';

const cache = new WeakMap<Store, Map<string, Database.Statement>>();

/** The prepared statement of this text on this connection, prepared once. */
export function statement<Row = unknown>(db: Store, sql: string): Database.Statement<unknown[], Row> {
  let statements = cache.get(db);
  if (statements === undefined) {
    statements = new Map();
    cache.set(db, statements);
  }
  let prepared = statements.get(sql);
  if (prepared === undefined) {
    prepared = db.prepare(sql);
    statements.set(sql, prepared);
  }
  return prepared as Database.Statement<unknown[], Row>;
}
