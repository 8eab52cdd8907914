import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import type { Language } from '#shared/contract/languages';

/** The interface's words in a language, as the window loads them. */
export async function speakIn(language: Language): Promise<TFunction> {
  const file = join(import.meta.dirname, `../../resources/translations/${language}.json`);
  const translation = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  await i18next.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
  return i18next.t;
}
