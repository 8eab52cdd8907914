import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endOfPrefix,
  foldSigns,
  maxWordLength,
  visitWords,
  wordsOf,
} from '../../../electron/core/lookup/fold.ts';

const fold = (text: string): string[] => wordsOf(text).map(({ folded }) => folded);

/** Any text, with the letters that fold in their own way made frequent. */
const nordicText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from("aaeeoouuåæøäöüßþðłÅÆØÄÖÜ -'’.,")),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

describe('folding', () => {
  it.each([
    ['Bjørn Åse', ['bjorn', 'ase']],
    ['BJOERN AASE', ['bjorn', 'ase']],
    ['Haakon Håkon', ['hakon', 'hakon']],
    ['Kjær Kjaer Kjär', ['kjar', 'kjar', 'kjar']],
    ['Müller Mueller', ['muller', 'muller']],
    ['Strauß, Łukasz Þór', ['strauss', 'lukasz', 'thor']],
    ["O'Shea O’Shea", ['oshea', 'oshea']],
    ['Jean-Luc', ['jean', 'luc']],
    ['José Núñez', ['jose', 'nunez']],
    ['12A, 0150', ['12a', '0150']],
    ['Ivanov Иванов 山田', ['ivanov', 'иванов', '山田']],
    ['ﬁne Ｗｉｄｅ', ['fine', 'wide']],
    [' \0 \uD800 … ', []],
  ])('reads %j as %j', (text, words) => {
    expect(fold(text)).toEqual(words);
  });

  it('is stable under prefixes: what is typed so far folds to a prefix of the whole', () => {
    fc.assert(
      fc.property(nordicText, fc.nat(), (text, cut) => {
        const typed = text.slice(0, cut % (text.length + 1));
        // A cut through a surrogate pair is half a letter, not a letter typed.
        fc.pre(!/[\uD800-\uDBFF]$/.test(typed));
        const [part, whole] = [fold(typed), fold(text)];
        for (const [at, word] of part.entries()) {
          // Only the last word may be going on.
          expect(whole[at]?.slice(0, at < part.length - 1 ? undefined : word.length)).toBe(word);
        }
      }),
    );
  });

  it('says where each word stands', () => {
    fc.assert(
      fc.property(nordicText, (text) => {
        let last = 0;
        for (const { folded, start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(fold(text.slice(start, end))).toEqual([folded]);
          expect(folded.length).toBeLessThanOrEqual(maxWordLength);
          last = end;
        }
      }),
    );
  });

  it('leaves digraphs alone when asked to', () => {
    const words: string[] = [];
    visitWords('Joes Aase', (word) => words.push(word), false);
    expect(words).toEqual(['joes', 'aase']);
  });

  it.each([
    ['Aase', 1, 'Aa'],
    ['Åse', 1, 'Å'],
    ['Strauß', 5, 'Strau'],
    ['Strauß', 6, 'Strauß'],
    ['Strauß', 7, 'Strauß'],
    ['Þór', 2, 'Þ'],
    ["O'Shea", 2, "O'S"],
  ])('finds the end of a prefix in the original: %j, %i letters', (text, length, marked) => {
    const [word] = wordsOf(text);
    expect(text.slice(0, endOfPrefix(text, word!, length))).toBe(marked);
  });

  it('keeps the signs of addresses and codes', () => {
    expect(foldSigns(' Bjørn.Aase+Sør@Firma.NO\n')).toBe('bjorn.aase+sor@firma.no');
  });
});
