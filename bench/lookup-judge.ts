import { editDistance } from '../electron/core/lookup/edit-distance.ts';
import { wordsOf } from '../electron/core/lookup/fold.ts';
import { digitsOf } from '../electron/core/lookup/keys.ts';
import type { SlimCustomer } from './lookup-customers.ts';
import type { BenchQuery } from './lookup-queries.ts';

/**
 * How far a customer is from what was typed, by the obvious, slow way, and the
 * same for every contender: each word typed to the nearest beginning of any word
 * of the customer. 0 when a number or address holds what was typed.
 */
export function distanceOf(query: string, customer: SlimCustomer): number {
  const typed = query.trim().toLowerCase();
  const values = [
    customer.email,
    customer.loyaltyId,
    customer.externalId,
    customer.vatNumber,
    ...customer.contacts.map(({ email }) => email),
  ].map((value) => value.toLowerCase());
  if (values.some((value) => value !== '' && value.startsWith(typed))) return 0;
  if (typed.includes('@')) return Math.min(...values.map((value) => editDistance(typed, value, 4)));
  const numbers = [
    customer.mobile,
    customer.loyaltyId,
    customer.externalId,
    ...customer.contacts.map(({ mobile }) => mobile),
  ]
    .map(digitsOf)
    .filter(Boolean);
  const digits = digitsOf(typed).replace(/^00\d\d/, '');
  if (/^[\d\s+]+$/.test(typed) && digits.length >= 5) {
    return Math.min(
      ...numbers.map((number) =>
        number.includes(digits) ? 0 : editDistance(digits, number.slice(-digits.length), 4),
      ),
    );
  }
  const words = wordsOf(
    [
      customer.firstname,
      customer.lastname,
      customer.companyName,
      customer.address,
      customer.postalCode,
      customer.city,
      ...customer.contacts.flatMap(({ firstname, lastname }) => [firstname, lastname]),
    ].join(' '),
  ).map(({ folded }) => folded);
  const everything = words.join('');
  let sum = 0;
  for (const { folded } of wordsOf(query)) {
    let best = everything.includes(folded) && folded.length > 7 ? 0 : 4;
    for (const word of words) {
      best = Math.min(best, editDistance(folded, word, 3), word.startsWith(folded) ? 0 : 4);
    }
    if (/^\d{4,}$/.test(folded) && numbers.some((number) => number.endsWith(folded))) best = 0;
    sum += best;
  }
  return sum;
}

/**
 * Whether the customer who is meant is among the first `k`, or `k` others are that
 * match at least as well.
 *
 * @param hits customerUids, best first
 */
export function isFound(
  { query, meant }: BenchQuery,
  hits: readonly string[],
  k: number,
  customerOf: (customerUid: string) => SlimCustomer,
): boolean {
  const first = hits.slice(0, k);
  if (first.includes(meant)) return true;
  if (first.length < k) return false;
  const distance = distanceOf(query, customerOf(meant));
  return first.every((uid) => distanceOf(query, customerOf(uid)) <= distance);
}
