import { randomUUID } from 'node:crypto';

import { conflict, customerNotFound, invalidField } from './api-error.ts';
import { blankCustomer, businessModelOf, type EmporixCustomer } from './emporix-customer.ts';
import { withAccount, type EmporixWorld } from './world.ts';

const plainFields = [
  'title',
  'firstName',
  'middleName',
  'lastName',
  'contactPhone',
  'contactEmail',
  'company',
  'preferredLanguage',
  'preferredCurrency',
  'preferredSite',
  'type',
  'photoUrl',
  'restriction',
] as const;

/** What all bodies share (CustomerCreateDto and its kin). */
export interface CustomerBody extends Partial<Pick<EmporixCustomer, (typeof plainFields)[number]>> {
  b2b?: { companyRegistrationId?: string };
  metadata?: { version?: number; mixins?: Record<string, unknown> };
  mixins?: Record<string, unknown>;
}

/** The body of a create (CustomerSignupBySellerDto). */
export interface SignupBody extends CustomerBody {
  id?: string;
  password?: string;
}

/** The body of an upsert or a patch (CustomerUpdateBySellerDto, CustomerPatchBySellerDto). */
export interface UpdateBody extends CustomerBody {
  active?: boolean;
  onHold?: boolean;
}

/** The values of `restriction` that the practice tenant knows. */
const restrictions = ['NO', 'SE', 'DK', 'DE', 'FI'];

/** The customer of a number. Throws a 404 when there is none. */
export function findCustomer(world: EmporixWorld, customerNumber: string): EmporixCustomer {
  const customer = world.customers.get(customerNumber);
  if (!customer) throw customerNotFound(customerNumber);
  return customer;
}

/**
 * Creates a customer under the given id or a new one; an e-mail address gets an account. Throws a 409 when the id or
 * the account is taken, a 400 on bad fields. A mail with a password link goes out when it is wanted.
 */
export function createCustomer(
  world: EmporixWorld,
  { id = randomUUID(), ...body }: SignupBody & UpdateBody,
  sendPasswordMail: boolean,
): EmporixCustomer {
  checkFields(body);
  if (world.customers.get(id)) throw conflict(`The customer ${id} exists already`);
  const email = body.contactEmail ?? '';
  if (email !== '' && world.customers.ownerOf(email) !== undefined) {
    throw conflict('There is an account with this e-mail address already');
  }
  const drafted = applyFields(blankCustomer(id, world.now()), body);
  const customer = email === '' ? drafted : withAccount(drafted, email);
  world.customers.insert(customer);
  if (email !== '' && sendPasswordMail) world.sendPasswordMail(id);
  return customer;
}

/** Replaces what a customer's owner may write: plain fields that are absent fall to their default. Throws a 409 or 400. */
export function replaceCustomer(world: EmporixWorld, before: EmporixCustomer, body: UpdateBody): void {
  checkFields(body);
  checkVersion(before, body);
  const blank = blankCustomer(before.id, before.metadataCreatedAt);
  const plain = Object.fromEntries(plainFields.map((field) => [field, blank[field]]));
  world.customers.replace(nextVersion(before, applyFields({ ...before, ...plain }, body)));
}

/** Changes the fields that are given; a mixin by its name, null takes it away. Throws a 404, 409 or 400. */
export function patchCustomer(world: EmporixWorld, customerNumber: string, body: UpdateBody): void {
  const before = findCustomer(world, customerNumber);
  checkFields(body);
  checkVersion(before, body);
  const merged = { ...body, ...(body.mixins && { mixins: mergeMixins(before.mixins, body.mixins) }) };
  world.customers.replace(nextVersion(before, applyFields(before, merged)));
}

function applyFields(customer: EmporixCustomer, body: UpdateBody): EmporixCustomer {
  const plain = Object.fromEntries(
    plainFields.filter((field) => body[field] !== undefined).map((field) => [field, body[field]]),
  );
  const changed: EmporixCustomer = {
    ...customer,
    ...plain,
    ...(body.active !== undefined && { active: body.active }),
    ...(body.onHold !== undefined && { onHold: body.onHold }),
    ...(body.b2b && { b2b: { ...customer.b2b, ...registrationOf(body.b2b) } }),
    ...(body.mixins && { mixins: body.mixins }),
    metadata: { ...customer.metadata, mixins: body.metadata?.mixins ?? customer.metadata.mixins },
  };
  return { ...changed, businessModel: businessModelOf(changed) };
}

const registrationOf = ({ companyRegistrationId }: NonNullable<CustomerBody['b2b']>) =>
  companyRegistrationId === undefined ? {} : { companyRegistrationId };

const mergeMixins = (before: Record<string, unknown>, sent: Record<string, unknown>) =>
  Object.fromEntries(Object.entries({ ...before, ...sent }).filter(([, mixin]) => mixin !== null));

const nextVersion = (before: EmporixCustomer, customer: EmporixCustomer): EmporixCustomer => ({
  ...customer,
  metadata: { ...customer.metadata, version: before.metadata.version + 1 },
});

/** Whoever says which version it has seen is refused when there is a newer one. */
function checkVersion({ id, metadata }: EmporixCustomer, body: UpdateBody): void {
  const seen = body.metadata?.version;
  if (seen !== undefined && seen !== metadata.version) {
    throw conflict(`The customer ${id} has version ${metadata.version} by now, not ${seen}`);
  }
}

function checkFields({ type, contactEmail, restriction }: CustomerBody): void {
  if (type !== undefined && type !== '' && type !== 'CUSTOMER' && type !== 'CONTACT') {
    throw invalidField('type', 'must be CUSTOMER or CONTACT');
  }
  if (contactEmail && !/^[^\s@]+@[^\s@]+$/.test(contactEmail)) {
    throw invalidField('contactEmail', 'is no e-mail address');
  }
  if (restriction && !restrictions.includes(restriction)) {
    throw invalidField('restriction', `the tenant knows only ${restrictions.join(', ')}`);
  }
}
