/** What a list shows of a customer in any case, and what it may show besides. */
export interface ListedCustomer {
  readonly customerUid: string;
  readonly displayName: string;
  readonly companyName?: string | undefined;
  readonly address?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly city?: string | undefined;
  readonly mobile?: string | undefined;
  readonly email?: string | undefined;
  readonly loyaltyId?: string | undefined;
  /** RFC 3339. */
  readonly createdAt?: string | undefined;
}

/** What tells equal rows apart; of those that do it equally well, the first. */
const telling = ['address', 'email', 'loyaltyId', 'createdAt'] as const;
export type TellingField = (typeof telling)[number];

/**
 * For customers whose rows would look the same (name, company, place and first way
 * to reach them), the field in which they differ most; for all others nothing.
 *
 * @returns by customerUid
 */
export function tellApart(customers: readonly ListedCustomer[]): Map<string, TellingField> {
  const alike = new Map<string, ListedCustomer[]>();
  for (const customer of customers) {
    const row = rowOf(customer);
    alike.set(row, [...(alike.get(row) ?? []), customer]);
  }
  const fields = new Map<string, TellingField>();
  for (const group of alike.values()) {
    if (group.length < 2) continue;
    const values = (field: TellingField): number => new Set(group.map((one) => valueOf(one, field))).size;
    const best = telling.reduce((known, field) => (values(field) > values(known) ? field : known));
    if (values(best) < 2) continue;
    for (const one of group) if (valueOf(one, best) !== '') fields.set(one.customerUid, best);
  }
  return fields;
}

function rowOf({
  displayName,
  companyName,
  postalCode,
  city,
  mobile,
  email,
  address,
}: ListedCustomer): string {
  const shown = [displayName, companyName, postalCode, city, mobile ?? email ?? address];
  return JSON.stringify(shown.map((text) => text?.trim().toLowerCase() ?? ''));
}

/** A moment is shown as its day. */
function valueOf(customer: ListedCustomer, field: TellingField): string {
  const value = customer[field]?.trim().toLowerCase() ?? '';
  return field === 'createdAt' ? value.slice(0, 10) : value;
}
