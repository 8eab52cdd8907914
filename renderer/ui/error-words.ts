import i18next, { type TFunction } from 'i18next';
import type { FieldIssue, TillError } from '#shared/contract/errors';
import type { ErrorReason } from '#shared/contract/error-reasons';
import { fieldLabel } from './field-label.ts';
import { insideSentence } from './format.ts';

/**
 * What a person reads for a failure: the words of its code in their language,
 * and beneath them what more is known: the reason, what somebody else said of
 * it, and which fields it is about. The core's own English is read in English only.
 */
export function errorWords(t: TFunction, error: TillError): { title: string; detail: string } {
  const title = t(`errors.${error.code}`, { defaultValue: '' }) || coreWords(error.message);
  const parts = [
    error.reason === undefined ? (error.said ?? coreWords(error.message)) : reasonWords(t, error),
    ...(error.issues ?? []).map((issue) => issueWords(t, issue)),
  ];
  return { title, detail: [...new Set(parts)].filter((part) => part && part !== title).join(' ') };
}

/** The failure in one line, for toasts. */
export function errorLine(t: TFunction, error: TillError): string {
  const { title, detail } = errorWords(t, error);
  const reference = error.logId === undefined ? '' : t('errors.reference', { logId: error.logId });
  return [title, detail, reference].filter(Boolean).join(' ');
}

/** The words for one issue of one field: by its code, else as the service said it. */
export function issueWords(t: TFunction, { code, message }: FieldIssue): string {
  const known = t(`issues.${code}` as 'issues.required', { defaultValue: '' });
  if (known !== '' || code === 'service') return known || message;
  return coreWords(message) || t('issues.other');
}

function coreWords(message: string): string {
  return i18next.language === 'en' ? message : '';
}

function reasonWords(t: TFunction, { reason, fill = {} }: TillError): string {
  return t(`reasons.${reason as ErrorReason}`, { ...fill, ...namedIn(t, fill), defaultValue: '' });
}

/** What a reason is filled in with by its id in the contract, as a person calls it. */
function namedIn(t: TFunction, fill: Readonly<Record<string, string>>): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(fill)) {
    if (name === 'fields') named[name] = eachOf(value, (field) => insideSentence(fieldLabel(t, field)));
    if (name === 'conditions')
      named[name] = eachOf(value, (one) => t(`printers.condition.${one as 'ready'}`), ' ');
    if (name === 'type') named[name] = t(`customerType.${value as 'PERSON'}`, { defaultValue: value });
  }
  return named;
}

function eachOf(list: string, name: (one: string) => string, separator = ', '): string {
  return list.split(/, ?/).map(name).join(separator);
}
