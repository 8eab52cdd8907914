import type { TFunction } from 'i18next';
import type { Mutation } from '#shared/contract/values';
import { fieldLabel } from './field-label.ts';
import { insideSentence } from './format.ts';

/** What a change in the outbox is, as a cashier would say it: "Change of mobile, e-mail". */
export function mutationTitle(t: TFunction, mutation: Mutation): string {
  if (mutation.kind === 'update' && mutation.fields.length > 0) {
    const fields = mutation.fields.map((field) => insideSentence(fieldLabel(t, field))).join(', ');
    return t('mutation.kind.updateOf', { fields });
  }
  if (mutation.kind === 'merge' && mutation.other) {
    return t('mutation.kind.mergeWith', { name: mutation.other.displayName });
  }
  return t(`mutation.kind.${mutation.kind}`);
}
