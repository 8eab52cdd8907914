import { z } from 'zod';

/**
 * The customer as Tillbook knows it: the Flow Retail customer (API v2,
 * `CustomerResponseSchema`), read leniently. A service may omit a field, send
 * null, or send fields nobody has heard of; all of it is kept in the stored
 * record, and this schema is the typed view of it.
 */

/** `CustomerTypeENUM` of the Flow Retail API. */
export const customerTypes = ['PERSON', 'COMPANY', 'B2B'] as const;
export type CustomerType = (typeof customerTypes)[number];

/** `UID` of the Flow Retail API; 66 characters is the shorter limit of the two services (Emporix). */
export const uidSchema = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);

const text = z.string().optional().catch(undefined);
const whole = z.number().int().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

/** A list whose unreadable entries are left out of the view, never the whole record. */
function lenientList<Item extends z.ZodType>(item: Item) {
  return z
    .array(z.unknown())
    .optional()
    .catch(undefined)
    .transform((entries) =>
      entries?.flatMap((entry): z.output<Item>[] => {
        const read = item.safeParse(entry);
        return read.success ? [read.data] : [];
      }),
    );
}

/** Extensions a till may add or remove (path enum of `…/extensions/{customerExtensionCode}`). */
export const extensionCodes = ['TWO_INVOICE'] as const;

const addressSchema = z.looseObject({
  customerAddressUid: text,
  /** `DELIVERY_ADDRESS` or `INVOICE_ADDRESS`. */
  type: text,
  displayName: text,
  companyName: text,
  firstname: text,
  lastname: text,
  address: text,
  postalCode: text,
  city: text,
  countryCode: text,
  email: text,
  phone: text,
});

const contactSchema = z.looseObject({
  customerContactUid: text,
  displayName: text,
  firstname: text,
  lastname: text,
  email: text,
  mobile: text,
  /** `ADMIN`, `PURCHASER`, `ACCOUNTING` or `NONE`. */
  role: text,
  createdAt: text,
  lastModifiedAt: text,
});

const extensionSchema = z.looseObject({ extensionCode: z.string(), organizationUid: text });

const consentSchema = z.looseObject({
  consentUid: z.string(),
  name: text,
  status: z.boolean(),
  source: text,
  createdAt: text,
});

export const customerSchema = z.looseObject({
  customerUid: uidSchema,
  customerType: z.enum(customerTypes).catch('PERSON'),
  customerParentUid: text,
  displayName: text,
  firstname: text,
  lastname: text,
  companyName: text,
  address: text,
  postalCode: text,
  city: text,
  /** ISO 3166-1 alpha-2. */
  countryCode: text,
  /** Digits with a leading "+" when the country is known. */
  mobile: text,
  email: text,
  vatNumber: text,
  loyaltyId: text,
  externalId: text,
  ledgerNumber: text,
  pricelistUid: text,
  origin: text,
  internalNote: text,
  /** Days. */
  paymentTerms: whole,
  /** Hundredths of the tenant's currency. */
  credit: z.looseObject({ limit: whole, balance: whole }).optional().catch(undefined),
  accountManager: z
    .looseObject({ tenantUserUid: text, displayName: text, userCode: text })
    .optional()
    .catch(undefined),
  ehfEnabled: flag,
  ehf: z.looseObject({ enabled: flag, address: text }).optional().catch(undefined),
  customerGroupUids: lenientList(z.string()),
  defaultStore: z.looseObject({ name: text, storeUid: text }).optional().catch(undefined),
  addresses: lenientList(addressSchema),
  contacts: lenientList(contactSchema),
  extensions: lenientList(extensionSchema),
  consents: lenientList(consentSchema),
  relevance: z.number().optional().catch(undefined),
  /** RFC 3339. */
  createdAt: text,
  lastModifiedAt: text,
});

export type Customer = z.output<typeof customerSchema>;
export type CustomerAddress = z.output<typeof addressSchema>;
export type CustomerContact = z.output<typeof contactSchema>;
export type CustomerConsent = z.output<typeof consentSchema>;

/** A record as it is stored and exchanged: every field the service sent, known or not. */
export type CustomerRecord = { readonly customerUid: string } & Readonly<Record<string, unknown>>;

/**
 * The fields a till may write (`CustomerUpdateSchema`). Partial: a field that is
 * absent stays as it is; an empty string clears it.
 */
export const customerChangesSchema = z.strictObject({
  customerType: z.enum(customerTypes).optional(),
  firstname: z.string().max(200).optional(),
  lastname: z.string().max(200).optional(),
  companyName: z.string().max(200).optional(),
  address: z.string().max(300).optional(),
  postalCode: z.string().max(20).optional(),
  city: z.string().max(120).optional(),
  countryCode: z.string().max(2).optional(),
  mobile: z.string().max(40).optional(),
  email: z.string().max(254).optional(),
  vatNumber: z.string().max(40).optional(),
  externalId: z.string().max(120).optional(),
  loyaltyId: z.string().max(120).optional(),
  ledgerNumber: z.string().max(60).optional(),
  pricelistUid: z.string().max(128).optional(),
  origin: z.string().max(120).optional(),
  internalNote: z.string().max(4000).optional(),
  paymentTerms: z.number().int().min(0).max(3650).optional(),
  credit: z.strictObject({ limit: z.number().int().min(0) }).optional(),
  accountManager: z.strictObject({ tenantUserUid: z.string().max(128) }).optional(),
  ehf: z
    .strictObject({ enabled: z.boolean().optional(), address: z.string().max(120).optional() })
    .optional(),
  customerGroupUids: z.array(uidSchema).max(200).optional(),
  defaultStoreUid: uidSchema.optional(),
  customerParentUid: z.string().max(128).optional(),
});
export type CustomerChanges = z.output<typeof customerChangesSchema>;

/** A new customer as the form hands it in (`CustomerCreateSchema`). */
export const customerDraftSchema = customerChangesSchema.extend({
  customerType: z.enum(customerTypes),
  /** Made by the form when it opens, so that saving twice makes one customer. */
  customerUid: uidSchema.optional(),
  consents: z
    .array(z.strictObject({ consentUid: uidSchema, status: z.boolean(), source: z.string().max(200) }))
    .max(50)
    .optional(),
});
export type CustomerDraft = z.output<typeof customerDraftSchema>;

/**
 * Reads a stored or received record leniently: a field of the wrong type, or null
 * where the contract says string, reads as absent. Undefined when the record has
 * no usable `customerUid`.
 */
export function readCustomer(record: unknown): Customer | undefined {
  const read = customerSchema.safeParse(record);
  return read.success ? read.data : undefined;
}

const shownSchema = customerSchema
  .pick({
    customerUid: true,
    customerType: true,
    displayName: true,
    firstname: true,
    lastname: true,
    companyName: true,
    address: true,
    postalCode: true,
    city: true,
    mobile: true,
    email: true,
    loyaltyId: true,
    createdAt: true,
  })
  .strip();

/** What a list shows of a customer. */
export type ShownCustomer = z.output<typeof shownSchema>;

/** Reads of a record what a list shows, as leniently as {@link readCustomer} and in a fifth of its time. */
export function readShownCustomer(record: unknown): ShownCustomer | undefined {
  const read = shownSchema.safeParse(record);
  return read.success ? read.data : undefined;
}

/** The name a cashier reads: the company's, else the person's, else the best there is. */
export function displayNameOf(
  customer: Pick<
    Customer,
    'customerType' | 'firstname' | 'lastname' | 'companyName' | 'displayName' | 'email' | 'mobile'
  >,
): string {
  const person = [customer.firstname, customer.lastname]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ');
  const company = customer.companyName?.trim() ?? '';
  const name = customer.customerType === 'PERSON' ? person || company : company || person;
  return name || customer.displayName?.trim() || customer.email || customer.mobile || '—';
}
