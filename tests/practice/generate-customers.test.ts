import { validatePhoneNumberLength, parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';

import { readVatNumber } from '#shared/customer/vat-number';
import { defaultSeedTime, generateCustomers } from '../../electron/practice/seed/generate-customers.ts';
import {
  danishPlaces,
  finnishPlaces,
  germanPlaces,
  norwegianPlaces,
  swedishPlaces,
} from '../../electron/practice/seed/places.ts';
import { expectSchema } from './contract-answers.ts';

const base = [...generateCustomers({ count: 4_000, seed: 3 })];

describe('generateCustomers', () => {
  it('makes the same customers from the same seed, and others from another', () => {
    expect([...generateCustomers({ count: 500, seed: 3 })]).toEqual(base.slice(0, 500));
    const others = [...generateCustomers({ count: 500, seed: 4 })];
    expect(others.slice(50)).not.toEqual(base.slice(50, 500));
    expect(others.slice(0, 5)).toEqual(base.slice(0, 5));
  });

  it('yields as many as asked for, one at a time', () => {
    expect([...generateCustomers({ count: 0, seed: 3 })]).toEqual([]);
    expect([...generateCustomers({ count: 1, seed: 3 })].map((c) => c.displayName)).toEqual(['Bjørn Åse']);
    const endless = generateCustomers({ count: Number.MAX_SAFE_INTEGER, seed: 3 });
    expect(endless.next().value).toEqual(base[0]);
    endless.return();
  });

  it('makes customers that fit the contract, each under its own uid', () => {
    for (const customer of base) expectSchema('flow-retail', 'CustomerResponseSchema', customer);
    expect(new Set(base.map(({ customerUid }) => customerUid)).size).toBe(base.length);
  });

  it('mixes types and countries like a Norwegian chain', () => {
    const share = (holds: (customer: (typeof base)[number]) => boolean): number =>
      base.filter(holds).length / base.length;
    expect(share(({ customerType }) => customerType === 'PERSON')).toBeCloseTo(0.8, 1);
    expect(share(({ customerType }) => customerType === 'COMPANY')).toBeCloseTo(0.12, 1);
    expect(share(({ customerType }) => customerType === 'B2B')).toBeCloseTo(0.08, 1);
    expect(share(({ countryCode }) => countryCode === 'NO')).toBeCloseTo(0.82, 1);
    expect(new Set(base.map(({ countryCode }) => countryCode))).toEqual(
      new Set(['NO', 'SE', 'DK', 'FI', 'DE']),
    );
  });

  it('gives every private person a name and a country, every other a company name', () => {
    const nameless = base.filter(({ customerType, firstname, lastname, countryCode, companyName }) =>
      customerType === 'PERSON'
        ? firstname === '' || lastname === '' || countryCode === ''
        : companyName === '',
    );
    expect(nameless).toEqual([]);
  });

  it('gives telephone numbers that are mobiles of their country', () => {
    const wrong = base
      .flatMap((customer) => [
        { mobile: customer.mobile, countryCode: customer.countryCode },
        ...customer.contacts.map(({ mobile }) => ({ mobile, countryCode: customer.countryCode })),
      ])
      .filter(({ mobile }) => mobile !== '' && !mobile.startsWith('+4757'))
      .filter(({ mobile, countryCode }) => {
        const phone = parsePhoneNumberWithError(mobile);
        const type = phone.getType();
        return (
          validatePhoneNumberLength(mobile) !== undefined ||
          phone.country !== countryCode ||
          (type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE')
        );
      });
    expect(wrong).toEqual([]);
  });

  it('gives VAT numbers with right check digits', () => {
    const companies = base.filter(({ vatNumber }) => vatNumber !== '');
    expect(companies.length).toBeGreaterThan(500);
    for (const { vatNumber, countryCode } of companies) {
      expect(readVatNumber(vatNumber, countryCode)).not.toHaveProperty('issue');
    }
  });

  it('gives most people a loyalty id of their own: an EAN-13 that begins with 290', () => {
    const ids = base.map(({ loyaltyId }) => loyaltyId).filter((id) => id !== '');
    expect(ids.length / base.length).toBeGreaterThan(0.7);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^290\d{10}$/);
      const sum = id.split('').reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
      expect(sum % 10).toBe(0);
    }
  });

  it('puts every postal code into its own place', () => {
    const places = [norwegianPlaces, swedishPlaces, danishPlaces, finnishPlaces, germanPlaces].flat();
    const known = new Set(places.map(({ postalCode, city }) => `${postalCode} ${city}`));
    const strangers = base.filter(
      ({ postalCode, city, address }) => address !== '' && !known.has(`${postalCode} ${city}`),
    );
    expect(strangers.map(({ displayName }) => displayName)).toEqual([]);
    expect(known.size).toBeGreaterThan(200);
  });

  it('lets departments follow their company', () => {
    const departments = base.filter(({ customerParentUid }) => customerParentUid !== '');
    expect(departments.length).toBeGreaterThan(5);
    for (const department of departments) {
      const company = base.findIndex(({ customerUid }) => customerUid === department.customerParentUid);
      expect(department.customerType).toBe('COMPANY');
      expect(base[company]?.customerType).toBe('COMPANY');
      expect(base[company]?.customerParentUid).toBe('');
      expect(company).toBeLessThan(base.indexOf(department));
    }
  });

  it('dates nothing later than now and no change before the creation', () => {
    const now = Date.UTC(2020, 0, 1);
    const dated = [...base, ...generateCustomers({ count: 300, seed: 3, now })];
    dated.forEach(({ createdAt, lastModifiedAt }, index) => {
      const latest = index < base.length ? defaultSeedTime : now;
      expect(Date.parse(createdAt)).toBeLessThanOrEqual(Date.parse(lastModifiedAt));
      expect(Date.parse(lastModifiedAt)).toBeLessThanOrEqual(latest);
    });
  });

  it('begins with the customers that lessons name', () => {
    expect(base[0]).toMatchObject({
      customerUid: 'demo-bjorn-ase',
      firstname: 'Bjørn',
      lastname: 'Åse',
      mobile: '+4790124471',
      loyaltyId: '2900000000001',
      city: 'Ålesund',
    });
    const every = base.find(({ customerUid }) => customerUid === 'demo-every-field');
    const emptyFields = Object.entries(every ?? {}).filter(
      ([, value]) => !value || (Array.isArray(value) && value.length === 0),
    );
    // Relevance is a search's own.
    expect(emptyFields).toEqual([['relevance', 0]]);
  });
});
