/** Characters nobody can see and no field means: line separators aside, they only come along with a paste. */
const invisible = /[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/gu;

/**
 * One line of text as it should be stored: composed (NFC), without control
 * characters, invisible marks or surplus spaces. The order of the letters on the
 * screen cannot be turned around by what is left (Unicode TR 36, bidirectional text).
 */
export function tidyText(text: string): string {
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}
