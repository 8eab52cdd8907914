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

/** Rows written by one statement. */
const rowsPerInsert = 64;

/**
 * Writes many rows, some by one statement.
 *
 * @param insert the statement up to its VALUES
 * @param width columns of a row
 * @param values of all rows, one row after another
 */
export function insertRows(db: Store, insert: string, width: number, values: readonly unknown[]): void {
  const row = `(?${', ?'.repeat(width - 1)})`;
  for (let at = 0; at < values.length; at += rowsPerInsert * width) {
    const some = values.slice(at, at + rowsPerInsert * width);
    statement(db, `${insert} VALUES ${row}${`, ${row}`.repeat(some.length / width - 1)}`).run(some);
  }
}

/**
 * Runs `read` in one view of the store: all of it sees the same commit, whatever
 * the writer does meanwhile. It is quicker too, for outside of a transaction
 * every statement takes and gives back the locks of one of its own.
 */
export function inOneView<Value>(db: Store, read: () => Value): Value {
  if (db.inTransaction) return read();
  statement(db, 'BEGIN').run();
  try {
    const value = read();
    statement(db, 'COMMIT').run();
    return value;
  } catch (cause) {
    // After some errors SQLite has ended it already; left open, every later read would be in it.
    if (db.inTransaction) statement(db, 'ROLLBACK').run();
    throw cause;
  }
}
