import { columnFields, kindOf, spellField } from './record-fields.ts';

/** A column of a CSV file that becomes a field. */
interface Column {
  readonly index: number;
  readonly field: string;
  /** The cell's text as the field's type; what does not read as one stays text, to be reported with the row. */
  readonly read: (text: string) => unknown;
}

/** The columns of a CSV file, by its first row. */
export interface Header {
  readonly columns: readonly Column[];
  readonly width: number;
  /** What is wrong with columns that are left out, one each. */
  readonly problems: readonly string[];
  /** Names of columns that are no field of a customer. */
  readonly unknown: readonly string[];
  /** Whether any column is a field of a customer; else the file is of something else. */
  readonly isKnown: boolean;
}

/** A cell holds one value: what has fields or entries of its own needs JSON lines. */
export function readHeader(cells: readonly string[]): Header {
  const columns: Column[] = [];
  const problems: string[] = [];
  cells.forEach((name, index) => {
    const field = spellField(name);
    const [outer = ''] = field.split(/[.[]/);
    const label = `column ${index + 1}`;
    if (name === '') {
      // A delimiter at the end of every line makes a column of nothing.
      if (index < cells.length - 1) problems.push(`${label} has no name and is left out`);
    } else if (typeof kindOf(spellField(outer)) === 'object') {
      problems.push(
        `${label} (${spellField(outer)}) is left out: CSV cannot hold nested fields, JSON lines can`,
      );
    } else if (columns.some((column) => column.field === field)) {
      problems.push(`${label} has the same name as one before it and is left out`);
    } else {
      columns.push({ index, field, read: readerFor(field) });
    }
  });
  const unknown = columns.flatMap(({ field }) => (kindOf(field) === undefined ? [field] : []));
  const isKnown = columns.length > unknown.length;
  if (!isKnown)
    problems.push(`no column is known, and nothing was imported; known are ${columnFields.join(', ')}`);
  return { columns, width: cells.length, problems, unknown, isKnown };
}

/** The fields of a row; an empty cell is an absent field. */
export function toRecord(header: Header, cells: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    header.columns.flatMap(({ index, field, read }) => {
      const text = cells[index] ?? '';
      return text === '' ? [] : [[field, read(text)]];
    }),
  );
}

function readerFor(field: string): (text: string) => unknown {
  switch (kindOf(field)) {
    case 'whole':
    case 'number':
      return (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);
    case 'flag':
      return (text) => flags.get(text.toLowerCase()) ?? text;
    default:
      return (text) => text;
  }
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);
