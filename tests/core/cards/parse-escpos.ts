import type { Picture } from './decode-barcode.ts';

/** One bit a dot, the leftmost highest, 1 is black. */
export interface Strip {
  readonly bits: Uint8Array;
  readonly bytesPerRow: number;
}

export interface EscPosCommand {
  readonly name: string;
  readonly strip?: Strip;
}

/** Length and name of every command a card may use; the raster image is apart, its data follows it. */
const known: readonly (readonly [string, readonly number[], number])[] = [
  ['initialize', [0x1b, 0x40], 0],
  ['align', [0x1b, 0x61], 1],
  ['font', [0x1b, 0x4d], 1],
  ['cancel-kanji', [0x1c, 0x2e], 0],
  ['cut', [0x1d, 0x56], 1],
  ['line-feed', [0x0a], 0],
];
const raster = [0x1d, 0x76, 0x30];

/** Reads ESC/POS as a printer does; throws at the first byte that is no part of a card. */
export function parseEscPos(bytes: Uint8Array): EscPosCommand[] {
  const commands: EscPosCommand[] = [];
  const startsWith = (prefix: readonly number[], at: number) =>
    prefix.every((byte, index) => bytes[at + index] === byte);
  let at = 0;
  while (at < bytes.length) {
    if (startsWith(raster, at)) {
      const [, low = 0, high = 0, rowsLow = 0, rowsHigh = 0] = bytes.subarray(at + 3);
      const bytesPerRow = low + 256 * high;
      const height = rowsLow + 256 * rowsHigh;
      const data = bytes.subarray(at + 8, at + 8 + bytesPerRow * height);
      if (data.length !== bytesPerRow * height) throw new Error('the image is cut short');
      commands.push({ name: 'raster', strip: { bits: data, bytesPerRow } });
      at += 8 + data.length;
      continue;
    }
    const command = known.find(([, prefix]) => startsWith(prefix, at));
    if (!command) throw new Error(`byte ${bytes[at]} at ${at} is no part of a card`);
    commands.push({ name: command[0] });
    at += command[1].length + command[2];
  }
  return commands;
}

export function pictureOf({ bits, bytesPerRow }: Strip): Picture {
  const rgba = new Uint8Array(bits.length * 8 * 4).fill(255);
  for (let dot = 0; dot < bits.length * 8; dot += 1) {
    if (((bits[dot >> 3] ?? 0) >> (7 - (dot & 7))) & 1) rgba.fill(0, dot * 4, dot * 4 + 3);
  }
  return { width: bytesPerRow * 8, height: bits.length / bytesPerRow, rgba };
}

/** The picture on the paper. */
export function printedPicture(commands: readonly EscPosCommand[]): Picture {
  return pictureOf(printedStrip(commands));
}

/** All strips as one; they must follow each other at once. */
export function printedStrip(commands: readonly EscPosCommand[]): Strip {
  const strips = commands.flatMap(({ strip }) => strip ?? []);
  const start = commands.findIndex(({ strip }) => strip);
  if (!commands.slice(start, start + strips.length).every(({ strip }) => strip))
    throw new Error('torn apart');
  const widths = new Set(strips.map(({ bytesPerRow }) => bytesPerRow));
  const [bytesPerRow] = widths;
  if (widths.size !== 1 || !bytesPerRow) throw new Error('strips of different widths');
  return { bits: Buffer.concat(strips.map(({ bits }) => bits)), bytesPerRow };
}
