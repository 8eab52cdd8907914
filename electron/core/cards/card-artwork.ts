import type { Artwork } from './card-drawing.ts';

/** Colours of a card that is printed in colour. Bars are always pure black on white. */
export const cardColours = {
  ink: '#12303a',
  tint: '#1b4350',
  glow: '#27596a',
  accent: '#e0a458',
  muted: '#5b6f76',
  white: '#ffffff',
  black: '#000000',
} as const;

/** The band across the top of a coloured card: a wave about `heightDots` below the edge, lighter sweeps in its corner. */
export function bandArtwork(widthDots: number, heightDots: number): Artwork[] {
  /** Points as shares of the band's width and height; a little past the edge, so that rounding leaves no gap. */
  const at = (across: number, down: number) =>
    `${(across * widthDots).toFixed(1)} ${(down * heightDots).toFixed(1)}`;
  const wave = (down: number) =>
    `M0 0L${at(1.01, 0)}L${at(1.01, down + 0.1)}` +
    `C${at(0.78, down + 0.24)} ${at(0.52, down - 0.16)} ${at(0.28, down)}` +
    `C${at(0.17, down + 0.07)} ${at(0.07, down + 0.06)} ${at(0, down - 0.02)}Z`;
  const sweep = (start: number, end: number) =>
    `M${at(start, 0)}C${at(start + 0.1, 0.62)} ${at(0.86, 0.2)} ${at(1.01, end)}L${at(1.01, 0)}Z`;
  return [
    { path: wave(1.04), fill: cardColours.accent },
    { path: wave(0.98), fill: cardColours.ink },
    { path: sweep(0.52, 0.86), fill: cardColours.tint },
    { path: sweep(0.7, 0.52), fill: cardColours.glow },
  ];
}
