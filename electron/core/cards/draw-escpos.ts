import type { CardDrawing } from './card-drawing.ts';
import { paintBits } from './paint-bits.ts';

/** Printers buffer so many rows at least; strips join without a gap. */
const rowsPerStrip = 128;
/** From the print head to the cutter of common receipt printers. */
const feedBeforeCutLines = 4;

const initialise = [0x1b, 0x40];
const alignCentre = [0x1b, 0x61, 1];
const lineFeed = 0x0a;
const cutPartially = [0x1d, 0x56, 1];

/**
 * The drawing as ESC/POS: one picture in strips, then a partial cut. Names reach
 * the printer as dots only, so every alphabet prints and no byte of a customer's
 * data can be read as a command. Blank rows at the top stay paper.
 *
 * Commands: Epson's ESC/POS reference: ESC @, ESC a, GS v 0, LF, GS V.
 */
export async function drawEscPos(drawing: CardDrawing): Promise<Uint8Array> {
  const { height, bytesPerRow, bytes } = await paintBits(drawing);
  const firstBlack = bytes.findIndex((byte) => byte !== 0);
  const parts: (Uint8Array | number[])[] = [initialise, alignCentre];
  for (let row = Math.floor(Math.max(0, firstBlack) / bytesPerRow); row < height; row += rowsPerStrip) {
    const rows = Math.min(rowsPerStrip, height - row);
    parts.push(
      [0x1d, 0x76, 0x30, 0, ...twoBytes(bytesPerRow), ...twoBytes(rows)],
      bytes.subarray(row * bytesPerRow, (row + rows) * bytesPerRow),
    );
  }
  parts.push(
    Array.from({ length: feedBeforeCutLines }, () => lineFeed),
    cutPartially,
  );
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** Low byte first. */
function twoBytes(value: number): [number, number] {
  return [value & 0xff, value >> 8];
}
