import { insertRows, statement } from './statement.ts';
import type { Store } from './open.ts';

/** Words whose ids the writer remembers; a few hundred thousand make a million customers. */
const maxRememberedWords = 400_000;

/** The dictionary as the writer keeps it: every folded word of the base, and who alone has it. */
export interface WordRows {
  /** The id of a word that this customer has, made when nobody had it; a word two customers have belongs to nobody. */
  idOf(word: string, customerId: number): number;
  /**
   * The ids of words of new customers.
   *
   * @param owners by word: the only one of the new customers who has it, 0 when several have, -1 when none has
   *   and no id is wanted
   */
  idsOf(words: readonly string[], owners: Int32Array): Uint32Array;
  /**
   * Takes the words out of the dictionary that nobody but this customer has had; the others are noted, for this
   * customer may be the last one of them (word-sweep.ts).
   *
   * @returns how many went
   */
  drop(customerId: number, ids: Iterable<number>): number;
  /** What is remembered may not be true any more. */
  forget(): void;
}

export function createWordRows(db: Store): WordRows {
  /** Words met lately: twice the id, and one more once the word is known to belong to nobody. */
  const remembered = new Map<string, number>();

  function remember(word: string, id: number, isShared: boolean): void {
    if (remembered.size >= maxRememberedWords) remembered.clear();
    remembered.set(word, id * 2 + (isShared ? 1 : 0));
  }

  function find(word: string): number | undefined {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const stored = statement<{ id: number; isShared: number }>(
      db,
      `SELECT token_id AS id, only_customer_id IS NULL AS isShared FROM lookup_token WHERE word = ?`,
    ).get(word);
    if (stored === undefined) return undefined;
    remember(word, stored.id, stored.isShared === 1);
    return stored.id * 2 + stored.isShared;
  }

  /** From now on the word belongs to nobody, unless it is this customer's own. */
  function share(word: string, id: number, customerId: number): void {
    const { changes } = statement(
      db,
      `UPDATE lookup_token SET only_customer_id = NULL WHERE token_id = ? AND only_customer_id <> ?`,
    ).run(id, customerId);
    if (changes === 1) remember(word, id, true);
  }

  function insert(words: readonly string[], owners: readonly (number | null)[]): number {
    const first = lastId() + 1;
    insertRows(
      db,
      `INSERT INTO lookup_token (token_id, word, only_customer_id)`,
      3,
      words.flatMap((word, at) => [first + at, word, owners[at]!]),
    );
    for (const [at, word] of words.entries()) remember(word, first + at, owners[at] === null);
    return first;
  }

  function lastId(): number {
    return (
      statement<{ seq: number }>(db, `SELECT seq FROM sqlite_sequence WHERE name = 'lookup_token'`).get()
        ?.seq ?? 0
    );
  }

  return {
    idOf(word, customerId) {
      const known = find(word);
      if (known === undefined) return insert([word], [customerId]);
      const id = Math.floor(known / 2);
      if (known % 2 === 0) share(word, id, customerId);
      return id;
    },

    idsOf(words, owners) {
      const ids = new Uint32Array(words.length);
      const added: number[] = [];
      for (const [at, word] of words.entries()) {
        if (owners[at] === -1) continue;
        const known = find(word);
        if (known === undefined) {
          added.push(at);
          continue;
        }
        ids[at] = Math.floor(known / 2);
        if (known % 2 === 0) share(word, ids[at], 0);
      }
      const first = insert(
        added.map((at) => words[at]!),
        added.map((at) => owners[at]! || null),
      );
      for (const [index, at] of added.entries()) ids[at] = first + index;
      return ids;
    },

    drop(customerId, ids) {
      let count = 0;
      for (const id of ids) {
        const dropped = statement<{ word: string }>(
          db,
          `DELETE FROM lookup_token WHERE token_id = ? AND only_customer_id = ? RETURNING word`,
        ).get(id, customerId);
        if (dropped === undefined) {
          statement(db, `INSERT OR IGNORE INTO erased_word (token_id) VALUES (?)`).run(id);
          continue;
        }
        remembered.delete(dropped.word);
        count += 1;
      }
      return count;
    },

    forget: () => remembered.clear(),
  };
}
