import bwipJs from 'bwip-js/generic';

/** Clear space before and behind the bars, in modules (ISO/IEC 15417). */
export const quietZoneModules = 10;

/** What a Code 128 on a card carries here: printable ASCII. */
const encodable = /^[\x20-\x7e]+$/;

/** Whether `code128` can draw this text. */
export function isEncodable(text: string): boolean {
  return encodable.test(text);
}

/**
 * The symbol for a text, as widths in modules: bar, space, bar, … ending with a
 * bar, without quiet zones. Digits are packed in pairs where that is shorter.
 * The text must be `isEncodable`.
 */
export function code128(text: string): number[] {
  // The package's named export `raw` is something else: the drawing of a symbology called "raw".
  // oxlint-disable-next-line import/no-named-as-default-member
  const [symbol] = bwipJs.raw({ bcid: 'code128', text });
  if (!symbol || !('sbs' in symbol)) throw new Error('Code 128 is a linear symbol');
  return [...symbol.sbs];
}

/** Width of a symbol in modules, without quiet zones. */
export function moduleCount(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
