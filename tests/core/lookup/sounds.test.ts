import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alike, findSoundingAlike } from '../../../electron/core/lookup/sounds.ts';
import { addWord, createTrie } from '../../../electron/core/lookup/trie.ts';

/** Every spelling of a word with at most so many sounds spelt in another way, by its least number of them. */
function obviousSpellings(word: string): Map<string, number> {
  const most = Math.min(3, Math.floor(word.length / 2));
  const spellings = new Map<string, number>();
  const note = (text: string, respelled: number): void => {
    if (respelled > most || (spellings.get(text) ?? Infinity) <= respelled) return;
    spellings.set(text, respelled);
  };
  /** `last` is the letter that may stand once more. */
  const spell = (text: string, at: number, respelled: number, last: string): void => {
    if (respelled > most) return;
    if (at === word.length) {
      note(text, respelled);
      note(`${text}e`, respelled + 1);
    } else {
      spell(text + word[at]!, at + 1, respelled, word[at]!);
      for (const spellings of alike) {
        for (const typed of spellings.filter((one) => word.startsWith(one, at))) {
          for (const other of spellings.filter((one) => one !== typed)) {
            spell(text + other, at + typed.length, respelled + 1, other.at(-1)!);
          }
        }
      }
      const isLast = at === word.length - 1;
      const isUnheard =
        word[at] === 'h' ||
        (at > 0 && word[at] === word[at - 1]) ||
        (word[at] === 'e' && isLast && at > 2) ||
        (word[at] === 'd' && !isLast && at > 0);
      if (isUnheard) spell(text, at + 1, respelled + 1, last);
    }
    spell(`${text}h`, at, respelled + 1, last);
    if (last !== '' && last !== 'h') spell(text + last, at, respelled + 1, '');
  };
  spell('', 0, 0, '');
  return spellings;
}

const letters = fc.constantFrom(...Array.from('kcqhxstzvwfpjygeiaounldr'));
const short = fc.string({ unit: letters, minLength: 3, maxLength: 5 });

describe('words that sound alike', () => {
  it('are all those with few sounds spelt in another way, and no others', () => {
    fc.assert(
      fc.property(
        short,
        fc.array(short, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (typed, others, picks) => {
          const spellings = obviousSpellings(typed);
          const all = [...spellings.keys()];
          const words = [...new Set([...others, ...picks.map((pick) => all[pick % all.length]!)])].sort();
          const trie = createTrie();
          words.forEach((word, at) => addWord(trie, word, at + 1));
          const found = new Map<string, number>();
          findSoundingAlike(trie, typed, false, (token, respelled) => {
            const word = words[token - 1]!;
            found.set(word, Math.min(respelled, found.get(word) ?? Infinity));
          });
          const expected = words.filter((word) => (spellings.get(word) ?? 0) > 0);
          for (const word of expected) expect([word, found.get(word)]).toEqual([word, spellings.get(word)]);
          for (const word of found.keys()) expect(spellings.has(word)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['filip', 'philip'],
    ['kristensen', 'christensen'],
    ['chell', 'kjell'],
    ['maks', 'max'],
    ['gubrand', 'gudbrand'],
    ['vikstrom', 'wikstrom'],
    ['sjell', 'skjell'],
    ['hansen', 'hansson'],
    ['maier', 'meyer'],
    ['torvald', 'thorvald'],
    ['yens', 'jens'],
  ])('%j sounds like %j, both ways', (left, right) => {
    for (const [typed, known] of [
      [left, right],
      [right, left],
    ] as const) {
      const trie = createTrie();
      addWord(trie, known, 1);
      const found: number[] = [];
      findSoundingAlike(trie, typed, false, (token) => found.push(token));
      expect(found).toContain(1);
    }
  });

  it('are found by their beginning while one is typed', () => {
    const trie = createTrie();
    addWord(trie, 'christensen', 1);
    const found: boolean[] = [];
    findSoundingAlike(trie, 'kristen', true, (_, __, isBeginning) => found.push(isBeginning));
    expect(found).toContain(true);
  });
});
