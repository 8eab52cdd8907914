import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printableText } from '#shared/cards/card-text';

describe('text made safe to print', () => {
  it.each([
    ['Bjørn Åse', 'Bjørn Åse'],
    ['  Åse \t\r\n  Berg ', 'Åse Berg'],
    ['Bj\u001bør\u0000n\u009d', 'Bjørn'],
    ['\u202eesÅ\u202c \u2066Berg\u2069\u200f', 'esÅ Berg'],
    ['so\u00adft\u200b\ufeff', 'soft'],
    ['A\u030ase', 'Åse'],
    ['lone \ud83d surrogate', 'lone surrogate'],
    ['Z\u0301\u0302\u0303\u0304\u0305o', 'Ź\u0302\u0303o'],
    ['\u2028', ''],
  ])('%j becomes %j', (raw, clean) => {
    expect(printableText(raw)).toBe(clean);
  });

  it('keeps nothing a printer or a reader could be led astray by', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (raw) => {
        const clean = printableText(raw);
        expect(clean).not.toMatch(/\p{C}/u);
        expect(clean).not.toMatch(/^\s|\s$|\s\s|[^\S ]/u);
        expect(Array.from(clean).length).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('cuts a text of any length', () => {
    expect(Array.from(printableText('𝒜'.repeat(1_000_000)))).toHaveLength(200);
  });
});
