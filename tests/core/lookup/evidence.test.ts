import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerDraft } from '#shared/customer/model';
import type { Aspect, Comparison } from '../../../electron/core/lookup/compare.ts';
import { compare } from '../../../electron/core/lookup/compare.ts';
import { isRelated, judge } from '../../../electron/core/lookup/evidence.ts';
import { profileOf } from '../../../electron/core/lookup/profile.ts';
import { generateCustomers } from '../../../electron/practice/seed/generate-customers.ts';
import { createBase } from './base.ts';

const aspects: readonly Aspect[] = [
  'firstname',
  'lastname',
  'company',
  'address',
  'postalCode',
  'city',
  'mobile',
  'email',
  'vatNumber',
  'loyaltyId',
  'externalId',
];
const comparison = (aspect: Aspect) =>
  fc.record({
    aspect: fc.constant(aspect),
    field: fc.constant('name' as const),
    level: fc.constantFrom('same' as const, 'similar' as const, 'different' as const),
    text: fc.constant('x'),
    shared: fc.constant([aspect]),
    replaced: fc.constant(false),
  });
const comparisons = fc
  .subarray([...aspects], { minLength: 1 })
  .chain((some) => fc.tuple(...some.map(comparison)) as fc.Arbitrary<Comparison[]>);
const population = fc
  .record({ size: fc.integer({ min: 1, max: 3_000_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ size, share }) => ({ size, countOf: () => Math.ceil(size * share) }));
const probabilityOf = (...args: Parameters<typeof judge>): number => judge(...args)?.probability ?? 0;

describe('how likely two are one', () => {
  it('is a probability, and only something that agrees makes one', () => {
    fc.assert(
      fc.property(comparisons, population, fc.boolean(), (some, base, isForm) => {
        const judged = judge(some, base, isForm ? 'form' : 'pair');
        if (judged === undefined) return;
        expect(judged.probability).toBeGreaterThanOrEqual(0);
        expect(judged.probability).toBeLessThanOrEqual(1);
        expect(judged.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it('never falls when a number or address agrees that differed before', () => {
    const owned = new Set<Aspect>(['mobile', 'email', 'vatNumber', 'loyaltyId', 'externalId']);
    fc.assert(
      fc.property(comparisons, population, (some, base) => {
        const agreeing = some.map((one) =>
          owned.has(one.aspect) ? { ...one, level: 'same' as const } : one,
        );
        const differing = some.map((one) =>
          owned.has(one.aspect) ? { ...one, level: 'different' as const } : one,
        );
        expect(probabilityOf(agreeing, base, 'form')).toBeGreaterThanOrEqual(
          probabilityOf(differing, base, 'form') - 1e-9,
        );
      }),
    );
  });

  it('never warns of a first name, a last name or a place alone, however rare', () => {
    for (const alone of [['firstname'], ['lastname'], ['city'], ['address', 'postalCode', 'city']] as const) {
      for (const size of [10, 1000, 1_000_000]) {
        const some = alone.map((aspect): Comparison => ({
          aspect,
          field: 'name',
          level: 'same',
          text: 'x',
          shared: ['x'],
          replaced: false,
        }));
        expect(probabilityOf(some, { size, countOf: () => 0 }, 'form')).toBeLessThan(0.5);
      }
    }
  });

  it('never takes a company and its department, or two departments, for one', () => {
    const head = { customerUid: 'head', companyName: 'Fjord Sport AS' };
    const north = { customerUid: 'north', customerParentUid: 'head', companyName: 'Fjord Sport AS' };
    const south = { customerUid: 'south', customerParentUid: 'head', companyName: 'Fjord Sport AS' };
    const [one, two, three] = [head, north, south].map((record) => profileOf(record));
    expect([isRelated(one!, two!), isRelated(two!, one!), isRelated(two!, three!)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(isRelated(one!, profileOf({ ...head, customerUid: 'other' }))).toBe(false);
  });

  it('says that words in place of others are others', () => {
    const [ours, known] = ['Hansen Eiendom AS', 'Tveitgård Eiendom AS'].map((companyName) =>
      profileOf({ customerType: 'B2B', companyName }),
    );
    expect(compare(ours!, known!)).toEqual([
      expect.objectContaining({ aspect: 'company', replaced: true, shared: ['eiendom', 'as'] }),
    ]);
  });
});

describe('warnings in a base of thousands', () => {
  const customers = [...generateCustomers({ count: 3000, seed: 1 })];
  const base = createBase(customers.map((customer) => ({ ...customer })));
  const people = customers.filter(({ customerType, mobile }) => customerType === 'PERSON' && mobile !== '');
  const strangers = [...generateCustomers({ count: 400, seed: 2 })]
    .slice(100)
    .filter(({ customerType }) => customerType === 'PERSON');
  const warns = (draft: Partial<CustomerDraft>): string | undefined =>
    base.duplicates(draft, 1).find(({ probability }) => probability >= 0.5)?.customerUid;

  it('know who is registered again, with an error in the name and half of the fields', () => {
    const again = people.slice(200, 400);
    const known = again.filter(({ customerUid, firstname, lastname, mobile }) => {
      const misspelt = `${lastname.slice(0, 2)}${lastname.slice(3)}`;
      return warns({ customerType: 'PERSON', firstname, lastname: misspelt, mobile }) === customerUid;
    });
    expect(known.length).toBeGreaterThanOrEqual(again.length * 0.96);
  });

  it('leave the new in peace, and the family of the known', () => {
    const asked = strangers.map(({ firstname, lastname, mobile, postalCode, city }) =>
      warns({ customerType: 'PERSON', firstname, lastname, mobile, postalCode, city }),
    );
    expect(asked.filter(Boolean).length).toBeLessThanOrEqual(strangers.length * 0.04);
    const family = people.slice(0, 200).map(({ lastname, address, postalCode, city }, at) => {
      const { firstname, mobile } = strangers[at % strangers.length]!;
      return warns({ customerType: 'PERSON', firstname, lastname, mobile, address, postalCode, city });
    });
    expect(family.filter(Boolean).length).toBeLessThanOrEqual(200 * 0.05);
  });
});
