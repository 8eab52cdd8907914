import { seededLoyaltyId } from './checked-numbers.ts';
import { blankCustomer, displayNameOf, type FlowRetailCustomer } from './flow-retail-customer.ts';
import { accountManagers, consentKinds, stores } from './organisation.ts';

const dayMs = 86_400_000;

const [homeStore, secondStore] = stores;
const [emailConsent, smsConsent, profileConsent] = consentKinds;

/**
 * The customers that lessons, the README and tests name. They stand first in every practice base,
 * whatever its seed; the first is Bjørn Åse. All dates lie before `now` (milliseconds since 1970).
 */
export function demoCustomers(now: number): FlowRetailCustomer[] {
  const daysAgo = (days: number): string => new Date(now - days * dayMs).toISOString();
  const consent = (
    kind: (typeof consentKinds)[number],
    status: boolean,
    days: number,
  ): FlowRetailCustomer['consents'][number] => ({ ...kind, status, source: 'POS', createdAt: daysAgo(days) });

  const person = (
    customerUid: string,
    days: number,
    fields: Partial<FlowRetailCustomer>,
  ): FlowRetailCustomer => ({
    ...blankCustomer(customerUid, 'PERSON', daysAgo(days)),
    countryCode: 'NO',
    ...fields,
  });

  const company = (
    customerUid: string,
    customerType: 'COMPANY' | 'B2B',
    days: number,
    fields: Partial<FlowRetailCustomer>,
  ): FlowRetailCustomer => ({
    ...blankCustomer(customerUid, customerType, daysAgo(days)),
    countryCode: 'NO',
    paymentTerms: 14,
    ...fields,
  });

  const customers = [
    person('demo-bjorn-ase', 1_500, {
      firstname: 'Bjørn',
      lastname: 'Åse',
      mobile: '+4790124471',
      email: 'bjorn.ase@fjordpost.example',
      address: 'Fjellgata 7',
      postalCode: '6002',
      city: 'Ålesund',
      customerGroupUids: ['group-club'],
      consents: [consent(emailConsent, true, 1_500), consent(smsConsent, false, 900)],
    }),
    person('demo-kari-nordmann', 2_000, {
      firstname: 'Kari',
      lastname: 'Nordmann',
      mobile: '+4792345678',
      email: 'kari.nordmann@fjordpost.example',
      address: 'Parkveien 12B',
      postalCode: '0253',
      city: 'Oslo',
      customerGroupUids: ['group-club', 'group-gold'],
      consents: [
        consent(emailConsent, true, 2_000),
        consent(smsConsent, true, 2_000),
        consent(profileConsent, true, 700),
      ],
    }),
    // Shares a telephone and an address with Kari: two people, both right.
    person('demo-ola-nordmann', 1_100, {
      firstname: 'Ola',
      lastname: 'Nordmann',
      mobile: '+4792345678',
      address: 'Parkveien 12B',
      postalCode: '0253',
      city: 'Oslo',
    }),
    // The same person twice, as it happens when nobody searched first: a pair to merge.
    person('demo-ingrid-sorlie', 800, {
      firstname: 'Ingrid',
      lastname: 'Sørlie',
      mobile: '+4741223344',
      email: 'ingrid.sorlie@nordmail.example',
      address: 'Strandgata 3',
      postalCode: '5003',
      city: 'Bergen',
      consents: [consent(emailConsent, true, 800)],
    }),
    person('demo-ingrid-sorlie-again', 20, {
      firstname: 'Ingrid',
      lastname: 'Sorlie',
      mobile: '+4741223344',
      city: 'Bergen',
      consents: [consent(emailConsent, false, 20), consent(smsConsent, true, 20)],
    }),
    company('demo-nordfjord', 'COMPANY', 2_600, {
      companyName: 'Nordfjord Elektro AS',
      vatNumber: '974760673',
      mobile: '+4757862200',
      email: 'post@nordfjord-elektro.example',
      address: 'Industriveien 21',
      postalCode: '6783',
      city: 'Stryn',
      ehf: { enabled: true, address: '0192:974760673' },
      contacts: [
        {
          customerContactUid: 'demo-nordfjord-astrid',
          displayName: 'Astrid Røyrvik',
          firstname: 'Astrid',
          lastname: 'Røyrvik',
          email: 'astrid.royrvik@nordfjord-elektro.example',
          mobile: '+4795551234',
          role: 'ADMIN',
          extensions: [],
          createdAt: daysAgo(2_600),
          lastModifiedAt: daysAgo(400),
        },
        {
          customerContactUid: 'demo-nordfjord-torgeir',
          displayName: 'Torgeir Ånes',
          firstname: 'Torgeir',
          lastname: 'Ånes',
          email: 'torgeir.anes@nordfjord-elektro.example',
          mobile: '+4795555678',
          role: 'PURCHASER',
          extensions: [],
          createdAt: daysAgo(1_200),
          lastModifiedAt: daysAgo(1_200),
        },
      ],
    }),
    company('demo-nordfjord-maloy', 'COMPANY', 2_000, {
      customerParentUid: 'demo-nordfjord',
      companyName: 'Nordfjord Elektro AS avd. Måløy',
      vatNumber: '974760673',
      email: 'maloy@nordfjord-elektro.example',
      address: 'Sjøgata 4',
      postalCode: '6700',
      city: 'Måløy',
    }),
    // Every field of the contract is filled, so that nothing a view or a mapper drops goes unseen.
    company('demo-every-field', 'COMPANY', 1_800, {
      customerParentUid: 'demo-nordfjord',
      companyName: 'Nordfjord Elektro AS avd. Førde',
      firstname: 'Gøril',
      lastname: 'Ødegård',
      vatNumber: '974760673',
      mobile: '+4790887766',
      email: 'forde@nordfjord-elektro.example',
      address: 'Storgata 50',
      postalCode: '6800',
      city: 'Førde',
      externalId: 'ERP-70001',
      ledgerNumber: '00150042',
      pricelistUid: 'pricelist-trade',
      origin: 'IMPORT',
      internalNote: 'Order number required on every invoice.',
      paymentTerms: 30,
      credit: { limit: 25_000_000, balance: 4_312_050 },
      accountManager: { ...accountManagers[0] },
      ehf: { enabled: true, address: '0192:974760673' },
      customerGroupUids: ['group-trade', 'group-public-sector'],
      addresses: [
        {
          customerAddressUid: 'demo-every-field-invoice',
          type: 'INVOICE_ADDRESS',
          displayName: 'Nordfjord Elektro AS, accounts',
          firstname: 'Liv',
          lastname: 'Bråten',
          companyName: 'Nordfjord Elektro AS',
          address: 'Industriveien 21',
          postalCode: '6783',
          city: 'Stryn',
          countryCode: 'NO',
          email: 'faktura@nordfjord-elektro.example',
          phone: '+4757862201',
        },
        {
          customerAddressUid: 'demo-every-field-delivery',
          type: 'DELIVERY_ADDRESS',
          displayName: 'Nordfjord Elektro AS, stores',
          firstname: 'Åsmund',
          lastname: 'Sæther',
          companyName: 'Nordfjord Elektro AS avd. Førde',
          address: 'Hafstadvegen 9',
          postalCode: '6800',
          city: 'Førde',
          countryCode: 'NO',
          email: 'lager@nordfjord-elektro.example',
          phone: '+4790887767',
        },
      ],
      contacts: [
        {
          customerContactUid: 'demo-every-field-liv',
          displayName: 'Liv Bråten',
          firstname: 'Liv',
          lastname: 'Bråten',
          email: 'liv.braten@nordfjord-elektro.example',
          mobile: '+4741556677',
          role: 'ACCOUNTING',
          extensions: [{ extensionCode: 'KLAVIYO_PROFILE_ID', organizationUid: 'klaviyo-nordfjord' }],
          createdAt: daysAgo(1_800),
          lastModifiedAt: daysAgo(60),
        },
      ],
      consents: [
        consent(emailConsent, true, 1_800),
        consent(smsConsent, false, 1_800),
        consent(profileConsent, false, 60),
      ],
      extensions: [
        { extensionCode: 'TWO_INVOICE', organizationUid: 'two-nordfjord' },
        { extensionCode: 'KLAVIYO_PROFILE_ID', organizationUid: 'klaviyo-nordfjord' },
      ],
    }),
    company('demo-astrom', 'B2B', 1_300, {
      companyName: 'Åström & Söner AB',
      vatNumber: 'SE556703748501',
      countryCode: 'SE',
      mobile: '+46701740605',
      email: 'info@astrom-soner.example',
      address: 'Kungsgatan 14',
      postalCode: '41103',
      city: 'Göteborg',
      credit: { limit: 10_000_000, balance: 1_250_000 },
      accountManager: { ...accountManagers[1] },
      pricelistUid: 'pricelist-trade',
      customerGroupUids: ['group-trade'],
    }),
    person('demo-soren-kjaergaard', 600, {
      firstname: 'Søren',
      lastname: 'Kjærgaard',
      countryCode: 'DK',
      mobile: '+4520123456',
      address: 'Strandvejen 8',
      postalCode: '9990',
      city: 'Skagen',
    }),
    person('demo-jurgen-gross', 500, {
      firstname: 'Jürgen',
      lastname: 'Groß',
      countryCode: 'DE',
      mobile: '+4915112345678',
      email: 'juergen.gross@mail.example',
      address: 'Schloßstraße 2',
      postalCode: '24937',
      city: 'Flensburg',
    }),
    person('demo-paivi-makela', 400, {
      firstname: 'Päivi',
      lastname: 'Mäkelä',
      countryCode: 'FI',
      mobile: '+358401234567',
      address: 'Järvitie 5',
      postalCode: '90100',
      city: 'Oulu',
    }),
  ];

  customers.forEach((customer, serial) => {
    const store = customer.customerUid === 'demo-every-field' ? secondStore : homeStore;
    customer.displayName = displayNameOf(customer);
    customer.loyaltyId = seededLoyaltyId(serial);
    customer.origin ||= 'POS';
    customer.ehfEnabled = customer.ehf.enabled;
    customer.defaultStore = { ...store };
  });
  return customers;
}
