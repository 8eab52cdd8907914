import type { FlowRetailCustomer } from '../seed/flow-retail-customer.ts';
import {
  blankCustomer,
  businessModelOf,
  type EmporixAddress,
  type EmporixCustomer,
} from './emporix-customer.ts';

/** Language, currency and site of a customer's country. */
const habits: Readonly<Record<string, readonly [language: string, currency: string]>> = {
  NO: ['nb_NO', 'NOK'],
  SE: ['sv_SE', 'SEK'],
  DK: ['da_DK', 'DKK'],
  DE: ['de_DE', 'EUR'],
  FI: ['fi_FI', 'EUR'],
};

/**
 * A generated customer as another tenant keeps it: the same people and companies, in this service's fields. What the
 * service has no field for stays out; the loyalty id goes into a mixin.
 */
export function seedCustomer(source: FlowRetailCustomer): EmporixCustomer {
  const [preferredLanguage, preferredCurrency] = habits[source.countryCode] ?? ['en_US', 'USD'];
  const customer = {
    ...blankCustomer(source.customerUid, source.createdAt),
    firstName: source.firstname,
    lastName: source.lastname,
    company: source.companyName,
    contactPhone: source.mobile,
    contactEmail: source.email,
    preferredLanguage,
    preferredCurrency,
    b2b: { companyRegistrationId: source.vatNumber, legalEntities: [] },
    addresses: addressesOf(source),
    ...(source.loyaltyId !== '' && {
      mixins: { membership: { cardNumber: source.loyaltyId } },
      metadata: { version: 1, mixins: { membership: 'https://schemas.example/membership.v1.json' } },
    }),
  };
  return { ...customer, businessModel: businessModelOf(customer) };
}

function addressesOf(source: FlowRetailCustomer): EmporixAddress[] {
  const own =
    source.city === '' ? [] : [{ ...source, customerAddressUid: 'home', type: 'home', phone: source.mobile }];
  return [...own, ...source.addresses].map((address, index) => {
    const [, street = address.address, streetNumber = ''] = /^(.*\D) (\d+\w?)$/.exec(address.address) ?? [];
    return {
      id: `${source.customerUid}-${index + 1}`,
      contactName: address.displayName,
      companyName: address.companyName,
      street,
      streetNumber,
      zipCode: address.postalCode,
      city: address.city,
      country: address.countryCode,
      contactPhone: address.phone,
      isDefault: index === 0,
      tags: [address.type === 'INVOICE_ADDRESS' ? 'billing' : 'shipping'],
      metadata: { version: 1 },
    };
  });
}
