import type { TFunction } from 'i18next';
import type { HistoryEntry } from '#shared/contract/values';
import { fieldLabel } from '../../ui/field-label.ts';

/** What was done, as a cashier would say it: "Changed: mobile, e-mail". */
export function historyTitle(t: TFunction, { action, fields, other }: HistoryEntry): string {
  const name = other?.displayName ?? '';
  if (action === 'customers.merge') {
    return name ? t('history.mergedNamed', { name }) : t('history.merged');
  }
  const what = t(`audit.${action}` as 'audit.customers.get', { defaultValue: action });
  if (fields.length === 0) return what;
  return t('history.withFields', { what, fields: fields.map((field) => fieldLabel(t, field)).join(', ') });
}

/** What became of it: at the service, and at the printer. */
export function historyOutcome(t: TFunction, { change, card }: HistoryEntry): string {
  const parts = [
    change && t(`history.change.${change.state}`),
    card && `${t(`card.jobState.${card.state}`)} (${card.printerName})`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** Whether a person should look at it. */
export function needsLook({ change, card }: HistoryEntry): boolean {
  return change?.state === 'parked' || change?.state === 'conflicted' || card?.state === 'needs-attention';
}
