/** What one cell of a CSV file holds. */
export type CsvCell = string | number | boolean | null;

/**
 * A table as a CSV file (RFC 4180, UTF-8 with the mark that spreadsheets look for) in which no cell is a formula:
 * whoever opens it runs nothing of what a customer, or somebody in their name, typed.
 *
 * @param header column names of the program's own
 * @param rows cells in the header's order
 */
export function csvOf(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [header, ...rows].map((cells) => cells.map(spellCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function spellCell(cell: CsvCell): string {
  if (cell === null) return '';
  // A number can only be read as that number, even a negative one.
  if (typeof cell !== 'string') return String(cell);
  return `"${withoutFormula(cell).replaceAll('"', '""')}"`;
}

/**
 * Where a spreadsheet could see a formula begin (OWASP, "CSV Injection"): at the start of the cell and, since one that
 * goes by another separator cuts the cell up, behind every separator and line end in it. What it may skip before the
 * sign does not count, and the wide forms of the four signs are theirs in some programs.
 */
const formulaStart =
  /(?<=^|[,;|\t\r\n])(?=[\s\p{Cc}\p{Cf}"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r\n])/gu;

/** The text with an apostrophe before what would start a formula: text to every spreadsheet, and a phone number is still one to read. */
function withoutFormula(text: string): string {
  return text.replaceAll(formulaStart, "'");
}
