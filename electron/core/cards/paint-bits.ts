import { layOutText } from './card-font.ts';
import type { Box, CardDrawing, Picture, TextLine } from './card-drawing.ts';
import { ditherPicture } from './dither-picture.ts';
import { glyphBits } from './glyph-bits.ts';

/** A picture for a printer that prints black only: one bit a dot, the leftmost highest, 1 is black. Rows are whole bytes. */
export interface Bits {
  readonly width: number;
  readonly height: number;
  readonly bytesPerRow: number;
  readonly bytes: Uint8Array;
}

/** A drawing as the dots of a printer that has no colours; coloured artwork is left out. */
export async function paintBits(drawing: CardDrawing): Promise<Bits> {
  const { widthDots: width, heightDots: height } = drawing;
  const bytesPerRow = Math.ceil(width / 8);
  const bits = { width, height, bytesPerRow, bytes: new Uint8Array(bytesPerRow * height) };
  for (const picture of drawing.pictures) await paintPicture(bits, picture);
  for (const box of drawing.boxes) paintBox(bits, box);
  for (const text of drawing.texts) paintText(bits, text);
  return bits;
}

async function paintPicture(bits: Bits, picture: Picture): Promise<void> {
  paintDots(bits, picture.x, picture.y, picture.width, picture.height, await ditherPicture(picture));
}

function paintBox({ width, height, bytesPerRow, bytes }: Bits, box: Box): void {
  const [left, right] = [Math.max(0, box.x), Math.min(width, box.x + box.width)];
  const [top, bottom] = [Math.max(0, box.y), Math.min(height, box.y + box.height)];
  if (left >= right) return;
  const [first, last] = [left >> 3, (right - 1) >> 3];
  const firstMask = 0xff >> (left & 7);
  const lastMask = 0xff & (0xff << (7 - ((right - 1) & 7)));
  for (let y = top; y < bottom; y += 1) {
    const row = y * bytesPerRow;
    for (let at = first; at <= last; at += 1) {
      const mask = (at === first ? firstMask : 0xff) & (at === last ? lastMask : 0xff);
      bytes[row + at] = (bytes[row + at] ?? 0) | mask;
    }
  }
}

/** Letters stand on whole dots, as a printer's own would. */
function paintText(bits: Bits, { text, weight, size, x, baseline }: TextLine): void {
  for (const { glyph, ...place } of layOutText(text, weight).glyphs) {
    const { left, top, width, height, dots } = glyphBits(glyph, weight, size);
    const [originX, originY] = [Math.round(x + place.x * size), Math.round(baseline + place.y * size)];
    paintDots(bits, originX + left, originY + top, width, height, dots);
  }
}

/** @param dots row by row, 1 where black; what lies beyond an edge is cut off */
function paintDots(bits: Bits, x: number, y: number, width: number, height: number, dots: Uint8Array): void {
  const { bytesPerRow, bytes } = bits;
  for (let row = Math.max(0, -y); row < Math.min(height, bits.height - y); row += 1) {
    for (let column = Math.max(0, -x); column < Math.min(width, bits.width - x); column += 1) {
      if (dots[row * width + column] !== 1) continue;
      const at = (y + row) * bytesPerRow + ((x + column) >> 3);
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> ((x + column) & 7));
    }
  }
}
