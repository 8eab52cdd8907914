import { findUnheld } from '#shared/customer/holdings';
import { because } from '#shared/contract/error-reasons';
import { TillFailure, type FieldIssue } from '#shared/contract/errors';
import type { CustomerChanges, CustomerDraft, CustomerRecord, CustomerType } from '#shared/customer/model';
import type { ServiceOffer } from '../services/customer-service.ts';

const noPlace = 'The connected customer service has no place for this.';

/**
 * A new customer as the connected service can hold it. The shop's own country
 * is what every number is read by and needs no place; anything else that has
 * none is refused by its name.
 *
 * @throws TillFailure `customer.invalid`
 */
export function fitDraft<Draft extends CustomerDraft>(
  { holds, capabilities }: ServiceOffer,
  draft: Draft,
  defaultCountry: string,
): Draft {
  const { customerType, consents = [] } = draft;
  const isOwnCountry = draft.countryCode === defaultCountry;
  const fitted = { ...draft };
  if (isOwnCountry && !holds.fields[customerType].includes('countryCode')) delete fitted.countryCode;
  refuse([
    ...(holds.types.includes(customerType) ? [] : ['customerType']),
    ...(consents.length > 0 && !capabilities.includes('consents') ? ['consents'] : []),
    ...findUnheld(holds, customerType, fitted),
  ]);
  return fitted;
}

/**
 * Refuses changes of what the connected service has no place for.
 *
 * @param current the customer as the service has it; undefined while it has none: then what was typed before may be emptied
 * @throws TillFailure `customer.invalid`
 */
export function requireRoom(
  { holds }: ServiceOffer,
  type: CustomerType,
  changes: CustomerChanges,
  current: CustomerRecord | undefined,
): void {
  refuse(findUnheld(holds, type, changes, current));
}

function refuse(fields: readonly string[]): void {
  if (fields.length === 0) return;
  const issues = fields.map((field): FieldIssue => ({ field, code: 'field.no-place', message: noPlace }));
  throw new TillFailure('customer.invalid', {
    ...because('customer.no-place', { fields: fields.join(', ') }),
    issues,
  });
}

/** Whether a card can be made for customers of this type: its number has to be kept where other tills find it. */
export function holdsLoyaltyId({ holds }: ServiceOffer, type: CustomerType): boolean {
  return holds.fields[type].includes('loyaltyId');
}
