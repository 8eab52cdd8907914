import { indexFormat } from '../lookup/entry.ts';
import type { SnapshotHeader } from '../lookup/snapshot.ts';
import { mendIndex, type Mended } from './index-damage.ts';
import { getIndexState, getRebuildProgress, removeIndexState, setIndexState } from './index-state.ts';
import { statement } from './statement.ts';
import type { Atomic } from './transactions.ts';
import type { WriterContext } from './writer-context.ts';

/** What keeps the index in order: rebuilding it, and its snapshot. Part of the writer (writer.ts), on its thread. */
export function createIndexWriter({ db, lookup }: WriterContext, atomic: Atomic) {
  return {
    getRebuildProgress: () => getRebuildProgress(db),

    /** From now on the index counts as out of order, until all slices are through. */
    startRebuild: atomic(() => {
      removeIndexState(db, 'format');
      setIndexState(db, 'rebuilt', '0');
    }),

    /** Makes the entries of the next customers anew. @returns false when that was the last slice */
    rebuildSlice: atomic((count: number): boolean => {
      const { last, done } = lookup.rebuildEntries(Number(getIndexState(db, 'rebuilt') ?? 0), count);
      if (done) {
        removeIndexState(db, 'rebuilt');
        setIndexState(db, 'format', String(indexFormat));
      } else {
        setIndexState(db, 'rebuilt', String(last));
      }
      return !done;
    }),

    /** Mends tables of the index that cannot be read (index-damage.ts). */
    mendIndex(): Mended {
      const mended = mendIndex(db);
      if (mended === 'entries') lookup.forget();
      return mended;
    },

    /** Until {@link finishSnapshot} there is none. */
    beginSnapshot: atomic(() => removeIndexState(db, 'snapshot')),

    writeSnapshotParts: atomic((first: number, parts: readonly Uint8Array[]) => {
      const write = statement(db, `INSERT OR REPLACE INTO lookup_snapshot (part_id, bytes) VALUES (?, ?)`);
      for (const [at, bytes] of parts.entries()) write.run(first + at, bytes);
    }),

    /** Removes parts of a longer snapshot before. @returns whether there are more */
    dropSnapshotParts: atomic((from: number, count: number): boolean => {
      const { changes } = statement(
        db,
        `DELETE FROM lookup_snapshot WHERE part_id IN
           (SELECT part_id FROM lookup_snapshot WHERE part_id >= ? LIMIT ?)`,
      ).run(from, count);
      return changes === count;
    }),

    finishSnapshot: atomic((header: SnapshotHeader) => {
      setIndexState(db, 'snapshot', JSON.stringify(header));
      const dropped = Number(getIndexState(db, 'dropped') ?? 0) - header.dropped;
      if (dropped > 0) setIndexState(db, 'dropped', String(dropped));
      else removeIndexState(db, 'dropped');
    }),
  };
}
