import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, type SettingChoice } from '#shared/cards/fit-text';

/** Every character is half as wide as the font is large. */
const measure = (text: string) => Array.from(text).length / 2;
const choices: readonly [SettingChoice, ...SettingChoice[]] = [
  { size: 10, maxLines: 1 },
  { size: 8, maxLines: 1 },
  { size: 8, maxLines: 2 },
  { size: 4, maxLines: 2 },
];
const fit = (text: string) => fitText(text, 40, choices, measure);

describe('fitting a text into a width', () => {
  it('keeps the largest size while it can', () => {
    expect(fit('Åse Berg')).toEqual({ size: 10, lines: ['Åse Berg'] });
  });

  it('shrinks before it wraps', () => {
    expect(fit('Åsne Berge')).toEqual({ size: 8, lines: ['Åsne Berge'] });
  });

  it('wraps between words', () => {
    expect(fit('Alexandra Römer')).toEqual({ size: 8, lines: ['Alexandra', 'Römer'] });
  });

  it('shrinks two lines until both fit', () => {
    expect(fit('Alexandra Constantina')).toEqual({ size: 4, lines: ['Alexandra', 'Constantina'] });
  });

  it('breaks a word only when nothing else is left', () => {
    expect(fit('abcdefghijklmnopqrstuvwxyz')).toEqual({
      size: 4,
      lines: ['abcdefghijklmnopqrst', 'uvwxyz'],
    });
  });

  it('says so with an ellipsis when a text had to be cut', () => {
    expect(fit('a'.repeat(100)).lines).toEqual(['a'.repeat(20), `${'a'.repeat(19)}…`]);
  });

  it('has nothing to set for nothing', () => {
    expect(fit('  ').lines).toEqual([]);
  });

  it('never sets a line wider than the width, nor more lines than allowed, nor loses a word unsaid', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 8 }), (words) => {
        const text = words.join(' ');
        const { lines, size } = fit(text);
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(measure(line) * size).toBeLessThanOrEqual(40);
        const said = lines.join('').replaceAll(' ', '');
        const meant = text.replaceAll(' ', '');
        expect(said === meant || (said.endsWith('…') && meant.startsWith(said.slice(0, -1)))).toBe(true);
      }),
    );
  });
});
