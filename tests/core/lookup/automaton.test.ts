import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNear, noMatch } from '../../../electron/core/lookup/automaton.ts';
import { addWord, createTrie, findWord, sealTrie, type Trie } from '../../../electron/core/lookup/trie.ts';
import { obviousDistance } from './obvious.ts';

// Few letters, so that words are near each other; one beyond ASCII.
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'я'), minLength: 1, maxLength: 8 });
const dictionary = fc.uniqueArray(word, { maxLength: 60 });

/** @param sealedAfter how many words are put in before the trie is sealed; never when absent */
function trieOf(words: readonly string[], sealedAfter?: number): Trie {
  const trie = createTrie(4);
  for (const [at, one] of words.entries()) {
    if (at === sealedAfter) sealTrie(trie);
    addWord(trie, one, at + 1);
  }
  return trie;
}

/** Some words are learnt before and some after the trie is sealed. */
const sealing = fc.option(fc.nat({ max: 60 }), { nil: undefined });

const byWord = ([left]: [string, number, number], [right]: [string, number, number]): number =>
  left < right ? -1 : Number(left > right);

/** `[word, distance, prefix distance]` of everything found. */
function found(
  words: readonly string[],
  typed: string,
  limit: number,
  prefixLimit: number | undefined,
  sealedAfter?: number,
) {
  const all: [string, number, number][] = [];
  findNear(
    trieOf(words, sealedAfter),
    typed,
    limit,
    prefixLimit,
    (token, distance, prefixDistance, length) => {
      expect(words[token - 1]).toHaveLength(length);
      all.push([words[token - 1]!, distance, prefixDistance]);
    },
  );
  return all.toSorted(byWord);
}

const capped = (distance: number, limit: number): number => (distance <= limit ? distance : noMatch);

describe('the automaton', () => {
  it('finds every word within the distance, with its distance, and no other', () => {
    fc.assert(
      fc.property(
        dictionary,
        word,
        fc.integer({ min: 0, max: 2 }),
        sealing,
        (words, typed, limit, sealedAfter) => {
          const expected = words
            .map((one): [string, number, number] => [
              one,
              capped(obviousDistance(typed, one), limit),
              noMatch,
            ])
            .filter(([, distance]) => distance !== noMatch);
          expect(found(words, typed, limit, undefined, sealedAfter)).toEqual(expected.toSorted(byWord));
        },
      ),
    );
  });

  it('finds every word that begins with something within the distance', () => {
    fc.assert(
      fc.property(
        dictionary,
        word,
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 2 }),
        sealing,
        (words, typed, limit, wanted, sealedAfter) => {
          const prefixLimit = Math.min(limit, wanted);
          const expected = words
            .map((one): [string, number, number] => {
              // Beginnings of at least one letter: everything begins with nothing.
              const beginnings = Array.from({ length: one.length }, (_, end) => one.slice(0, end + 1));
              const nearest = Math.min(...beginnings.map((part) => obviousDistance(typed, part)));
              const asBeginning = capped(nearest, prefixLimit);
              return [one, capped(obviousDistance(typed, one), Math.min(limit, asBeginning)), asBeginning];
            })
            .filter(([, distance, prefixDistance]) => Math.min(distance, prefixDistance) !== noMatch);
          expect(found(words, typed, limit, prefixLimit, sealedAfter)).toEqual(expected.toSorted(byWord));
        },
      ),
    );
  });

  it('copes with the longest words there are', () => {
    const long = 'x'.repeat(30);
    expect(found([long, `${'x'.repeat(29)}y`, 'x'.repeat(28)], long, 2, 2)).toEqual([
      ['x'.repeat(28), 2, 2],
      [long, 0, 0],
      [`${'x'.repeat(29)}y`, 1, 1],
    ]);
  });
});

describe('the trie', () => {
  it('gives a word that comes again its new id, sealed or not', () => {
    for (const sealedAfter of [undefined, 2, 3]) {
      const trie = trieOf(['kari', 'karin', 'kari'], sealedAfter);
      expect(findWord(trie, 'kari')).toBe(3);
      const tokens: number[] = [];
      findNear(trie, 'ka', 0, 0, (token) => tokens.push(token));
      expect(new Set(tokens)).toEqual(new Set([2, 3]));
    }
  });

  it('knows each word put in, and no other', () => {
    fc.assert(
      fc.property(dictionary, word, sealing, (words, other, sealedAfter) => {
        const trie = trieOf(words, sealedAfter);
        expect(words.map((one) => findWord(trie, one))).toEqual(words.map((_, at) => at + 1));
        expect(findWord(trie, other)).toBe(words.indexOf(other) + 1);
        expect(trie.words + (trie.since?.words ?? 0)).toBe(words.length);
      }),
    );
  });
});
