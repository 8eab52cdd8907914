import type { CustomerDraft } from '../shared/customer/model.ts';
import { createRandom, type Random } from '../electron/practice/seed/random.ts';
import type { BenchCustomer } from './lookup-customers.ts';

/** A form as somebody fills it in. */
export interface BenchForm {
  readonly kind: string;
  readonly draft: Partial<CustomerDraft>;
  /** customerUid of the customer it is; undefined when the person is new. */
  readonly meant: string | undefined;
}

type Maker = (customer: BenchCustomer, other: BenchCustomer, random: Random) => Partial<CustomerDraft>;

const letters = 'a e i n r s t'.split(' ');

const fields = [
  'customerType',
  'firstname',
  'lastname',
  'companyName',
  'address',
  'postalCode',
  'city',
  'mobile',
  'email',
  'vatNumber',
] as const;

/** What of a customer a new form would repeat. */
export function formOf(customer: BenchCustomer): Partial<CustomerDraft> {
  return Object.fromEntries(fields.flatMap((field) => (customer[field] ? [[field, customer[field]]] : [])));
}

/** One form after the other is of a customer of the base: how people fill it in again. */
const knownMakers: Readonly<Record<string, Maker>> = {
  'complete, with typing errors': (customer, _other, random) => withErrors(formOf(customer), random, 2),
  'half filled in': (customer, _other, random) => {
    const { customerType, firstname, lastname, companyName, postalCode, mobile, email } = formOf(customer);
    const contact =
      random.chance(0.5) && mobile !== undefined ? { mobile } : email === undefined ? {} : { email };
    const half = { customerType, firstname, lastname, companyName, postalCode, ...contact };
    return withErrors(present(half), random, 1);
  },
  'moved, other phone': (customer, other, random) => {
    const { address, postalCode, city, mobile } = formOf(other);
    return withErrors({ ...formOf(customer), ...present({ address, postalCode, city, mobile }) }, random, 1);
  },
};

/** Forms of people who are new, however much they have in common with somebody. */
const newMakers: Readonly<Record<string, Maker>> = {
  new: (_customer, other) => formOf(other),
  'household: same address and last name': (customer, other) => {
    const { lastname, address, postalCode, city } = formOf(customer);
    return { ...formOf(other), ...present({ lastname, address, postalCode, city }) };
  },
  'same phone, other name': (customer, other) => ({
    ...formOf(other),
    ...present({ mobile: customer.mobile }),
  }),
  'first name alone': (customer) => present({ firstname: customer.firstname }),
};

/**
 * `count` forms, kinds in turn.
 *
 * @param customers of the base
 * @param strangers who are not in it
 */
export function makeForms(
  customers: readonly BenchCustomer[],
  strangers: readonly BenchCustomer[],
  count: number,
  seed: number,
): BenchForm[] {
  const random = createRandom(seed);
  const known = Object.entries(knownMakers).map(([kind, make]) => ({ kind, make, isKnown: true }));
  const fresh = Object.entries(newMakers).map(([kind, make]) => ({ kind, make, isKnown: false }));
  const kinds = [...known, ...fresh];
  return Array.from({ length: count }, (_, at): BenchForm => {
    const { kind, make, isKnown } = kinds[at % kinds.length]!;
    const customer = random.pick(customers);
    const stranger = random.pick(strangers);
    // Names and places repeat in a made-up people, an address of one's own does not.
    const other = { ...stranger, email: stranger.email && `${random.uid().slice(0, 6)}.${stranger.email}` };
    return {
      kind,
      draft: make(customer, other, random),
      meant: isKnown ? customer.customerUid : undefined,
    };
  });
}

/** A second record of a customer, as a cashier who did not find the first one makes it. */
export function secondRecord(customer: BenchCustomer, customerUid: string, random: Random): BenchCustomer {
  const { customerParentUid: _none, ...errors } = withErrors(formOf(customer), random, 2);
  const changed = {
    ...customer,
    ...(errors as Partial<BenchCustomer>),
    customerUid,
    loyaltyId: '',
    externalId: '',
    contacts: [],
    addresses: [],
  };
  if (random.chance(0.3)) changed.email = '';
  if (random.chance(0.25))
    changed.mobile = random.chance(0.5) ? '' : `+47${random.between(40_000_000, 49_999_999)}`;
  if (random.chance(0.2)) Object.assign(changed, { address: '', postalCode: '', city: '' });
  changed.displayName = changed.companyName || `${changed.firstname} ${changed.lastname}`.trim();
  return changed;
}

/** One to `most` typing errors, each in a field of its own choice. */
function withErrors(draft: Partial<CustomerDraft>, random: Random, most: number): Partial<CustomerDraft> {
  const typed: Record<string, unknown> = { ...draft };
  const errors = random.between(0, most);
  for (let error = 0; error < errors; error += 1) {
    const field = random.pick(['firstname', 'lastname', 'companyName', 'address', 'city', 'mobile', 'email']);
    const value = typed[field];
    if (typeof value === 'string' && value.length > 3) typed[field] = withTypo(value, random);
  }
  return typed;
}

function withTypo(text: string, random: Random): string {
  const at = random.between(1, text.length - 2);
  const sign = /\d/.test(text[at]!) ? String(random.below(10)) : random.pick(letters);
  return random.pick([
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + sign + text.slice(at),
    text.slice(0, at) + sign + text.slice(at + 1),
    text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2),
  ]);
}

function present<Value extends object>(
  value: Value,
): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => Boolean(entry))) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}
