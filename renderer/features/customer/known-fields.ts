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
  // Of no use to a person: the number of the record's version, what a mapper sets apart or has read elsewhere.
  'revision',
  'emporix',
  'type',
  'businessModel',
  'accounts',
  'mixins',
]);

/** One value of the service that the view has no place for: its path, and its text; a yes or no as such. */
export interface FurtherField {
  readonly path: string;
  readonly value: string | boolean;
}

/** More than this is a file, not a page. */
const mostFields = 60;

/** Fields of the service that Tillbook has never heard of, part by part; what is empty says nothing. */
export function unknownFields(customer: Customer): FurtherField[] {
  return Object.entries(customer)
    .filter(([name]) => !known.has(name))
    .flatMap(([name, value]) => partsOf(name, value))
    .slice(0, mostFields);
}

function partsOf(path: string, value: unknown): FurtherField[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'boolean' || typeof value === 'string') return [{ path, value }];
  if (typeof value === 'number') return [{ path, value: String(value) }];
  if (typeof value !== 'object') return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object'))
    return value.length === 0 ? [] : [{ path, value: value.join(', ') }];
  return Object.entries(value).flatMap(([name, part]) =>
    partsOf(`${path}.${Array.isArray(value) ? Number(name) + 1 : name}`, part),
  );
}
