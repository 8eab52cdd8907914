import { seededLoyaltyId } from './checked-numbers.ts';
import { countryShares, type CountrySeed } from './countries.ts';
import { demoCustomers } from './demo-customers.ts';
import {
  blankCustomer,
  displayNameOf,
  type ContactRole,
  type CustomerAddress,
  type CustomerContact,
  type FlowRetailCustomer,
} from './flow-retail-customer.ts';
import { accountManagers, consentKinds, stores } from './organisation.ts';
import { createRandom, type Random } from './random.ts';

/** The newest moment in a generated base unless told otherwise; fixed, so that a seed alone decides the data. */
export const defaultSeedTime = Date.UTC(2026, 0, 15, 9, 0, 0);

const dayMs = 86_400_000;
const oldestCustomerDays = 9 * 365;

export interface GenerateOptions {
  /** How many customers, 0 or more. The demo customers come first and count. */
  count: number;
  /** Any number; the same seed gives the same customers. */
  seed: number;
  /** Milliseconds since 1970: no date in the data is later. */
  now?: number;
}

/**
 * Yields `count` complete customers, one at a time, so that a million never stand in memory.
 * About 80 % PERSON, 12 % COMPANY (some with departments), 8 % B2B; mostly Norwegian, then Swedish,
 * Danish, German and Finnish. A department always comes after its company.
 */
export function* generateCustomers(options: GenerateOptions): Generator<FlowRetailCustomer, void, void> {
  const { count, seed, now = defaultSeedTime } = options;
  yield* demoCustomers(now).slice(0, count);

  const maker = createCustomerMaker(createRandom(seed), now);
  for (let serial = demoCustomers(now).length; serial < count; serial += 1) yield maker(serial);
}

/** One customer after the other; remembers the company whose departments and the household whose members may follow. */
function createCustomerMaker(random: Random, now: number): (serial: number) => FlowRetailCustomer {
  let company: FlowRetailCustomer | undefined;
  let departmentsLeft = 0;
  let neighbour: FlowRetailCustomer | undefined;

  return (serial) => {
    const country = random.pickWeighted(countryShares);
    const createdAt = now - Math.floor(random.next() ** 1.4 * oldestCustomerDays * dayMs);
    const customerUid = random.uid();
    const createdAtText = new Date(createdAt).toISOString();

    let customer: FlowRetailCustomer;
    if (company && departmentsLeft > 0) {
      departmentsLeft -= 1;
      customer = makeDepartment(random, blankCustomer(customerUid, 'COMPANY', createdAtText), company);
    } else {
      const share = random.next();
      if (share < 0.81) {
        customer = makePerson(
          random,
          blankCustomer(customerUid, 'PERSON', createdAtText),
          country,
          neighbour,
        );
        neighbour = customer;
      } else {
        const type = share < 0.92 ? 'COMPANY' : 'B2B';
        customer = makeCompany(random, blankCustomer(customerUid, type, createdAtText), country);
        if (type === 'COMPANY' && random.chance(0.06)) {
          company = customer;
          departmentsLeft = random.between(1, 3);
        }
      }
    }

    customer.displayName = displayNameOf(customer);
    if (random.chance(customer.customerType === 'PERSON' ? 0.88 : 0.3)) {
      customer.loyaltyId = seededLoyaltyId(serial);
    }
    if (random.chance(0.6)) customer.externalId = String(100_000 + serial);
    if (random.chance(0.02)) {
      customer.extensions.push({ extensionCode: 'KLAVIYO_PROFILE_ID', organizationUid: '' });
    }
    customer.origin = random.pickWeighted([
      ['POS', 70],
      ['WEB', 20],
      ['IMPORT', 10],
    ]);
    const store = random.pickCommon(stores);
    customer.defaultStore = { name: store.name, storeUid: store.storeUid };
    // Most records were never touched again; the others at any time since.
    const modifiedAt = random.chance(0.6) ? createdAt : createdAt + random.below(now - createdAt + 1);
    customer.lastModifiedAt = new Date(modifiedAt).toISOString();
    return customer;
  };
}

function makePerson(
  random: Random,
  person: FlowRetailCustomer,
  country: CountrySeed,
  neighbour: FlowRetailCustomer | undefined,
): FlowRetailCustomer {
  person.firstname = random.pickCommon(country.firstNames);
  person.lastname = random.pickCommon(country.lastNames);
  person.countryCode = country.countryCode;

  if (neighbour && neighbour.countryCode === country.countryCode && random.chance(0.06)) {
    // A household shares its name and address, and now and then its telephone.
    person.lastname = neighbour.lastname;
    person.address = neighbour.address;
    person.postalCode = neighbour.postalCode;
    person.city = neighbour.city;
    if (random.chance(0.3)) person.mobile = neighbour.mobile;
  } else if (random.chance(0.93)) {
    setAddress(random, person, country);
  }
  if (person.mobile === '' && random.chance(0.96)) person.mobile = country.mobile(random);
  if (random.chance(0.75)) person.email = emailOf(random, person.firstname, person.lastname);
  if (random.chance(0.04)) person.internalNote = random.pick(personNotes);
  if (random.chance(0.06)) {
    person.addresses.push(makeAddress(random, person, country, 'DELIVERY_ADDRESS'));
  }
  if (random.chance(0.35)) {
    person.customerGroupUids.push('group-club');
    if (random.chance(0.15)) person.customerGroupUids.push('group-gold');
  }
  if (random.chance(0.01)) {
    person.customerGroupUids.push('group-staff');
    person.pricelistUid = 'pricelist-staff';
  }
  addConsents(random, person, 0.7);
  return person;
}

function makeCompany(random: Random, company: FlowRetailCustomer, country: CountrySeed): FlowRetailCustomer {
  company.companyName = companyName(random, country);
  company.countryCode = country.countryCode;
  company.vatNumber = country.vatNumber(random);
  setAddress(random, company, country);
  company.email = `post@${mailName(company.companyName)}.example`;
  if (random.chance(0.8)) company.mobile = country.mobile(random);
  company.ledgerNumber = random.chance(0.5) ? random.digits(6) : '';
  company.paymentTerms = random.pick([10, 14, 30]);
  company.ehf = random.chance(0.55)
    ? { enabled: true, address: country.invoiceAddress(company.vatNumber) }
    : { enabled: false, address: '' };
  company.ehfEnabled = company.ehf.enabled;
  if (random.chance(0.05)) company.internalNote = random.pick(companyNotes);
  if (random.chance(0.3)) {
    company.addresses.push(makeAddress(random, company, country, 'INVOICE_ADDRESS'));
  }
  if (random.chance(0.2)) {
    company.addresses.push(makeAddress(random, company, country, 'DELIVERY_ADDRESS'));
  }

  if (company.customerType === 'B2B') {
    const limit = random.between(1, 50) * 1_000_000;
    company.credit = { limit, balance: random.chance(0.6) ? random.below(limit) : 0 };
    company.accountManager = { ...random.pick(accountManagers) };
    company.customerGroupUids.push('group-trade');
    company.pricelistUid = random.chance(0.5) ? 'pricelist-trade' : '';
    if (random.chance(0.15)) {
      company.extensions.push({
        extensionCode: 'TWO_INVOICE',
        organizationUid: `two-${company.customerUid.slice(0, 8)}`,
      });
    }
    addContacts(random, company, country, random.between(1, 4));
  } else {
    if (random.chance(0.1)) company.customerGroupUids.push('group-public-sector');
    if (random.chance(0.5)) addContacts(random, company, country, random.between(1, 2));
  }
  addConsents(random, company, 0.2);
  return company;
}

function makeDepartment(
  random: Random,
  department: FlowRetailCustomer,
  company: FlowRetailCustomer,
): FlowRetailCustomer {
  const country = countryOf(company.countryCode);
  makeCompany(random, department, country);
  department.customerParentUid = company.customerUid;
  department.vatNumber = company.vatNumber;
  department.companyName = `${company.companyName} ${country.departmentWord} ${department.city}`;
  department.email = company.email;
  if (company.ehf.enabled) department.ehf = { ...company.ehf };
  department.ehfEnabled = department.ehf.enabled;
  return department;
}

const countryOf = (countryCode: string): CountrySeed => {
  const share = countryShares.find(([country]) => country.countryCode === countryCode);
  if (!share) throw new Error(`No names and places are known for the country ${countryCode}`);
  return share[0];
};

function setAddress(
  random: Random,
  target: { address: string; postalCode: string; city: string },
  country: CountrySeed,
): void {
  const place = random.pickCommon(country.places);
  const letter = random.chance(0.12) ? random.pick(['A', 'B', 'C']) : '';
  target.address = `${random.pick(country.streets)} ${random.between(1, 140)}${letter}`;
  target.postalCode = place.postalCode;
  target.city = place.city;
}

function makeAddress(
  random: Random,
  owner: FlowRetailCustomer,
  country: CountrySeed,
  type: CustomerAddress['type'],
): CustomerAddress {
  const address: CustomerAddress = {
    customerAddressUid: random.uid(),
    type,
    displayName: displayNameOf(owner),
    firstname: owner.firstname,
    lastname: owner.lastname,
    companyName: owner.companyName,
    address: '',
    postalCode: '',
    city: '',
    countryCode: country.countryCode,
    email: type === 'INVOICE_ADDRESS' ? owner.email.replace(/^post@/, 'faktura@') : owner.email,
    phone: owner.mobile,
  };
  setAddress(random, address, country);
  return address;
}

const contactRoles: readonly (readonly [ContactRole, number])[] = [
  ['NONE', 40],
  ['PURCHASER', 30],
  ['ADMIN', 20],
  ['ACCOUNTING', 10],
];

function addContacts(random: Random, company: FlowRetailCustomer, country: CountrySeed, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const firstname = random.pickCommon(country.firstNames);
    const lastname = random.pickCommon(country.lastNames);
    const contact: CustomerContact = {
      customerContactUid: random.uid(),
      displayName: `${firstname} ${lastname}`,
      firstname,
      lastname,
      email: `${mailName(firstname)}.${mailName(lastname)}@${mailName(company.companyName)}.example`,
      mobile: random.chance(0.85) ? country.mobile(random) : '',
      role: random.pickWeighted(contactRoles),
      extensions: [],
      createdAt: company.createdAt,
      lastModifiedAt: company.createdAt,
    };
    company.contacts.push(contact);
  }
}

function addConsents(random: Random, customer: FlowRetailCustomer, share: number): void {
  if (!random.chance(share)) return;
  for (const { consentUid, name } of consentKinds) {
    if (random.chance(0.8)) {
      customer.consents.push({
        consentUid,
        name,
        status: random.chance(0.65),
        source: random.pick(['POS', 'WEB']),
        createdAt: customer.createdAt,
      });
    }
  }
}

function companyName(random: Random, country: CountrySeed): string {
  const legalForm = random.pick(country.legalForms);
  const trade = random.pick(country.trades);
  const head = random.chance(0.3)
    ? random.pickCommon(country.places).city.replace(/ [A-ZÅÆØ]$/, '')
    : random.pickCommon(country.lastNames);
  return random.chance(0.12)
    ? `${head} & ${random.pickCommon(country.lastNames)} ${legalForm}`
    : `${head} ${trade} ${legalForm}`;
}

function emailOf(random: Random, firstname: string, lastname: string): string {
  const number = random.chance(0.4) ? random.between(1, 99) : '';
  const domain = random.pickCommon([
    'fjordpost.example',
    'nordmail.example',
    'epost.example',
    'mail.example',
  ]);
  return `${mailName(firstname)}.${mailName(lastname)}${number}@${domain}`;
}

const letterSpelling: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'o',
  å: 'a',
  ä: 'a',
  ö: 'o',
  ü: 'u',
  ß: 'ss',
};
const mailNames = new Map<string, string>();

/** A name as it stands in an e-mail address: ASCII letters, digits and hyphens. Memoised: names repeat. */
function mailName(name: string): string {
  const known = mailNames.get(name);
  if (known !== undefined) return known;
  const spelled = name
    .toLowerCase()
    .replace(/[æøåäöüß]/g, (letter) => letterSpelling[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (mailNames.size < 20_000) mailNames.set(name, spelled);
  return spelled;
}

const personNotes = [
  'Prefers a call to an SMS.',
  'Collects parcels for the neighbour too.',
  'Wants the receipt by e-mail.',
  'Uses a wheelchair: help with high shelves.',
] as const;

const companyNotes = [
  'Order number required on every invoice.',
  'Deliveries before 10 only.',
  'Ask for the requisition before charging to account.',
] as const;
