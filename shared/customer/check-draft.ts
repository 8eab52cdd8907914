import type { FieldIssue } from '../contract/errors.ts';
import { countryName, isCountryCode, postalCodeOf } from './country.ts';
import { readEmail } from './email.ts';
import { holdsEverything, type Holdings } from './holdings.ts';
import type { Customer, CustomerChanges, CustomerDraft, CustomerType } from './model.ts';
import { readPhone } from './phone.ts';
import { tidyText } from './tidy-text.ts';
import { readVatNumber } from './vat-number.ts';

export interface CheckOptions {
  /** ISO 3166-1 alpha-2: how numbers are read where the customer's own country does not say. */
  readonly defaultCountry: string;
  /** What the connected service has room for, everything when absent: nothing else is demanded. */
  readonly holds?: Holdings;
}

export interface CheckedFields {
  /** What has to be put right before saving; at most one for a field. */
  readonly issues: FieldIssue[];
  /** Values in the notation the service wants, for the fields where it differs from what was typed. */
  readonly normalized: Record<string, string>;
}

/**
 * Every issue a field can have: the stable code programs may branch on, and its
 * words for a cashier; `{label}` and `{country}` are filled in.
 */
const issueWords = {
  /** The service demands the field for this type of customer. */
  required: '{label} is missing.',
  /** Not an ISO 3166-1 alpha-2 code. */
  'country.unknown': 'There is no such country. Choose one from the list.',
  /** No such number can exist where it belongs. */
  'phone.invalid':
    'This is not a whole phone number of {country}. Begin a number from elsewhere with + and its country code.',
  /** No mail can be sent there. */
  'email.invalid': 'This is not a whole e-mail address. It should look like name@example.com.',
  /** Not the shape of that country's codes. */
  'postal-code.format': 'This is not a postal code of {country}.',
  /** Not an organisation or VAT number of the country it belongs to. */
  'vat.format':
    'This is not an organisation or VAT number of {country}. Begin a number from elsewhere with its country’s letters.',
  /** It looks like such a number, but the check digit does not fit. */
  'vat.check-digit': 'One of the digits is wrong: the check digit of this number does not fit.',
  /** `customerParentUid` makes a department of another customer, which only a company can be. */
  'parent.not-company': 'Only a company can belong to another company.',
  /** Other characters than those of the service's identifiers (`OptionalUID`). */
  'uid.format': 'This reference to another record is damaged. Choose it again.',
} as const;

type IssueCode = keyof typeof issueWords;

/** What the service demands of each type; of a type it does not know, nothing. */
const requiredFields: ReadonlyMap<string, readonly (keyof typeof labels)[]> = new Map([
  ['PERSON', ['firstname', 'lastname', 'countryCode']],
  ['COMPANY', ['companyName']],
  ['B2B', ['companyName']],
]);

const labels = {
  firstname: 'First name',
  lastname: 'Last name',
  companyName: 'Company name',
  countryCode: 'Country',
} as const;

interface Surroundings {
  readonly customerType: string;
  /** The customer's own country when it is one, else the default. */
  readonly country: string;
  readonly defaultCountry: string;
}

/** The value in the notation the service wants, or what is wrong with it. */
type Verdict = { readonly value: string } | { readonly code: IssueCode; readonly country?: string };

/** What becomes of a field that is not empty. */
const rules: Readonly<Record<string, (text: string, surroundings: Surroundings) => Verdict>> = {
  firstname: (text) => ({ value: text }),
  lastname: (text) => ({ value: text }),
  companyName: (text) => ({ value: text }),
  address: (text) => ({ value: text }),
  city: (text) => ({ value: text }),
  externalId: (text) => ({ value: text }),
  loyaltyId: (text) => ({ value: text }),
  countryCode: checkCountry,
  mobile: checkPhone,
  email: checkEmail,
  postalCode: checkPostalCode,
  vatNumber: checkVatNumber,
  customerParentUid: checkParent,
  pricelistUid: checkUid,
};

/** Checks a new customer as the service will. An empty field is fine where nothing demands it. */
export function checkDraft(draft: CustomerDraft, options: CheckOptions): CheckedFields {
  return checkFields(draft, new Set(Object.keys(draft)), options);
}

/**
 * Checks an update: only what it changes, and what the service demands where the
 * update empties it or changes the customer's type. Values stored before are
 * facts and not held against the cashier.
 */
export function checkChanges(
  current: Customer,
  changes: CustomerChanges,
  options: CheckOptions,
): CheckedFields {
  // Clearing what is not there changes nothing.
  const changed = Object.entries(changes).filter(
    ([field, value]) => value !== undefined && value !== (current[field] ?? ''),
  );
  const after = { ...current, ...Object.fromEntries(changed) };
  return checkFields(after, new Set(changed.map(([field]) => field)), options);
}

function checkFields(
  fields: Readonly<Record<string, unknown>>,
  changed: ReadonlySet<string>,
  { defaultCountry, holds = holdsEverything }: CheckOptions,
): CheckedFields {
  const issues: FieldIssue[] = [];
  const normalized: Record<string, string> = {};
  const customerType = textOf(fields['customerType']);
  const ownCountry = textOf(fields['countryCode']).toUpperCase();
  const country = isCountryCode(ownCountry) ? ownCountry : defaultCountry;
  // Another type demands other fields and permits no parent, whether those fields change or not.
  const isConcerned = (field: string): boolean => changed.has(field) || changed.has('customerType');

  const held: readonly string[] = holds.fields[customerType as CustomerType] ?? [];
  for (const field of requiredFields.get(customerType) ?? [])
    if (held.includes(field) && isConcerned(field) && textOf(fields[field]) === '')
      issues.push(issueOf(field, 'required', { label: labels[field] }));

  for (const [field, check] of Object.entries(rules)) {
    if (!(field === 'customerParentUid' ? isConcerned(field) : changed.has(field))) continue;
    const typed = fields[field];
    const text = textOf(typed);
    const verdict = text === '' ? { value: '' } : check(text, { customerType, country, defaultCountry });
    if ('code' in verdict) {
      issues.push(issueOf(field, verdict.code, { country: countryName(verdict.country ?? country, 'en') }));
    } else if (typeof typed === 'string' && typed !== verdict.value) {
      normalized[field] = verdict.value;
    }
  }
  return { issues, normalized };
}

function issueOf(field: string, code: IssueCode, fillings: Readonly<Record<string, string>>): FieldIssue {
  const message = issueWords[code].replace(/\{(\w+)\}/g, (_, name: string) => fillings[name] ?? '');
  return { field, code, message };
}

/** Tidied; anything but text reads as empty, since types are the schema's matter. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? tidyText(value) : '';
}

function checkCountry(text: string): Verdict {
  const code = text.toUpperCase();
  return isCountryCode(code) ? { value: code } : { code: 'country.unknown' };
}

/** People keep their number when they move: the store's own country is tried as well. */
function checkPhone(text: string, { country, defaultCountry }: Surroundings): Verdict {
  const phone = [country, defaultCountry]
    .map((home) => readPhone(text, home))
    .find((read) => read?.valid === true);
  return phone === undefined ? { code: 'phone.invalid' } : { value: phone.e164 };
}

function checkEmail(text: string): Verdict {
  const address = readEmail(text);
  return address === undefined ? { code: 'email.invalid' } : { value: address };
}

function checkPostalCode(text: string, { country }: Surroundings): Verdict {
  const postalCode = postalCodeOf(country, text);
  return postalCode === undefined ? { code: 'postal-code.format' } : { value: postalCode };
}

function checkVatNumber(text: string, surroundings: Surroundings): Verdict {
  const { normalized, country, issue } = readVatNumber(text, surroundings.country);
  return issue === undefined || issue === 'vat.unknown-country'
    ? { value: normalized }
    : { code: issue, country };
}

function checkUid(text: string): Verdict {
  return /^[A-Za-z0-9_-]+$/.test(text) ? { value: text } : { code: 'uid.format' };
}

function checkParent(text: string, { customerType }: Surroundings): Verdict {
  return customerType === 'COMPANY' ? checkUid(text) : { code: 'parent.not-company' };
}
