import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { classOfPacked, tokenCountOfPacked } from './entry.ts';
import { addRow, createPostings, isDueForPacking, pack, removeRow, type Postings } from './postings.ts';
import { readClass, type RowClass } from './row-class.ts';
import { addWord, createTrie, type Trie } from './trie.ts';

/** What a search works on, all in memory of the reader's thread. */
export interface Index {
  trie: Trie;
  postings: Postings;
  /** The highest token id there is. */
  highestToken: number;
  /** By class id, from 0. */
  readonly classes: RowClass[];
}

/** Changes read by one statement; about a millisecond. */
const changesAtOnce = 500;
const entriesAtOnce = 1000;

/**
 * Keeps the index in step with what the writer committed, as seen by a
 * connection of its own. Reads stored entries only: nothing is folded here.
 */
export function createCatchUp(db: Store): {
  readonly index: Index;
  /**
   * Takes in what was committed since. Without a budget it goes on until the
   * index is up to date; with one it stops soon after that many milliseconds,
   * and uses what is left for upkeep that searches do not wait for.
   *
   * @returns true when the index is up to date and in good order
   */
  refresh(budgetMs?: number): boolean;
} {
  const index: Index = { trie: createTrie(), postings: createPostings(), highestToken: 0, classes: [] };
  /** Newest change taken in; undefined before the first load. */
  let sequence: number | undefined;
  let loading: Generator<undefined, void, void> | undefined;
  let upkeep: Generator<undefined, void, void> | undefined;

  function* load(): Generator<undefined, void, void> {
    // The change log is read before the entries: what changes in between is taken in twice, never missed.
    const upTo = newestChange(db);
    const trie = createTrie();
    const postings = createPostings();
    const entries = statement<[number, Buffer]>(
      db,
      `SELECT customer_id, entry FROM lookup_entry WHERE customer_id > ? ORDER BY customer_id LIMIT ${entriesAtOnce}`,
    ).raw();
    for (let last = 0; ;) {
      const some = entries.all(last);
      for (const [customerId, entry] of some) addEntry(postings, customerId, entry, false);
      if (some.length < entriesAtOnce) break;
      last = some.at(-1)![0];
      yield;
    }
    const words = statement<[number, string]>(db, `SELECT token_id, word FROM lookup_token ORDER BY word`);
    for (const [id, word] of words.raw().all()) {
      addWord(trie, word, id);
      index.highestToken = Math.max(index.highestToken, id);
    }
    yield;
    yield* pack(postings);
    takeClasses();
    index.trie = trie;
    index.postings = postings;
    sequence = upTo;
  }

  function takeClasses(): void {
    const classes = statement<[string]>(
      db,
      `SELECT class FROM lookup_class WHERE class_id >= ? ORDER BY class_id`,
    ).raw();
    for (const [text] of classes.all(index.classes.length)) index.classes.push(readClass(text));
  }

  /** @returns whether everything committed is taken in */
  function takeChanges(isOver: () => boolean): boolean {
    const changes = statement<[number, number, Buffer | null]>(
      db,
      `SELECT sequence, customer_id, entry FROM lookup_change LEFT JOIN lookup_entry USING (customer_id)
       WHERE sequence > ? ORDER BY sequence LIMIT ${changesAtOnce}`,
    ).raw();
    let taken = 0;
    let complete = false;
    do {
      const some = changes.all(sequence);
      if (some.length > 0 && some[0]![0] !== sequence! + 1) {
        // Changes this index never saw were dropped from the log.
        sequence = undefined;
        return false;
      }
      for (const [number, customerId, entry] of some) {
        if (entry === null) removeRow(index.postings, customerId);
        else addEntry(index.postings, customerId, entry, true);
        sequence = number;
      }
      taken += some.length;
      complete = some.length < changesAtOnce;
    } while (!complete && !isOver());
    if (taken > 0) {
      takeClasses();
      const words = statement<[number, string]>(
        db,
        `SELECT token_id, word FROM lookup_token WHERE token_id > ? ORDER BY token_id`,
      ).raw();
      for (const [id, word] of words.all(index.highestToken)) {
        addWord(index.trie, word, id);
        index.highestToken = id;
      }
    }
    return complete;
  }

  return {
    index,
    refresh(budgetMs) {
      const end = budgetMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + budgetMs;
      const isOver = (): boolean => end !== Number.POSITIVE_INFINITY && performance.now() >= end;
      let isCurrent = false;
      do {
        if (sequence === undefined) {
          loading ??= load();
          while (loading.next().done !== true) if (isOver()) return false;
          loading = undefined;
          upkeep = undefined;
        }
        isCurrent = takeChanges(isOver);
      } while (!isCurrent && !isOver());
      if (budgetMs === undefined || isOver()) return isCurrent;
      if (upkeep === undefined && isDueForPacking(index.postings)) upkeep = pack(index.postings);
      if (upkeep !== undefined) {
        while (upkeep.next().done !== true) if (isOver()) return false;
        upkeep = undefined;
      }
      return true;
    },
  };
}

function newestChange(db: Store): number {
  return (
    statement<{ last: number | null }>(db, `SELECT max(sequence) AS last FROM lookup_change`).get()!.last ?? 0
  );
}

function addEntry(postings: Postings, customerId: number, entry: Buffer, chained: boolean): void {
  addRow(
    postings,
    customerId,
    classOfPacked(entry),
    tokenCountOfPacked(entry),
    (at) => entry.readUInt32LE(4 + at * 4),
    chained,
  );
}
