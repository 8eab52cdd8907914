import { TillFailure } from '#shared/contract/errors';
import type { FoundPair, PassState } from '../duplicates/pass-state.ts';
import { appendAudit } from './audit.ts';
import {
  dismissPair,
  dropPairs,
  dropUnseenPairs,
  getDuplicatePass,
  savePairs,
  setDuplicatePass,
} from './duplicate-pairs.ts';
import { newestChange } from './index-state.ts';
import type { Store } from './open.ts';
import type { Atomic } from './transactions.ts';

/** What the search for duplicates writes. Part of the writer (writer.ts), on its thread. */
export function createDuplicateWriter(db: Store, atomic: Atomic) {
  return {
    /** Goes on with the pass that was left, or begins the next one: the first looks at all, later ones at what changed. */
    beginDuplicatePass: atomic((): PassState => {
      const last = getDuplicatePass(db);
      const state: PassState =
        last !== undefined && last.finishedAtMs === null
          ? { ...last, paused: false }
          : {
              pass: (last?.pass ?? 0) + 1,
              since: last?.upTo ?? null,
              upTo: newestChange(db),
              round: 0,
              afterKey: -1,
              progress: 0,
              paused: false,
              finishedAtMs: null,
              finishedBeforeMs: last?.finishedAtMs ?? null,
            };
      setDuplicatePass(db, state);
      return state;
    }),

    /** Keeps what a step found together with where the pass stands after it. */
    saveDuplicatePairs: atomic(
      (state: PassState, pairs: readonly FoundPair[], finishedAtMs: number | null) => {
        savePairs(db, state.pass, pairs);
        if (finishedAtMs !== null) dropUnseenPairs(db, state);
        setDuplicatePass(db, { ...state, finishedAtMs });
      },
    ),

    /** Nobody goes on with the pass until a person says so. */
    pauseDuplicatePass: atomic(() => {
      const state = getDuplicatePass(db);
      if (state !== undefined && state.finishedAtMs === null)
        setDuplicatePass(db, { ...state, paused: true });
    }),

    dropDuplicatePairs: atomic((pairs: readonly Pick<FoundPair, 'lowId' | 'highId'>[]) =>
      dropPairs(db, pairs),
    ),

    /** @throws TillFailure `customer.not-found` */
    dismissDuplicatePair: atomic(
      (customerUid: string, otherUid: string, author: { readonly actor: string; readonly nowMs: number }) => {
        if (!dismissPair(db, customerUid, otherUid, author.nowMs))
          throw new TillFailure('customer.not-found');
        const { actor, nowMs: atMs } = author;
        for (const uid of [customerUid, otherUid]) {
          appendAudit(db, { atMs, actor, action: 'duplicates.dismiss', customerUid: uid, outcome: 'ok' });
        }
      },
    ),
  };
}
