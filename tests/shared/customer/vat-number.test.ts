import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVatNumber } from '#shared/customer/vat-number';
import { anyText } from './any-text.ts';

describe('reading an organisation or VAT number', () => {
  it.each([
    '912345602',
    '912 345 602',
    '912.345.602',
    'NO 912 345 602 MVA',
    'no912345602mva',
    '912 345 602 MVA',
    'Org.nr. 912 345 602',
    'organisasjonsnummer: 912345602',
    '９１２３４５６０２',
  ])('reads %j as one and the same Norwegian number', (text) => {
    expect(readVatNumber(text, 'NO')).toEqual({ normalized: '912345602', country: 'NO' });
  });

  it.each([
    ['556677-8816', 'SE', '5566778816'],
    ['SE 556677881601', 'SE', '556677881601'],
    ['DK-12 34 56 07', 'DK', '12345607'],
    ['CVR: 12345607', 'DK', '12345607'],
    ['1234560-4', 'FI', '12345604'],
    ['FI 12345604', 'FI', '12345604'],
    ['DE 123 456 704', 'DE', '123456704'],
    ['ATU12345602', 'AT', 'U12345602'],
    ['BE 0412.345.614', 'BE', '0412345614'],
    ['NL123456708B01', 'NL', '123456708B01'],
    ['IT 12345670108', 'IT', '12345670108'],
    ['ESB12345609', 'ES', 'B12345609'],
    ['GB 123 4567 27', 'GB', '123456727'],
    ['EL123456709', 'GR', '123456709'],
  ])('reads %j of %s', (text, country, normalized) => {
    expect(readVatNumber(text, country)).toEqual({ normalized, country });
  });

  it('keeps the prefix of another country’s number, so that it still says whose it is', () => {
    expect(readVatNumber('DE 123456704', 'NO')).toEqual({ normalized: 'DE123456704', country: 'DE' });
    expect(readVatNumber('EL 123456709', 'NO')).toEqual({ normalized: 'EL123456709', country: 'GR' });
    expect(readVatNumber('NO 912 345 602 MVA', 'SE')).toEqual({ normalized: 'NO912345602', country: 'NO' });
  });

  it.each([
    ['912345603', 'NO'],
    ['912345620', 'NO'],
    ['556677-8817', 'SE'],
    ['DK12345608', 'NO'],
    ['FI12345605', 'FI'],
    ['123456705', 'DE'],
  ])('finds the mistyped digit in %j', (text, country) => {
    expect(readVatNumber(text, country).issue).toBe('vat.check-digit');
  });

  it.each(['', ' ', '91234560', '9123456021', 'bjørn', 'NO', '91234560a', '-', '9'.repeat(400)])(
    'does not take %j for a Norwegian number',
    (text) => {
      expect(readVatNumber(text, 'NO').issue).toBe('vat.format');
    },
  );

  it('accepts a number of a country it knows nothing about, and says that it was not checked', () => {
    expect(readVatNumber('12-3456789', 'US')).toEqual({
      normalized: '123456789',
      country: 'US',
      issue: 'vat.unknown-country',
    });
  });

  it('never throws, whatever number and country it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText(), fc.stringMatching(/^[A-Z]{0,3}\d{5,13}[A-Z]{0,3}$/)),
        fc.oneof(fc.constantFrom('NO', 'SE', 'IE', 'CZ', 'constructor', '__proto__'), fc.string()),
        (text, country) => {
          expect(readVatNumber(text, country).normalized).toBeTypeOf('string');
        },
      ),
    );
  });

  it('reads what it has normalised as the same number', () => {
    const typed = fc.stringMatching(/^(?:NO|SE|DK|FI|DE|IT|PL|FR|EL)? ?\d{8,12}$/);
    fc.assert(
      fc.property(typed, fc.constantFrom('NO', 'SE', 'DK', 'IT', 'PL', 'FR'), (text, country) => {
        const number = readVatNumber(text, country);
        expect(readVatNumber(number.normalized, country)).toEqual(number);
      }),
      { numRuns: 2000 },
    );
  });
});
