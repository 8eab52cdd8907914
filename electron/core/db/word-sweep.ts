import { tokenIdsOfPacked } from '../lookup/entry.ts';
import { countDropped, newestChange } from './index-state.ts';
import { statement } from './statement.ts';
import type { Store } from './open.ts';

/**
 * Takes words out of the dictionary that several customers had and nobody has
 * any more: a name or an address of somebody who was erased. No row says who has
 * a word, so that all entries are gone through, some at a time; those that
 * changed meanwhile are looked at once more at the end.
 */
export interface WordSweep {
  /**
   * Goes through so many entries more; within a transaction.
   *
   * @returns whether there is more to do
   */
  step(entries: number): boolean;
}

/** @param onDropped what the writer remembers of the dictionary is not true any more */
export function createWordSweep(db: Store, onDropped: () => void): WordSweep {
  let sweep:
    | { readonly unused: Set<number>; readonly all: string; readonly since: number; after: number }
    | undefined;

  function begin(): typeof sweep {
    const ids = statement<{ id: number }>(db, `SELECT token_id AS id FROM erased_word`)
      .all()
      .map(({ id }) => id);
    if (ids.length === 0) return undefined;
    return { unused: new Set(ids), all: JSON.stringify(ids), since: newestChange(db), after: 0 };
  }

  /** What changed since the sweep began; undefined when the log of changes does not go back that far. */
  function changedSince(since: number): Buffer[] | undefined {
    const { first } = statement<{ first: number | null }>(
      db,
      `SELECT min(sequence) AS first FROM lookup_change WHERE sequence > ?`,
    ).get(since)!;
    if (first !== null && first > since + 1) return undefined;
    return statement<{ entry: Buffer }>(
      db,
      `SELECT entry FROM lookup_entry WHERE customer_id IN (SELECT customer_id FROM lookup_change WHERE sequence > ?)`,
    )
      .all(since)
      .map(({ entry }) => entry);
  }

  return {
    step(entries) {
      sweep ??= begin();
      if (sweep === undefined) return false;
      const { unused, all, since } = sweep;
      const strike = (entry: Buffer): void => {
        for (const id of tokenIdsOfPacked(entry)) unused.delete(id);
      };
      const rows = statement<{ customer_id: number; entry: Buffer }>(
        db,
        `SELECT customer_id, entry FROM lookup_entry WHERE customer_id > ? ORDER BY customer_id LIMIT ?`,
      ).all(sweep.after, entries);
      for (const { entry } of rows) strike(entry);
      sweep.after = rows.at(-1)?.customer_id ?? sweep.after;
      if (rows.length === entries) return true;

      sweep = undefined;
      const changed = changedSince(since);
      if (changed === undefined) return true;
      for (const entry of changed) strike(entry);
      const { changes } = statement(
        db,
        `DELETE FROM lookup_token WHERE token_id IN (SELECT value FROM json_each(?))`,
      ).run(JSON.stringify([...unused]));
      countDropped(db, changes);
      statement(db, `DELETE FROM erased_word WHERE token_id IN (SELECT value FROM json_each(?))`).run(all);
      onDropped();
      return false;
    },
  };
}
