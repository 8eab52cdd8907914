/**
 * `npm run bench:encryption -- --customers N [--folder DIR]`: the same base encrypted and in
 * plain, searched in turn by one process. Prints JSON lines; the last one is encryption's share: of
 * the first pass, which reads the pages of its rows from the file, and of the shortest of three.
 */
import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { storePathOf } from '../electron/core/db/data-folder.ts';
import { openStore, type Store } from '../electron/core/db/open.ts';
import { createReader } from '../electron/core/db/reader.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf, round } from './figures.ts';
import { readyBase } from './ready-base.ts';

const values = readOptions({
  customers: 25_000,
  queries: 2800,
  seed: 1,
  folder: String,
});
const { customers } = values;
const passes = 3;
/** Queries before those that count: warm code, and pages that these have not touched. */
const warmUp = 280;

/** The same pages in the same order, without a cipher. */
function decrypt(path: string): void {
  const db = openStore(path, benchKey);
  db.pragma('journal_mode = DELETE');
  db.pragma(`rekey = ''`);
  db.pragma('journal_mode = WAL');
  db.close();
}

/** As `openStore` opens a store to read, without a key. */
function openPlain(path: string): Store {
  const db = new Database(path, { readonly: true });
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -65536');
  return db;
}

function measuring(state: string, store: Store, queries: number) {
  const minMs = Array.from({ length: queries }, () => Number.POSITIVE_INFINITY);
  return { state, reader: createReader(store), rawMs: [] as number[], minMs };
}

const base = await readyBase(values.folder, customers, values.seed);
try {
  const made = base.makeQueries(values.queries + warmUp);
  const queries = made.slice(warmUp);
  const plainPath = storePathOf(base.makeTill('plain'));
  decrypt(plainPath);
  const encryptedPath = storePathOf(base.makeTill('encrypted'));
  copyFileSync(base.path, encryptedPath);
  const states = [
    measuring('encrypted', openStore(encryptedPath, benchKey, { readonly: true }), queries.length),
    measuring('plain', openPlain(plainPath), queries.length),
  ];

  for (const { query } of made.slice(0, warmUp)) {
    for (const { reader } of states) reader.methods.search({ query, limit: 20 });
  }
  for (let pass = 0; pass < passes; pass += 1) {
    // Query by query in turn, and who is first in turn too: whatever else the machine does hits both.
    for (const [at, { query }] of queries.entries()) {
      for (const one of (at + pass) % 2 === 0 ? states : states.toReversed()) {
        const start = performance.now();
        one.reader.methods.search({ query, limit: 20 });
        const ms = performance.now() - start;
        if (pass === 0) one.rawMs.push(ms);
        one.minMs[at] = Math.min(one.minMs[at]!, ms);
      }
    }
  }
  const [encrypted, plain] = states.map(({ state, reader, rawMs, minMs }) => {
    reader.stop();
    const figures = { raw: figuresOf(rawMs), min: figuresOf(minMs) };
    console.log(
      JSON.stringify({ benchmark: 'encryption', state, customers, queries: queries.length, ...figures }),
    );
    return figures;
  });
  console.log(
    JSON.stringify({
      benchmark: 'encryption',
      customers,
      shareP50: round(encrypted!.min.p50Ms / plain!.min.p50Ms),
      shareP95: round(encrypted!.min.p95Ms / plain!.min.p95Ms),
      shareP95Raw: round(encrypted!.raw.p95Ms / plain!.raw.p95Ms),
    }),
  );
} finally {
  base.remove();
}
