/** Width of a text, in multiples of the font size. */
type MeasureText = (text: string) => number;

/** One way to set a text: this size (any unit), on at most so many lines. */
export interface SettingChoice {
  readonly size: number;
  readonly maxLines: number;
}

interface FittedText {
  readonly lines: readonly string[];
  readonly size: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Sets a text into a width: the first choice in which it fits with whole words;
 * when none does, the last choice, with long words broken and an ellipsis where
 * the text had to be cut. No line is ever wider than `maxWidth` (same unit as the sizes).
 */
export function fitText(
  text: string,
  maxWidth: number,
  choices: readonly [SettingChoice, ...SettingChoice[]],
  measure: MeasureText,
): FittedText {
  const words = text.split(' ').filter(Boolean);
  const known = new Map<string, number>();
  const measureOnce: MeasureText = (part) => {
    const width = known.get(part) ?? measure(part);
    known.set(part, width);
    return width;
  };
  const whole = measure(words.join(' '));
  for (const { size, maxLines } of choices) {
    // Not worth wrapping: too wide even if each line end swallowed a space as wide as the font is large.
    if (whole * size > maxLines * (maxWidth + size)) continue;
    const fits = (line: string) => measureOnce(line) * size <= maxWidth;
    const lines = wrapWords(words, fits);
    if (lines.length <= maxLines && lines.every(fits)) return { lines, size };
  }
  const { size, maxLines } = choices.at(-1) ?? choices[0];
  const fits = (line: string) => measureOnce(line) * size <= maxWidth;
  const lines = wrapWords(
    words.flatMap((word) => breakWord(word, fits)),
    fits,
  );
  if (lines.length <= maxLines) return { lines, size };
  return { lines: [...lines.slice(0, maxLines - 1), cutLine(lines[maxLines - 1] ?? '', fits)], size };
}

/** Greedy: as many words on a line as fit; a word too wide for any line stands alone. */
function wrapWords(words: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const longer = `${line} ${word}`;
    if (line !== undefined && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The word in pieces that fit a line; a single character is never broken. */
function breakWord(word: string, fits: (line: string) => boolean): string[] {
  if (fits(word)) return [word];
  const pieces: string[] = [];
  for (const { segment } of graphemes.segment(word)) {
    const piece = pieces.at(-1);
    if (piece !== undefined && fits(piece + segment)) pieces[pieces.length - 1] = piece + segment;
    else pieces.push(segment);
  }
  return pieces;
}

/** The line with an ellipsis at its end, shortened until that fits. */
function cutLine(line: string, fits: (line: string) => boolean): string {
  const characters = Array.from(graphemes.segment(line), ({ segment }) => segment);
  while (characters.length > 1 && !fits(`${characters.join('').trimEnd()}…`)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
