import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countryName, isCountryCode, listCountries, postalCodeOf } from '#shared/customer/country';

describe('country codes', () => {
  it('are the officially assigned ones', () => {
    for (const code of ['NO', 'SE', 'DK', 'FI', 'IS', 'FO', 'GL', 'AX', 'SJ', 'GB', 'AQ', 'BV'])
      expect(isCountryCode(code)).toBe(true);
  });

  it.each(['', 'no', 'N', 'NOR', 'UK', 'EU', 'XK', 'ZZ', 'AN', 'SU', 'YU', 'DD', 'constructor'])(
    'do not include %j',
    (code) => {
      expect(isCountryCode(code)).toBe(false);
    },
  );

  it('each have a name in the languages of the shops', () => {
    for (const language of ['en', 'nb', 'sv', 'da', 'fi', 'de']) {
      const countries = listCountries(language);
      expect(countries).toHaveLength(249);
      expect(countries.filter(({ code, name }) => name === code || name === '')).toEqual([]);
    }
  });

  it('are listed in the order of the language', () => {
    expect(listCountries('nb').at(-1)).toEqual({ code: 'AX', name: 'Åland' });
    expect(listCountries('en')[0]).toEqual({ code: 'AF', name: 'Afghanistan' });
  });

  it('stand for themselves where there is no name', () => {
    expect(countryName('NO', 'en')).toBe('Norway');
    expect(countryName('ZZ', 'en')).toBe('ZZ');
    expect(countryName('', 'en')).toBe('');
  });
});

describe('postal codes', () => {
  it.each([
    ['NO', '6003', '6003'],
    ['NO', ' 0150 ', '0150'],
    ['NO', 'N-6003', '6003'],
    ['NO', 'no 6003', '6003'],
    ['SJ', 'NO-9170', '9170'],
    ['SE', '114 18', '11418'],
    ['SE', 'SE-114 18', '11418'],
    ['DK', 'DK-2100', '2100'],
    ['FI', 'FI-00100', '00100'],
    ['AX', 'AX-22100', '22100'],
    ['IS', 'IS-101', '101'],
    ['FO', 'FO 100', '100'],
    ['DE', 'D-10115', '10115'],
    ['GB', 'sw1a  2bj', 'SW1A 2BJ'],
    ['NL', '1012 AB', '1012 AB'],
    ['US', '90210-1234', '90210-1234'],
    ['constructor', '1234', '1234'],
  ])('of %s: %j is %j', (country, text, postalCode) => {
    expect(postalCodeOf(country, text)).toBe(postalCode);
  });

  it.each([
    ['NO', '600'],
    ['NO', '60034'],
    ['NO', 'SE-6003'],
    ['NO', '60a3'],
    ['NO', ''],
    ['SE', '1141'],
    ['DE', '1011'],
    ['IS', '1010'],
    ['GB', ''],
    ['GB', '-'],
    ['GB', 'SW1A_2BJ'],
    ['US', '1234567890123'],
  ])('of %s: not %j', (country, text) => {
    expect(postalCodeOf(country, text)).toBeUndefined();
  });

  it('read the same once they are normalised', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('NO', 'SE', 'IS', 'GB'),
        fc.stringMatching(/^ ?(?:N-|se )?[0-9A-z -]{3,6}$/),
        (country, text) => {
          const postalCode = postalCodeOf(country, text);
          fc.pre(postalCode !== undefined);
          expect(postalCodeOf(country, postalCode)).toBe(postalCode);
        },
      ),
    );
  });
});
