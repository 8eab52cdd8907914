import Database from 'better-sqlite3';
import { migrate } from '../../electron/core/db/migrations/index.ts';
import type { Store } from '../../electron/core/db/open.ts';

/** A real store in memory that is emptied instead of made anew, and can be made to fail at any write. */
export interface SimStore {
  readonly db: Store;
  /** Called before every statement that writes; what it throws the statement throws. */
  beforeWrite: () => void;
  /** As it was when it was new. */
  empty(): void;
}

type Run = (...args: unknown[]) => unknown;

export function openSimStore(): SimStore {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  migrate(db);
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[];
  const emptying = [...tables, 'sqlite_sequence'].map((table) => db.prepare(`DELETE FROM ${table}`));

  const store: SimStore = {
    db,
    beforeWrite: () => undefined,
    empty() {
      for (const statement of emptying) statement.run();
    },
  };

  const prepare = db.prepare.bind(db) as (sql: string) => Database.Statement;
  db.prepare = ((sql: string) => {
    const statement = prepare(sql);
    if (statement.readonly) return statement;
    for (const name of ['run', 'get', 'all'] as const) {
      const execute = statement[name].bind(statement);
      (statement as unknown as Record<string, Run>)[name] = (...args) => {
        store.beforeWrite();
        return execute(...args);
      };
    }
    return statement;
  }) as typeof db.prepare;
  return store;
}
