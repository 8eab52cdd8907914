import type { Customer } from '../customer/model.ts';

/**
 * What of a customer may be handed over to the sale: single values that a POS
 * has a use for. Credit, consents, notes and contacts never leave this way.
 */
export const handOverFields = [
  'loyaltyId',
  'customerUid',
  'externalId',
  'ledgerNumber',
  'displayName',
  'firstname',
  'lastname',
  'companyName',
  'vatNumber',
  'mobile',
  'email',
  'address',
  'postalCode',
  'city',
  'customerType',
] as const;
export type HandOverField = (typeof handOverFields)[number];

/** The values a customer has; a field without a value is absent. */
export type HandOverValues = Readonly<Partial<Record<HandOverField, string>>>;

/** Control characters and line ends: typed as keys they would press Enter or Tab in the sale. And halves of characters. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** @param displayName the name a cashier reads (`displayNameOf`) */
export function handOverValuesOf(
  customer: Partial<Pick<Customer, HandOverField>>,
  displayName: string,
): HandOverValues {
  const values: Partial<Pick<Customer, HandOverField>> = { ...customer, displayName };
  return Object.fromEntries(
    handOverFields.flatMap((field) => {
      const value = values[field]?.replaceAll(unfit, ' ').trim();
      return value ? [[field, value]] : [];
    }),
  );
}

/** A made-up customer to try a hand-over with: has every field, and letters that have to be carried well. */
export const sampleValues: HandOverValues = {
  loyaltyId: '2900000000000000',
  customerUid: 'tillbook-test',
  externalId: 'TEST-1',
  ledgerNumber: '10001',
  displayName: 'Åse & Bjørn Test',
  firstname: 'Åse & Bjørn',
  lastname: 'Test',
  companyName: 'Test AS',
  vatNumber: '000000000',
  mobile: '+4700000000',
  email: 'test@tillbook.example',
  address: 'Testveien 1',
  postalCode: '0001',
  city: 'Oslo',
  customerType: 'PERSON',
};
