import type { Holdings } from '#shared/customer/holdings';
import type { CustomerField } from '#shared/sync/customer-field';
import { placesIn, type MixinPlaces } from './mixin-fields.ts';

const reach: readonly CustomerField[] = ['mobile', 'email'];

/**
 * What of a till's customer this service has room for. Its addresses can be
 * read here and not written, its business model follows from the legal entities
 * a customer is assigned to: a B2B customer cannot be registered at a till. A
 * company holds no person's name, and a person no registration number, because
 * that is what the two are told apart by.
 */
export function heldFieldsOf(places: MixinPlaces): Holdings {
  const inMixins = placesIn(places).map(([field]) => field);
  return {
    types: ['PERSON', 'COMPANY'],
    fields: {
      PERSON: ['firstname', 'lastname', 'companyName', ...reach, ...inMixins],
      COMPANY: ['companyName', 'vatNumber', ...reach, ...inMixins],
      B2B: ['companyName', 'firstname', 'lastname', ...reach, ...inMixins],
    },
  };
}
