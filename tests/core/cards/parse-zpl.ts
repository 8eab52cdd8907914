import type { Box } from '../../../electron/core/cards/card-drawing.ts';
import { pictureOf } from './parse-escpos.ts';
import type { Picture } from './decode-barcode.ts';

export interface ZplLabel {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  /** Fields in the printer's font, as it reads them. */
  readonly texts: readonly string[];
  readonly pictures: readonly (Picture & { readonly x: number; readonly y: number })[];
}

const parameters: Readonly<Record<string, RegExp>> = {
  XA: /^$/,
  CI: /^28$/,
  PW: /^(\d+)$/,
  LL: /^(\d+)$/,
  LH: /^0,0$/,
  FO: /^(\d+),(\d+)$/,
  FT: /^(\d+),(\d+)$/,
  GB: /^(\d+),(\d+),(\d+)$/,
  GF: /^A,(\d+),(\d+),(\d+),([0-9A-F]*)$/,
  A0: /^N,(\d+)$/,
  FH: /^$/,
  FD: /^((?:[A-Za-z0-9 ]|_[0-9A-F]{2})+)$/,
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
  const boxes: Box[] = [];
  const texts: string[] = [];
  const pictures: (Picture & { x: number; y: number })[] = [];
  let [x, y] = [0, 0];
  const names = commands.map((command) => {
    const name = command.slice(0, 2);
    const match = parameters[name]?.exec(command.slice(2).replace(/\n$/, ''));
    if (!match) throw new Error(`^${command} is no part of a card`);
    const [first = 0, second = 0, third = 0] = match.slice(1).map(Number);
    if (name === 'PW') label.width = first;
    if (name === 'LL') label.height = first;
    if (name === 'FO' || name === 'FT') [x, y] = [first, second];
    if (name === 'GB') {
      if (third !== Math.min(first, second)) throw new Error('a frame, not a filled box');
      boxes.push({ x, y, width: first, height: second });
    }
    if (name === 'FD') texts.push(unescapeHex(match[1] ?? ''));
    if (name === 'GF') {
      const data = Buffer.from(match[4] ?? '', 'hex');
      if (data.length !== first || first !== second) throw new Error('the picture is cut short');
      pictures.push({ x, y, ...pictureOf({ bits: data, bytesPerRow: third }) });
    }
    return name;
  });
  if (names.indexOf('XZ') !== names.length - 1 || names.lastIndexOf('XA') !== 0) {
    throw new Error('not exactly one label');
  }
  return { ...label, boxes, texts, pictures };
}

/** The `_xx` escapes that ^FH announces, as UTF-8 (^CI28). */
function unescapeHex(data: string): string {
  const bytes = data.replace(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
