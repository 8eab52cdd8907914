import {
  customerTypes,
  uidSchema,
  type customerSchema,
  type CustomerRecord,
  type CustomerType,
} from '#shared/customer/model';

/** What a field holds. An object names the fields it knows; others inside are kept as they are. */
type Kind =
  | 'text'
  | 'whole'
  | 'number'
  | 'flag'
  | { readonly entries: Kind }
  | { readonly fields: readonly (readonly [field: string, kind: Kind])[] };

const listOf = (entries: Kind): Kind => ({ entries });
const objectOf = (fields: Readonly<Record<string, Kind>>): Kind => ({ fields: Object.entries(fields) });

const address = objectOf({
  customerAddressUid: 'text',
  type: 'text',
  displayName: 'text',
  companyName: 'text',
  firstname: 'text',
  lastname: 'text',
  address: 'text',
  postalCode: 'text',
  city: 'text',
  countryCode: 'text',
  email: 'text',
  phone: 'text',
});

const contact = objectOf({
  customerContactUid: 'text',
  displayName: 'text',
  firstname: 'text',
  lastname: 'text',
  email: 'text',
  mobile: 'text',
  role: 'text',
});

/** The types of `CustomerResponseSchema`; the compiler keeps the list as long as the customer's own. */
const customerFields = {
  customerUid: 'text',
  customerType: 'text',
  customerParentUid: 'text',
  displayName: 'text',
  firstname: 'text',
  lastname: 'text',
  companyName: 'text',
  address: 'text',
  postalCode: 'text',
  city: 'text',
  countryCode: 'text',
  mobile: 'text',
  email: 'text',
  vatNumber: 'text',
  loyaltyId: 'text',
  externalId: 'text',
  ledgerNumber: 'text',
  pricelistUid: 'text',
  origin: 'text',
  internalNote: 'text',
  paymentTerms: 'whole',
  credit: objectOf({ limit: 'whole', balance: 'whole' }),
  accountManager: objectOf({ tenantUserUid: 'text', displayName: 'text', userCode: 'text' }),
  ehfEnabled: 'flag',
  ehf: objectOf({ enabled: 'flag', address: 'text' }),
  customerGroupUids: listOf('text'),
  defaultStore: objectOf({ name: 'text', storeUid: 'text' }),
  addresses: listOf(address),
  contacts: listOf(contact),
  extensions: listOf(objectOf({ extensionCode: 'text', organizationUid: 'text' })),
  consents: listOf(objectOf({ consentUid: 'text', name: 'text', status: 'flag', source: 'text' })),
  relevance: 'number',
  createdAt: 'text',
  lastModifiedAt: 'text',
} satisfies Record<keyof (typeof customerSchema)['shape'], Kind>;

const kinds: ReadonlyMap<string, Kind> = new Map(Object.entries(customerFields));

/** The kind of one of the customer's own fields; undefined for fields nobody here knows. */
export function kindOf(field: string): Kind | undefined {
  return kinds.get(field);
}

const spellings: ReadonlyMap<string, string> = new Map(
  [...kinds.keys()].map((field) => [field.toLowerCase(), field]),
);

/** Any of these makes a customer of a record: what it can be found by. */
const identifyingFields = [
  'firstname',
  'lastname',
  'companyName',
  'mobile',
  'email',
  'vatNumber',
  'loyaltyId',
  'externalId',
  'ledgerNumber',
] as const satisfies readonly (keyof typeof customerFields)[];

/** The fields a column can have: those of one value. */
export const columnFields: readonly string[] = Object.entries(customerFields)
  .filter(([, kind]) => typeof kind === 'string')
  .map(([field]) => field);

/** How the reader of records is told of what it finds. */
export interface RecordReading {
  /** The id of a record without a `customerUid`. */
  readonly newUid: (record: object) => string;
  /** A field nobody here knows; told each time it comes. */
  readonly onUnknownField: (field: string) => void;
}

/** A field's name as the service spells it, whatever its capitals here; other names as they are. */
export function spellField(name: string): string {
  return spellings.get(name.toLowerCase()) ?? name;
}

/** Deeper than any customer; what recurses over a record must not run out of stack. */
const maxDepth = 32;

/**
 * A customer as it was found in a file: the fields the till knows have their
 * types, all others are kept. Imported customers are facts: whether a phone
 * number can exist is not asked. A record without a `customerUid` is given one
 * when it carries anything a customer can be found by, and one without a
 * `customerType` the one its names speak for.
 * The value itself becomes the customer: a copy of each would cost as much as reading it.
 *
 * @returns the reason, naming the field, when the record cannot be a customer
 */
export function toCustomer(
  value: unknown,
  { newUid, onUnknownField }: RecordReading,
): { readonly customer: CustomerRecord } | { readonly reason: string } {
  if (!isObject(value)) return { reason: 'this is not a customer, which is an object of fields' };
  for (const field of Object.keys(value)) {
    const reason = problemOf(value[field], field);
    if (reason !== undefined) return { reason };
    if (!kinds.has(field)) onUnknownField(field);
  }
  const customerType = typeOf(value);
  if (customerType === undefined)
    return { reason: `customerType must be one of ${customerTypes.join(', ')}` };
  value['customerType'] = customerType;
  if ((value['customerUid'] ?? '') === '') {
    if (!identifyingFields.some((field) => isWritten(value[field])))
      return { reason: `nothing here makes a customer: none of ${identifyingFields.join(', ')}` };
    value['customerUid'] = newUid(value);
  }
  return hasUid(value)
    ? { customer: value }
    : { reason: 'customerUid must be 1 to 128 letters, digits, "-" or "_"' };
}

/** The type a record names, in any capitals, else the one its names speak for; undefined for an unknown one. */
function typeOf(record: Record<string, unknown>): CustomerType | undefined {
  const named = record['customerType'];
  if (!isWritten(named)) {
    const isCompany = isWritten(record['companyName']);
    return isCompany && !isWritten(record['firstname']) && !isWritten(record['lastname'])
      ? 'COMPANY'
      : 'PERSON';
  }
  const spelled = named.trim().toUpperCase();
  return customerTypes.find((type) => type === spelled);
}

function isWritten(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function hasUid(value: Record<string, unknown>): value is CustomerRecord {
  return uidSchema.safeParse(value['customerUid']).success;
}

function problemOf(value: unknown, field: string): string | undefined {
  // As a plain field it would turn into something else wherever a record is copied.
  if (field === '__proto__') return 'a field cannot be called __proto__';
  const kind = kinds.get(field);
  if (typeof value === 'object' && isDeeperThan(value, maxDepth)) return `${field} is nested too deep`;
  const mismatch = kind === undefined ? undefined : mismatchOf(value, kind);
  return mismatch === undefined ? undefined : field + mismatch;
}

/**
 * What is wrong where a value is not of its kind, to follow the field's name:
 * ` must be text`, `.0.email must be text`. Null counts as absent, as services send it.
 */
function mismatchOf(value: unknown, kind: Kind): string | undefined {
  if (value === null) return undefined;
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? undefined : ' must be text';
    case 'whole':
      return Number.isSafeInteger(value) ? undefined : ' must be a whole number';
    case 'number':
      return typeof value === 'number' ? undefined : ' must be a number';
    case 'flag':
      return typeof value === 'boolean' ? undefined : ' must be true or false';
  }
  if ('entries' in kind) {
    if (!Array.isArray(value)) return ' must be a list';
    for (let index = 0; index < value.length; index += 1) {
      const mismatch = mismatchOf(value[index], kind.entries);
      if (mismatch !== undefined) return `.${index}${mismatch}`;
    }
    return undefined;
  }
  if (!isObject(value)) return ' must be an object';
  for (const [field, inner] of kind.fields) {
    const entry = value[field];
    const mismatch = entry === undefined ? undefined : mismatchOf(entry, inner);
    if (mismatch !== undefined) return `.${field}${mismatch}`;
  }
  return undefined;
}

function isDeeperThan(value: object | null, levels: number): boolean {
  if (value === null) return false;
  if (levels === 0) return true;
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && isDeeperThan(inner, levels - 1)) return true;
  return false;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
