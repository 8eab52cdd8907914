import { displayNameOf, readCustomer, type CustomerRecord } from '#shared/customer/model';
import type { SearchRequest } from '../customer-service.ts';
import { allOf, contains, containsDigits } from './query.ts';
import { placesIn, type MixinPlaces } from './mixin-fields.ts';

/** Words beyond these make a query no narrower than a person needs it. */
const maxWords = 4;
const minDigits = 4;

/**
 * The queries that together find what was typed. The language has no OR, so
 * each way of reading the words is a query of its own; at most six of them.
 */
export function planQueries({ query }: SearchRequest, places: MixinPlaces): string[] {
  const text = query.normalize('NFC').trim();
  const digits = text.replaceAll(/\D/g, '');
  const isNumber = digits.length >= minDigits && /^[+\d\s().-]+$/.test(text);
  if (isNumber) {
    // A number is as often typed without its country as it is stored with it.
    const inMixins = placesIn(places).map(([, { mixin, name }]) =>
      containsDigits(`mixins.${mixin}.${name}`, digits),
    );
    return [containsDigits('contactPhone', digits), registrationQuery(digits), ...inMixins];
  }
  const words = wordsOf(text);
  if (words.length === 1 && text.includes('@')) return present(contains('contactEmail', text));
  const [first, ...rest] = words;
  if (first === undefined) return [];
  const last = words.at(-1)!;
  const named = (firstName: string, lastName: string) =>
    present(contains('firstName', firstName)).flatMap((one) =>
      present(contains('lastName', lastName)).map((other) => allOf(one, other)),
    );
  const company = words.flatMap((word) => contains('company', word) ?? []);
  return [
    ...(rest.length === 0
      ? [...present(contains('lastName', first)), ...present(contains('firstName', first))]
      : [...named(first, last), ...named(last, first)]),
    ...(company.length === 0 ? [] : [allOf(...company)]),
    ...(rest.length === 0 ? present(contains('contactEmail', first)) : []),
  ];
}

/** Whether a customer is what was asked for: the queries find more than was meant. */
export function isWanted(request: SearchRequest, record: CustomerRecord): boolean {
  const customer = readCustomer(record);
  if (customer === undefined) return false;
  if (request.types !== undefined && !request.types.includes(customer.customerType)) return false;
  if (request.scope !== undefined) {
    const scope = record['type'] === 'CONTACT' ? 'CONTACT' : 'CUSTOMER';
    if (!request.scope.includes(scope)) return false;
  }
  const { firstname, lastname, companyName, email, mobile, vatNumber, loyaltyId, externalId } = customer;
  const fields = [displayNameOf(customer), firstname, lastname, companyName, email, mobile, vatNumber];
  const texts = [...fields, loyaltyId, externalId].filter((text) => text !== undefined).map(folded);
  if (request.exactMatch === true) return texts.includes(folded(request.query));
  const numbers = [mobile, vatNumber, loyaltyId, externalId].map((number) => number?.replaceAll(/\D/g, ''));
  const digits = request.query.replaceAll(/\D/g, '');
  if (digits.length >= minDigits && numbers.some((number) => number?.includes(digits) === true)) return true;
  return wordsOf(request.query).every((word) => texts.some((text) => text.includes(folded(word))));
}

function registrationQuery(digits: string): string {
  return containsDigits('b2b.companyRegistrationId', digits);
}

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, maxWords);
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

function present(term: string | undefined): string[] {
  return term === undefined ? [] : [term];
}
