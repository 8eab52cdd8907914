import type { Box, CardDrawing, TextLine } from './card-drawing.ts';
import { rasterise } from './rasterise.ts';

/**
 * The drawing as a ZPL II label. Bars are boxes. Texts are set in the printer's
 * own scalable font while all of them are Latin-1, and are sent as pictures
 * otherwise, because which further letters that font has differs from model to
 * model; a centred line is always a picture, because that font's widths are its
 * own. No byte of a customer's data stands in the label as itself: a field's
 * data is letters, digits, spaces and `_xx` escapes, a picture's is hex digits.
 *
 * Commands: ZPL II Programming Guide, ^CI28 (UTF-8), ^FH (hex escapes), ^GB, ^GF.
 */
export async function drawZpl(drawing: CardDrawing): Promise<string> {
  const { widthDots, heightDots, boxes, texts } = drawing;
  const isNative = texts.every(({ text }) => latin1.test(text));
  const lines = await Promise.all(
    texts.map(async (line) =>
      isNative && line.align === 'left' ? textField(line) : pictureField(line, drawing),
    ),
  );
  return [
    '^XA',
    '^CI28',
    `^PW${widthDots}`,
    `^LL${heightDots}`,
    '^LH0,0',
    ...boxes.map(boxField),
    ...lines,
    '^PQ1',
    '^XZ',
    '',
  ].join('\n');
}

function boxField({ x, y, width, height }: Box): string {
  return `^FO${x},${y}^GB${width},${height},${Math.min(width, height)}^FS`;
}

/** Characters that font 0 of every Zebra printer draws. */
const latin1 = /^[\x20-\x7e\xa1-\xff]+$/;

function textField({ text, x, baseline, size }: TextLine): string {
  const position = `${Math.round(x)},${Math.round(baseline)}`;
  return `^FT${position}^A0N,${Math.round(size)}^FH^FD${hexEscaped(text)}^FS`;
}

/** Everything but letters, digits and spaces as `_xx` bytes of UTF-8. */
function hexEscaped(text: string): string {
  const bytes = Array.from(Buffer.from(text, 'utf8'));
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9 ]/.test(character) ? character : `_${hex(byte)}`;
    })
    .join('');
}

/** Room above and below the baseline, in font sizes: letters with two stacked marks fit. */
const ascent = 1.3;
const descent = 0.4;

async function pictureField(line: TextLine, drawing: CardDrawing): Promise<string> {
  const left = Math.floor(line.x);
  const top = Math.max(0, Math.floor(line.baseline - ascent * line.size));
  const bytesPerRow = Math.ceil((line.width + 8) / 8);
  const heightDots = Math.ceil(line.baseline + descent * line.size) - top;
  const picture = await rasterise({
    ...drawing,
    widthDots: bytesPerRow * 8,
    heightDots,
    artwork: [],
    pictures: [],
    boxes: [],
    texts: [{ ...line, x: line.x - left, baseline: line.baseline - top }],
  });
  const rows = blackBits(picture.rgba);
  return `^FO${left},${top}^GFA,${rows.length},${rows.length},${bytesPerRow},${Array.from(rows, hex).join('')}^FS`;
}

/** One bit a pixel, the leftmost highest, 1 where the pixel is dark. The rows are whole bytes wide. */
function blackBits(rgba: Uint8Array): Uint8Array {
  const bits = new Uint8Array(rgba.length / 4 / 8);
  for (let pixel = 0; pixel < rgba.length / 4; pixel += 1) {
    const isDark = (rgba[pixel * 4] ?? 255) < 128;
    if (isDark) bits[pixel >> 3] = (bits[pixel >> 3] ?? 0) | (0x80 >> (pixel & 7));
  }
  return bits;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
