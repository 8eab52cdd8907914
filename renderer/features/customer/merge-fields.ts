import type { TFunction } from 'i18next';
import type { Customer } from '#shared/customer/model';
import { sameFieldValue, type CustomerField } from '#shared/sync/customer-field';
import { valueWords } from '../../customer-form/value-words.ts';

/** What a person compares of two customers, in that order. */
const compared = [
  'firstname',
  'lastname',
  'companyName',
  'mobile',
  'email',
  'address',
  'postalCode',
  'city',
  'countryCode',
  'vatNumber',
  'loyaltyId',
  'externalId',
  'internalNote',
  'paymentTerms',
  'credit',
  'ehf',
  'customerGroupUids',
  'customerParentUid',
  'defaultStoreUid',
  'accountManager',
  'pricelistUid',
  'ledgerNumber',
  'origin',
] as const satisfies readonly CustomerField[];

const addressFields: ReadonlySet<CustomerField> = new Set(['address', 'postalCode', 'city', 'countryCode']);

/** One field of two customers. */
export interface ComparedField {
  readonly field: CustomerField;
  readonly stays: string;
  readonly goes: string;
  readonly isSame: boolean;
}

/** What neither has is left out. */
export function compareFields(t: TFunction, stays: Customer, goes: Customer): ComparedField[] {
  return compared
    .map((field) => {
      const [ours, theirs] = [writtenPart(stays, field), writtenPart(goes, field)];
      return {
        field,
        stays: valueWords(t, field, ours),
        goes: valueWords(t, field, theirs),
        isSame: sameFieldValue(field, ours, theirs),
      };
    })
    .filter((row) => row.stays !== '' || row.goes !== '');
}

/** What the one that stays lacks and the other has; an address is one whole, never half of each. */
export function fieldsToFill(rows: readonly ComparedField[]): CustomerField[] {
  const hasAddress = rows.some(({ field, stays }) => field === 'address' && stays !== '');
  return rows
    .filter(
      ({ field, stays, goes }) => stays === '' && goes !== '' && !(hasAddress && addressFields.has(field)),
    )
    .map(({ field }) => field);
}

/** The part of a record that a change of this field would write; nothing where that is as good as empty. */
export function writtenPart(customer: Customer, field: CustomerField): unknown {
  switch (field) {
    case 'credit':
      return customer.credit?.limit ? { limit: customer.credit.limit } : undefined;
    case 'ehf':
      return customer.ehf?.enabled ? { enabled: true, address: customer.ehf.address ?? '' } : undefined;
    case 'accountManager':
      return customer.accountManager?.tenantUserUid
        ? { tenantUserUid: customer.accountManager.tenantUserUid }
        : undefined;
    case 'defaultStoreUid':
      return customer.defaultStore?.storeUid;
    case 'paymentTerms':
      return customer.paymentTerms || undefined;
    case 'customerGroupUids':
      return customer.customerGroupUids?.length ? customer.customerGroupUids : undefined;
    default:
      return customer[field];
  }
}
