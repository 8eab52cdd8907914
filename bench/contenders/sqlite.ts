import Database from 'better-sqlite3';
import { join } from 'node:path';
import { plain, textsOf, tidyQuery, wanted, wholeTextOf, type Contender } from './contender.ts';

/** Texts in an unencrypted file of plain SQLite; `search` turns words into a statement's answer. */
function inSqlite(
  name: string,
  schema: string,
  rowOf: (texts: ReturnType<typeof textsOf>) => readonly string[],
  prepareSearch: (db: Database.Database) => (words: readonly string[]) => string[],
): Contender {
  return {
    build(folder, customers) {
      const db = new Database(join(folder, `${name}.db`));
      db.pragma('journal_mode = WAL');
      db.exec(`DROP TABLE IF EXISTS customers; ${schema}`);
      let insert: Database.Statement | undefined;
      let buildMs = 0;
      db.exec('BEGIN');
      for (const customer of customers) {
        const start = performance.now();
        const row = rowOf(textsOf(customer));
        insert ??= db.prepare(`INSERT INTO customers VALUES (${row.map(() => '?').join(', ')})`);
        insert.run(...row);
        buildMs += performance.now() - start;
      }
      const start = performance.now();
      db.exec('COMMIT');
      db.close();
      return buildMs + performance.now() - start;
    },
    open(folder) {
      const db = new Database(join(folder, `${name}.db`), { readonly: true });
      const search = prepareSearch(db);
      return (query) => {
        const words = tidyQuery(query).split(/\s+/).filter(Boolean);
        return words.length === 0 ? [] : search(words);
      };
    },
  };
}

/** FTS5 with the given table options; the query's words are turned into a MATCH by `match`. */
function fts5(name: string, options: string, match: (words: readonly string[]) => string): Contender {
  return inSqlite(
    name,
    `CREATE VIRTUAL TABLE customers USING fts5 (uid UNINDEXED, name, company, place, email, codes, ${options})`,
    ({ uid, name, company, place, email, codes }) => [uid, name, company, place, email, codes],
    (db) => {
      const search = db
        .prepare<[string, number], string>(
          `SELECT uid FROM customers WHERE customers MATCH ? ORDER BY rank LIMIT ?`,
        )
        .pluck();
      return (words) => {
        const expression = match(words);
        return expression === '' ? [] : search.all(expression, wanted);
      };
    },
  );
}

const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`;

/** The three-letter pieces of all words, any of which may match: how a trigram index is made to forgive errors. */
function trigrams(words: readonly string[]): string {
  const pieces = words.flatMap((word) =>
    Array.from({ length: Math.max(word.length - 2, 0) }, (_, at) => word.slice(at, at + 3)),
  );
  return [...new Set(pieces)].map(quoted).join(' OR ');
}

export const fts5Trigram = fts5('fts5-trigram', `tokenize = 'trigram remove_diacritics 1'`, trigrams);

/** Whole words, the last one as a beginning. */
export const fts5Prefix = fts5(
  'fts5-prefix',
  `prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'`,
  (words) =>
    words.map((word, at) => (at === words.length - 1 ? `${quoted(word)} *` : quoted(word))).join(' '),
);

/** Every row looked at: all words somewhere in its folded text. */
export const like = inSqlite(
  'like',
  `CREATE TABLE customers (uid TEXT, text TEXT)`,
  (texts) => [texts.uid, plain(wholeTextOf(texts))],
  (db) => (words) =>
    db
      .prepare<string[], string>(
        `SELECT uid FROM customers WHERE ${words.map(() => `text LIKE ? ESCAPE '\\'`).join(' AND ')} LIMIT ${wanted}`,
      )
      .pluck()
      .all(...words.map((word) => `%${plain(word).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)),
);
