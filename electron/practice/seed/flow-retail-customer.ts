/**
 * The customer as the Flow Retail service answers it (CustomerResponseSchema of
 * resources/api/flow-retail.contract.json). The tests hold these types against the contract.
 */
export type CustomerType = 'PERSON' | 'COMPANY' | 'B2B';
export type AddressType = 'DELIVERY_ADDRESS' | 'INVOICE_ADDRESS';
export type ExtensionCode = 'TWO_INVOICE' | 'KLAVIYO_PROFILE_ID';
export type ContactRole = 'ADMIN' | 'PURCHASER' | 'ACCOUNTING' | 'NONE';

export interface CustomerAddress {
  customerAddressUid: string;
  type: AddressType;
  displayName: string;
  firstname: string;
  lastname: string;
  companyName: string;
  address: string;
  postalCode: string;
  city: string;
  countryCode: string;
  email: string;
  phone: string;
}

export interface CustomerExtension {
  extensionCode: ExtensionCode;
  organizationUid: string;
}

export interface CustomerContact {
  customerContactUid: string;
  displayName: string;
  firstname: string;
  lastname: string;
  email: string;
  mobile: string;
  role: ContactRole;
  extensions: CustomerExtension[];
  createdAt: string;
  lastModifiedAt: string;
}

export interface CustomerConsent {
  consentUid: string;
  name: string;
  status: boolean;
  source: string;
  createdAt: string;
}

/** Dates are ISO 8601 in UTC; money (`credit`) is in hundredths; what is not known is ''. */
export interface FlowRetailCustomer {
  customerUid: string;
  customerType: CustomerType;
  customerParentUid: string;
  displayName: string;
  firstname: string;
  lastname: string;
  companyName: string;
  vatNumber: string;
  mobile: string;
  email: string;
  address: string;
  postalCode: string;
  city: string;
  countryCode: string;
  loyaltyId: string;
  externalId: string;
  ledgerNumber: string;
  pricelistUid: string;
  origin: string;
  internalNote: string;
  paymentTerms: number;
  credit: { limit: number; balance: number };
  accountManager: { tenantUserUid: string; displayName: string; userCode: string };
  ehf: { enabled: boolean; address: string };
  ehfEnabled: boolean;
  customerGroupUids: string[];
  defaultStore: { name: string; storeUid: string } | null;
  addresses: CustomerAddress[];
  contacts: CustomerContact[];
  consents: CustomerConsent[];
  extensions: CustomerExtension[];
  createdAt: string;
  lastModifiedAt: string;
  relevance: number;
}

/** A customer of whom only the identity is known; every other field has the contract's empty value. */
export function blankCustomer(
  customerUid: string,
  customerType: CustomerType,
  createdAt: string,
): FlowRetailCustomer {
  return {
    customerUid,
    customerType,
    customerParentUid: '',
    displayName: '',
    firstname: '',
    lastname: '',
    companyName: '',
    vatNumber: '',
    mobile: '',
    email: '',
    address: '',
    postalCode: '',
    city: '',
    countryCode: '',
    loyaltyId: '',
    externalId: '',
    ledgerNumber: '',
    pricelistUid: '',
    origin: '',
    internalNote: '',
    paymentTerms: 0,
    credit: { limit: 0, balance: 0 },
    accountManager: { tenantUserUid: '', displayName: '', userCode: '' },
    ehf: { enabled: false, address: '' },
    ehfEnabled: false,
    customerGroupUids: [],
    defaultStore: null,
    addresses: [],
    contacts: [],
    consents: [],
    extensions: [],
    createdAt,
    lastModifiedAt: createdAt,
    relevance: 0,
  };
}

/** The name a till shows: the company's for COMPANY and B2B, first and last name for a PERSON. */
export function displayNameOf(
  customer: Pick<FlowRetailCustomer, 'customerType' | 'companyName' | 'firstname' | 'lastname'>,
): string {
  const personName = `${customer.firstname} ${customer.lastname}`.trim();
  return customer.customerType === 'PERSON' ? personName : customer.companyName || personName;
}
