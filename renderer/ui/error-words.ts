import type { TFunction } from 'i18next';
import type { FieldIssue, TillError } from '#shared/contract/errors';

/**
 * What a person reads for a failure: the words of its code in their language,
 * and beneath them the service's or the core's own when those say more.
 */
export function errorWords(t: TFunction, error: TillError): { title: string; detail: string } {
  const title = t(`errors.${error.code}`, { defaultValue: error.message });
  const parts = [
    error.message === title ? '' : error.message,
    ...(error.issues ?? []).map((issue) => issue.message),
  ];
  return { title, detail: parts.filter(Boolean).join(' ') };
}

/** The failure in one line, for toasts. */
export function errorLine(t: TFunction, error: TillError): string {
  const { title, detail } = errorWords(t, error);
  const reference = error.logId === undefined ? '' : t('errors.reference', { logId: error.logId });
  return [title, detail, reference].filter(Boolean).join(' ');
}

/** The words for one issue of one field: by its code, else the core's own. */
export function issueWords(t: TFunction, issue: FieldIssue): string {
  return t(`issues.${issue.code}` as 'issues.required', { defaultValue: issue.message });
}
