import type { CustomerAddress } from '#shared/customer/model';
import { isPlainObject } from '#shared/sync/customer-field';
import { listOf, textOf, withoutUndefined, type Fields } from './read-json.ts';

/** What a tag says an address is for. */
const typeOfTag: Readonly<Record<string, string>> = {
  billing: 'INVOICE_ADDRESS',
  invoice: 'INVOICE_ADDRESS',
  shipping: 'DELIVERY_ADDRESS',
  delivery: 'DELIVERY_ADDRESS',
};

const streetNames = ['street', 'streetNumber', 'streetAppendix'] as const;
const lineNames = ['extraLine1', 'extraLine2', 'extraLine3', 'extraLine4'] as const;
const readElsewhere: ReadonlySet<string> = new Set([
  'id',
  'contactName',
  'zipCode',
  'country',
  'contactPhone',
  ...streetNames,
  ...lineNames,
]);

/** The addresses of a customer, its default one among them wherever the service put it; undefined when none came. */
export function readAddresses(customer: Fields): CustomerAddress[] | undefined {
  const { addresses, defaultAddress } = customer;
  const listed = listOf(addresses).filter(isPlainObject);
  const main = isPlainObject(defaultAddress) ? defaultAddress : undefined;
  const isListed = main === undefined || listed.some((address) => address['id'] === main['id']);
  const all = isListed ? listed : [main, ...listed];
  return all.length === 0 && !Array.isArray(addresses) ? undefined : all.map(readAddress);
}

/** One address; fields the till has no name for keep their own. */
export function readAddress(address: Fields): CustomerAddress {
  const tags = listOf(address['tags']).filter((tag) => typeof tag === 'string');
  const lines = [joined(address, streetNames, ' '), joined(address, lineNames, ', ')];
  const read: Fields = {
    customerAddressUid: textOf(address['id']),
    type: tags.map((tag) => typeOfTag[tag.toLowerCase()]).find((type) => type !== undefined) ?? tags[0],
    displayName: textOf(address['contactName']),
    address: lines.filter(Boolean).join(', '),
    postalCode: textOf(address['zipCode']),
    city: textOf(address['city']),
    countryCode: textOf(address['country'])?.toUpperCase(),
    phone: textOf(address['contactPhone']),
  };
  const others = Object.entries(address).filter(([name]) => !readElsewhere.has(name));
  return withoutUndefined({ ...Object.fromEntries(others), ...read });
}

function joined(address: Fields, names: readonly string[], separator: string): string {
  return names
    .map((name) => textOf(address[name])?.trim())
    .filter(Boolean)
    .join(separator);
}
