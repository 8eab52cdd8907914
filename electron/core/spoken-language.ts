import { matchLanguage, type Language } from '#shared/contract/languages';
import type { Settings } from '#shared/contract/values';

/** What a till speaks to its customers, and to cashiers who have chosen nothing: the chosen language, else that of the computer. */
export function spokenLanguage(language: Settings['language']): Language {
  return language === 'system'
    ? matchLanguage([new Intl.DateTimeFormat().resolvedOptions().locale])
    : language;
}
