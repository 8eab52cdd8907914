import { getIndexState, newestChange } from '../db/index-state.ts';
import { statement } from '../db/statement.ts';
import { isDamage, type Store } from '../db/open.ts';
import { classOfPacked, tokenCountOfPacked } from './entry.ts';
import { readMissingPage } from './paged-cells.ts';
import { addRow, createPostings, isDueForSettling, removeRow, settle, type Postings } from './postings.ts';
import { readClass, type RowClass } from './row-class.ts';
import { createSnapshotSource, readSnapshot, type SnapshotSource } from './snapshot.ts';
import { addWord, createTrie, sealTrie, type Trie } from './trie.ts';

/** What a search works on, all in memory of the reader's thread. */
export interface Index {
  trie: Trie;
  postings: Postings;
  /** The highest token id there is. */
  highestToken: number;
  /** By class id, from 0. */
  readonly classes: RowClass[];
}

export interface CatchUp {
  readonly index: Index;
  /**
   * Takes in what was committed since, and stops soon after so many milliseconds
   * when that is more than a search can wait for; without a budget, and the first
   * time, it goes on until the index is up to date.
   *
   * @returns whether the index is up to date
   */
  refresh(budgetMs?: number): boolean;
  /**
   * For idle moments: the same, and then what searches do not wait for.
   *
   * @returns whether the index is up to date and in good order
   */
  keepUp(budgetMs: number): boolean;
  /**
   * A part of the snapshot that was not read yet is damaged: goes on without it.
   *
   * @returns false when everything of the snapshot has been read
   */
  readonly abandonSnapshot: () => boolean;
  /** Whether opening would be quicker with a new snapshot, or words of customers that are gone stand in the old one. */
  isSnapshotDue(): boolean;
  /** Makes the index ready to be written as a snapshot, in slices; undefined while that takes longer. */
  prepareSnapshot(budgetMs: number): SnapshotSource | undefined;
}

/** Changes read by one statement; less than a millisecond. */
const changesAtOnce = 256;
const entriesAtOnce = 1000;
const wordsAtOnce = 1000;
/** With fewer customers than this, reading the entries is as quick. */
const minRowsOfSnapshot = 5000;
/** Changes that are quickly taken in after a snapshot: some, and more when there are many customers. */
const fewChanges = 2000;
const changesToRows = 1 / 100;

/**
 * Keeps the index in step with what the writer committed, as seen by a
 * connection of its own. Reads stored entries only: nothing is folded here.
 */
export function createCatchUp(db: Store): CatchUp {
  const index: Index = { trie: createTrie(), postings: createPostings(), highestToken: 0, classes: [] };
  /** Newest change taken in; undefined before the first load, and when changes were missed. */
  let sequence: number | undefined;
  /** Newest change in the snapshot of the store; undefined when there is none. */
  let snapshotSequence: number | undefined;
  let isLoaded = false;
  let mayReadSnapshot = true;
  let loading: Generator<undefined, void, void> | undefined;
  let settling: Generator<undefined, void, void> | undefined;
  /** What the settled part of the index is as new as. */
  let settledAt = { sequence: 0, dropped: 0 };

  /** Reads the snapshot; false when there is none that can be used. */
  function loadSnapshot(): boolean {
    let snapshot: ReturnType<typeof readSnapshot>;
    try {
      snapshot = readSnapshot(db);
    } catch (cause) {
      // A damaged snapshot is no loss: everything in it is in the entries too.
      if (!isDamage(cause)) throw cause;
    }
    if (snapshot === undefined) return false;
    const { header, trie, postings } = snapshot;
    index.trie = trie;
    index.postings = postings;
    index.highestToken = header.highestToken;
    takeClasses();
    sequence = header.sequence;
    snapshotSequence = header.sequence;
    settledAt = { sequence: header.sequence, dropped: header.dropped };
    return true;
  }

  function* loadEntries(): Generator<undefined, void, void> {
    // The change log is read before the entries: what changes in between is taken in twice, never missed.
    const upTo = newestChange(db);
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
    // Numbers may stand for other classes than before.
    index.classes.length = 0;
    takeClasses();
    yield* renew(postings, upTo);
    sequence = upTo;
    snapshotSequence = undefined;
  }

  /** Makes dictionary and postings anew, settled and without what is gone, and puts them in place of the old. */
  function* renew(postings: Postings, upTo: number): Generator<undefined, void, void> {
    const from = { sequence: upTo, dropped: droppedWords(db) };
    const trie = createTrie(index.trie.nodes);
    const words = statement<[number, string]>(
      db,
      `SELECT token_id, word FROM lookup_token WHERE word > ? ORDER BY word LIMIT ${wordsAtOnce}`,
    ).raw();
    const known = newestWord(db);
    let highest = 0;
    for (let last = ''; ;) {
      const some = words.all(last);
      for (const [id, word] of some) {
        addWord(trie, word, id);
        if (id > highest) highest = id;
      }
      if (some.length < wordsAtOnce) break;
      last = some.at(-1)![1];
      yield;
    }
    const settled = yield* settle(postings);
    // Words learnt meanwhile may belong where the dictionary had been read already.
    index.highestToken = Math.max(highest, learnWords(trie, known));
    sealTrie(trie);
    index.trie = trie;
    index.postings = settled;
    settledAt = from;
  }

  /** Learns the words with a higher id than this one. @returns the highest id there is now */
  function learnWords(trie: Trie, above: number): number {
    let highest = above;
    const words = statement<[number, string]>(
      db,
      `SELECT token_id, word FROM lookup_token WHERE token_id > ? ORDER BY token_id`,
    ).raw();
    for (const [id, word] of words.all(above)) {
      addWord(trie, word, id);
      highest = id;
    }
    return highest;
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
      index.highestToken = learnWords(index.trie, index.highestToken);
    }
    return complete;
  }

  /** Brings the index up to date. @returns false when there was not time enough */
  function catchUp(isOver: () => boolean): boolean {
    for (;;) {
      // What is searched meanwhile is older; the first time, there is nothing yet.
      const mustStop = (): boolean => isLoaded && isOver();
      if (sequence === undefined) {
        if (isLoaded || loading !== undefined || !mayReadSnapshot || !loadSnapshot()) {
          loading ??= loadEntries();
          while (loading.next().done !== true) if (mustStop()) return false;
          loading = undefined;
        }
        settling = undefined;
      }
      if (takeChanges(mustStop)) {
        isLoaded = true;
        return true;
      }
      if (mustStop()) return false;
    }
  }

  /** @returns false when there was not time enough */
  function settleAll(isOver: () => boolean): boolean {
    settling ??= renew(index.postings, sequence!);
    while (settling.next().done !== true) if (isOver()) return false;
    settling = undefined;
    return true;
  }

  /** @returns false when there was not time enough */
  function readMissing(isOver: () => boolean): boolean {
    try {
      while (readMissingPage(index.postings.settled)) if (isOver()) return false;
      return true;
    } catch (cause) {
      if (!isDamage(cause) || !abandonSnapshot()) throw cause;
      return false;
    }
  }

  function abandonSnapshot(): boolean {
    if (index.postings.settled.missing === undefined) return false;
    sequence = undefined;
    isLoaded = false;
    mayReadSnapshot = false;
    return true;
  }

  return {
    index,
    refresh: (budgetMs) => catchUp(clockOf(budgetMs)),

    keepUp(budgetMs) {
      const isOver = clockOf(budgetMs);
      if (!catchUp(isOver) || !readMissing(isOver)) return false;
      if (settling !== undefined || isDueForSettling(index.postings)) return settleAll(isOver);
      return true;
    },

    abandonSnapshot,

    isSnapshotDue() {
      if (sequence === undefined) return false;
      const { living } = index.postings;
      if (snapshotSequence === undefined) return living >= minRowsOfSnapshot;
      if (droppedWords(db) > 0) return true;
      const changes = sequence - snapshotSequence;
      return living >= minRowsOfSnapshot && changes > fewChanges + living * changesToRows;
    },

    prepareSnapshot(budgetMs) {
      const isOver = clockOf(budgetMs);
      if (!catchUp(isOver) || !readMissing(isOver)) return undefined;
      const isSettled = settledAt.sequence === sequence && settledAt.dropped === droppedWords(db);
      if (!isSettled && !settleAll(isOver)) return undefined;
      snapshotSequence = settledAt.sequence;
      return createSnapshotSource(index, settledAt);
    },
  };
}

function clockOf(budgetMs: number | undefined): () => boolean {
  if (budgetMs === undefined) return () => false;
  const end = performance.now() + budgetMs;
  return () => performance.now() >= end;
}

function newestWord(db: Store): number {
  return (
    statement<{ last: number | null }>(db, `SELECT max(token_id) AS last FROM lookup_token`).get()!.last ?? 0
  );
}

/** Words that were dropped from the dictionary and stand in the snapshot still. */
function droppedWords(db: Store): number {
  return Number(getIndexState(db, 'dropped') ?? 0);
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
