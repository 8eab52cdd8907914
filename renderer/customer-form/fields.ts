import type { FieldIssue } from '#shared/contract/errors';
import type { Holdings } from '#shared/customer/holdings';
import type { Customer, CustomerChanges, CustomerDraft, CustomerType } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';

/**
 * Every field of a customer that a till may write, by its path in the contract,
 * and how it is typed. Forms hold plain strings; here they become what the
 * contract wants, and back.
 */
interface FieldSpec {
  readonly kind:
    | 'text'
    | 'note'
    | 'phone'
    | 'email'
    | 'country'
    | 'whole'
    | 'money'
    | 'flag'
    | 'list'
    | 'company';
  readonly maxLength?: number;
}

export const fieldSpecs = {
  customerType: { kind: 'text' },
  firstname: { kind: 'text', maxLength: 200 },
  lastname: { kind: 'text', maxLength: 200 },
  companyName: { kind: 'text', maxLength: 200 },
  mobile: { kind: 'phone', maxLength: 40 },
  email: { kind: 'email', maxLength: 254 },
  address: { kind: 'text', maxLength: 300 },
  postalCode: { kind: 'text', maxLength: 20 },
  city: { kind: 'text', maxLength: 120 },
  countryCode: { kind: 'country' },
  vatNumber: { kind: 'text', maxLength: 40 },
  loyaltyId: { kind: 'text', maxLength: 120 },
  externalId: { kind: 'text', maxLength: 120 },
  ledgerNumber: { kind: 'text', maxLength: 60 },
  origin: { kind: 'text', maxLength: 120 },
  internalNote: { kind: 'note', maxLength: 4000 },
  paymentTerms: { kind: 'whole', maxLength: 4 },
  'credit.limit': { kind: 'money', maxLength: 15 },
  'ehf.enabled': { kind: 'flag' },
  'ehf.address': { kind: 'text', maxLength: 120 },
  'accountManager.tenantUserUid': { kind: 'text', maxLength: 128 },
  customerGroupUids: { kind: 'list' },
  pricelistUid: { kind: 'text', maxLength: 128 },
  defaultStoreUid: { kind: 'text', maxLength: 128 },
  customerParentUid: { kind: 'company' },
} as const satisfies Record<string, FieldSpec>;

export type FieldName = keyof typeof fieldSpecs;
export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

const fieldNames = Object.keys(fieldSpecs) as FieldName[];

export function specOf(name: FieldName): FieldSpec {
  return fieldSpecs[name];
}

/** The fields of the contract that a form can write. */
export const writableFields = [
  ...new Set(fieldNames.map((name) => name.split('.')[0] as CustomerField)),
] as const;

/** Room for everything: until it is known what the service has room for. */
export const roomForAll: Holdings = {
  types: ['PERSON', 'COMPANY', 'B2B'],
  fields: { PERSON: [...writableFields], COMPANY: [...writableFields], B2B: [...writableFields] },
};

/** Those of the fields that the service has room for; a nested field goes by its first part. */
export function withRoom<Entry extends readonly [FieldName, ...unknown[]]>(
  fields: readonly Entry[],
  held: readonly CustomerField[],
): readonly Entry[] {
  return fields.filter(([name]) => held.some((field) => field === name.split('.')[0]));
}

/** What the service will not do without, by type (`CustomerCreateSchema`: a person needs both names). */
export function requiredFields(type: CustomerType): readonly FieldName[] {
  return type === 'PERSON' ? ['firstname', 'lastname', 'countryCode'] : ['companyName'];
}

/** A customer, or part of one, as a form shows it. Absent fields stay absent. */
export function readFieldValues(customer: Partial<Customer> | Partial<CustomerDraft>): FieldValues {
  const record: Record<string, unknown> = { ...customer };
  record['defaultStoreUid'] ??= (record['defaultStore'] as Customer['defaultStore'])?.storeUid;
  return Object.fromEntries(
    fieldNames.flatMap((name) => {
      const value = readPath(record, name);
      return value === undefined || value === null ? [] : [[name, writeText(specOf(name), value)]];
    }),
  );
}

/** The fields of a form that make up one field of the contract: `ehf` is a switch and an address. */
export function pathsOf(field: string): readonly FieldName[] {
  return fieldNames.filter((name) => name === field || name.startsWith(`${field}.`));
}

export function readPath(record: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], record);
}

function writeText(spec: FieldSpec, value: unknown): string {
  if (spec.kind === 'money') return String(Number(value) / 100);
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** Fields whose text is no value at all, before the core is asked. */
export function findUnreadable(values: FieldValues): FieldIssue[] {
  return entriesOf(values).flatMap(([name, text]) => {
    const { kind } = specOf(name);
    if (kind !== 'whole' && kind !== 'money') return [];
    return readNumber(kind, text) === undefined
      ? [{ field: name, code: 'number.invalid', message: 'This is not a number.' }]
      : [];
  });
}

/** A form of a new customer as the contract wants it: what is empty is left out. */
export function buildDraft(type: CustomerType, values: FieldValues): CustomerDraft {
  const filled = Object.fromEntries(entriesOf(values).filter(([, text]) => text.trim() !== ''));
  return { ...buildChanges(filled), customerType: type };
}

/** Changed fields as the contract wants them: what was emptied is cleared. */
export function buildChanges(values: FieldValues): CustomerChanges {
  const changes: CustomerChanges & Record<string, unknown> = {};
  for (const [name, text] of entriesOf(values)) {
    const value = readText(specOf(name), text.trim());
    if (value === undefined) continue;
    const [head, tail] = name.split('.') as [string, string | undefined];
    changes[head] = tail ? { ...(changes[head] as object | undefined), [tail]: value } : value;
  }
  return changes;
}

function readText({ kind }: FieldSpec, text: string): unknown {
  switch (kind) {
    case 'whole':
    case 'money':
      return readNumber(kind, text);
    case 'flag':
      return text === 'true';
    case 'list':
      return text === '' ? [] : text.split(/[\s,;]+/);
    default:
      return text;
  }
}

/** Empty counts as zero: numbers of a customer cannot be absent once they are there. */
function readNumber(kind: 'whole' | 'money', text: string): number | undefined {
  const compact = text.replaceAll(/\s/g, '').replace(',', '.');
  if (compact === '') return 0;
  const pattern = kind === 'whole' ? /^\d+$/ : /^\d+(\.\d{1,2})?$/;
  if (!pattern.test(compact)) return undefined;
  return kind === 'whole' ? Number(compact) : Math.round(Number(compact) * 100);
}

function entriesOf(values: FieldValues): [FieldName, string][] {
  return Object.entries(values) as [FieldName, string][];
}
