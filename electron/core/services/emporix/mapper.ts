import { customerSchema, uidSchema, type CustomerRecord, type CustomerType } from '#shared/customer/model';
import { isPlainObject, type CustomerField } from '#shared/sync/customer-field';
import { tidyWords, type ErrorDetails } from '../judge-answer.ts';
import type { CustomerBody } from './client.ts';
import { readAddress, readAddresses } from './address.ts';
import { placesIn, type MixinPlaces } from './mixin-fields.ts';
import { countOf, listOf, partsOf, textOf, withoutUndefined, type Fields } from './read-json.ts';

/**
 * Between what Emporix keeps of a customer and what the till works with.
 * Nothing is taken for granted: fields may be missing, null or of the wrong
 * type, and undefined means "no sense in it". Every field that comes is kept in
 * the record: under its own name, or within `emporix` when it is of no use to a
 * cashier or its name means something else to the till.
 */

/** The same text under two names; both ways. */
const sameText = [
  ['firstname', 'firstName'],
  ['lastname', 'lastName'],
  ['companyName', 'company'],
  ['mobile', 'contactPhone'],
  ['email', 'contactEmail'],
] as const satisfies readonly (readonly [CustomerField, keyof CustomerBody])[];

/** Of no use to a cashier as it is; what matters of it has a field of its own. */
const technical: ReadonlySet<string> = new Set(['metadata', 'defaultAddress']);
/** Read completely into fields of the till. */
const readElsewhere: ReadonlySet<string> = new Set([
  'id',
  ...sameText.map(([, theirs]) => theirs),
  'email',
  'addresses',
  'metadataCreatedAt',
]);
const ownNames: ReadonlySet<string> = new Set([
  ...Object.keys(customerSchema.shape),
  'accountEmail',
  'revision',
  'emporix',
]);

function isApart(name: string): boolean {
  return technical.has(name) || ownNames.has(name);
}

export function readCustomerRecord(value: unknown, places: MixinPlaces): CustomerRecord | undefined {
  if (!isPlainObject(value)) return undefined;
  const uid = uidSchema.safeParse(value['id'] ?? value['customerNumber']);
  if (!uid.success) return undefined;
  const others = Object.entries(value).filter(([name]) => !readElsewhere.has(name));
  const apart = others.filter(([name]) => isApart(name));
  return {
    ...Object.fromEntries(others.filter(([name]) => !isApart(name))),
    ...(apart.length > 0 ? { emporix: Object.fromEntries(apart) } : {}),
    ...withoutUndefined({
      ...readTexts(value),
      ...readMainAddress(value),
      ...readMixins(value, places),
      // What the account signs in with; the till writes to the contact's own.
      accountEmail: textOf(value['email']),
      vatNumber: textOf(partsOf(value['b2b'])['companyRegistrationId']),
      addresses: readAddresses(value),
      createdAt: textOf(value['metadataCreatedAt']),
      revision: countOf(partsOf(value['metadata'])['version']),
    }),
    customerType: readType(value),
    customerUid: uid.data,
  };
}

function readTexts(value: Fields): Fields {
  const texts = Object.fromEntries(sameText.map(([ours, theirs]) => [ours, textOf(value[theirs])]));
  return {
    ...texts,
    // Who signed up in the web shop may have an account's address alone.
    email: texts['email'] ?? textOf(value['email']),
    companyName: texts['companyName'] ?? legalEntityNames(value)[0],
  };
}

/** The customer's own address is the default one of several, or the only one. */
function readMainAddress(value: Fields): Fields {
  const addresses = listOf(value['addresses']).filter(isPlainObject);
  const main = isPlainObject(value['defaultAddress'])
    ? value['defaultAddress']
    : (addresses.find((address) => address['isDefault'] === true) ??
      (addresses.length === 1 ? addresses[0] : undefined));
  if (main === undefined) return {};
  const { address, postalCode, city, countryCode } = readAddress(main);
  return { address, postalCode, city, countryCode };
}

function readMixins(value: Fields, places: MixinPlaces): Fields {
  return Object.fromEntries(
    placesIn(places).map(([field, { mixin, name }]) => {
      const kept = partsOf(partsOf(value['mixins'])[mixin])[name];
      return [field, typeof kept === 'number' ? String(kept) : textOf(kept)];
    }),
  );
}

/**
 * Who is assigned to a legal entity is a trade customer. A registration number,
 * or the name of a company where a person's name would be, is a company.
 */
function readType(value: Fields): CustomerType {
  const isRegistered = Boolean(textOf(partsOf(value['b2b'])['companyRegistrationId']));
  const isAssigned = listOf(partsOf(value['b2b'])['legalEntities']).length > 0;
  if (isAssigned || (value['businessModel'] === 'B2B' && !isRegistered)) return 'B2B';
  const isNamedPerson = Boolean(textOf(value['firstName']) || textOf(value['lastName']));
  return isRegistered || (Boolean(textOf(value['company'])) && !isNamedPerson) ? 'COMPANY' : 'PERSON';
}

function legalEntityNames(value: Fields): string[] {
  return listOf(partsOf(value['b2b'])['legalEntities']).flatMap(
    (entity) => textOf(partsOf(entity)['name']) ?? [],
  );
}

/**
 * The body of a create or an update, of the fields this service holds. Nested
 * values are sent whole, so that it makes no difference whether the service
 * merges or replaces them.
 *
 * @param current the customer as the service sent it last; undefined for a new one
 */
export function writeCustomer(
  changes: Readonly<Partial<Record<CustomerField, unknown>>>,
  places: MixinPlaces,
  current?: unknown,
): CustomerBody {
  const body: Record<string, unknown> = {};
  for (const [ours, theirs] of sameText) if (changes[ours] !== undefined) body[theirs] = changes[ours];
  if (changes.vatNumber !== undefined) body['b2b'] = { companyRegistrationId: changes.vatNumber };
  const mixins: Record<string, unknown> = { ...partsOf(partsOf(current)['mixins']) };
  for (const [field, { mixin, name }] of placesIn(places)) {
    if (changes[field] === undefined) continue;
    mixins[mixin] = { ...partsOf(mixins[mixin]), [name]: changes[field] };
    body['mixins'] = mixins;
  }
  return body;
}

/** What an update says of the record it was made on: its version, and where the schemas of its mixins lie. */
export function writeMetadata(current: unknown): Pick<CustomerBody, 'metadata'> {
  const { version, mixins } = partsOf(partsOf(current)['metadata']);
  const count = countOf(version);
  const metadata = {
    ...(count === undefined ? {} : { version: count }),
    ...(isPlainObject(mixins) ? { mixins } : {}),
  };
  return Object.keys(metadata).length === 0 ? {} : { metadata };
}

/** `{status, type, message, details[]}` or, from the gateway, `{fault: {faultstring, detail}}`; any part may be missing. */
export function readEmporixError(body: unknown): ErrorDetails {
  const { fault, message, type, details } = partsOf(body);
  if (isPlainObject(fault)) {
    return { message: tidyWords(fault['faultstring']) || tidyWords(partsOf(fault['detail'])['errorcode']) };
  }
  const words = [tidyWords(message) || tidyWords(type)];
  for (const detail of listOf(details)) {
    const { field, message: about } = partsOf(detail);
    words.push([tidyWords(field), tidyWords(about)].filter(Boolean).join(': '));
  }
  return { message: words.filter(Boolean).join(' · ') };
}
