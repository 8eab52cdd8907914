import type { CardDesign } from '#shared/cards/card-design';
import { mix } from './card-colours.ts';
import type { Artwork, Box } from './card-drawing.ts';

/** A coloured ground: plain, or a wave about as high as the box with lighter sweeps in its corner. */
export function bandArtwork(
  box: Box,
  shape: 'plain' | 'wave',
  { colour, accent }: Pick<CardDesign, 'colour' | 'accent'>,
): Artwork[] {
  if (shape === 'plain') return [filledBox(box, colour)];
  /** Points as shares of the band's width and height; a little past the edge, so that rounding leaves no gap. */
  const at = (across: number, down: number) =>
    `${(box.x + across * box.width).toFixed(1)} ${(box.y + down * box.height).toFixed(1)}`;
  const wave = (down: number) =>
    `M${at(0, 0)}L${at(1.01, 0)}L${at(1.01, down + 0.1)}` +
    `C${at(0.78, down + 0.24)} ${at(0.52, down - 0.16)} ${at(0.28, down)}` +
    `C${at(0.17, down + 0.07)} ${at(0.07, down + 0.06)} ${at(0, down - 0.02)}Z`;
  const sweep = (start: number, end: number) =>
    `M${at(start, 0)}C${at(start + 0.1, 0.62)} ${at(0.86, 0.2)} ${at(1.01, end)}L${at(1.01, 0)}Z`;
  return [
    { path: wave(1.04), fill: accent },
    { path: wave(0.98), fill: colour },
    { path: sweep(0.52, 0.86), fill: mix(colour, '#ffffff', 0.06) },
    { path: sweep(0.7, 0.52), fill: mix(colour, '#ffffff', 0.14) },
  ];
}

export function filledBox({ x, y, width, height }: Box, fill: string): Artwork {
  return { path: `M${x} ${y}h${width}v${height}h${-width}z`, fill };
}
