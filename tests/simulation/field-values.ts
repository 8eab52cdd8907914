import type { CustomerChanges } from '#shared/customer/model';
import type { UpdatedField } from './schedule.ts';

export type LedgerField = UpdatedField | 'mobile' | 'customerParentUid';

/** A value of the ledger as a till takes it. */
export function changesOf(field: LedgerField, value: string): CustomerChanges {
  return field === 'ehf' ? { ehf: { address: value } } : { [field]: value };
}

/** A field's value as the ledger writes it down. */
export function plainValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'address' in value ? value.address : value;
}
