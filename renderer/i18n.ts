import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../resources/translations/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Words are loaded before the first paint: nothing is fetched, nothing flickers. */
export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
