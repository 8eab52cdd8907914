import type { CustomerType } from '#shared/customer/model';
import type { FieldPlace } from '../../customer-form/customer-fields.tsx';

/** What is changed together, where it stands on the customer's page: the fields and the room each takes. */
export const places = {
  person: [
    ['firstname', 3],
    ['lastname', 3],
  ],
  company: [['companyName', 6]],
  mobile: [['mobile', 6]],
  email: [['email', 6]],
  address: [
    ['address', 6],
    ['postalCode', 2],
    ['city', 4],
    ['countryCode', 6],
  ],
  vat: [['vatNumber', 6]],
  note: [['internalNote', 6]],
  loyaltyId: [['loyaltyId', 6]],
  externalId: [['externalId', 6]],
  groups: [['customerGroupUids', 6]],
  store: [['defaultStoreUid', 6]],
  manager: [['accountManager.tenantUserUid', 6]],
  parent: [['customerParentUid', 6]],
  origin: [['origin', 6]],
  payment: [['paymentTerms', 6]],
  limit: [['credit.limit', 6]],
  invoice: [
    ['ehf.enabled', 6],
    ['ehf.address', 6],
  ],
  ledger: [['ledgerNumber', 6]],
  pricelist: [['pricelistUid', 6]],
} as const satisfies Record<string, readonly FieldPlace[]>;

/** A part of the page that is changed where it stands. */
export type PlaceId = keyof typeof places;

/** Where the name of such a customer is changed. */
export function namePlace(type: CustomerType): PlaceId {
  return type === 'PERSON' ? 'person' : 'company';
}

/** The element the focus returns to once a place is done with. */
export function placeButtonId(place: PlaceId): string {
  return `change-${place}`;
}
