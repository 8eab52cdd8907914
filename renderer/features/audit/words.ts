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

/** What else there is to say of an entry: whom or how many it concerned, what was changed, and why. */
export function detailWords(t: TFunction, entry: AuditEntry): string {
  const { action, fields, reason, cashier, role, operation, count } = entry;
  return [
    cashier,
    role && t(`session.roles.${role}`),
    operation && actionWords(t, operation),
    count !== null && t('auditPage.customers', { count, formatted: formatCount(count) }),
    ...(action.startsWith('settings.') ? [] : fields.map((field) => fieldLabel(t, field))),
    reason && t(`auditPage.reason.${reason}`),
  ]
    .filter(Boolean)
    .join(', ');
}

export function checkWords(t: TFunction, { fault, entries, head }: AuditCheck): string {
  if (fault === null) {
    const { sequence, hash } = head;
    return t('auditPage.whole', { entries: formatCount(entries), sequence, hash });
  }
  return t(`auditPage.fault.${fault.kind}`, { sequence: fault.sequence });
}
