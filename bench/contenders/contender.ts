import type { BenchCustomer } from '../lookup-customers.ts';

/** What is measured: built once from all customers, then opened, then searched. */
export interface Contender {
  /**
   * Writes what the index keeps on disk; absent when nothing is kept.
   *
   * @returns milliseconds, making the customers not counted
   */
  build?(folder: string, customers: Iterable<BenchCustomer>): number | Promise<number>;
  /**
   * Makes ready to search; answers with the search itself: customerUids, best first, ten or more.
   *
   * @param customers for an index that lives in memory only
   */
  open(folder: string, customers: () => Iterable<BenchCustomer>): (query: string) => string[];
}

/** Hits that are judged. */
export const wanted = 10;

/** What the others index of a customer: the same values as Tillbook, as texts. */
export interface CustomerTexts {
  readonly uid: string;
  readonly name: string;
  readonly company: string;
  readonly place: string;
  readonly email: string;
  readonly codes: string;
}

export const textFields = ['name', 'company', 'place', 'email', 'codes'] as const;

export function textsOf(customer: BenchCustomer): CustomerTexts {
  const { contacts } = customer;
  return {
    uid: customer.customerUid,
    name: joined(customer.firstname, customer.lastname, ...contacts.map(({ displayName }) => displayName)),
    company: customer.companyName,
    place: joined(customer.address, customer.postalCode, customer.city),
    email: joined(customer.email, ...contacts.map(({ email }) => email)),
    codes: joined(
      ...[customer.mobile, ...contacts.map(({ mobile }) => mobile)].map(nationalDigits),
      customer.loyaltyId,
      customer.externalId,
      customer.vatNumber,
    ),
  };
}

/** One text of everything that is searched, for those that know no fields. */
export const wholeTextOf = (texts: CustomerTexts): string =>
  joined(...textFields.map((field) => texts[field]));

const joined = (...texts: readonly string[]): string => texts.filter(Boolean).join(' ');

/** A number typed with blanks or its country's code becomes one word, as a shop would do before asking any of these. */
export function tidyQuery(query: string): string {
  const isNumber = /^[\d\s+]{5,}$/.test(query);
  return isNumber ? nationalDigits(query) : query.replaceAll('\0', '');
}

const nationalDigits = (number: string): string =>
  number.replace(/^\s*(\+|00)(4\d|358)/, '').replaceAll(/\D/g, '');

/** Lower case without marks, for those that leave this to their user. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[æøœßðþłđ]/g, (letter) => spelled[letter] ?? letter);
}

const spelled: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  ß: 'ss',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  đ: 'd',
};
