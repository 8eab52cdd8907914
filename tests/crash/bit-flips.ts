import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TillFailure } from '#shared/contract/errors';
import { copyStore } from '../../electron/core/db/copy-store.ts';
import { openStore, storeFailureOf, type Store } from '../../electron/core/db/open.ts';
import { recoverStore, restoreBackup } from '../../electron/core/privacy/restore-store.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import { testKey } from '../core/db/open-writer.ts';
import { pullCustomers, withTill } from '../core/privacy/till-on-disk.ts';

export interface FlipReport {
  readonly flips: number;
  /** Flips that were answered with an error. */
  readonly errors: number;
  /** Flips of bytes that nothing is made of, as the salt a raw key does not need: all that was read was right. */
  readonly harmless: number;
  /** Damaged stores of which something could be saved, and which had to be restored. */
  readonly recovered: number;
  readonly restored: number;
  /** Rows that were read and are not what was written, or missing without an error. */
  readonly wrong: string[];
  /** Changes not sent that a recovery has neither saved nor named. */
  readonly lost: string[];
}

const customers = 300;
const unsent = 40;
/** Each so-many-th damaged store is recovered, too. */
const recoverEvery = 5;

type Rows = ReadonlyMap<string, string>;

/** Flips single bits of a till's store, reads all of it, and recovers it. */
export async function runBitFlips(flips: number, seed: number): Promise<FlipReport> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-flips-'));
  const [till, backup, flipped] = ['till', 'backup', 'flipped'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const counts = { errors: 0, harmless: 0, recovered: 0, restored: 0 };
  const wrong: string[] = [];
  const lost: string[] = [];
  try {
    makeTill(folder, till, backup);
    const whole = readFileSync(till);
    const written = readAll(till);
    for (let flip = 1; flip <= flips; flip += 1) {
      const bit = random.below(whole.length * 8);
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(flipped, bytes);
      const read = tryReadAll(flipped);
      if (read === undefined) counts.errors += 1;
      else if (isSame(read, written)) counts.harmless += 1;
      else wrong.push(`bit ${bit}`);
      if (read !== undefined || counts.errors % recoverEvery !== 0) continue;
      const outcome = recover(join(folder, `${flip}`), flipped, backup, written);
      counts[outcome.by] += 1;
      wrong.push(...outcome.wrong.map((words) => `bit ${bit}: ${words}`));
      lost.push(...outcome.lost.map((words) => `bit ${bit}: ${words}`));
    }
    return { flips, ...counts, wrong, lost };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A till with customers of the service and changes that wait, in one file without a free page, and an older backup of it. */
function makeTill(folder: string, till: string, backup: string): void {
  withTill(folder, (writer, db) => {
    pullCustomers(
      writer,
      Array.from({ length: customers }, (_, index) => `c-${index}`),
    );
    copyStore(db, backup);
    for (let index = 0; index < unsent; index += 1) {
      writer.updateCustomer(
        `c-${index}`,
        { email: `mail-${index}@example.no` },
        { mutationId: `m-${index}`, actor: 'Kari', nowMs: 1 },
      );
    }
    copyStore(db, till);
  });
}

function recover(
  dataDir: string,
  flipped: string,
  backup: string,
  written: Rows,
): { by: 'recovered' | 'restored'; wrong: string[]; lost: string[] } {
  cpSync(flipped, join(dataDir, 'till.db'));
  const recovered = recoverStore({ dataDir, key: testKey, nowMs: 1 });
  const by = recovered.ok ? 'recovered' : 'restored';
  const result = recovered.ok ? recovered : restoreBackup({ dataDir, key: testKey, file: backup, nowMs: 1 });
  if (!result.ok) return { by, wrong: [], lost: [`neither recovered nor restored: ${result.error.code}`] };
  const read = readAll(join(dataDir, 'till.db'));
  const wrong = [...read].filter(
    ([name, row]) => /^(customer|mutation) /.test(name) && written.get(name) !== row,
  );
  const isNamed = result.unreadable.includes('mutation');
  const missing = [...written.keys()].filter((name) => name.startsWith('mutation ') && !read.has(name));
  rmSync(dataDir, { recursive: true });
  return {
    by,
    wrong: by === 'recovered' ? wrong.map(([name]) => name) : [],
    lost: isNamed ? [] : missing,
  };
}

function tryReadAll(path: string): Rows | undefined {
  try {
    return readAll(path);
  } catch (cause) {
    if (storeFailureOf(cause) === undefined) throw cause;
    return undefined;
  }
}

/** Every row of every table, and every page. */
function readAll(path: string): Rows {
  const db = openStore(path, testKey, { readonly: true });
  try {
    const rows = new Map<string, string>();
    for (const table of tablesOf(db)) {
      let number = 0;
      for (const row of db.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<Record<string, unknown>>) {
        const name = row['customer_uid'] ?? row['mutation_id'] ?? (number += 1);
        rows.set(`${table} ${String(table === 'mutation' ? row['mutation_id'] : name)}`, JSON.stringify(row));
      }
    }
    // What only an index page says is told by SQLite's own check, in words.
    if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new TillFailure('store.damaged');
    return rows;
  } finally {
    db.close();
  }
}

function tablesOf(db: Store): string[] {
  return db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[];
}

function isSame(left: Rows, right: Rows): boolean {
  return left.size === right.size && [...left].every(([name, row]) => right.get(name) === row);
}
