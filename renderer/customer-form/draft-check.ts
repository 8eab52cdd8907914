import type { TFunction } from 'i18next';
import type { FieldIssue } from '#shared/contract/errors';
import { formatPhone } from '#shared/customer/format-phone';
import type { FieldNote } from '../ui/field.tsx';
import { issueWords } from '../ui/error-words.ts';
import { specOf, type FieldName } from './fields.ts';

interface NoteSources {
  readonly issues: readonly FieldIssue[];
  /** Values in the service's notation, where they differ from what was typed. */
  readonly normalized: Readonly<Record<string, string>>;
  /** Fields that were filled in for the cashier. */
  readonly filledIn: Readonly<Record<string, string>>;
  /** Nobody is scolded while typing: an issue shows once its field was left, or on saving. */
  readonly mayScold: boolean;
}

/** The one line under a field: the gravest thing there is to say about it. */
export function fieldNote(t: TFunction, name: FieldName, sources: NoteSources): FieldNote | undefined {
  const issue = sources.mayScold && sources.issues.find(({ field }) => field === name);
  if (issue) return { kind: 'issue', words: issueWords(t, issue) };
  if (sources.filledIn[name] !== undefined) return { kind: 'filled-in', words: t('form.filledIn') };
  const normalized = sources.normalized[name];
  if (normalized) {
    const value = specOf(name).kind === 'phone' ? formatPhone(normalized) : normalized;
    return { kind: 'reads-as', words: t('form.readsAs', { value }) };
  }
  return undefined;
}
