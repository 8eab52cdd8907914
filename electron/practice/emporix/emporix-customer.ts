/**
 * The customer as the Emporix customer service keeps it (CustomerForSellerDto of
 * resources/api/emporix.contract.json). The tests hold these types against the contract.
 */
export interface EmporixAddress {
  id: string;
  contactName: string;
  companyName: string;
  street: string;
  streetNumber: string;
  zipCode: string;
  city: string;
  country: string;
  contactPhone: string;
  isDefault: boolean;
  tags: string[];
  metadata: { version: number };
}

export interface EmporixAccount {
  id: string;
  providerId: string;
}

export interface LegalEntity {
  id: string;
  name: string;
  contactAssignmentId: string;
}

export interface EmporixMetadata {
  version: number;
  /** Where the schema of each mixin lies. */
  mixins: Record<string, unknown>;
}

/** The date is ISO 8601 in UTC; what is not known is ''. */
export interface EmporixCustomer {
  id: string;
  customerNumber: string;
  title: string;
  firstName: string;
  middleName: string;
  lastName: string;
  contactPhone: string;
  contactEmail: string;
  company: string;
  preferredLanguage: string;
  preferredCurrency: string;
  preferredSite: string;
  type: string;
  photoUrl: string;
  restriction: string | null;
  active: boolean;
  onHold: boolean;
  /** The e-mail address of the account; '' without one. */
  email: string;
  businessModel: 'B2B' | 'B2C';
  b2b: { companyRegistrationId: string; legalEntities: LegalEntity[] };
  accounts: EmporixAccount[];
  addresses: EmporixAddress[];
  mixins: Record<string, unknown>;
  metadata: EmporixMetadata;
  metadataCreatedAt: string;
}

/** A customer of whom only the identity is known; every other field has the service's default. */
export const blankCustomer = (id: string, createdAt: string): EmporixCustomer => ({
  id,
  customerNumber: id,
  title: '',
  firstName: '',
  middleName: '',
  lastName: '',
  contactPhone: '',
  contactEmail: '',
  company: '',
  preferredLanguage: 'en_US',
  preferredCurrency: 'USD',
  preferredSite: 'main',
  type: 'CUSTOMER',
  photoUrl: '',
  restriction: null,
  active: true,
  onHold: false,
  email: '',
  businessModel: 'B2C',
  b2b: { companyRegistrationId: '', legalEntities: [] },
  accounts: [],
  addresses: [],
  mixins: {},
  metadata: { version: 1, mixins: {} },
  metadataCreatedAt: createdAt,
});

/** A customer of a company is B2B, every other B2C. */
export const businessModelOf = ({ b2b }: Pick<EmporixCustomer, 'b2b'>): 'B2B' | 'B2C' =>
  b2b.companyRegistrationId !== '' || b2b.legalEntities.length > 0 ? 'B2B' : 'B2C';
