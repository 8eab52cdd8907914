import type { MatchField } from '#shared/contract/values';

/**
 * Which parts of a customer can be looked for. Records are read as they were
 * stored: any field may be missing or of another type than the contract says.
 */

/** What a word of a customer belongs to; the number is kept in the index (3 bits). */
export const wordKinds = {
  name: 0,
  company: 1,
  street: 2,
  postalCode: 3,
  city: 4,
  contact: 5,
} as const;
export type WordKind = (typeof wordKinds)[keyof typeof wordKinds];

export const fieldOfKind: readonly MatchField[] = [
  'name',
  'company',
  'address',
  'postalCode',
  'city',
  'contact',
];

/** A value whose words are looked for. */
export interface WordField {
  readonly kind: WordKind;
  readonly text: string;
}

/** A value that is looked for as a whole, from its beginning or from its end. */
export interface KeyField {
  readonly field: MatchField;
  readonly form: 'phone' | 'code' | 'email';
  readonly text: string;
}

export interface CustomerFields {
  readonly words: readonly WordField[];
  readonly keys: readonly KeyField[];
}

/** Longer values are cut: nobody types more, and a hostile record stays small in the index. */
const maxFieldLength = 300;
/** Contacts and addresses beyond this many are not looked for. */
const maxListed = 100;

type Loose = Readonly<Record<string, unknown>>;

/** The parts of a customer that can be looked for, best known first. */
export function fieldsOf(customer: Loose): CustomerFields {
  const words: WordField[] = [];
  const keys: KeyField[] = [];
  const addWords = (kind: WordKind, value: unknown): void => {
    const text = textOf(value);
    if (text !== undefined && !words.some((field) => field.kind === kind && field.text === text)) {
      words.push({ kind, text });
    }
  };
  const addKey = (field: MatchField, form: KeyField['form'], value: unknown): void => {
    const text = textOf(value);
    if (text !== undefined) keys.push({ field, form, text });
  };

  const person = [textOf(customer.firstname), textOf(customer.lastname)].filter(Boolean).join(' ');
  addWords(wordKinds.name, person);
  addWords(wordKinds.company, customer.companyName);
  const shown = textOf(customer.displayName);
  if (shown !== undefined && shown !== person && !words.some(({ text }) => text === shown)) {
    addWords(customer.customerType === 'PERSON' ? wordKinds.name : wordKinds.company, shown);
  }
  addWords(wordKinds.street, customer.address);
  addWords(wordKinds.street, customer.address2);
  addWords(wordKinds.postalCode, customer.postalCode);
  addWords(wordKinds.city, customer.city);
  for (const address of listOf(customer.addresses)) {
    addWords(wordKinds.street, address.address);
    addWords(wordKinds.postalCode, address.postalCode);
    addWords(wordKinds.city, address.city);
  }
  addKey('loyaltyId', 'code', customer.loyaltyId);
  addKey('mobile', 'phone', customer.mobile);
  addKey('email', 'email', customer.email);
  addKey('externalId', 'code', customer.externalId);
  addKey('vatNumber', 'code', customer.vatNumber);
  for (const contact of listOf(customer.contacts)) {
    const name = [textOf(contact.firstname), textOf(contact.lastname)].filter(Boolean).join(' ');
    addWords(wordKinds.contact, name || contact.displayName);
    addKey('contact', 'phone', contact.mobile);
    addKey('contact', 'email', contact.email);
  }
  return { words, keys };
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.length > maxFieldLength ? value.slice(0, maxFieldLength) : value;
  return text.trim() === '' ? undefined : text;
}

function listOf(value: unknown): Loose[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, maxListed)
    .filter((entry): entry is Loose => entry !== null && typeof entry === 'object');
}
