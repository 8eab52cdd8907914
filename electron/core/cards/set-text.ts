import { fitText, type SettingChoice } from '#shared/cards/fit-text';
import type { TextLine } from './card-drawing.ts';
import { capHeight, drawableText, textWidth } from './card-font.ts';

/** Distance of two baselines, in multiples of the font size. */
const lineHeight = 1.2;
const sizeStepMm = 0.2;

export type SettingChoices = readonly [SettingChoice, ...SettingChoice[]];

/** A text and the space it has. Distances in dots. */
interface TextBlock extends Pick<TextLine, 'weight' | 'align' | 'fill'> {
  readonly text: string;
  readonly left: number;
  readonly width: number;
  /** The lines stand around this height: half of the space is above, half below. */
  readonly middle: number;
  /** Sizes to try in millimetres, the best first. */
  readonly sizes: SettingChoices;
  readonly dotsPerMm: number;
}

/** Sets a text into its space; characters the font does not have are left out. */
export function setText(block: TextBlock): TextLine[] {
  const { weight, align, fill, left, width, middle, dotsPerMm } = block;
  const measure = (text: string) => textWidth(text, weight);
  const fitted = fitText(drawableText(block.text, weight), width / dotsPerMm, block.sizes, measure);
  const { lines } = fitted;
  const size = fitted.size * dotsPerMm;
  const firstBaseline = middle + (capHeight * size - (lines.length - 1) * lineHeight * size) / 2;
  return lines.map((text, index) => {
    const lineWidth = measure(text) * size;
    const x = align === 'centre' ? left + (width - lineWidth) / 2 : left;
    return {
      text,
      weight,
      align,
      fill,
      size,
      x,
      width: lineWidth,
      baseline: firstBaseline + index * lineHeight * size,
    };
  });
}

/** On one line while the size stays in the first range, then on two lines in the second (millimetres). */
export function oneLineThenTwo(
  one: { readonly largest: number; readonly smallest: number },
  two: { readonly largest: number; readonly smallest: number },
): SettingChoices {
  const [first, ...rest] = [...sizesBetween(one, 1), ...sizesBetween(two, 2)];
  if (!first) throw new RangeError('a range of sizes starts with the largest');
  return [first, ...rest];
}

function sizesBetween(range: { readonly largest: number; readonly smallest: number }, maxLines: number) {
  const steps = Math.floor((range.largest - range.smallest) / sizeStepMm + 1e-9) + 1;
  return Array.from({ length: steps }, (_, step) => ({ size: range.largest - step * sizeStepMm, maxLines }));
}
