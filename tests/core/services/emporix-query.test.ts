import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf, contains, containsDigits, equals } from '../../../electron/core/services/emporix/query.ts';

/** Text with everything in it that means something to the query language, to a regular expression or to a URL. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      ...'ab Å1é:"\'()[]{}~,;<>=*+?.^$|\\/&#%-_\n\t\0😀'.split(/(?:)/u),
      'exists',
      'AND',
      'null',
    ),
    maxLength: 30,
  }),
);

/** One term: a field, a colon, and a word that is plain or a regular expression of harmless signs. */
const term = /^[a-z][\w.]*:(?:[A-Za-z][\w@.+-]*|~\^?(?:[\p{L}\p{N}]|\.(?:\.\?|\?)?|\[[\p{L}\p{N}]+\])+\$?)$/u;

describe('a value in a query', () => {
  it.each([
    ['b.ase@example.no', 'f:b.ase@example.no'],
    ['Nord-Fjord_1+x', 'f:Nord-Fjord_1+x'],
    ['901', 'f:~^901$'],
    ['exists', 'f:~^exists$'],
    ['Bjørn Åse', 'f:~^Bjørn.Åse$'],
    ['a"b', 'f:~^a.b$'],
    ['x:y (z)', 'f:~^x.y..z.$'],
    ['(', undefined],
    ['', undefined],
  ])('%j is written as %s', (value, written) => {
    expect(equals('f', value)).toBe(written);
  });

  it('is looked for in upper and lower case alike, and digits however they are grouped', () => {
    expect(contains('f', 'Åse 1')).toBe('f:~[Åå][sS][eE].1');
    expect(contains('f', '?!')).toBeUndefined();
    expect(containsDigits('f', '4790')).toBe('f:~4.?7.?9.?0');
  });

  it('never breaks out of its term, whatever somebody typed', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const terms = [equals('one', one), contains('two.part', other)].filter((part) => part !== undefined);
        const isWhole =
          allOf(...terms)
            .split(' ')
            .filter(Boolean)
            .join() === terms.join();
        expect(isWhole && terms.every((written) => term.test(written))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is found by its own query, and so is what contains it', () => {
    fc.assert(
      fc.property(hostile, hostile, (value, around) => {
        const stored = value.normalize('NFC');
        const lower = Array.from(stored, (letter) => letter.toLowerCase()).join('');
        const exact = equals('f', value)?.slice(2);
        const part = contains('f', value)?.slice(2);
        const isFound = (written: string | undefined, among: string) =>
          written === undefined || matches(written, among);
        expect(isFound(exact, stored)).toBe(true);
        expect(isFound(part, `${around} ${stored} ${around}`)).toBe(true);
        expect(lower.length !== stored.length || isFound(part, lower)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

/** As the service reads it: a word is the value itself, `~` a regular expression. */
function matches(written: string, stored: string): boolean {
  return written.startsWith('~') ? new RegExp(written.slice(1), 's').test(stored) : written === stored;
}
