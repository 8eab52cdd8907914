import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNear, noMatch } from '../../../electron/core/lookup/automaton.ts';
import { addWord, createTrie, findWord, type Trie } from '../../../electron/core/lookup/trie.ts';
import { obviousDistance } from './obvious.ts';

// Few letters, so that words are near each other; one beyond ASCII.
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'я'), minLength: 1, maxLength: 8 });
const dictionary = fc.uniqueArray(word, { maxLength: 60 });

function trieOf(words: readonly string[]): Trie {
  const trie = createTrie(4);
  for (const [at, one] of words.entries()) addWord(trie, one, at + 1);
  return trie;
}

const byWord = ([left]: [string, number, number], [right]: [string, number, number]): number =>
  left < right ? -1 : Number(left > right);

/** `[word, distance, prefix distance]` of everything found. */
function found(words: readonly string[], typed: string, limit: number, prefixLimit: number | undefined) {
  const all: [string, number, number][] = [];
  findNear(trieOf(words), typed, limit, prefixLimit, (token, distance, prefixDistance, length) => {
    expect(words[token - 1]).toHaveLength(length);
    all.push([words[token - 1]!, distance, prefixDistance]);
  });
  return all.toSorted(byWord);
}

const capped = (distance: number, limit: number): number => (distance <= limit ? distance : noMatch);

describe('the automaton', () => {
  it('finds every word within the distance, with its distance, and no other', () => {
    fc.assert(
      fc.property(dictionary, word, fc.integer({ min: 0, max: 2 }), (words, typed, limit) => {
        const expected = words
          .map((one): [string, number, number] => [one, capped(obviousDistance(typed, one), limit), noMatch])
          .filter(([, distance]) => distance !== noMatch);
        expect(found(words, typed, limit, undefined)).toEqual(expected.toSorted(byWord));
      }),
    );
  });

  it('finds every word that begins with something within the distance', () => {
    fc.assert(
      fc.property(
        dictionary,
        word,
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 2 }),
        (words, typed, limit, wanted) => {
          const prefixLimit = Math.min(limit, wanted);
          const expected = words
            .map((one): [string, number, number] => {
              // Beginnings of at least one letter: everything begins with nothing.
              const beginnings = Array.from({ length: one.length }, (_, end) => one.slice(0, end + 1));
              const nearest = Math.min(...beginnings.map((part) => obviousDistance(typed, part)));
              return [one, capped(obviousDistance(typed, one), limit), capped(nearest, prefixLimit)];
            })
            .filter(([, distance, prefixDistance]) => Math.min(distance, prefixDistance) !== noMatch);
          expect(found(words, typed, limit, prefixLimit)).toEqual(expected.toSorted(byWord));
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
  it('knows each word put in, and no other', () => {
    fc.assert(
      fc.property(dictionary, word, (words, other) => {
        const trie = trieOf(words);
        expect(words.map((one) => findWord(trie, one))).toEqual(words.map((_, at) => at + 1));
        expect(findWord(trie, other)).toBe(words.indexOf(other) + 1);
        expect(trie.words).toBe(words.length);
      }),
    );
  });
});
