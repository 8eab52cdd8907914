import { lowerBound, mergeRuns, packRun, readRun, type KeyRun } from '../lookup/key-run.ts';
import { insertRows, statement } from './statement.ts';
import type { Store } from './open.ts';

/** Staged keys beyond this many are moved into the large tree, in key order. */
const maxStagedKeys = 8192;
/** More are moved than come, so that keys of customers who change are not staged without end. */
const movedForEachStaged = 4;
/** As many at least. */
const minMoved = 64;
/** A smaller bulk is written like single customers. */
const minKeysOfRun = 2000;
/** As many runs as they come make one larger one: a reader looks through few. */
const runsPerMerge = 16;
/** Keys in runs beyond this many are moved into the large tree while more come; 12 bytes each in memory. */
const maxKeysInRuns = 1_000_000;
/** Keys moved by one transaction: some ten milliseconds. */
const keysPerMove = 8192;

/**
 * The exact keys of all customers as the writer keeps them, in three places that
 * are read as one: the large tree `lookup_key`; `lookup_key_new`, a small one for
 * keys that come singly; and runs, sorted once and written in one piece, for keys
 * that come by the thousand. A key's place in the tree is as random as a phone
 * number, so that each key that goes there by itself costs a page: those of a
 * hundred thousand customers go together.
 *
 * A key may be in a run and in the tree at a time, never in none of the places.
 */
export interface KeyRows {
  insert(customerId: number, keys: readonly number[]): void;
  remove(customerId: number, keys: readonly number[]): void;
  /** Customers with this key; some may come twice. */
  ownersOf(key: number): number[];
  /** Keys of many new customers. */
  insertRun(run: KeyRun): void;
  /** Moves some keys from the runs into the large tree. @returns whether that was all of them */
  settle(): boolean;
  /** What is remembered may not be true any more. */
  forget(): void;
}

/** Runs on their way into the large tree: how many keys of each are there already. */
interface Move {
  readonly runs: { readonly runId: number; readonly run: KeyRun; at: number }[];
}

export function createKeyRows(db: Store): KeyRows {
  let staged = countStaged(db);
  /** Contents of runs, by id. */
  const known = new Map<number, KeyRun>();
  let move: Move | undefined;

  function insertInto(table: 'lookup_key' | 'lookup_key_new', { keys, customers }: KeyRun): void {
    const values: number[] = [];
    for (let at = 0; at < keys.length; at += 1) values.push(keys[at]!, customers[at]!);
    insertRows(db, `INSERT OR IGNORE INTO ${table} (key, customer_id)`, 2, values);
  }

  function stage(run: KeyRun): void {
    insertInto('lookup_key_new', run);
    staged += run.keys.length;
    if (staged >= maxStagedKeys) moveStaged(Math.max(run.keys.length * movedForEachStaged, minMoved));
  }

  /** A few at a time: each costs a page of the large tree, which somebody is waiting for. */
  function moveStaged(count: number): void {
    const rows = statement<[number, number]>(
      db,
      `SELECT key, customer_id FROM lookup_key_new ORDER BY key, customer_id LIMIT ?`,
    )
      .raw()
      .all(count);
    const last = rows.at(-1);
    if (last === undefined) return;
    insertInto('lookup_key', {
      keys: Float64Array.from(rows, ([key]) => key),
      customers: Uint32Array.from(rows, ([, customerId]) => customerId),
    });
    statement(db, `DELETE FROM lookup_key_new WHERE (key, customer_id) <= (?, ?)`).run(last);
    staged = Math.max(staged - rows.length, 0);
  }

  function listRuns(): { readonly run_id: number; readonly level: number }[] {
    return statement<{ run_id: number; level: number }>(
      db,
      `SELECT run_id, level FROM lookup_key_run ORDER BY run_id`,
    ).all();
  }

  function contentOf(runId: number): KeyRun {
    let run = known.get(runId);
    if (run === undefined) {
      const { pairs } = statement<{ pairs: Buffer }>(
        db,
        `SELECT pairs FROM lookup_key_run WHERE run_id = ?`,
      ).get(runId)!;
      run = readRun(pairs);
      known.set(runId, run);
    }
    return run;
  }

  function addRun(level: number, run: KeyRun): void {
    const { lastInsertRowid } = statement(db, `INSERT INTO lookup_key_run (level, pairs) VALUES (?, ?)`).run(
      level,
      packRun(run),
    );
    known.set(Number(lastInsertRowid), run);
  }

  function dropRun(runId: number): void {
    statement(db, `DELETE FROM lookup_key_run WHERE run_id = ?`).run(runId);
    known.delete(runId);
  }

  /** Writes runs without these keys of a customer; under new ids, by which readers notice. */
  function dropFromRuns(customerId: number, dropped: ReadonlySet<number>): void {
    for (const { run_id: runId } of listRuns()) {
      const { keys, customers } = contentOf(runId);
      if (!customers.includes(customerId)) continue;
      const isKept = (at: number) => customers[at] !== customerId || !dropped.has(keys[at]!);
      const kept: KeyRun = {
        keys: keys.filter((_key, at) => isKept(at)),
        customers: customers.filter((_owner, at) => isKept(at)),
      };
      dropRun(runId);
      addRun(1, kept);
      move = undefined;
    }
  }

  /** The next keys of the runs under way, in order. */
  function nextKeys({ runs }: Move): KeyRun {
    const share = Math.max(Math.floor(keysPerMove / runs.length), 1);
    // All keys up to the first one that some run has no room for any more.
    let end = Number.POSITIVE_INFINITY;
    for (const { run, at } of runs) end = Math.min(end, run.keys[at + share] ?? end);
    const parts = runs.map((one) => {
      const { keys, customers } = one.run;
      const from = one.at;
      const last = Math.min(from + share, keys.length);
      while (one.at < last && keys[one.at]! <= end) one.at += 1;
      return { keys: keys.subarray(from, one.at), customers: customers.subarray(from, one.at) };
    });
    return mergeRuns(parts);
  }

  function settle(): boolean {
    if (move === undefined) {
      const runs = listRuns().map(({ run_id: runId }) => ({ runId, run: contentOf(runId), at: 0 }));
      if (runs.length === 0) return true;
      move = { runs };
    }
    const { runs } = move;
    if (runs.some(({ run, at }) => at < run.keys.length)) {
      insertInto('lookup_key', nextKeys(move));
    } else {
      // One at a time: what is deleted is overwritten as well.
      dropRun(runs.pop()!.runId);
      if (runs.length === 0) move = undefined;
    }
    return move === undefined && listRuns().length === 0;
  }

  return {
    insert(customerId, keys) {
      stage({
        keys: Float64Array.from(keys),
        customers: new Uint32Array(keys.length).fill(customerId),
      });
    },

    remove(customerId, keys) {
      for (const key of keys) {
        for (const table of ['lookup_key_new', 'lookup_key']) {
          statement(db, `DELETE FROM ${table} WHERE key = ? AND customer_id = ?`).run(key, customerId);
        }
      }
      if (keys.length > 0) dropFromRuns(customerId, new Set(keys));
    },

    ownersOf(key) {
      const owners = statement<{ customer_id: number }>(
        db,
        `SELECT customer_id FROM lookup_key WHERE key = ?
         UNION ALL SELECT customer_id FROM lookup_key_new WHERE key = ?`,
      )
        .all(key, key)
        .map((row) => row.customer_id);
      for (const { run_id: runId } of listRuns()) {
        const { keys, customers } = contentOf(runId);
        owners.push(...customers.subarray(lowerBound(keys, key), lowerBound(keys, key + 1)));
      }
      return owners;
    },

    insertRun(run) {
      if (run.keys.length < minKeysOfRun) {
        stage(run);
        return;
      }
      addRun(0, run);
      const moving = new Set(move?.runs.map(({ runId }) => runId));
      const small = listRuns()
        .filter(({ run_id: runId, level }) => level === 0 && !moving.has(runId))
        .map(({ run_id: runId }) => runId);
      if (small.length >= runsPerMerge) {
        addRun(1, mergeRuns(small.map(contentOf)));
        for (const runId of small) dropRun(runId);
      }
      let inRuns = 0;
      for (const { run_id: runId } of listRuns()) inRuns += contentOf(runId).keys.length;
      if (move !== undefined || inRuns > maxKeysInRuns) {
        for (let moved = 0; moved < 2 * run.keys.length; moved += keysPerMove) settle();
      }
    },

    settle,

    forget() {
      staged = countStaged(db);
      known.clear();
      move = undefined;
    },
  };
}

function countStaged(db: Store): number {
  return statement<{ total: number }>(db, `SELECT count(*) AS total FROM lookup_key_new`).get()!.total;
}
