import type { FontWeight } from './card-font.ts';

/**
 * A card as shapes on a grid of dots, ready for any device: x grows to the
 * right, y downwards. Renderers paint artwork, then pictures, then boxes, then texts.
 */
export interface CardDrawing {
  /** True size; the grid is this, rounded to whole dots. */
  readonly widthMm: number;
  readonly heightMm: number;
  readonly widthDots: number;
  readonly heightDots: number;
  readonly dotsPerMm: number;
  /** Coloured decoration; none on stock that prints black only. */
  readonly artwork: readonly Artwork[];
  readonly pictures: readonly Picture[];
  /** Barcode and black rules: every edge on a whole dot, so that no bar is blurred or rounded. */
  readonly boxes: readonly Box[];
  readonly texts: readonly TextLine[];
}

export interface Artwork {
  /** SVG path data. */
  readonly path: string;
  /** `#rrggbb`. */
  readonly fill: string;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A PNG file in base64, filling its box; the box has the picture's proportions. */
export interface Picture extends Box {
  readonly png: string;
}

/** One line of text; every character of it is in the font. */
export interface TextLine {
  readonly text: string;
  readonly weight: FontWeight;
  /** Font size, left end and baseline in dots. */
  readonly size: number;
  readonly x: number;
  readonly baseline: number;
  readonly width: number;
  readonly align: 'left' | 'centre' | 'right';
  /** `#rrggbb`. */
  readonly fill: string;
}
