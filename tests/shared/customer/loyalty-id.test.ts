import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkDigit,
  displayLoyaltyId,
  isWellFormedLoyaltyId,
  makeLoyaltyId,
} from '#shared/customer/loyalty-id';

const thirteenDigits = fc.stringMatching(/^\d{13}$/);

describe('the GS1 check digit', () => {
  it.each([
    // GTIN-13, GTIN-8 and SSCC printed in GS1's and the ISBN agency's own examples.
    ['629104150021', '3'],
    ['978030640615', '7'],
    ['9638507', '4'],
    ['34012345123456789', '5'],
  ])('of %s is %s', (digits, expected) => {
    expect(checkDigit(digits)).toBe(expected);
  });

  it('is never computed from anything but digits', () => {
    for (const text of ['', '12a', '-1', '١٢٣']) expect(() => checkDigit(text)).toThrow(RangeError);
  });
});

describe('a loyalty id made on the till', () => {
  it('is "29", the random digits and a check digit', () => {
    expect(makeLoyaltyId(() => '1234567890123')).toMatch(/^291234567890123\d$/);
  });

  it('is well formed whatever the digits are, and keeps all of them', () => {
    fc.assert(
      fc.property(thirteenDigits, (digits) => {
        const id = makeLoyaltyId(() => digits);
        expect(isWellFormedLoyaltyId(id)).toBe(true);
        expect(id.slice(2, 15)).toBe(digits);
      }),
    );
  });

  it('shows every single wrong digit', () => {
    fc.assert(
      fc.property(thirteenDigits, fc.nat(15), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const id = makeLoyaltyId(() => digits);
        const wrong = String((Number(id[at]) + by) % 10);
        expect(isWellFormedLoyaltyId(id.slice(0, at) + wrong + id.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('is refused when the random source is broken', () => {
    for (const digits of ['', '123', '12345678901234', '12345678901x3']) {
      expect(() => makeLoyaltyId(() => digits)).toThrow(RangeError);
    }
  });

  it('is not mistaken for another number', () => {
    for (const id of ['', '5901234123457', '3012345678901234', ' 2912345678901233', '2912345678901233\n']) {
      expect(isWellFormedLoyaltyId(id)).toBe(false);
    }
  });
});

describe('a loyalty id shown to people', () => {
  it.each([
    ['2912345678901233', '2912 3456 7890 1233'],
    ['5901234123457', '5901 2341 2345 7'],
    ['12345678', '1234 5678'],
    ['1234567', '1234567'],
    ['CLUB-00412', 'CLUB-00412'],
  ])('%s reads %s', (id, shown) => {
    expect(displayLoyaltyId(id)).toBe(shown);
  });
});
