import type { Customer } from '#shared/customer/model';

/** Fields the view has a place for; everything else a service sends is listed as it came. */
const known: ReadonlySet<string> = new Set([
  'customerUid',
  'customerType',
  'customerParentUid',
  'displayName',
  'firstname',
  'lastname',
  'companyName',
  'address',
  'postalCode',
  'city',
  'countryCode',
  'mobile',
  'email',
  'vatNumber',
  'loyaltyId',
  'externalId',
  'ledgerNumber',
  'pricelistUid',
  'origin',
  'internalNote',
  'paymentTerms',
  'credit',
  'accountManager',
  'ehfEnabled',
  'ehf',
  'customerGroupUids',
  'defaultStore',
  'addresses',
  'contacts',
  'extensions',
  'consents',
  'relevance',
  'createdAt',
  'lastModifiedAt',
  // Of no use to a person: the number of the record's version, and what a mapper sets apart.
  'revision',
  'emporix',
]);

/** Fields of the service that Tillbook has never heard of, with their values as text. */
export function unknownFields(customer: Customer): { readonly name: string; readonly text: string }[] {
  return Object.entries(customer).flatMap(([name, value]) => {
    if (known.has(name) || value === undefined || value === '') return [];
    return [{ name, text: typeof value === 'string' ? value : JSON.stringify(value) }];
  });
}
