import type { Language } from '../contract/languages.ts';

/** The words on every card, and the title of its file, as a customer of the shop reads them. */
export const cardWords: Readonly<
  Record<Language, { readonly title: string; readonly holder: string; readonly test: string }>
> = {
  en: { title: 'Membership card', holder: 'Member', test: 'Test card' },
  nb: { title: 'Medlemskort', holder: 'Medlem', test: 'Prøvekort' },
  sv: { title: 'Medlemskort', holder: 'Medlem', test: 'Provkort' },
  da: { title: 'Medlemskort', holder: 'Medlem', test: 'Prøvekort' },
  de: { title: 'Kundenkarte', holder: 'Mitglied', test: 'Testkarte' },
};

/** More than any layout can show; bounds the work a hostile record can cause. */
const longestTextCharacters = 200;

/**
 * Text from a customer record or a setting, made safe to print: whitespace of
 * any kind collapses to one space; control, format (bidi marks, zero-width),
 * private and unassigned characters go, and so does everything beyond two
 * combining marks on one letter. The result is composed (NFC) and has at most
 * 200 characters.
 */
export function printableText(text: string): string {
  const clean = text
    .slice(0, 10 * longestTextCharacters)
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
  return Array.from(clean).slice(0, longestTextCharacters).join('').trimEnd();
}
