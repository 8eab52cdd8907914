import { useEffect, useState } from 'react';
import { matchLanguage, type Language } from '#shared/contract/languages';
import type { Session, Settings } from '#shared/contract/values';
import { speak } from '../i18n.ts';

const rememberedKey = 'tillbook-language';

/** Before the settings are there: the language of last time, else the computer's. */
export function rememberedLanguage(): Language {
  return matchLanguage([localStorage.getItem(rememberedKey) ?? '', ...navigator.languages]);
}

/**
 * What the window is to be read in: the cashier's own language, else the one
 * chosen at the lock, else the till's.
 */
export function languageOf(
  session: Session | null,
  settings: Settings | null,
  chosenAtLock: Language | null,
): Language | null {
  if (!session || !settings) return null;
  const own = session.locked ? null : session.language;
  const ofTill = settings.language === 'system' ? matchLanguage(navigator.languages) : settings.language;
  return own ?? chosenAtLock ?? ofTill;
}

/** Speaks it. @returns whether the first words are here: until then nothing is drawn */
export function useLanguage(language: Language | null): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (language === null) return;
    localStorage.setItem(rememberedKey, language);
    // Words that cannot be fetched leave those that are here.
    void speak(language)
      .catch(() => {})
      .finally(() => setReady(true));
  }, [language]);
  return ready;
}
