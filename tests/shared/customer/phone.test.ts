import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPhone } from '#shared/customer/format-phone';
import { readPhone } from '#shared/customer/phone';
import { anyText } from './any-text.ts';

describe('reading a phone number', () => {
  it.each([
    '90012345',
    '900 12 345',
    '900.12.345',
    '900-12-345',
    '900–12–345',
    '+47 900 12 345',
    '+4790012345',
    '+47.900.12.345',
    '(+47) 900 12 345',
    '0047 900 12 345',
    '004790012345',
    '+47 (0) 900 12 345',
    '+47(0)90012345',
    '090012345',
    '4790012345',
    'tlf 900 12 345',
    'Tlf.: 90012345',
    'mobil90012345',
    'm: 90012345',
    '９００１２３４５',
    '  90012345\t',
  ])('reads %j as one and the same Norwegian number', (text) => {
    expect(readPhone(text, 'NO')).toEqual({
      e164: '+4790012345',
      national: '90012345',
      country: 'NO',
      valid: true,
      formatted: '+47 900 12 345',
    });
  });

  it.each([
    ['070-123 45 67', 'SE', '+46701234567'],
    ['+46 (0)70-123 45 67', 'NO', '+46701234567'],
    ['20 12 34 56', 'DK', '+4520123456'],
    ['040 123 4567', 'FI', '+358401234567'],
    ['581 2345', 'IS', '+3545812345'],
    ['0171 1234567', 'DE', '+491711234567'],
    ['0047 900 12 345', 'US', '+4790012345'],
    ['06 1234 5678', 'IT', '+390612345678'],
  ])('reads %j in %s as %s', (text, country, e164) => {
    expect(readPhone(text, country)).toMatchObject({ e164, valid: true });
  });

  it.each(['12345678', '9001234', '900123456', '112', '+47 9001', '90012345 ext 5', '900123452212345690'])(
    'knows that %j cannot be a number in Norway',
    (text) => {
      expect(readPhone(text, 'NO')?.valid ?? false).toBe(false);
    },
  );

  it.each(['', ' ', '+', '9', 'bjørn', 'bjørn 90012345', '90012345 or 90012346', '1'.repeat(500)])(
    'does not take %j for a number',
    (text) => {
      expect(readPhone(text, 'NO')).toBeUndefined();
    },
  );

  it('needs the calling code where the country is unknown', () => {
    expect(readPhone('90012345', 'ZZ')).toBeUndefined();
    expect(readPhone('+4790012345', 'ZZ')).toMatchObject({ e164: '+4790012345', valid: true });
  });

  it('reads what it wrote, in every grouping', () => {
    const countries = fc.constantFrom('NO', 'SE', 'DK', 'FI', 'IS', 'DE', 'GB');
    fc.assert(
      fc.property(fc.stringMatching(/^\d{5,11}$/), countries, (digits, country) => {
        const phone = readPhone(digits, country);
        fc.pre(phone?.valid === true);
        expect(readPhone(phone.e164, 'US')).toEqual(phone);
        expect(readPhone(phone.formatted, 'US')).toEqual(phone);
        expect(phone.e164).toMatch(/^\+\d+$/);
        expect(phone.e164.endsWith(phone.national)).toBe(true);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(anyText(), fc.string(), (text, country) => {
        expect(() => [readPhone(text, country), formatPhone(text)]).not.toThrow();
      }),
    );
  });
});

describe('writing a phone number', () => {
  it.each([
    ['+4790012345', '+47 900 12 345'],
    ['+4722123456', '+47 22 12 34 56'],
    ['+4702800', '+47 028 00'],
    ['+4520123456', '+45 20 12 34 56'],
    ['+46701234567', '+46 70 123 45 67'],
    ['+4681234567', '+46 8 123 45 67'],
    ['+3545812345', '+354 581 2345'],
    ['+491711234567', '+49 171 123 4567'],
    ['90012345', '90012345'],
    ['04 52492030', '04 52492030'],
    ['', ''],
  ])('%j as %j', (e164, text) => {
    expect(formatPhone(e164)).toBe(text);
  });

  it('loses no digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+\d{6,15}$/), (e164) => {
        expect(formatPhone(e164).replaceAll(' ', '')).toBe(e164);
      }),
    );
  });
});
