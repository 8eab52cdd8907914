import { newestChange, removeIndexState, setIndexState } from './index-state.ts';
import { isDamage, type Store } from './open.ts';
import { statement } from './statement.ts';

/**
 * Index tables of which a page cannot be read. Nothing in them is lost for good:
 * all of it can be made from the customers. Pages are authenticated by the cipher,
 * so that damage is an error and never a wrong word.
 */

/** Tables whose contents depend on one another: when one is gone, the others mean nothing. */
const groups = [
  { tables: ['lookup_snapshot'], holdsEntries: false },
  { tables: ['lookup_key', 'lookup_key_new', 'lookup_key_run'], holdsEntries: true },
  { tables: ['lookup_entry', 'lookup_token', 'lookup_class', 'lookup_change'], holdsEntries: true },
] as const;
type IndexTable = (typeof groups)[number]['tables'][number];

/** What {@link mendIndex} did. */
export type Mended = 'nothing' | 'snapshot' | 'entries';

/**
 * Puts empty tables in the place of index tables that cannot be read; when
 * entries or keys went with them, the index counts as out of order from now on.
 * Not to be called in a transaction: after a page that cannot be read, the
 * connection reads nothing more until its transaction has ended.
 */
export function mendIndex(db: Store): Mended {
  const damaged = findDamagedTables(db);
  if (damaged.length === 0) return 'nothing';
  const replace = db.transaction((): Mended => {
    removeIndexState(db, 'snapshot');
    if (!replaceTables(db, damaged)) return 'snapshot';
    removeIndexState(db, 'format');
    setIndexState(db, 'rebuilt', '0');
    return 'entries';
  });
  return replace.immediate();
}

/** Reads all index tables from end to end; a second or two for a million customers. */
function findDamagedTables(db: Store): IndexTable[] {
  return groups.flatMap(({ tables }) => tables.filter((table) => !isReadable(db, table)));
}

function isReadable(db: Store, table: IndexTable): boolean {
  try {
    const found = db.pragma(`quick_check(${table})`) as { quick_check: string }[];
    return found.every(({ quick_check: said }) => said === 'ok');
  } catch (cause) {
    if (isDamage(cause)) return false;
    throw cause;
  }
}

/**
 * Puts an empty table in the place of each damaged one, and of those that mean
 * nothing without it. A damaged table cannot be dropped, because that reads its
 * pages: it is left aside under another name.
 *
 * @returns whether entries or keys went
 */
function replaceTables(db: Store, damaged: readonly IndexTable[]): boolean {
  // A number above all that were given: by the clock, in steps nobody writes as fast as, when the log cannot be read.
  const newest = damaged.includes('lookup_change') ? Date.now() * 1000 : newestChange(db);
  let isLost = false;
  for (const { tables, holdsEntries } of groups) {
    if (!tables.some((table) => damaged.includes(table))) continue;
    for (const table of tables) replaceTable(db, table);
    isLost ||= holdsEntries;
    if (tables.some((table) => table === 'lookup_change')) {
      // A gap: whoever reads the changes sees that it has missed some, and loads everything anew.
      statement(db, `INSERT INTO lookup_change (sequence, customer_id) VALUES (?, 0)`).run(newest + 2);
    }
  }
  return isLost;
}

function replaceTable(db: Store, table: IndexTable): void {
  const { sql } = db
    .prepare<[string], { sql: string }>(`SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?`)
    .get(table)!;
  const aside = `damaged_${table}_${Date.now()}`;
  db.exec(`ALTER TABLE ${table} RENAME TO ${aside}`);
  db.exec(sql);
}
