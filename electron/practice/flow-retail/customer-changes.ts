import {
  displayNameOf,
  type CustomerConsent,
  type FlowRetailCustomer,
} from '../seed/flow-retail-customer.ts';
import { accountManagers, consentKinds, stores } from '../seed/organisation.ts';
import { invalidField } from './api-error.ts';

const plainFields = [
  'address',
  'city',
  'companyName',
  'countryCode',
  'customerType',
  'email',
  'externalId',
  'firstname',
  'lastname',
  'ledgerNumber',
  'mobile',
  'postalCode',
  'vatNumber',
  'pricelistUid',
  'origin',
  'loyaltyId',
  'paymentTerms',
  'internalNote',
  'customerGroupUids',
  'customerParentUid',
] as const;

/** The body of an update (CustomerUpdateSchema): a field that is absent keeps its value. */
export interface CustomerChanges extends Partial<Pick<FlowRetailCustomer, (typeof plainFields)[number]>> {
  credit?: { limit?: number };
  accountManager?: { tenantUserUid: string };
  ehf?: { enabled?: boolean; address?: string };
  /** Deprecated by the service: `ehf.enabled` wins when both are sent. */
  ehfEnabled?: boolean;
  defaultStoreUid?: string;
}

/** The body of a create (CustomerCreateSchema), and of every item of a batch but deletes. */
export interface CustomerDraft extends CustomerChanges {
  customerType: FlowRetailCustomer['customerType'];
  customerUid?: string;
  consents?: { consentUid: string; status: boolean; source: string }[];
}

/**
 * The customer after the changes. Knows what a reference stands for (store, account manager) and throws a 400 naming
 * the field when it stands for nothing. `now` (ISO 8601) becomes the time of the last change.
 */
export function applyChanges(
  customer: FlowRetailCustomer,
  changes: CustomerChanges,
  now: string,
): FlowRetailCustomer {
  const plain = Object.fromEntries(
    plainFields.filter((field) => changes[field] !== undefined).map((field) => [field, changes[field]]),
  );
  const ehf = {
    enabled: changes.ehf?.enabled ?? changes.ehfEnabled ?? customer.ehf.enabled,
    address: changes.ehf?.address ?? customer.ehf.address,
  };
  const changed: FlowRetailCustomer = {
    ...customer,
    ...plain,
    credit: {
      ...customer.credit,
      ...(changes.credit?.limit !== undefined && { limit: changes.credit.limit }),
    },
    ehf,
    ehfEnabled: ehf.enabled,
    accountManager: changes.accountManager
      ? accountManagerOf(changes.accountManager.tenantUserUid)
      : customer.accountManager,
    defaultStore:
      changes.defaultStoreUid === undefined ? customer.defaultStore : storeOf(changes.defaultStoreUid),
    lastModifiedAt: now,
  };
  return { ...changed, displayName: displayNameOf(changed) };
}

/** The customer's consents after a draft's: one status for each kind, the latest. */
export function applyConsents(
  consents: readonly CustomerConsent[],
  changes: CustomerDraft['consents'],
  now: string,
): CustomerConsent[] {
  const latest = new Map(consents.map((consent) => [consent.consentUid, consent]));
  (changes ?? []).forEach(({ consentUid, status, source }, index) => {
    const kind = consentKinds.find((known) => known.consentUid === consentUid);
    if (!kind) throw invalidField(`consents.${index}.consentUid`, `there is no consent ${consentUid}`);
    latest.set(consentUid, { consentUid, name: kind.name, status, source, createdAt: now });
  });
  return [...latest.values()];
}

function accountManagerOf(tenantUserUid: string): FlowRetailCustomer['accountManager'] {
  if (tenantUserUid === '') return { tenantUserUid: '', displayName: '', userCode: '' };
  const manager = accountManagers.find((known) => known.tenantUserUid === tenantUserUid);
  if (!manager) throw invalidField('accountManager.tenantUserUid', `there is no user ${tenantUserUid}`);
  return { ...manager };
}

function storeOf(storeUid: string): FlowRetailCustomer['defaultStore'] {
  const store = stores.find((known) => known.storeUid === storeUid);
  if (!store) throw invalidField('defaultStoreUid', `there is no store ${storeUid}`);
  return { name: store.name, storeUid: store.storeUid };
}
