import type { CardDrawing } from './card-drawing.ts';
import { paintBits, type Bits } from './paint-bits.ts';

/**
 * The drawing as a ZPL II label: one picture, the same dots on every model. What
 * fonts and letters a printer has differs; here every name prints as it is shown,
 * and no byte of a customer's data stands in the label: a picture's are hex digits.
 *
 * Commands: ZPL II Programming Guide, ^PW, ^LL, ^LH, ^FO, ^GF (alternative data compression), ^PQ.
 */
export async function drawZpl(drawing: CardDrawing): Promise<string> {
  const bits = await paintBits(drawing);
  const { width, height, bytesPerRow } = bits;
  const size = bytesPerRow * height;
  return [
    '^XA',
    `^PW${width}`,
    `^LL${height}`,
    '^LH0,0',
    `^FO0,0^GFA,${size},${size},${bytesPerRow},${compressRows(bits)}^FS`,
    '^PQ1',
    '^XZ',
    '',
  ].join('\n');
}

/** Rows of hex digits: `:` is the row above once more, `,` fills the row with white. */
function compressRows({ height, bytesPerRow, bytes }: Bits): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
  const digitsPerRow = 2 * bytesPerRow;
  let above = '';
  let rows = '';
  for (let row = 0; row < height; row += 1) {
    const digits = hex.slice(row * digitsPerRow, (row + 1) * digitsPerRow);
    rows += digits === above ? ':' : compressRow(digits);
    above = digits;
  }
  return rows;
}

function compressRow(digits: string): string {
  const black = digits.replace(/0+$/, '');
  const runs = black.replace(/(.)\1{2,}/g, (run, digit: string) => repeatCount(run.length) + digit);
  return black.length < digits.length ? `${runs},` : runs;
}

/** How often the next digit stands there: g to z are 20 to 400, G to Y 1 to 19; their sum counts. */
function repeatCount(times: number): string {
  if (times > 400 + 19) return letterFrom('g', 20) + repeatCount(times - 400);
  const twenties = Math.min(20, Math.floor(times / 20));
  return letterFrom('g', twenties) + letterFrom('G', times - 20 * twenties);
}

function letterFrom(first: string, count: number): string {
  return count === 0 ? '' : String.fromCharCode(first.charCodeAt(0) + count - 1);
}
