import { createRandom, type Random } from '../electron/practice/seed/random.ts';
import type { SlimCustomer } from './lookup-customers.ts';

export interface BenchQuery {
  readonly query: string;
  readonly kind: string;
  /** customerUid of the customer who is meant. */
  readonly meant: string;
}

type Maker = (customer: SlimCustomer, random: Random) => string | undefined;

/** The ways people look for somebody; each from one customer, or undefined when that customer cannot be looked for so. */
const makers: Readonly<Record<string, Maker>> = {
  'prefix as typed': ({ firstname, lastname }, random) => {
    const name = `${firstname} ${lastname}`;
    return firstname && lastname ? name.slice(0, random.between(4, name.length - 1)) : undefined;
  },
  'one typo': ({ firstname, lastname }, random) =>
    firstname && lastname ? withTypos(`${firstname} ${lastname}`, 1, random) : undefined,
  'two typos': ({ firstname, lastname }, random) =>
    firstname && lastname ? withTypos(`${firstname} ${lastname}`, 2, random) : undefined,
  'swapped order': ({ firstname, lastname }) =>
    firstname && lastname ? `${lastname} ${firstname}`.toLowerCase() : undefined,
  'other diacritics': ({ firstname, lastname }, random) => {
    const name = `${firstname} ${lastname}`;
    return /[æøåäöü]/i.test(name) ? respelled(name, random) : undefined;
  },
  'phone fragment': ({ mobile }, random) => {
    const digits = mobile.replace(/^\+4\d|^\+358|\D/g, '');
    if (digits.length < 8) return undefined;
    return random.pick([
      digits.slice(-random.between(5, 7)),
      digits.slice(0, random.between(6, 8)),
      `0047 ${digits}`,
      digits.replaceAll(/(\d\d)(?=\d)/g, '$1 '),
    ]);
  },
  'e-mail prefix or typo': ({ email }, random) =>
    email === ''
      ? undefined
      : random.chance(0.5)
        ? email.slice(0, random.between(8, email.length))
        : withTypos(email, 1, random),
  'company with typo': ({ companyName }, random) =>
    companyName ? withTypos(companyName, 1, random) : undefined,
  'name and place': ({ firstname, lastname, city, postalCode }, random) =>
    lastname && city
      ? `${random.chance(0.5) ? firstname : lastname} ${random.chance(0.5) ? city : postalCode}`
      : undefined,
  'exact code': ({ loyaltyId, externalId, vatNumber }, random) =>
    random.pick([loyaltyId, externalId, vatNumber].filter(Boolean).concat('')) || undefined,
  'initial and last name': ({ firstname, lastname }) =>
    firstname && lastname ? `${firstname.slice(0, 1)} ${lastname}` : undefined,
  'first name and last four digits': ({ firstname, mobile }) =>
    firstname && mobile.length > 8 ? `${firstname} ${mobile.slice(-4)}` : undefined,
  'missing space': ({ firstname, lastname }) =>
    firstname && lastname ? `${firstname}${lastname}`.toLowerCase() : undefined,
  'one wrong phone digit': ({ mobile }, random) => {
    const digits = mobile.replace(/^\+4\d|^\+358|\D/g, '');
    if (digits.length < 8) return undefined;
    const at = random.below(digits.length);
    return digits.slice(0, at) + ((Number(digits[at]) + random.between(1, 9)) % 10) + digits.slice(at + 1);
  },
};

export const queryKinds = Object.keys(makers);

/** What queries are made from: an array, or a base on disk. */
export interface CustomerList {
  readonly length: number;
  at(index: number): SlimCustomer | undefined;
}

/** `count` queries, the kinds in turn, for customers picked by chance. */
export function makeQueries(customers: CustomerList, count: number, seed: number): BenchQuery[] {
  const random = createRandom(seed);
  const queries: BenchQuery[] = [];
  for (let at = 0; at < count; at += 1) {
    const kind = queryKinds[at % queryKinds.length]!;
    for (let tries = 0; tries < 1000; tries += 1) {
      const customer = customers.at(random.below(customers.length))!;
      const query = makers[kind]!(customer, random);
      if (query === undefined || query.length < 2) continue;
      queries.push({ query, kind, meant: customer.customerUid });
      break;
    }
  }
  return queries;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Edits inside words of four letters and more: a letter wrong, missing, doubled or swapped. */
function withTypos(text: string, count: number, random: Random): string {
  let typed = text;
  for (let left = count; left > 0; left -= 1) {
    const places = [...typed.matchAll(/[\p{L}\d]{4,}/gu)].flatMap(({ index, 0: word }) =>
      Array.from({ length: word.length - 1 }, (_, at) => index + at),
    );
    if (places.length === 0) return typed;
    const at = random.pick(places);
    const letter = letters.charAt(random.below(letters.length));
    const [before, after] = [typed.slice(0, at), typed.slice(at)];
    typed =
      before +
      random.pick([
        letter + after,
        letter + after.slice(1),
        after.slice(1),
        after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
      ]);
  }
  return typed;
}

function respelled(name: string, random: Random): string {
  const spelling: Readonly<Record<string, readonly [string, string]>> = {
    æ: ['ae', 'a'],
    ø: ['o', 'oe'],
    å: ['a', 'aa'],
    ä: ['a', 'ae'],
    ö: ['o', 'oe'],
    ü: ['u', 'ue'],
  };
  return name.toLowerCase().replaceAll(/[æøåäöü]/g, (letter) => random.pick(spelling[letter]!));
}
