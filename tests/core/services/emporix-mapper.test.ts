import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readCustomerRecord,
  readEmporixError,
  writeCustomer,
} from '../../../electron/core/services/emporix/mapper.ts';
import { heldFieldsOf } from '../../../electron/core/services/emporix/held-fields.ts';
import { mixinPlacesOf } from '../../../electron/core/services/emporix/mixin-fields.ts';
import { findUnheld } from '../../../shared/customer/holdings.ts';
import { readCustomer, type CustomerChanges } from '../../../shared/customer/model.ts';
import { findDifferences } from '../../../shared/sync/three-way-merge.ts';

const places = mixinPlacesOf({ mixins: { loyaltyId: 'membership.cardNumber', externalId: 'erp.number' } });
const none = mixinPlacesOf({});
const read = (value: unknown, where = places) => readCustomerRecord(value, where);

const person = {
  id: 'c-1',
  customerNumber: 'c-1',
  firstName: 'Bjørn',
  lastName: 'Åse',
  contactEmail: 'b@example.no',
  contactPhone: '+4790124471',
  preferredLanguage: 'nb_NO',
  active: true,
  onHold: false,
  type: 'CUSTOMER',
  businessModel: 'B2C',
  metadataCreatedAt: '2025-03-01T10:00:00.000Z',
  metadata: { version: 7, mixins: { membership: 'https://schemas.example/m.json' } },
  mixins: { membership: { cardNumber: '2900000000001', level: 'gold' }, shop: { size: 42 } },
  accounts: [{ id: 'b@example.no', providerId: 'emporix' }],
};

describe('reading a customer', () => {
  it('finds every field of the till', () => {
    expect(read(person)).toMatchObject({
      customerUid: 'c-1',
      customerType: 'PERSON',
      firstname: 'Bjørn',
      lastname: 'Åse',
      email: 'b@example.no',
      mobile: '+4790124471',
      loyaltyId: '2900000000001',
      createdAt: '2025-03-01T10:00:00.000Z',
      revision: 7,
      preferredLanguage: 'nb_NO',
      active: true,
      onHold: false,
    });
  });

  it('knows no loyalty id unless somebody has said where it lies', () => {
    expect(read(person, none)).not.toHaveProperty('loyaltyId');
  });

  it('takes the address of the account where there is no other, and of a contact the name of its company', () => {
    expect(read({ id: 'c-1', email: 'web@example.no' })).toMatchObject({ email: 'web@example.no' });
    expect(read({ id: 'c-1', email: 'web@example.no', contactEmail: '' })).toMatchObject({ email: '' });
    const contact = {
      id: 'c-1',
      lastName: 'Åse',
      type: 'CONTACT',
      b2b: { legalEntities: [{ name: 'Fjord AS' }] },
    };
    expect(read(contact)).toMatchObject({ customerType: 'B2B', companyName: 'Fjord AS', type: 'CONTACT' });
  });

  const names = { firstName: 'Bjørn', lastName: 'Åse' };
  it.each([
    [{}, 'PERSON'],
    [{ ...names, businessModel: 'B2C' }, 'PERSON'],
    [{ ...names, company: 'Fjord AS' }, 'PERSON'],
    [{ company: 'Fjord AS', firstName: '', lastName: null }, 'COMPANY'],
    [{ ...names, company: 'Fjord AS', b2b: { companyRegistrationId: '987654325' } }, 'COMPANY'],
    [{ company: 'Fjord AS', businessModel: 'B2B', b2b: { companyRegistrationId: '987654325' } }, 'COMPANY'],
    [{ ...names, businessModel: 'B2B', b2b: { legalEntities: [{ id: 'l-1' }] } }, 'B2B'],
    [{ ...names, businessModel: 'B2B' }, 'B2B'],
    [{ company: 'Fjord AS', b2b: { companyRegistrationId: '1', legalEntities: [{ id: 'l-1' }] } }, 'B2B'],
  ])('takes %j for a %s', (fields, type) => {
    expect(read({ id: 'c-1', ...fields })).toMatchObject({ customerType: type });
  });

  const home = {
    id: 'a-1',
    contactName: 'Bjørn Åse',
    street: 'Storgata',
    streetNumber: '5',
    zipCode: '6002',
  };
  const work = {
    id: 'a-2',
    contactName: 'Fjord AS',
    street: 'Kaia 1',
    city: 'Molde',
    country: 'no',
    tags: ['Billing'],
  };
  it('takes the default address for the customer’s own, wherever the service says so', () => {
    const own = { address: 'Storgata 5', postalCode: '6002' };
    expect(read({ id: 'c-1', addresses: [work, { ...home, isDefault: true }] })).toMatchObject(own);
    expect(read({ id: 'c-1', addresses: [work], defaultAddress: home })).toMatchObject(own);
    expect(read({ id: 'c-1', addresses: [home] })).toMatchObject(own);
    expect(read({ id: 'c-1', addresses: [home, work] })).not.toHaveProperty('address');
  });

  it('lists all addresses, each with every field it came with', () => {
    const record = read({
      id: 'c-1',
      addresses: [{ ...work, state: 'MR', extraLine1: 'c/o' }],
      defaultAddress: home,
    });
    expect(readCustomer(record)?.addresses).toEqual([
      { customerAddressUid: 'a-1', displayName: 'Bjørn Åse', address: 'Storgata 5', postalCode: '6002' },
      {
        customerAddressUid: 'a-2',
        displayName: 'Fjord AS',
        address: 'Kaia 1, c/o',
        city: 'Molde',
        countryCode: 'NO',
        type: 'INVOICE_ADDRESS',
        tags: ['Billing'],
        state: 'MR',
      },
    ]);
  });

  it('keeps fields nobody has heard of, and never takes one for a field of its own', () => {
    const record = read({
      ...person,
      shoeSize: 42,
      credit: { limit: 1 },
      mobile: 'no phone',
      email: 'web@example.no',
    });
    expect(record).toMatchObject({
      shoeSize: 42,
      mobile: '+4790124471',
      accountEmail: 'web@example.no',
      mixins: person.mixins,
      emporix: { credit: { limit: 1 }, mobile: 'no phone', metadata: person.metadata },
    });
    expect(record).not.toHaveProperty('credit');
  });

  it('never crashes, and never makes a customer of what has no usable id', () => {
    const json = fc.jsonValue();
    const names = Object.keys({ ...person, addresses: 0, defaultAddress: 0, b2b: 0, company: 0, email: 0 });
    const mutated = fc.dictionary(fc.constantFrom(...names), json);
    fc.assert(
      fc.property(fc.oneof(json, mutated), (value) => {
        const record = read(value);
        if (record === undefined) return;
        expect(readCustomer(record)?.customerUid).toMatch(/^[\w-]{1,128}$/);
        expect(JSON.parse(JSON.stringify(record))).toEqual(JSON.parse(JSON.stringify(read(value))));
      }),
      { numRuns: 3000 },
    );
  });
});

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const name = text.filter((value) => value.trim() !== '');
const reach = { mobile: text, email: text, loyaltyId: text, externalId: text };
const personChanges = fc.record(
  { firstname: name, lastname: name, companyName: text, ...reach },
  { requiredKeys: [] },
);
const companyChanges = fc.record({ companyName: name, vatNumber: text, ...reach }, { requiredKeys: [] });

/** As the service does it: what is named takes the place of what was there. */
const patched = (raw: object, changes: CustomerChanges) => ({
  ...raw,
  ...writeCustomer(changes, places, raw),
});

describe('what is written reads back as it was written', () => {
  const strict = { numRuns: 1000 };
  it('in a new customer, its type too', () => {
    const people = fc.record({ firstname: name, lastname: name, companyName: text, ...reach });
    const companies = fc.record({ companyName: name, vatNumber: text, ...reach });
    const drafts = fc.oneof(
      people.map((draft) => ({ type: 'PERSON' as const, draft: draft as CustomerChanges })),
      companies.map((draft) => ({ type: 'COMPANY' as const, draft: draft as CustomerChanges })),
    );
    fc.assert(
      fc.property(drafts, ({ type, draft }) => {
        expect(findUnheld(heldFieldsOf(places), type, draft)).toEqual([]);
        const record = read({ id: 'c-1', ...writeCustomer(draft, places) });
        expect(record && findDifferences(undefined, record, draft)).toEqual([]);
        expect(record).toMatchObject({ customerType: type });
      }),
      strict,
    );
  });

  it('in a customer that is there, one change after the other, and nothing else moves', () => {
    const start = { ...person, title: 'Dr', b2b: { companyRegistrationId: '' } };
    fc.assert(
      fc.property(personChanges, personChanges, (first, second) => {
        const once = patched(start, first);
        const twice = patched(once, second);
        const record = read(twice);
        expect(record && findDifferences(undefined, record, { ...first, ...second })).toEqual([]);
        // Sent again it is the same: an update whose answer was lost harms nobody.
        expect(patched(twice, second)).toEqual(twice);
        expect(twice).toMatchObject({
          title: 'Dr',
          mixins: { membership: { level: 'gold' }, shop: { size: 42 } },
        });
      }),
      strict,
    );
  });

  it('in a company', () => {
    fc.assert(
      fc.property(companyChanges, (changes) => {
        const record = read(patched({ id: 'c-1', company: 'Fjord AS' }, changes));
        expect(record && findDifferences(undefined, record, changes)).toEqual([]);
        expect(record).toMatchObject({ customerType: 'COMPANY' });
      }),
      strict,
    );
  });
});

describe('what there is no place for', () => {
  const holds = heldFieldsOf(none);
  it('is known by its name, before anything is sent', () => {
    const draft = {
      firstname: 'Bjørn',
      city: 'Ålesund',
      loyaltyId: '29',
      credit: { limit: 5 },
      vatNumber: '',
    };
    expect(findUnheld(holds, 'PERSON', draft).toSorted()).toEqual(['city', 'credit', 'loyaltyId']);
    expect(findUnheld(holds, 'COMPANY', { firstname: 'Bjørn', vatNumber: '987654325' })).toEqual([
      'firstname',
    ]);
    expect(findUnheld(heldFieldsOf(places), 'PERSON', { loyaltyId: '29', externalId: 'E1' })).toEqual([]);
  });

  it('is nothing to keep when the customer has it already', () => {
    const record = read({ id: 'c-1', addresses: [{ city: 'Ålesund' }] });
    expect(
      findUnheld(holds, 'PERSON', { city: ' Ålesund', customerType: 'PERSON', origin: '' }, record),
    ).toEqual([]);
    expect(findUnheld(holds, 'PERSON', { city: 'Bodø', customerType: 'COMPANY' }, record).toSorted()).toEqual(
      ['city', 'customerType'],
    );
    expect(findUnheld(holds, 'PERSON', { city: '' }, record)).toEqual(['city']);
  });
});

describe('errors', () => {
  it.each([
    [
      {
        status: 400,
        type: 'bad_request',
        message: 'Wrong',
        details: [{ field: 'contactEmail', message: 'no address' }],
      },
      'Wrong · contactEmail: no address',
    ],
    [{ status: 409, type: 'conflict_resource' }, 'conflict_resource'],
    [{ fault: { faultstring: 'Access denied', detail: { errorcode: 'oauth.x' } } }, 'Access denied'],
    [{ fault: { detail: { errorcode: 'oauth.x' } } }, 'oauth.x'],
    [{ details: [null, 7, { message: 'only this' }] }, 'only this'],
    ['<html>', ''],
    [null, ''],
  ])('%j reads as %j', (body, words) => {
    expect(readEmporixError(body).message).toBe(words);
  });
});
