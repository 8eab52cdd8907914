import { generateCustomers } from '../electron/practice/seed/generate-customers.ts';
import { createRandom, seedFromText } from '../electron/practice/seed/random.ts';

export type BenchCustomer =
  ReturnType<typeof generateCustomers> extends Generator<infer Customer> ? Customer : never;

type SlimField =
  | 'customerUid'
  | 'firstname'
  | 'lastname'
  | 'companyName'
  | 'address'
  | 'postalCode'
  | 'city'
  | 'mobile'
  | 'email'
  | 'loyaltyId'
  | 'externalId'
  | 'vatNumber';

export type SlimCustomer = Pick<BenchCustomer, SlimField> & {
  readonly contacts: readonly Pick<
    BenchCustomer['contacts'][number],
    'firstname' | 'lastname' | 'email' | 'mobile'
  >[];
};

/** Stems of Nordic place names, which rare last names are made of. */
const stems = (
  'bjerke birke dals ek elv eng fager fjell furu gran grav grøn gull haug hav heim holm kirke klev kvern ' +
  'land lang lill linde lund løv lys mo myr nord ny nyg ode rams rogn rud sand selje sjø skar skog sol sten ' +
  'stor strand sund svart syd tjern torp trane ut vass vest viken våg ytter østre ås'
).split(' ');
const ends = (
  'berg bø bakken bråten by dal eng fjord gård hagen haugen heim holt lie lien lund mark moen nes ' +
  'rud røed seth skog stad strøm sæter søn tveit tun vang vik ås'
).split(' ');

/**
 * The practice store's customers, with a fifth of the last names replaced by rare
 * ones made of place names: a real base has tens of thousands of last names, and
 * the dictionary is what a fuzzy search walks.
 */
export function* benchCustomers(count: number, seed: number): Generator<BenchCustomer, void, void> {
  for (const customer of generateCustomers({ count, seed })) {
    const random = createRandom(seedFromText(customer.customerUid));
    if (customer.lastname !== '' && random.chance(0.2)) {
      const [first = '', ...rest] = `${random.pick(stems)}${random.pick(stems)}${random.pick(ends)}`;
      customer.lastname = first.toUpperCase() + rest.join('');
      customer.displayName = `${customer.firstname} ${customer.lastname}`;
    }
    yield customer;
  }
}
