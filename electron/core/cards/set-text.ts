import { fitText, type SettingChoice } from '#shared/cards/fit-text';
import type { Box, TextLine } from './card-drawing.ts';
import { capHeight, drawableText, textWidth } from './card-font.ts';

/** Distance of two baselines, in multiples of the font size. */
const lineHeight = 1.2;
/** A line with room for descenders below and as much for accents above. */
const oneLineHeight = capHeight + 2 * 0.24;
/** A text takes another line rather than become smaller than this share of what one line less began with. */
const keptPerLine = 0.72;
const sizeStep = 0.95;

/** A text and the space it has. Distances and sizes in dots. */
interface TextBlock extends Pick<TextLine, 'weight' | 'align' | 'fill'> {
  readonly text: string;
  readonly box: Box;
  readonly largest: number;
  readonly smallest: number;
  readonly maxLines: number;
}

/**
 * Sets a text into its box, halfway down: on one line while that is large
 * enough, then on more lines; in either case no larger than the lines have room for. Characters the font does not have are left out.
 */
export function setText({ box, weight, align, fill, ...block }: TextBlock): TextLine[] {
  const measure = (text: string) => textWidth(text, weight);
  const { lines, size } = fitText(
    drawableText(block.text, weight),
    box.width,
    choicesFor(block, box),
    measure,
  );
  const middle = box.y + box.height / 2;
  const firstBaseline = middle + (capHeight * size - (lines.length - 1) * lineHeight * size) / 2;
  const shares = { left: 0, centre: 0.5, right: 1 };
  return lines.map((text, index) => {
    const width = measure(text) * size;
    const x = box.x + (box.width - width) * shares[align];
    return {
      text,
      weight,
      align,
      fill,
      size,
      x,
      width,
      baseline: firstBaseline + index * lineHeight * size,
    };
  });
}

/**
 * Sizes to try, the best first: on one line down to a share of the largest, from
 * there on on two, and so on; on the last number of lines down to the smallest.
 * None is larger than so many lines have room for.
 */
function choicesFor(
  { largest, smallest, maxLines }: Pick<TextBlock, 'largest' | 'smallest' | 'maxLines'>,
  box: Box,
): [SettingChoice, ...SettingChoice[]] {
  const choices: SettingChoice[] = [];
  for (let lines = 1; lines <= maxLines; lines += 1) {
    const roomy = box.height / (oneLineHeight + (lines - 1) * lineHeight);
    const from = Math.min(roomy, largest * keptPerLine ** (lines - 1));
    const to = lines === maxLines ? smallest : largest * keptPerLine ** lines;
    for (let size = from; size > to; size *= sizeStep) choices.push({ size, maxLines: lines });
  }
  const last = {
    size: Math.min(smallest, box.height / (oneLineHeight + (maxLines - 1) * lineHeight)),
    maxLines,
  };
  const [first = last, ...rest] = choices;
  return first === last ? [last] : [first, ...rest, last];
}
