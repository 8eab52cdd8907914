/**
 * `npm run proof:csv -- [--rows N] [--seed S]`: so many hostile texts through the module that every CSV file leaves
 * the till by, read again by SheetJS as spreadsheets of any country do, by comma, semicolon and tab. One line of
 * JSON; exit code 1 at a single live formula, or when the same texts as they are hold none, so that nothing was shown.
 */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { csvOf } from '#shared/export/csv';
import { readOptions } from '../../../scripts/command-line.ts';
import { tellReport } from '../../crash/tell-report.ts';
import { hostileTexts } from '../../fuzz/hostile-texts.ts';
import { installIntoCache } from '../../install-into-cache.ts';

/** What is used of SheetJS. */
interface SheetReader {
  read(
    csv: string,
    options: { type: 'string'; FS: string },
  ): { Sheets: Record<string, Record<string, unknown>> };
}

const { rows, seed } = readOptions({ rows: 50_000, seed: 1 });
const signs = ['', '=', '+', '-', '@', '\t=', '\r=', '\n=', ' =', '\u00a0=', '\0=', '＝', '"=', ';=', ',='];

const folder = installIntoCache('@e965/xlsx', '0.20.3');
if (folder === undefined) throw new Error('SheetJS cannot be had from the npm registry');
const sheets = createRequire(folder)(folder) as SheetReader;

const known = hostileTexts().flatMap((text) => signs.map((sign) => sign + text));
const sign = fc.constantFrom(...Array.from(`=+-@\t\r\n ;,|"'aA1()!`));
const made = fc.sample(fc.string({ unit: sign, maxLength: 12 }), {
  seed,
  numRuns: Math.max(1, rows - known.length),
});
const texts = [...known, ...made].slice(0, rows);

const live = findFormulas(
  csvOf(
    ['first', 'second'],
    texts.map((text) => [text, text]),
  ),
);
const liveAsTheyAre = findFormulas(
  texts.map((text) => `"${text.replaceAll('"', '""')}"\r\n`).join(''),
).length;
const blind = liveAsTheyAre === 0 ? ['not even the texts as they are hold a formula'] : [];
tellReport('csv', { rows: texts.length, seed, liveAsTheyAre }, { live, blind });

/** The formulas that a spreadsheet finds in a file. */
function findFormulas(csv: string): string[] {
  return [',', ';', '\t'].flatMap((FS) =>
    Object.values(sheets.read(csv, { type: 'string', FS }).Sheets).flatMap((sheet) =>
      Object.values(sheet).flatMap((cell) =>
        typeof cell === 'object' && cell !== null && 'f' in cell && cell.f !== undefined
          ? [JSON.stringify(cell.f)]
          : [],
      ),
    ),
  );
}
