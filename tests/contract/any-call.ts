import fc from 'fast-check';
import { checkDraft } from '../../shared/customer/check-draft.ts';
import {
  customerDraftSchema,
  customerTypes,
  type CustomerDraft,
  type CustomerType,
} from '../../shared/customer/model.ts';
import type { CustomerService, NewCustomer } from '../../electron/core/services/customer-service.ts';

/** One call of the port, with whatever a till may hand in. */
export interface Call {
  readonly method: string;
  readonly run: (service: CustomerService) => Promise<{ readonly outcome: string }>;
}

/** Text as people, scanners and attackers type it. */
const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', ' ', '../..', '%2e%2e', '"', "' OR 1=1", '\0', '😀', '‮', 'Åse & <b>'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '^XA^XZ',
      '${x}',
      '{{x}}',
      'a:b c',
      'name:~.*',
      '(a OR b)',
      '[1 TO *]',
      '\r\nX: y',
    ),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 100, maxLength: 200 }) },
);
const anyUid = fc.stringMatching(/^[A-Za-z0-9_-]{1,66}$/);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const anyFields = fc.record(
  {
    firstname: anyText,
    lastname: anyText,
    companyName: anyText,
    address: anyText,
    postalCode: fc.oneof(anyText, fc.constant('6002')),
    city: anyText,
    countryCode: fc.oneof(anyText, fc.constantFrom('NO', 'SE', 'DE')),
    mobile: fc.oneof(anyText, fc.constantFrom('+4790124471', '901 24 471')),
    email: fc.oneof(anyText, fc.constantFrom('b@example.no', "o'hara+x@example.com", 'æ@example.no')),
    vatNumber: fc.oneof(anyText, fc.constantFrom('923609016', 'SE556012579001')),
    externalId: anyText,
    loyaltyId: anyText,
    ledgerNumber: anyText,
    pricelistUid: fc.oneof(anyUid, anyText),
    origin: anyText,
    internalNote: anyText,
    paymentTerms: fc.integer({ min: 0, max: 3650 }),
    credit: fc.record({ limit: fc.nat(Number.MAX_SAFE_INTEGER) }),
    accountManager: fc.record({ tenantUserUid: fc.oneof(anyUid, anyText) }),
    ehf: fc.record({ enabled: fc.boolean(), address: anyText }, { requiredKeys: [] }),
    customerGroupUids: fc.array(anyUid, { maxLength: 3 }),
    defaultStoreUid: anyUid,
    customerParentUid: fc.oneof(anyUid, fc.constant('')),
    consents: fc.array(fc.record({ consentUid: anyUid, status: fc.boolean(), source: anyText }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: [] },
);

/** A draft as the core hands it on: a field with an issue never leaves the till, the others in the service's notation. */
const anyCustomer: fc.Arbitrary<NewCustomer> = fc
  .tuple(anyUid, fc.constantFrom(...customerTypes), anyFields)
  .map(([customerUid, customerType, fields]) => acceptedPart(customerUid, customerType, fields));

function acceptedPart(customerUid: string, customerType: CustomerType, fields: object): NewCustomer {
  const names = { firstname: 'Bjørn', lastname: 'Åse', companyName: 'Nordfjord AS', countryCode: 'NO' };
  let draft: CustomerDraft = { ...names, customerType };
  for (const [field, value] of Object.entries(fields)) {
    const next = { ...draft, [field]: value };
    const isAccepted =
      customerDraftSchema.safeParse(next).success &&
      checkDraft(next, { defaultCountry: 'NO' }).issues.length === 0;
    if (isAccepted) draft = next;
  }
  return { ...draft, ...checkDraft(draft, { defaultCountry: 'NO' }).normalized, customerUid };
}

const anyChanges = anyCustomer.map(({ customerUid: _uid, consents: _consents, ...changes }) => changes);

/** Every method of the port. */
export const anyCall: fc.Arbitrary<Call> = fc.oneof(
  fc
    .tuple(fc.nat(10_000), fc.integer({ min: 1, max: 1000 }), optional(fc.boolean()))
    .map(([page, pageSize, newestFirst]): Call => ({
      method: 'listPage',
      run: (service) =>
        service.listPage({ page, pageSize, ...(newestFirst === undefined ? {} : { newestFirst }) }),
    })),
  anyUid.map((uid): Call => ({ method: 'get', run: (service) => service.get(uid) })),
  anyText.map((id): Call => ({ method: 'findByExternalId', run: (service) => service.findByExternalId(id) })),
  fc
    .record({
      query: anyText,
      exactMatch: optional(fc.boolean()),
      types: optional(fc.subarray([...customerTypes])),
      storeUid: optional(anyUid),
      customerParentUid: optional(anyUid),
      scope: optional(fc.subarray(['CUSTOMER', 'CONTACT'] as const)),
      limit: optional(fc.integer({ min: 1, max: 100 })),
    })
    .map((request): Call => ({ method: 'search', run: (service) => service.search(request) })),
  anyText.map((query): Call => ({
    method: 'searchExternal',
    run: (service) => service.searchExternal(query),
  })),
  anyCustomer.map((customer): Call => ({ method: 'create', run: (service) => service.create(customer) })),
  fc
    .tuple(anyUid, anyChanges)
    .map(([uid, changes]): Call => ({ method: 'update', run: (service) => service.update(uid, changes) })),
  anyUid.map((uid): Call => ({ method: 'delete', run: (service) => service.delete(uid) })),
  fc
    .tuple(anyUid, anyUid)
    .map(([uid, from]): Call => ({ method: 'merge', run: (service) => service.merge(uid, from) })),
  fc
    .record({
      customerUid: anyUid,
      extensionCode: fc.constantFrom('TWO_INVOICE', 'X/../Y'),
      storeUid: anyUid,
    })
    .chain((request) =>
      fc.constantFrom('addExtension', 'removeExtension').map((method): Call => ({
        method,
        run: (service) =>
          method === 'addExtension' ? service.addExtension(request) : service.removeExtension(request),
      })),
    ),
  fc
    .tuple(
      fc.uniqueArray(anyCustomer, { maxLength: 6, selector: ({ customerUid }) => customerUid }),
      fc.nat(6),
      fc.nat(6),
    )
    .map(([customers, first, second]): Call => {
      const [from, to] = [Math.min(first, second), Math.max(first, second)];
      const request = {
        create: customers.slice(0, from),
        update: customers.slice(from, to).map(({ customerUid, consents: _consents, ...changes }) => ({
          customerUid,
          customerType: changes.customerType,
          changes,
        })),
        delete: customers.slice(to).map(({ customerUid }) => customerUid),
      };
      return { method: 'batch', run: (service) => service.batch(request) };
    }),
  fc.tuple(anyUid, optional(anyUid)).map(([uid, printer]): Call => ({
    method: 'printCard',
    run: (service) => service.printCard(uid, printer),
  })),
  fc.tuple(anyUid, anyUid).map(([uid, store]): Call => ({
    method: 'storeDetails',
    run: (service) => service.storeDetails(uid, store),
  })),
  anyUid.map((uid): Call => ({ method: 'export', run: (service) => service.export(uid) })),
);
