import type { MatchField } from '#shared/contract/values';

/**
 * Which parts of a customer can be looked for. Records are read as they were
 * stored: any field may be missing or of another type than the contract says.
 */

/** What a word of a customer belongs to; the number is kept in the index (3 bits). */
export const wordKinds = {
  firstname: 0,
  lastname: 1,
  company: 2,
  street: 3,
  postalCode: 4,
  city: 5,
  contact: 6,
  /** Street, postal code and city of a delivery or invoice address. */
  otherAddress: 7,
} as const;
export type WordKind = (typeof wordKinds)[keyof typeof wordKinds];

/** Bit set of the kinds a person's name stands in: first and last name change places in forms. */
export const nameKinds = (1 << wordKinds.firstname) | (1 << wordKinds.lastname);

/** What a match in a word of this kind is called; by kind. */
export const fieldOfKind: readonly MatchField[] = [
  'name',
  'name',
  'company',
  'address',
  'postalCode',
  'city',
  'contact',
  'address',
];

/** A value whose words are looked for: the part [from, to) of the text as it is shown. */
export interface WordField {
  readonly kind: WordKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A value that is looked for as a whole, from its beginning or from its end. */
export interface KeyField {
  readonly field: MatchField;
  readonly form: 'phone' | 'code' | 'email';
  readonly text: string;
}

export interface CustomerFields {
  /** Empty for a customer that is only being filled in. */
  readonly customerUid: string;
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
  const addWords = (kind: WordKind, text: string | undefined, from = 0, to = text?.length ?? 0): void => {
    const isKnown = words.some((field) => field.kind === kind && field.text === text);
    if (text !== undefined && from < to && !isKnown) words.push({ kind, text, from, to });
  };
  const addKey = (field: MatchField, form: KeyField['form'], value: unknown): void => {
    const text = textOf(value);
    if (text !== undefined) keys.push({ field, form, text });
  };

  const first = textOf(customer.firstname) ?? '';
  const person = [first, textOf(customer.lastname)].filter(Boolean).join(' ');
  addWords(wordKinds.firstname, person, 0, first.length);
  addWords(wordKinds.lastname, person, first.length);
  addWords(wordKinds.company, textOf(customer.companyName));
  const shown = textOf(customer.displayName);
  if (!words.some(({ text }) => text === shown)) {
    addWords(customer.customerType === 'PERSON' ? wordKinds.lastname : wordKinds.company, shown);
  }
  addWords(wordKinds.street, textOf(customer.address));
  addWords(wordKinds.street, textOf(customer.address2));
  addWords(wordKinds.postalCode, textOf(customer.postalCode));
  addWords(wordKinds.city, textOf(customer.city));
  for (const { address, postalCode, city } of listOf(customer.addresses)) {
    const lines = [textOf(address), textOf(postalCode), textOf(city)].filter(Boolean);
    addWords(wordKinds.otherAddress, lines.join(' ') || undefined);
  }
  addKey('loyaltyId', 'code', customer.loyaltyId);
  addKey('mobile', 'phone', customer.mobile);
  addKey('email', 'email', customer.email);
  addKey('externalId', 'code', customer.externalId);
  addKey('vatNumber', 'code', customer.vatNumber);
  for (const contact of listOf(customer.contacts)) {
    const name = [textOf(contact.firstname), textOf(contact.lastname)].filter(Boolean).join(' ');
    addWords(wordKinds.contact, name || textOf(contact.displayName));
    addKey('contact', 'phone', contact.mobile);
    addKey('contact', 'email', contact.email);
  }
  return { customerUid: textOf(customer.customerUid) ?? '', words, keys };
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
