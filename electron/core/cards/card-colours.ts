import type { CardDesign } from '#shared/cards/card-design';

const black = '#000000';
const white = '#ffffff';
/** WCAG 2.2, 1.4.3: the least contrast of text. */
const readable = 4.5;

type ColourName = 'ink' | 'muted' | 'accent' | 'paper';

/**
 * The colours of a design's texts and rules: all black where only black prints,
 * and otherwise the design's, made dark (on white) or light (on a band) enough to read.
 */
export function cardColours(
  design: Pick<CardDesign, 'colour' | 'accent'>,
  colours: 'full' | 'black',
): Readonly<Record<ColourName, string>> {
  if (colours === 'black') return { ink: black, muted: black, accent: black, paper: black };
  const ink = darkened(design.colour);
  return {
    ink,
    muted: darkened(mix(ink, white, 0.35)),
    accent: design.accent,
    paper: contrast(design.colour, white) >= contrast(design.colour, black) ? white : black,
  };
}

/** `share` of the other colour in the one, 0 to 1. */
export function mix(one: string, other: string, share: number): string {
  const parts = channelsOf(one).map((channel, index) =>
    Math.round(channel + ((channelsOf(other)[index] ?? 0) - channel) * share),
  );
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The colour, or as dark a shade of it as it takes to be read on white. */
function darkened(colour: string): string {
  const steps = Array.from({ length: 11 }, (_, step) => mix(colour, black, step / 10));
  return steps.find((shade) => contrast(shade, white) >= readable) ?? black;
}

/** WCAG 2.2: contrast ratio, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
