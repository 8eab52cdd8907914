import { isDamage, type Store } from './open.ts';

/** What of a table could be read. */
export interface ReadableRows {
  readonly rows: Iterable<Row>;
  /** Whether nothing was in the way; known once the rows have been read. */
  readonly isWhole: () => boolean;
}

export type Row = Readonly<Record<string, unknown>>;

/** So many places that cannot be read are looked around; a table in ruins takes seconds, not hours. */
const mostFailures = 20_000;

interface Column {
  readonly name: string;
  readonly type: string;
  /** Place in the primary key, from 1 on; 0: no part of it. */
  readonly pk: number;
}

/**
 * The rows of a table that can be read although some of its pages cannot: the
 * cipher makes a damaged page an error, never another row. Around a bad page of
 * numbered rows is felt in halves; other tables are read from both ends.
 */
export function readableRows(db: Store, table: string): ReadableRows {
  let failures = 0;
  const note = (cause: unknown): void => {
    if (!isDamage(cause)) throw cause;
    failures += 1;
  };

  function* allOf(sql: string, ...parameters: readonly unknown[]): Generator<Row, boolean> {
    try {
      yield* db.prepare<unknown[], Row>(sql).iterate(...parameters);
      return true;
    } catch (cause) {
      note(cause);
      return false;
    }
  }

  /** The rows numbered so, both included. */
  function* between(number: string, from: number, to: number): Generator<Row> {
    let next = from;
    const sql = `SELECT * FROM ${table} WHERE ${number} BETWEEN ? AND ? ORDER BY ${number}`;
    const rows = allOf(sql, from, to);
    for (;;) {
      const { done, value } = rows.next();
      if (done === true) {
        if (value || next >= to || failures > mostFailures) return;
        break;
      }
      next = Number(value[number]) + 1;
      yield value;
    }
    const middle = Math.floor((next + to) / 2);
    yield* between(number, next, middle);
    yield* between(number, middle + 1, to);
  }

  function* read(): Generator<Row> {
    const columns = columnsOf(db, table, note);
    const keys = columns.filter(({ pk }) => pk > 0).toSorted((left, right) => left.pk - right.pk);
    const [first] = keys;
    if (first === undefined) return;
    if (keys.length === 1 && first.type === 'INTEGER') {
      yield* between(first.name, 1, highestNumber(db, table, first.name, note));
      return;
    }
    const order = (direction: string) => keys.map(({ name }) => `${name} ${direction}`).join(', ');
    if (yield* allOf(`SELECT * FROM ${table} ORDER BY ${order('ASC')}`)) return;
    yield* allOf(`SELECT * FROM ${table} ORDER BY ${order('DESC')}`);
  }

  return { rows: { [Symbol.iterator]: read }, isWhole: () => failures === 0 };
}

function columnsOf(db: Store, table: string, note: (cause: unknown) => void): Column[] {
  try {
    return db.pragma(`table_info(${table})`) as Column[];
  } catch (cause) {
    note(cause);
    return [];
  }
}

/** The highest number of a row, or one that is as high. */
function highestNumber(db: Store, table: string, number: string, note: (cause: unknown) => void): number {
  const questions = [
    `SELECT max(${number}) AS highest FROM ${table}`,
    `SELECT seq AS highest FROM sqlite_sequence WHERE name = '${table}'`,
  ];
  for (const sql of questions) {
    try {
      const highest = db.prepare<[], { highest: number | null }>(sql).get()?.highest;
      if (typeof highest === 'number') return highest;
    } catch (cause) {
      note(cause);
    }
  }
  return 0;
}
