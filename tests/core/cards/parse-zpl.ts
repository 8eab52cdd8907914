import type { Strip } from './parse-escpos.ts';

export interface ZplLabel {
  readonly width: number;
  readonly height: number;
  readonly picture: Strip;
}

const parameters: Readonly<Record<string, RegExp>> = {
  XA: /^$/,
  PW: /^(\d+)$/,
  LL: /^(\d+)$/,
  LH: /^0,0$/,
  FO: /^0,0$/,
  GF: /^A,(\d+),(\d+),(\d+),([0-9A-FG-Yg-z,:!]*)$/,
  FS: /^$/,
  PQ: /^1$/,
  XZ: /^$/,
};

/** Reads ZPL as a printer does; throws at anything that is no part of a card's label. */
export function parseZpl(bytes: Uint8Array): ZplLabel {
  const source = Buffer.from(bytes).toString('latin1');
  if (/[^\x20-\x7d\n]/.test(source)) throw new Error('a byte that is neither text nor a line feed, or a "~"');
  const [before, ...commands] = source.split('^');
  if (before !== '') throw new Error('text before the label');
  const label = { width: 0, height: 0 };
  const pictures: Strip[] = [];
  const names = commands.map((command) => {
    const name = command.slice(0, 2);
    const match = parameters[name]?.exec(command.slice(2).replace(/\n$/, ''));
    if (!match) throw new Error(`^${command.slice(0, 60)} is no part of a card`);
    const [first = 0, second = 0, third = 0] = match.slice(1).map(Number);
    if (name === 'PW') label.width = first;
    if (name === 'LL') label.height = first;
    if (name === 'GF') {
      const data = Buffer.from(expandRows(match[4] ?? '', third * 2), 'hex');
      if (data.length !== first || first !== second) throw new Error('the picture is cut short');
      pictures.push({ bits: data, bytesPerRow: third });
    }
    return name;
  });
  if (names.join(' ') !== 'XA PW LL LH FO GF FS PQ XZ') throw new Error(`not one label: ${names.join(' ')}`);
  const [picture] = pictures;
  if (!picture) throw new Error('no picture');
  return { ...label, picture };
}

/** The alternative data compression of ^GF (ZPL II Programming Guide, appendix): every row in full, as hex digits. */
function expandRows(data: string, digitsPerRow: number): string {
  const rows: string[] = [];
  let row = '';
  let times = 0;
  const endRow = () => {
    if (row.length > digitsPerRow) throw new Error('a row is too long');
    rows.push(row);
    row = '';
  };
  for (const character of data) {
    if (character >= 'G' && character <= 'Y') times += character.charCodeAt(0) - 70;
    else if (character >= 'g' && character <= 'z') times += 20 * (character.charCodeAt(0) - 102);
    else if (character === ',' || character === '!') {
      row = row.padEnd(digitsPerRow, character === ',' ? '0' : 'F');
      endRow();
    } else if (character === ':') {
      if (row !== '' || rows.length === 0) throw new Error('no row to repeat');
      rows.push(rows.at(-1) ?? '');
    } else {
      row += character.repeat(times || 1);
      times = 0;
      if (row.length >= digitsPerRow) endRow();
    }
  }
  if (row !== '' || times !== 0) throw new Error('the last row is cut short');
  return rows.join('');
}
