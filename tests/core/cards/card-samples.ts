import fc from 'fast-check';
import type { Symbology } from '#shared/cards/card-design';
import { checkDigit, makeLoyaltyId } from '#shared/customer/loyalty-id';
import { readCustomer } from '#shared/customer/model';
import { cardModelOf, type CardModel } from '../../../electron/core/cards/card-model.ts';

/** The card of a person, as the till makes it from a record. */
export function cardOf(person: {
  readonly firstname?: string;
  readonly loyaltyId?: string;
  readonly shopName?: string;
}): CardModel {
  const customer = readCustomer({
    customerUid: 'c1',
    customerType: 'PERSON',
    firstname: person.firstname ?? 'Bjørn Åse',
    loyaltyId: person.loyaltyId ?? '2912345678901233',
  });
  if (!customer) throw new Error('not a customer');
  const card = cardModelOf(customer, { shopName: person.shopName ?? 'Nordlys Sport' });
  if (!card.ok) throw new Error(card.error.code);
  return card.model;
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

/** Loyalty ids of every kind a service may give, and the till's own. */
export const loyaltyIds: fc.Arbitrary<string> = fc.oneof(
  digits(13).map((random) => makeLoyaltyId(() => random)),
  digits(13),
  fc.stringMatching(/^\d{1,20}$/),
  fc.stringMatching(/^[A-Z]{2,5}-?\d{3,9}$/),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 24 }).filter((id) => id.trim() !== ''),
);

/** In the range that GS1 leaves to companies, with their check digits. */
const internalEan13s = digits(11).map((random) => `2${random}${checkDigit(`2${random}`)}`);

const edgeIds = [
  '0',
  '00000000',
  '000000000000000000000001',
  '9'.repeat(80),
  '1'.repeat(149),
  'W'.repeat(40),
  'w'.repeat(62),
  ' A1 ',
  '  ',
  'a',
  '~',
  'ab^~{}>',
  ']C1123',
  '(01)05901234123457',
  '^FNC1^FNC3',
  '\\F\\x1d',
  '>;>6>8',
  'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  'https://example.com/c?id=1&x=%20',
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  '2912345678901233',
  '2000000000008',
  '2999999999996',
  '3012345678900',
].filter((id) => id.trim() !== '');

/** Loyalty ids, the edges of what a card takes first; for EAN-13 mostly such as it carries. */
export function loyaltyIdsFor(symbology: Symbology, count: number, seed: number): string[] {
  const random = symbology === 'ean13' ? internalEan13s : loyaltyIds;
  return [...edgeIds, ...fc.sample(random, { seed, numRuns: count })].slice(0, count);
}

const attacks = [
  '^XZ',
  '^XA^FO0,0^FDpwned^FS^XZ',
  '~JR',
  '~DGR:X.GRF,1,1,FF',
  '_5EXZ',
  '\\&',
  '^FS^PQ999',
  '\u001b@',
  '\u001bp\u0000\u0019\u00fa',
  '\u001dV\u0000',
  '\u001d(k\u0003\u0000',
  '\u0010\u0014\u0001\u0000\u0001',
  '\u001c.',
  '\u0000',
  '\u007f',
  '\u009b31m',
  '\r\n',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\u00ad',
  // Code 128's functions as some encoders write them, and as bytes.
  '^FNC1',
  '\u00f1',
  '\u00f4',
  '{1',
  '😀',
  '👩‍👩‍👧',
  '<script>',
  '"\'&<>',
  'Ω',
  'Ж',
  'ł',
  'Å',
  'ß',
  'ö',
  '王',
  'ש',
  '\ud800',
  'e\u0301\u0301\u0301\u0301',
  'Anna',
  'van der Berg',
  ' ',
];

/** Names nobody should have, for printers that obey whatever reads like a command. */
export function hostileNames(count: number): string[] {
  const name = fc
    .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 4 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) => parts.join(''));
  return fc.sample(name, { seed: 20_240_901, numRuns: count });
}
