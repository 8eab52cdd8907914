import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#shared/contract/languages';
import type en from '../resources/translations/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** A file each: the window loads the words of the language it shows, and no others. */
const loaders: Readonly<Record<Language, () => Promise<{ readonly default: object }>>> = {
  en: () => import('../resources/translations/en.json'),
  nb: () => import('../resources/translations/nb.json'),
  sv: () => import('../resources/translations/sv.json'),
  da: () => import('../resources/translations/da.json'),
  de: () => import('../resources/translations/de.json'),
};

let newest: Language | undefined;

/** Words are loaded before the first paint: nothing flickers. */
export async function startTranslations(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    // Every file has every word (tests/shared/translations.test.ts): there is nothing to fall back to.
    fallbackLng: false,
    resources: {},
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(language);
}

/** Changes every word in the window to a language, as soon as its words are here. */
export async function speak(language: Language): Promise<void> {
  newest = language;
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const words = await loaders[language]();
    i18next.addResourceBundle(language, 'translation', words.default);
  }
  // Somebody may have chosen another one meanwhile.
  if (newest !== language || i18next.language === language) return;
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
