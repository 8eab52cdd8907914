import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxWordLength } from '../../../electron/core/lookup/fold.ts';
import {
  withNumbersJoined,
  withOneParted,
  withoutHouseNumber,
  withoutOneWord,
  withTwoJoined,
} from '../../../electron/core/lookup/readings.ts';
import { createPostings } from '../../../electron/core/lookup/postings.ts';
import { addWord, createTrie } from '../../../electron/core/lookup/trie.ts';

const typed = (text: string) => {
  const words = text.split(' ');
  return words.map((word, at) => ({ text: word, last: at === words.length - 1, alone: words.length === 1 }));
};
const shown = (readings: readonly (readonly { text: string }[])[]) =>
  readings.map((words) => words.map(({ text }) => text).join(' '));

describe('other readings of what was typed', () => {
  it('join neighbours', () => {
    expect(shown(withTwoJoined(typed('woy woy nord')))).toEqual(['woywoy nord', 'woy woynord']);
    expect(shown(withTwoJoined(typed('woy')))).toEqual([]);
    expect(withTwoJoined(typed('a b'))[0]![0]).toEqual({ text: 'ab', last: true, alone: true });
  });

  it('join groups of digits beside other words', () => {
    expect(shown(withNumbersJoined(typed('bjorn 912 34 567')))).toEqual(['bjorn 91234567']);
    expect(shown(withNumbersJoined(typed('bjorn 91234567')))).toEqual([]);
    expect(shown(withNumbersJoined(typed('912 34 567')))).toEqual([]);
  });

  it('part a word where a word of the base ends or begins', () => {
    const trie = createTrie();
    for (const [at, word] of ['woy', 'jakob', 'smith'].entries()) addWord(trie, word, at + 1);
    const index = { trie, postings: createPostings(), classes: [], highestToken: 3 };
    expect(shown(withOneParted(index, typed('woywoy')))).toEqual(['woy woy']);
    expect(shown(withOneParted(index, typed('kari jakobsmith')))).toEqual(['kari jakob smith']);
    expect(shown(withOneParted(index, typed('jakobsmth')))).toEqual(['jakob smth']);
    expect(shown(withOneParted(index, typed('unknown')))).toEqual([]);
  });

  it('leave a house number or any word out', () => {
    expect(shown(withoutHouseNumber(typed('12b hall street')))).toEqual(['hall street']);
    expect(shown(withoutHouseNumber(typed('hall street')))).toEqual([]);
    expect(shown(withoutHouseNumber(typed('12')))).toEqual([]);
    expect(shown(withoutOneWord(typed('a b c')))).toEqual(['b c', 'a c', 'a b']);
    expect(shown(withoutOneWord(typed('a')))).toEqual([]);
  });

  it('never make a word longer than the automaton can hold', () => {
    const word = fc.string({ unit: fc.constantFrom('a', '1'), minLength: 1, maxLength: maxWordLength });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const some = typed(words.join(' '));
        const readings = [...withTwoJoined(some), ...withNumbersJoined(some), ...withoutOneWord(some)];
        for (const { text } of readings.flat()) expect(text.length).toBeLessThanOrEqual(maxWordLength);
      }),
    );
  });
});
