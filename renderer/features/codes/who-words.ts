import type { TFunction } from 'i18next';

/** Where nobody has a PIN, the till itself is who does everything. */
export function whoWords(t: TFunction, actor: string): string {
  return actor === 'till' ? t('codes.thisTill') : actor;
}
