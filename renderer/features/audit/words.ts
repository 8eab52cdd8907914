import type { TFunction } from 'i18next';
import type { AuditCheck, AuditEntry } from '#shared/contract/audit';
import { fieldLabel } from '../../ui/field-label.ts';
import { formatCount } from '../../ui/format.ts';

/** What an operation of the contract is called by people; one nobody has named keeps its own name. */
export function actionWords(t: TFunction, action: string): string {
  return t(`audit.${action}` as 'audit.customers.get', { defaultValue: action });
}

/** Anything but "ok" is the code of an expected failure. */
export function outcomeWords(t: TFunction, outcome: string): string {
  if (outcome === 'ok') return t('settings.auditOk');
  return t(`errors.${outcome}` as 'errors.internal', { defaultValue: outcome });
}

/** What else there is to say of an entry: fields that were changed, and why it was asked for. */
export function detailWords(t: TFunction, { action, fields, reason }: AuditEntry): string {
  const names = action.startsWith('settings.') ? [] : fields.map((field) => fieldLabel(t, field));
  return [...names, ...(reason === null ? [] : [t(`auditPage.reason.${reason}`)])].join(', ');
}

export function checkWords(t: TFunction, { fault, entries, head }: AuditCheck): string {
  if (fault === null) {
    const { sequence, hash } = head;
    return t('auditPage.whole', { entries: formatCount(entries), sequence, hash });
  }
  return t(`auditPage.fault.${fault.kind}`, { sequence: fault.sequence });
}
