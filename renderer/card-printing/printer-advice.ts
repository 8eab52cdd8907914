import type { TFunction } from 'i18next';
import type { TillError } from '#shared/contract/errors';

/** What a person can do about a print job that did not go through, by the code of its failure; empty where nothing is known. */
export function printerAdvice(t: TFunction, { code }: TillError): string {
  return t(`printerAdvice.${code}` as 'printerAdvice.printer.unreachable', { defaultValue: '' });
}
