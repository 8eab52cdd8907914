/** The languages Tillbook speaks (BCP 47): English, Norwegian bokmål, Swedish, Danish, German. */
export const languages = ['en', 'nb', 'sv', 'da', 'de'] as const;
export type Language = (typeof languages)[number];

/**
 * The first language of a list that Tillbook speaks, else English. Any kind of
 * Norwegian reads bokmål.
 *
 * @param preferred BCP 47, the most wanted first, such as `navigator.languages`
 */
export function matchLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [language = ''] = tag.toLowerCase().split(/[-_.]/);
    const spoken = language === 'no' || language === 'nn' ? 'nb' : language;
    const found = languages.find((known) => known === spoken);
    if (found !== undefined) return found;
  }
  return 'en';
}
