import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRows, type QueryWord } from '../../../electron/core/lookup/candidates.ts';
import { kindBits } from '../../../electron/core/lookup/entry.ts';
import {
  addRow,
  createPostings,
  removeRow,
  settle,
  type Postings,
} from '../../../electron/core/lookup/postings.ts';
import { addWord, createTrie, sealTrie } from '../../../electron/core/lookup/trie.ts';
import {
  costOf,
  createWordMatches,
  editsOf,
  findMatches,
  noPrice,
  priceIn,
  startWord,
} from '../../../electron/core/lookup/word-matches.ts';

const vocabulary = ['kari', 'karin', 'karl', 'mari', 'marit', 'ola', 'ole', 'olav', 'berg', 'bergen', 'lie'];
const token = fc.record({ word: fc.nat({ max: vocabulary.length - 1 }), kind: fc.nat({ max: 7 }) });
const rows = fc.array(
  fc.uniqueArray(token, { maxLength: 4, selector: ({ word, kind }) => word * 8 + kind }),
  {
    maxLength: 40,
  },
);
const typed = fc.array(fc.constantFrom('kari', 'kar', 'mar', 'ole', 'berg', 'lei', 'k', 'oalv'), {
  minLength: 1,
  maxLength: 3,
});
const allKinds = 255;

/** @param settledRows how many rows come before everything is settled; some of them are removed afterwards */
function postingsOf(
  all: readonly (readonly { word: number; kind: number }[])[],
  settledRows: number,
): Postings {
  let postings = createPostings();
  for (const [at, tokens] of all.entries()) {
    if (at === settledRows) {
      const settling = settle(postings);
      for (let step = settling.next(); ; step = settling.next()) {
        if (step.done !== true) continue;
        postings = step.value;
        break;
      }
    }
    addRow(postings, at + 1, 0, tokens.length, (index) => {
      const { word, kind } = tokens[index]!;
      return (word + 1) * (1 << kindBits) + kind;
    });
  }
  for (let customerId = 3; customerId <= all.length; customerId += 5) removeRow(postings, customerId);
  return postings;
}

describe('the rows in which all words stand', () => {
  it('are those an obvious search finds, for no more than they cost with the fewest edits', () => {
    const trie = createTrie();
    for (const [at, word] of vocabulary.entries()) addWord(trie, word, at + 1);
    sealTrie(trie);
    const classes = new Uint8Array(0x10000);
    classes[0] = 1;

    fc.assert(
      fc.property(
        rows,
        fc.nat({ max: 40 }),
        typed,
        fc.integer({ min: 0, max: 3 }),
        (all, settledRows, texts, edits) => {
          const postings = postingsOf(all, settledRows);
          const words = texts.map((text, at): QueryWord => {
            const matches = createWordMatches();
            const word = { text, last: at === texts.length - 1, alone: texts.length === 1 };
            startWord(matches, word, false, vocabulary.length);
            findMatches(matches, trie, edits, { left: 1e6 });
            return { matches };
          });

          const found = new Map<number, number>();
          const index = { trie, postings, highestToken: vocabulary.length, classes: [] };
          findRows(
            index,
            words,
            { from: 0, to: edits },
            { classes, kinds: allKinds },
            1000,
            { left: 1e9 },
            (row, cost) => {
              const customerId = postings.customerIds[row]!;
              found.set(customerId, Math.min(cost, found.get(customerId) ?? cost));
            },
          );

          /** Of each word in each row, every price at which it stands there. */
          const pricesIn = (tokens: (typeof all)[number]): number[][] =>
            words.map(({ matches }) =>
              tokens
                .filter(({ word }) => matches.prices[word + 1] !== noPrice)
                .map(({ word, kind }) => priceIn(matches, matches.prices[word + 1]!, kind)),
            );
          const withFewest = new Map<number, number>();
          const lowest = new Map<number, number>();
          for (const [at, tokens] of all.entries()) {
            if (at % 5 === 2) continue;
            const ways = pricesIn(tokens).reduce<{ edits: number; cost: number }[]>(
              (sums, prices) =>
                sums.flatMap((sum) =>
                  prices.map((price) => ({
                    edits: sum.edits + editsOf(price),
                    cost: sum.cost + costOf(price),
                  })),
                ),
              [{ edits: 0, cost: 0 }],
            );
            const within = ways.filter((way) => way.edits <= edits);
            if (within.length === 0) continue;
            const fewest = Math.min(...within.map((way) => way.edits));
            const costs = within.filter((way) => way.edits === fewest).map(({ cost }) => cost);
            withFewest.set(at + 1, Math.min(...costs));
            lowest.set(at + 1, Math.min(...within.map(({ cost }) => cost)));
          }
          expect(new Set(found.keys())).toEqual(new Set(withFewest.keys()));
          for (const [customerId, cost] of found) {
            expect(cost).toBeLessThanOrEqual(withFewest.get(customerId)!);
            expect(cost).toBeGreaterThanOrEqual(lowest.get(customerId)!);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
