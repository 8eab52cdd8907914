import { readFileSync } from 'node:fs';
import { create, type Font, type GlyphRun } from 'fontkit';
import { resourcePath } from '../resources.ts';

/** Latin, Greek and Cyrillic; the licence is beside the files. */
const files = { regular: 'NotoSans-Regular.ttf', bold: 'NotoSans-Bold.ttf' } as const;
export type FontWeight = keyof typeof files;

interface LoadedFont {
  readonly bytes: Buffer;
  readonly font: Font;
}

/** OpenType features switched on or off; the font's own choice for those not named. */
type FontFeatures = Readonly<Record<string, boolean>>;
const allFeatures: FontFeatures = {};
const marksUnplaced: FontFeatures = { mark: false, mkmk: false };

const loaded = new Map<FontWeight, LoadedFont>();

/** Height of a capital letter, in multiples of the font size (the same in both weights). */
export const capHeight = 0.714;

/** The font file, for embedding. */
export function fontBytes(weight: FontWeight): Buffer {
  return load(weight).bytes;
}

/** The text without the characters the font has no glyph for, such as emoji and other scripts. */
export function drawableText(text: string, weight: FontWeight): string {
  const { font } = load(weight);
  return Array.from(text)
    .filter((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))
    .join('')
    .replace(/ +/g, ' ')
    .trim();
}

/** Width of a text, in multiples of the font size. */
export function textWidth(text: string, weight: FontWeight): number {
  const { font } = load(weight);
  return layOut(text, font).run.advanceWidth / font.unitsPerEm;
}

/** The font's features this text is to be drawn with, wherever it is laid out. */
export function featuresOf(text: string, weight: FontWeight): FontFeatures {
  return layOut(text, load(weight).font).features;
}

/** The text's outline as SVG path data, its baseline starting at x, y (y grows downwards). */
export function textOutline(text: string, weight: FontWeight, size: number, x: number, y: number): string {
  const { font } = load(weight);
  const scale = size / font.unitsPerEm;
  const { glyphs, positions } = layOut(text, font).run;
  let pen = 0;
  let outline = '';
  for (const [index, glyph] of glyphs.entries()) {
    const position = positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
    const left = x + (pen + position.xOffset) * scale;
    const base = y - position.yOffset * scale;
    outline += glyph.path.transform(scale, 0, 0, -scale, left, base).toSVG();
    pen += position.xAdvance;
  }
  return outline;
}

/**
 * Lays a text out. Some marks have no place on some letters (a slash through a
 * W): there fontkit 2.0.4 throws a TypeError, where others leave the mark where
 * it falls. Such a text is laid out without moving its marks to their letters.
 */
function layOut(text: string, font: Font): { readonly run: GlyphRun; readonly features: FontFeatures } {
  try {
    return { run: font.layout(text, allFeatures), features: allFeatures };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return { run: font.layout(text, marksUnplaced), features: marksUnplaced };
  }
}

function load(weight: FontWeight): LoadedFont {
  const known = loaded.get(weight);
  if (known) return known;
  const bytes = readFileSync(resourcePath('fonts', files[weight]));
  const font = create(bytes);
  if (!('layout' in font)) throw new Error(`${files[weight]} is a collection, not a font`);
  const fresh = { bytes, font };
  loaded.set(weight, fresh);
  return fresh;
}
