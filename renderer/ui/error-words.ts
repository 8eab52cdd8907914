import type { TFunction } from 'i18next';
import type { FieldIssue, TillError } from '#shared/contract/errors';

/**
 * What a person reads for a failure: the words of its code in their language,
 * and the core's own words beneath when those say more than the code does.
 */
export function errorWords(t: TFunction, error: TillError): { title: string; detail: string } {
  const title = t(`errors.${error.code}`, { defaultValue: error.message });
  const parts = [
    error.message === title ? '' : error.message,
    ...(error.issues ?? []).map((issue) => issue.message),
    error.logId ? t('errors.logId', { logId: error.logId }) : '',
  ];
  return { title, detail: parts.filter(Boolean).join(' ') };
}

/** The failure in one line, for toasts. */
export function errorLine(t: TFunction, error: TillError): string {
  const { title, detail } = errorWords(t, error);
  return detail ? `${title} ${detail}` : title;
}

/** The words for one issue of one field: by its code, else the core's own. */
export function issueWords(t: TFunction, issue: FieldIssue): string {
  return t(`issues.${issue.code}` as 'issues.required', { defaultValue: issue.message });
}
