import { extname } from 'node:path';
import { succeed, type Result } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { readHeader, toRecord, type Header } from './csv-columns.ts';
import { readRows } from './csv-rows.ts';
import { openFile } from './open-file.ts';
import { readLines, type Line } from './read-lines.ts';
import { toCustomer, type RecordReading } from './record-fields.ts';

/** A customer of the file, or why a line of it is none. Reasons name fields and never quote values. */
export type ImportEntry =
  | { readonly line: number; readonly customer: CustomerRecord }
  | { readonly line: number; readonly reason: string };

type Format = 'json-lines' | 'csv';

const formats: ReadonlyMap<string, Format> = new Map([
  ['.jsonl', 'json-lines'],
  ['.ndjson', 'json-lines'],
  ['.json', 'json-lines'],
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
]);

/**
 * Reads a file of customers, JSON lines or CSV: by its extension, else by its
 * first line. Each line stands for itself: one that is no customer is reported
 * with its number while the rest is read. When a `customerUid` comes twice, both
 * records are handed out in the file's order, so that the last one wins.
 *
 * Expected failure: `file.unreadable`, as the answer when the file cannot be
 * opened; thrown by the entries as a `TillFailure` when reading breaks off later.
 */
export async function readImport(
  path: string,
  options: RecordReading,
): Promise<Result<{ entries: AsyncGenerator<ImportEntry> }>> {
  const opened = await openFile(path);
  if (!opened.ok) return opened;
  const format = formats.get(extname(path).toLowerCase());
  return succeed({ entries: readEntries(opened.chunks, options, format) });
}

/** The entries of a file's bytes; its format is told from the first line when none is given. */
export async function* readEntries(
  chunks: AsyncIterable<Uint8Array>,
  options: RecordReading,
  format?: Format,
): AsyncGenerator<ImportEntry> {
  const { first, batches } = await peek(readLines(chunks));
  const isCsv = (format ?? sniffFormat(first)) === 'csv';
  // Handed on in batches: a generator between each customer and the next would take longer than reading it.
  for await (const entries of isCsv ? readCsv(batches, options) : readJsonLines(batches, options))
    for (const entry of entries) yield entry;
}

function sniffFormat(first: Line | undefined): Format {
  return first !== undefined && 'text' in first && /^\s*[{[]/.test(first.text) ? 'json-lines' : 'csv';
}

async function* readJsonLines(
  batches: AsyncIterable<Line[]>,
  reading: RecordReading,
): AsyncGenerator<ImportEntry[]> {
  for await (const lines of batches)
    yield lines
      .filter(isWritten)
      .map((line) => ('text' in line ? readJsonLine(line.line, line.text, reading) : line));
}

function readJsonLine(line: number, text: string, reading: RecordReading): ImportEntry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Never the parser's own message, which quotes the text: that may be personal data.
    const position = /position (\d+)/.exec(String(error))?.[1];
    const place = position === undefined ? '' : `, from character ${Number(position) + 1} on`;
    return { line, reason: `this is not JSON${place}` };
  }
  return { line, ...toCustomer(value, reading) };
}

async function* readCsv(
  batches: AsyncIterable<Line[]>,
  reading: RecordReading,
): AsyncGenerator<ImportEntry[]> {
  let header: Header | undefined;
  for await (const rows of readRows(batches)) {
    const entries: ImportEntry[] = [];
    for (const row of rows) {
      if ('reason' in row) {
        entries.push(row);
      } else if (header === undefined) {
        header = readHeader(row.cells);
        header.unknown.forEach(reading.onUnknownField);
        entries.push(...header.problems.map((reason) => ({ line: row.line, reason })));
        if (!header.isKnown) {
          yield entries;
          return;
        }
      } else if (row.cells.length !== header.width) {
        const reason = `the row has ${row.cells.length} cells, the first row ${header.width}`;
        entries.push({ line: row.line, reason });
      } else {
        entries.push({ line: row.line, ...toCustomer(toRecord(header, row.cells), reading) });
      }
    }
    yield entries;
  }
}

/** The first line with anything on it, and all lines from it on. */
async function peek(
  lines: AsyncGenerator<Line[]>,
): Promise<{ first: Line | undefined; batches: AsyncGenerator<Line[]> }> {
  let ahead: Line[] = [];
  while (ahead.length === 0) {
    const next = await lines.next();
    if (next.done === true) break;
    const start = next.value.findIndex(isWritten);
    if (start >= 0) ahead = next.value.slice(start);
  }
  return { first: ahead[0], batches: startWith(ahead, lines) };
}

async function* startWith(ahead: Line[], lines: AsyncGenerator<Line[]>): AsyncGenerator<Line[]> {
  try {
    yield ahead;
    yield* lines;
  } finally {
    // Whoever stops early closes the file as well.
    await lines.return(undefined);
  }
}

function isWritten(line: Line): boolean {
  return 'reason' in line || line.text.trim() !== '';
}
