import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { compare } from '../lookup/compare.ts';
import { isRelated, judge, type Population } from '../lookup/evidence.ts';
import { profileOf, type Profile } from '../lookup/profile.ts';
import { blockKeysOf, countWordsOf, rounds, type Round } from './block-keys.ts';
import { createBlocks, type Block } from './blocks.ts';
import type { FoundPair, PassState, PassStep } from './pass-state.ts';
import { readWords, type Words } from './words.ts';

/** Pairs at least this likely are kept for a person to look at. */
export const likelyFrom = 0.5;

const entriesAtOnce = 1000;
/** Blocks compared before the clock is looked at. */
const blocksAtOnce = 20;
/** Words whose counts are remembered. */
const maxRememberedWords = 50_000;

/**
 * Finds the customers of the base who are probably one: those with a key in common
 * (block-keys.ts) are compared field by field. Works in steps; between two steps it
 * may be left for good, and another finder goes on from the state of the last step.
 * Reads stored entries and records only, and holds one round's keys at a time.
 */
export function createPairFinder(db: Store) {
  let running: { readonly from: PassState; readonly work: Generator<Progress, void, void> } | undefined;
  let words: Words | undefined;

  /** Who changed since; undefined when all are to be compared. */
  function changedSince({ since, upTo }: PassState): Set<number> | undefined {
    if (since === null) return undefined;
    const oldest = statement<{ oldest: number | null }>(
      db,
      `SELECT min(sequence) AS oldest FROM lookup_change`,
    );
    const from = oldest.get()!.oldest;
    if (from === null || from > since + 1) return undefined;
    const changed = statement<{ id: number }>(
      db,
      `SELECT DISTINCT customer_id AS id FROM lookup_change WHERE sequence > ? AND sequence <= ?`,
    ).all(since, upTo);
    return new Set(changed.map(({ id }) => id));
  }

  function* eachEntry(visit: (customerId: number, entry: Buffer) => void): Generator<number, void, void> {
    const { highest } = statement<{ highest: number | null }>(
      db,
      `SELECT max(customer_id) AS highest FROM lookup_entry`,
    ).get()!;
    const entries = statement<[number, Buffer]>(
      db,
      `SELECT customer_id, entry FROM lookup_entry WHERE customer_id > ? ORDER BY customer_id LIMIT ${entriesAtOnce}`,
    ).raw();
    for (let last = 0; ;) {
      const some = entries.all(last);
      for (const [customerId, entry] of some) visit(customerId, entry);
      if (some.length < entriesAtOnce) return;
      last = some.at(-1)![0];
      yield last / (highest ?? 1);
    }
  }

  /** Keys of the rounds that one of these customers has. */
  function keysOf(customerIds: ReadonlySet<number>, known: Words): Set<number> {
    const keys = new Set<number>();
    const entryOf = statement<{ entry: Buffer }>(db, `SELECT entry FROM lookup_entry WHERE customer_id = ?`);
    for (const customerId of customerIds) {
      const row = entryOf.get(customerId);
      if (row === undefined) continue;
      for (const round of rounds) blockKeysOf(row.entry, round, known, (key) => keys.add(key));
    }
    return keys;
  }

  function* work(begun: PassState): Generator<Progress, void, void> {
    const changed = changedSince(begun);
    // Changes that left the log cannot be told from others any more: all are compared.
    const from = begun.since !== null && changed === undefined ? { ...begun, round: 0, afterKey: -1 } : begun;
    // The few who changed are compared in one go; all customers in one round after the other.
    const parts: (readonly Round[])[] = changed === undefined ? rounds.map((round) => [round]) : [rounds];
    const progressOf = (round: number, share: number): number => (round + share) / parts.length;

    words = undefined;
    const reading = readWords(db);
    for (let read = reading.next(); ; read = reading.next()) {
      if (read.done === true) {
        words = read.value;
        break;
      }
      yield { ...from, pairs: [] };
    }
    const known = words;
    let size = 0;
    for (const _ of eachEntry((_id, entry) => {
      countWordsOf(entry, known);
      size += 1;
    })) {
      yield { ...from, pairs: [] };
    }
    const judgePair = createJudge(db, known, size);
    const wantedKeys = changed === undefined ? undefined : keysOf(changed, known);

    for (let round = from.round; round < parts.length; round += 1) {
      const afterKey = round === from.round ? from.afterKey : -1;
      const here = { round, afterKey, progress: Math.max(from.progress, progressOf(round, 0)) };
      const blocks = createBlocks();
      for (const share of eachEntry((customerId, entry) => {
        for (const name of parts[round]!) {
          blockKeysOf(entry, name, known, (key) => {
            if (wantedKeys === undefined || wantedKeys.has(key)) blocks.add(key, customerId);
          });
        }
      })) {
        yield { ...here, progress: Math.max(here.progress, progressOf(round, share * 0.1)), pairs: [] };
      }
      for (const block of blocks.walk(afterKey)) {
        const pairs = judgePair(block, changed);
        yield { round, afterKey: block.key, progress: progressOf(round, 0.1 + block.done * 0.9), pairs };
      }
    }
  }

  return {
    /**
     * Goes on with the pass for about so many milliseconds. The state answered is the
     * one to go on from when the pairs answered are kept.
     */
    step(state: PassState, budgetMs: number): PassStep {
      if (running === undefined || !isSamePlace(running.from, state)) {
        running = { from: state, work: work(state) };
      }
      const end = performance.now() + budgetMs;
      const pairs = new Map<string, FoundPair>();
      let here: Pick<PassState, 'round' | 'afterKey' | 'progress'> = state;
      for (let steps = 0; ; steps += 1) {
        const next = running.work.next();
        if (next.done === true) {
          running = undefined;
          words = undefined;
          return { state: { ...state, ...here, progress: 1 }, pairs: [...pairs.values()], isFinished: true };
        }
        const { pairs: found, round, afterKey, progress } = next.value;
        for (const pair of found) pairs.set(`${pair.lowId} ${pair.highId}`, pair);
        here = { round, afterKey, progress };
        if (steps % blocksAtOnce === 0 && performance.now() >= end) break;
      }
      const reached = { ...state, ...here };
      running = { from: reached, work: running.work };
      return { state: reached, pairs: [...pairs.values()], isFinished: false };
    },
  };
}

export type PairFinder = ReturnType<typeof createPairFinder>;

interface Progress {
  readonly round: number;
  readonly afterKey: number;
  readonly progress: number;
  readonly pairs: readonly FoundPair[];
}

function isSamePlace(one: PassState, other: PassState): boolean {
  return one.pass === other.pass && one.round === other.round && one.afterKey === other.afterKey;
}

/** Compares the customers of a block with each other; with `changed`, only pairs one of them is in. */
function createJudge(
  db: Store,
  words: Words,
  size: number,
): (block: Block, changed: ReadonlySet<number> | undefined) => FoundPair[] {
  const counts = new Map<string, number>();
  const idOf = statement<{ id: number }>(db, `SELECT token_id AS id FROM lookup_token WHERE word = ?`);
  const recordOf = statement<{ record: string }>(
    db,
    `SELECT record FROM customer WHERE customer_id = ? AND hidden = 0`,
  );
  const population: Population = {
    size,
    countOf(word) {
      let count = counts.get(word);
      if (count === undefined) {
        if (counts.size >= maxRememberedWords) counts.clear();
        count = words.counts[idOf.get(word)?.id ?? 0] ?? 0;
        counts.set(word, count);
      }
      return count;
    },
  };
  const readProfile = (customerId: number): Profile | undefined => {
    const row = recordOf.get(customerId);
    return row === undefined
      ? undefined
      : profileOf(JSON.parse(row.record) as Readonly<Record<string, unknown>>);
  };

  return ({ customerIds }, changed) => {
    const pairs: FoundPair[] = [];
    if (changed !== undefined && !customerIds.some((id) => changed.has(id))) return pairs;
    const profiles = customerIds.map(readProfile);
    for (const [at, one] of profiles.entries()) {
      for (let place = at + 1; place < profiles.length; place += 1) {
        const other = profiles[place];
        const [lowId, highId] = [customerIds[at]!, customerIds[place]!];
        if (one === undefined || other === undefined) continue;
        if (changed !== undefined && !changed.has(lowId) && !changed.has(highId)) continue;
        const probability = probabilityOf(one, other, population);
        if (probability >= likelyFrom) pairs.push({ lowId, highId, probability });
      }
    }
    return pairs;
  };
}

function probabilityOf(one: Profile, other: Profile, population: Population): number {
  if (isRelated(one, other)) return 0;
  return judge(compare(one, other), population, 'pair', one.isCompany === other.isCompany)?.probability ?? 0;
}
