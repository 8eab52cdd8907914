import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkChanges, checkDraft } from '#shared/customer/check-draft';
import { customerDraftSchema, readCustomer, type Customer, type CustomerDraft } from '#shared/customer/model';
import { anyText } from './any-text.ts';

const options = { defaultCountry: 'NO' };

const person: CustomerDraft = {
  customerType: 'PERSON',
  firstname: 'Bjørn',
  lastname: 'Åse',
  countryCode: 'NO',
};

function codesOf(draft: CustomerDraft): Record<string, string> {
  return Object.fromEntries(checkDraft(draft, options).issues.map(({ field, code }) => [field, code]));
}

describe('checking a new customer', () => {
  it('finds nothing wrong with a person of two names and a country', () => {
    expect(checkDraft(person, options)).toEqual({ issues: [], normalized: {} });
  });

  it('demands both names and a country of a person', () => {
    expect(checkDraft({ customerType: 'PERSON', firstname: '  ' }, options).issues).toEqual([
      { field: 'firstname', code: 'required', message: 'First name is missing.' },
      { field: 'lastname', code: 'required', message: 'Last name is missing.' },
      { field: 'countryCode', code: 'required', message: 'Country is missing.' },
    ]);
  });

  it.each(['COMPANY', 'B2B'] as const)('demands a company name of %s, and no person’s', (customerType) => {
    expect(codesOf({ customerType })).toEqual({ companyName: 'required' });
    expect(codesOf({ customerType, companyName: 'Nordic Lys AS' })).toEqual({});
  });

  it('is content with empty fields that nothing demands', () => {
    const empty = { mobile: '', email: ' ', vatNumber: '', postalCode: '', city: '', customerParentUid: '' };
    expect(codesOf({ ...person, ...empty })).toEqual({});
  });

  it.each([
    ['countryCode', 'UK', 'country.unknown'],
    ['countryCode', 'N', 'country.unknown'],
    ['mobile', '9001234', 'phone.invalid'],
    ['mobile', 'ring meg', 'phone.invalid'],
    ['email', 'bjorn@example', 'email.invalid'],
    ['postalCode', '60034', 'postal-code.format'],
    ['vatNumber', '912345603', 'vat.check-digit'],
    ['vatNumber', '1234', 'vat.format'],
    ['customerParentUid', 'company-1', 'parent.not-company'],
    ['pricelistUid', 'price list', 'uid.format'],
  ])('refuses %s %j: %s', (field, value, code) => {
    expect(codesOf({ ...person, [field]: value })).toEqual({ [field]: code });
  });

  it('lets a company be part of another', () => {
    const department = { customerType: 'COMPANY', companyName: 'Nordic Lys, lager' } as const;
    expect(codesOf({ ...department, customerParentUid: 'company-1' })).toEqual({});
    expect(codesOf({ ...department, customerParentUid: 'company 1' })).toEqual({
      customerParentUid: 'uid.format',
    });
  });

  it('puts every field into the notation the service wants, and leaves alone what is in it', () => {
    const { issues, normalized } = checkDraft(
      {
        customerType: 'PERSON',
        firstname: ' Bjørn  Erik',
        lastname: 'Åse',
        countryCode: 'no',
        mobile: 'tlf. 900 12 345',
        email: 'Bjorn@Example.NO',
        postalCode: 'N-6003',
        city: 'Ålesund ',
        vatNumber: 'NO 912 345 602 MVA',
      },
      options,
    );
    expect(issues).toEqual([]);
    expect(normalized).toEqual({
      firstname: 'Bjørn Erik',
      countryCode: 'NO',
      mobile: '+4790012345',
      email: 'Bjorn@example.no',
      postalCode: '6003',
      city: 'Ålesund',
      vatNumber: '912345602',
    });
  });

  it('reads numbers by the customer’s country, then by the store’s', () => {
    const swede = { ...person, countryCode: 'SE' };
    expect(checkDraft({ ...swede, mobile: '070-123 45 67' }, options).normalized['mobile']).toBe(
      '+46701234567',
    );
    expect(checkDraft({ ...swede, mobile: '41234567' }, options).normalized['mobile']).toBe('+4741234567');
    expect(codesOf({ ...swede, postalCode: '6003' })).toEqual({ postalCode: 'postal-code.format' });
  });

  it('names the country in its words, and never repeats what was typed', () => {
    const { issues } = checkDraft({ ...person, mobile: '9001234', vatNumber: 'SE 5566778817' }, options);
    expect(issues.map(({ message }) => message)).toEqual([
      'This is not a whole phone number of Norway. Begin a number from elsewhere with + and its country code.',
      'One of the digits is wrong: the check digit of this number does not fit.',
    ]);
  });

  it('accepts a company number of a country whose rules it does not know', () => {
    const american = { customerType: 'COMPANY', companyName: 'Acme', countryCode: 'US' } as const;
    expect(checkDraft({ ...american, vatNumber: '12-3456789' }, options)).toEqual({
      issues: [],
      normalized: { vatNumber: '123456789' },
    });
  });

  it('keeps invisible and control characters out of names', () => {
    expect(checkDraft({ ...person, firstname: 'Bj\u0000ørn\u202E' }, options).normalized['firstname']).toBe(
      'Bj ørn',
    );
    expect(codesOf({ ...person, firstname: '\u200B\u202E' })).toEqual({ firstname: 'required' });
  });

  it('never throws, and finds nothing wrong with what it normalised', () => {
    const text = fc.oneof(
      anyText({ maxLength: 40 }),
      fc.constantFrom('NO', 'se', '90012345', '+46 70 123 45 67', '6003', 'a@B.no', 'NO912345602MVA'),
    );
    const fields = ['firstname', 'lastname', 'companyName', 'countryCode', 'mobile', 'email', 'postalCode'];
    const drafts = fc.record(
      {
        customerType: fc.constantFrom('PERSON', 'COMPANY', 'B2B'),
        ...Object.fromEntries([...fields, 'vatNumber', 'customerParentUid'].map((field) => [field, text])),
      },
      { requiredKeys: ['customerType'] },
    );
    fc.assert(
      fc.property(drafts, fc.constantFrom('NO', 'SE', 'GB', 'ZZ', ''), (values, defaultCountry) => {
        const draft = values as CustomerDraft;
        const first = checkDraft(draft, { defaultCountry });
        const second = checkDraft({ ...draft, ...first.normalized }, { defaultCountry });
        expect(second.normalized).toEqual({});
        expect(second.issues).toEqual(first.issues);
        expect(new Set(first.issues.map(({ field }) => field)).size).toBe(first.issues.length);
      }),
      { numRuns: 500 },
    );
  });

  it('does not throw for values no schema has seen', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...customerDraftSchema.keyof().options), fc.anything()),
        (values) => {
          expect(() => checkDraft(values as CustomerDraft, options)).not.toThrow();
        },
      ),
    );
  });
});

describe('checking an update', () => {
  /** As it came from an old register: no last name, a number that cannot exist. */
  const stored = readCustomer({
    customerUid: 'c-1',
    customerType: 'PERSON',
    firstname: 'Kari',
    lastname: '',
    countryCode: 'NO',
    mobile: '04 52492030',
    customerParentUid: null,
  }) as Customer;

  it('holds nothing against fields that stay as they are', () => {
    expect(checkChanges(stored, { city: ' Ålesund' }, options)).toEqual({
      issues: [],
      normalized: { city: 'Ålesund' },
    });
    expect(checkChanges(stored, { mobile: '04 52492030', lastname: '', email: '' }, options)).toEqual({
      issues: [],
      normalized: {},
    });
  });

  it('checks the fields that change', () => {
    expect(checkChanges(stored, { mobile: '0452492031' }, options).issues).toMatchObject([
      { field: 'mobile', code: 'phone.invalid' },
    ]);
    expect(checkChanges(stored, { mobile: '900 12 345' }, options).normalized).toEqual({
      mobile: '+4790012345',
    });
  });

  it('does not let a demanded field become empty', () => {
    expect(checkChanges(stored, { firstname: ' ' }, options).issues).toMatchObject([
      { field: 'firstname', code: 'required' },
    ]);
  });

  it('lets any other field become empty', () => {
    expect(checkChanges(stored, { mobile: '' }, options)).toEqual({ issues: [], normalized: {} });
  });

  it('demands what another type demands', () => {
    expect(checkChanges(stored, { customerType: 'COMPANY' }, options).issues).toMatchObject([
      { field: 'companyName', code: 'required' },
    ]);
    const department: Customer = {
      ...stored,
      customerType: 'COMPANY',
      customerParentUid: 'c-2',
      lastname: 'Berg',
    };
    expect(checkChanges(department, { customerType: 'PERSON' }, options).issues).toMatchObject([
      { field: 'customerParentUid', code: 'parent.not-company' },
    ]);
    expect(
      checkChanges(department, { customerType: 'PERSON', customerParentUid: '' }, options).issues,
    ).toEqual([]);
  });

  it('reads a new number by the country the customer then has', () => {
    const { normalized } = checkChanges(stored, { countryCode: 'SE', mobile: '070-123 45 67' }, options);
    expect(normalized).toEqual({ mobile: '+46701234567' });
  });
});
