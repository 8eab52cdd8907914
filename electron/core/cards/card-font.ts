import { readFileSync } from 'node:fs';
import { create, type Font, type Glyph, type GlyphRun } from 'fontkit';
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

/** A glyph and its origin, in multiples of the font size from the start of the baseline; y grows downwards. */
interface PlacedGlyph {
  readonly glyph: Glyph;
  readonly x: number;
  readonly y: number;
}

interface LaidOutText {
  /** In multiples of the font size. */
  readonly width: number;
  readonly glyphs: readonly PlacedGlyph[];
  /** The font's features it was laid out with, to be used wherever it is laid out again. */
  readonly features: FontFeatures;
}

const loaded = new Map<FontWeight, LoadedFont>();
/** A text is measured, often more than once, and then drawn. */
const laidOut: Readonly<Record<FontWeight, Map<string, LaidOutText>>> = {
  regular: new Map(),
  bold: new Map(),
};
const mostLaidOut = 500;

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
  return layOutText(text, weight).width;
}

/** A text's glyphs in their places. */
export function layOutText(text: string, weight: FontWeight): LaidOutText {
  const known = laidOut[weight].get(text);
  if (known) return known;
  const { font } = load(weight);
  const { run, features } = layOut(text, font);
  let pen = 0;
  const glyphs = run.glyphs.map((glyph, index) => {
    const position = run.positions[index] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 };
    const placed = {
      glyph,
      x: (pen + position.xOffset) / font.unitsPerEm,
      y: -position.yOffset / font.unitsPerEm,
    };
    pen += position.xAdvance;
    return placed;
  });
  const fresh = { width: run.advanceWidth / font.unitsPerEm, glyphs, features };
  if (laidOut[weight].size >= mostLaidOut) laidOut[weight].clear();
  laidOut[weight].set(text, fresh);
  return fresh;
}

/** Design units of the font, as its glyphs' outlines have them, to one font size. */
export function unitsPerEm(weight: FontWeight): number {
  return load(weight).font.unitsPerEm;
}

/** The text's outline as SVG path data, its baseline starting at x, y (y grows downwards). */
export function textOutline(text: string, weight: FontWeight, size: number, x: number, y: number): string {
  const scale = size / unitsPerEm(weight);
  return layOutText(text, weight)
    .glyphs.map(({ glyph, ...place }) =>
      glyph.path.transform(scale, 0, 0, -scale, x + place.x * size, y + place.y * size).toSVG(),
    )
    .join('');
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
