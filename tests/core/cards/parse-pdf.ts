import { inflateSync } from 'node:zlib';
import type { Box } from '../../../electron/core/cards/card-drawing.ts';

export interface PdfPage {
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly fonts: readonly string[];
  readonly embeddedFonts: number;
  /** Filled rectangles in the page's own units, y downwards. */
  readonly boxes: readonly Box[];
}

/** What the tests need of a PDF written by pdfkit: page size, fonts, and the rectangles drawn on the page. */
export function parsePdf(bytes: Uint8Array): PdfPage {
  const source = Buffer.from(bytes).toString('latin1');
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(source) ?? [];
  const contents = Array.from(source.matchAll(/\/FlateDecode\s*>>\s*stream\r?\n/g), (match) => {
    const start = match.index + match[0].length;
    const end = source.indexOf('endstream', start);
    return inflateSync(bytes.subarray(start, end)).toString('latin1');
  });
  const rectangles = contents.flatMap((content) =>
    Array.from(content.matchAll(/^(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re$/gm), (match) => {
      const [x = 0, y = 0, width = 0, height = 0] = match.slice(1).map(Number);
      return { x, y, width, height };
    }),
  );
  return {
    width: Number(width),
    height: Number(height),
    pages: source.match(/\/Type \/Page\b/g)?.length ?? 0,
    fonts: Array.from(new Set(source.match(/NotoSans-\w+/g))).sort(),
    embeddedFonts: source.match(/\/FontFile2 /g)?.length ?? 0,
    boxes: rectangles,
  };
}
