import { CsvError, parse } from 'csv-parse/sync';
import type { Line } from './read-lines.ts';

/** A row of a CSV file under the number of its first line: its cells, or why it cannot be read. */
export type Row =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly reason: string };

/** Between quotes a cell may hold line ends, but one forgotten quote must not swallow the file. */
const maxLinesOfRow = 20;
const notClosed = 'a quotation mark opens a cell and none closes it';
const misplaced = 'a quotation mark stands in the middle of a cell';

/**
 * The rows of a CSV file (RFC 4180), separated by comma, semicolon or tab,
 * whichever finds most cells in the first row, or as a line `sep=;` names it. A row that cannot be read is
 * reported, and reading goes on with the line after it.
 */
export async function* readRows(batches: AsyncIterable<Line[]>): AsyncGenerator<Row[]> {
  let delimiter: string | undefined;
  let begun: readonly Line[] = [];
  for await (const batch of batches) {
    const lines = [...begun, ...batch];
    const named = delimiter === undefined ? namedDelimiter(lines) : undefined;
    delimiter ??= named?.delimiter ?? findDelimiter(lines);
    const { rows, rest } = takeRows(named?.after ?? lines, delimiter ?? ',', false);
    begun = rest;
    yield rows;
  }
  yield takeRows(begun, delimiter ?? ',', true).rows;
}

/** The delimiter that Excel's line `sep=;` before the header names, and the lines after that one. */
function namedDelimiter(
  lines: readonly Line[],
): { readonly delimiter: string; readonly after: readonly Line[] } | undefined {
  const index = lines.findIndex((line) => !isBlank(line));
  const first = lines[index];
  const delimiter =
    first !== undefined && 'text' in first ? /^sep=([^\w"])$/i.exec(first.text)?.[1] : undefined;
  return delimiter === undefined ? undefined : { delimiter, after: lines.slice(index + 1) };
}

/** The delimiter that finds most cells in the first line there is. */
function findDelimiter(lines: readonly Line[]): string | undefined {
  const header = lines.find((line) => 'text' in line && !isBlank(line));
  if (header === undefined || 'reason' in header) return undefined;
  const count = (delimiter: string): number => {
    const table = readTable(header.text, delimiter);
    return typeof table === 'string' ? 0 : (table[0]?.length ?? 0);
  };
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** @param isEnd whether no more lines follow; else the beginning of a row comes back as the rest */
function takeRows(
  lines: readonly Line[],
  delimiter: string,
  isEnd: boolean,
): { readonly rows: Row[]; readonly rest: readonly Line[] } {
  const together = readTogether(lines, delimiter);
  if (together !== undefined) return { rows: together, rest: [] };

  const rows: Row[] = [];
  for (let index = 0; index < lines.length;) {
    const ahead = lines.slice(index, index + maxLinesOfRow);
    const read = readOne(ahead, delimiter);
    if (read.isOpen && ahead.length < maxLinesOfRow && !isEnd) return { rows, rest: lines.slice(index) };
    if (read.row !== undefined) rows.push(read.row);
    index += read.length;
  }
  return { rows, rest: [] };
}

/** All lines in one go, five times as fast as one by one; undefined unless each line is a row of its own. */
function readTogether(lines: readonly Line[], delimiter: string): Row[] | undefined {
  const written = lines.filter((line) => !isBlank(line));
  const texts = written.flatMap((line) => ('text' in line ? [line.text] : []));
  const table = readTable(texts.join('\n'), delimiter);
  if (typeof table === 'string' || table.length !== texts.length) return undefined;
  const rows = table.values();
  return written.map((line) =>
    'reason' in line ? line : { line: line.line, cells: rows.next().value ?? [] },
  );
}

interface ReadRow {
  /** Undefined for a blank line. */
  readonly row?: Row;
  /** How many lines it took. */
  readonly length: number;
  /** Whether more lines could complete it. */
  readonly isOpen: boolean;
}

/** The row that begins with the first of these lines. When it does not end among them, that line alone is at fault. */
function readOne(lines: readonly Line[], delimiter: string): ReadRow {
  const [first] = lines;
  if (first === undefined || isBlank(first)) return { length: 1, isOpen: false };
  if ('reason' in first) return { row: first, length: 1, isOpen: false };
  let text = first.text;
  for (let length = 1; ; length += 1) {
    const table = readTable(text, delimiter);
    if (typeof table !== 'string')
      return { row: { line: first.line, cells: table[0] ?? [] }, length, isOpen: false };
    const next = lines[length];
    if (table === misplaced || next === undefined || 'reason' in next) {
      const reason = length === 1 ? table : notClosed;
      return {
        row: { line: first.line, reason },
        length: 1,
        isOpen: table === notClosed && next === undefined,
      };
    }
    text += `\n${next.text}`;
  }
}

/** What these lines hold, or what is wrong with their quotation marks, the one thing that can be. */
function readTable(text: string, delimiter: string): string[][] | typeof notClosed | typeof misplaced {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      trim: true,
      max_record_size: 0,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.code === 'CSV_QUOTE_NOT_CLOSED' ? notClosed : misplaced;
  }
}

function isBlank(line: Line): boolean {
  return 'text' in line && line.text.trim() === '';
}
