import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerDraftSchema } from '#shared/customer/model';
import { sortTyped } from '#shared/customer/sort-typed';
import { anyText } from './any-text.ts';

/** Examples of what stands in the search box when a cashier presses "register". */
type Examples = [typed: string, draft: object][];

describe('sorting what was typed', () => {
  it.each<[string, object]>([
    ['asse bjorn', { firstname: 'Asse', lastname: 'Bjorn' }],
    ['bjørn', { firstname: 'Bjørn' }],
    ['anne grethe hansen', { firstname: 'Anne Grethe', lastname: 'Hansen' }],
    ['kari-anne berg', { firstname: 'Kari-Anne', lastname: 'Berg' }],
    ['ludwig van beethoven', { firstname: 'Ludwig', lastname: 'van Beethoven' }],
    ['maria de la cruz', { firstname: 'Maria', lastname: 'de la Cruz' }],
    ['von trapp', { lastname: 'von Trapp' }],
    ['Hansen, Kari', { firstname: 'Kari', lastname: 'Hansen' }],
    ['van der berg, anna', { firstname: 'Anna', lastname: 'van der Berg' }],
    ["shaun o'neill", { firstname: 'Shaun', lastname: "O'Neill" }],
    ['KARI BERG', { firstname: 'Kari', lastname: 'Berg' }],
    ['Kari McDonald', { firstname: 'Kari', lastname: 'McDonald' }],
    ['"kari" (berg)', { firstname: 'Kari', lastname: 'Berg' }],
    ['山田 太郎', { firstname: '山田', lastname: '太郎' }],
  ] satisfies Examples)('names: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual(draft);
  });

  it.each<[string, object]>([
    ['90012345', { mobile: '90012345' }],
    ['900 12 345', { mobile: '90012345' }],
    ['+47 900 12 345', { mobile: '+4790012345' }],
    ['0047 (0)900 12 345', { mobile: '+4790012345' }],
    ['4790012345', { mobile: '+4790012345' }],
    ['tlf: 900 12 345', { mobile: '90012345' }],
    ['22 12 34 56', { mobile: '22123456' }],
    ['9001234', { mobile: '9001234' }],
    ['0701234567', { mobile: '0701234567' }],
    ['+46 70 123 45 67', { mobile: '+46701234567' }],
    ['90012345/22123456', { mobile: '90012345' }],
  ] satisfies Examples)('phone numbers: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual(draft);
  });

  it.each<[string, object]>([
    ['bjorn@x.no', { email: 'bjorn@x.no' }],
    ['Bjorn@X.NO', { email: 'Bjorn@x.no' }],
    ['bjorn@', { email: 'bjorn@' }],
    ['Kari Berg <kari@x.no>', { firstname: 'Kari', lastname: 'Berg', email: 'kari@x.no' }],
    ['mailto:kari@x.no', { email: 'kari@x.no' }],
    ['tlf90012345@x.no', { email: 'tlf90012345@x.no' }],
  ] satisfies Examples)('e-mail addresses: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual(draft);
  });

  it.each<[string, object]>([
    ['nordic lys as', { companyName: 'Nordic Lys AS' }],
    ['NRK AS', { companyName: 'NRK AS' }],
    ['hansen aps', { companyName: 'Hansen ApS' }],
    ['hansen a/s', { companyName: 'Hansen A/S' }],
    ['müller gmbh', { companyName: 'Müller GmbH' }],
    ['acme inc.', { companyName: 'Acme Inc' }],
    ['virtanen oy', { companyName: 'Virtanen Oy' }],
    ['AB Volvo', { companyName: 'AB Volvo' }],
    ['studio 54 as', { companyName: 'Studio 54 AS' }],
    ['Tine SA', { companyName: 'Tine SA' }],
    ['kari hansen, nordic lys as', { companyName: 'Nordic Lys AS', firstname: 'Kari', lastname: 'Hansen' }],
    ['912345602', { vatNumber: '912345602' }],
    ['912 345 602', { vatNumber: '912345602' }],
    ['NO 912 345 602 MVA', { vatNumber: '912345602' }],
    ['org.nr. 912345602', { vatNumber: '912345602' }],
    ['nordic lys 912 345 602', { companyName: 'Nordic Lys', vatNumber: '912345602' }],
    ['DE123456704', { vatNumber: 'DE123456704' }],
  ] satisfies Examples)('companies: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual({ customerType: 'COMPANY', ...draft });
  });

  it.each<[string, object]>([
    ['nguyen ky', { firstname: 'Nguyen', lastname: 'Ky' }],
    ['as', { firstname: 'As' }],
  ] satisfies Examples)('no company: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual(draft);
  });

  it.each<[string, object]>([
    ['2900000000017', { loyaltyId: '2900000000017' }],
    ['2900 0000 0001 7', { loyaltyId: '2900000000017' }],
    ['2900000000000017', { loyaltyId: '2900000000000017' }],
    ['12345678', { loyaltyId: '12345678' }],
    ['912345603', { loyaltyId: '912345603' }],
    ['2900000000017 kari', { loyaltyId: '2900000000017', firstname: 'Kari' }],
  ] satisfies Examples)('scanned codes: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual(draft);
  });

  it.each<[string, object]>([
    ['6003 ålesund', { postalCode: '6003', city: 'Ålesund' }],
    ['8622 mo i rana', { postalCode: '8622', city: 'Mo i Rana' }],
    [
      '8622 mo i rana kari berg',
      { postalCode: '8622', city: 'Mo i Rana', firstname: 'Kari', lastname: 'Berg' },
    ],
    ['kari 0340 gamle oslo', { firstname: 'Kari', postalCode: '0340', city: 'Gamle Oslo' }],
    ['storgata 5b 6003 ålesund', { address: 'Storgata 5b', postalCode: '6003', city: 'Ålesund' }],
    ['kari kongens gate 5', { firstname: 'Kari', address: 'Kongens gate 5' }],
    [
      'kari berg, kong haakons gate 5, 6003 ålesund',
      {
        firstname: 'Kari',
        lastname: 'Berg',
        address: 'Kong haakons gate 5',
        postalCode: '6003',
        city: 'Ålesund',
      },
    ],
  ] satisfies Examples)('addresses: %j', (typed, draft) => {
    expect(sortTyped(typed)).toEqual(draft);
  });

  it.each([
    'bjørn åse 90123456 bjorn@x.no 6003 ålesund',
    'bjørn åse 90 12 34 56 bjorn@x.no 6003 ålesund',
    'bjørn åse 90 12 34 56 6003 ålesund bjorn@x.no',
    'bjorn@x.no 901 23 456 bjørn åse 6003 ålesund',
    '90123456, bjørn åse, bjorn@x.no, 6003 ålesund',
    '  bjørn   åse\t90123456 bjorn@x.no\n6003 ålesund',
  ])('all at once: %j', (typed) => {
    expect(sortTyped(typed)).toEqual({
      firstname: 'Bjørn',
      lastname: 'Åse',
      mobile: '90123456',
      email: 'bjorn@x.no',
      postalCode: '6003',
      city: 'Ålesund',
    });
  });

  it.each<[string, string, object]>([
    [
      'SE',
      'anna berg 070-123 45 67 114 18 stockholm',
      { firstname: 'Anna', lastname: 'Berg', mobile: '0701234567', postalCode: '11418', city: 'Stockholm' },
    ],
    ['SE', 'anna 11418', { firstname: 'Anna', postalCode: '11418' }],
    [
      'DK',
      'jens 20 12 34 56 2100 københavn ø',
      { firstname: 'Jens', mobile: '20123456', postalCode: '2100', city: 'København Ø' },
    ],
    ['FI', 'matti 040 123 4567', { firstname: 'Matti', mobile: '0401234567' }],
    [
      'IS',
      'helga 581 2345 101 reykjavík',
      { firstname: 'Helga', mobile: '5812345', postalCode: '101', city: 'Reykjavík' },
    ],
    [
      'DE',
      'hans 0171 1234567 10115 berlin',
      { firstname: 'Hans', mobile: '01711234567', postalCode: '10115', city: 'Berlin' },
    ],
    ['GB', 'john 07400 123456', { firstname: 'John', mobile: '07400123456' }],
  ])('by the notations of %s: %j', (defaultCountry, typed, draft) => {
    expect(sortTyped(typed, { defaultCountry })).toEqual(draft);
  });

  it.each(['', '   ', '@', '+', '+47', '(((', ',,,', '4471', '31.12.1990', '5'.repeat(500), '\u0000\u202E'])(
    'makes nothing of %j',
    (typed) => {
      expect(sortTyped(typed)).toEqual({});
    },
  );

  it('leaves out four digits that may be the end of a phone number', () => {
    expect(sortTyped('kari 4471')).toEqual({ firstname: 'Kari' });
  });

  it('never throws, and every field fits into a draft', () => {
    const piece = fc.oneof(
      anyText({ maxLength: 12 }),
      anyText({ minLength: 150, maxLength: 400 }),
      fc.stringMatching(/^[+(0-9]{1,3}[-0-9. /()]{0,12}$/),
      fc.constantFrom(
        'kari',
        'van',
        ',',
        '6003',
        'ålesund',
        'as',
        'gate',
        '5b',
        'i',
        '@',
        'tlf:',
        'NO',
        'MVA',
        '912345602',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
        fc.constantFrom('NO', 'SE', 'GB', 'constructor', ''),
        (typed, defaultCountry) => {
          const draft = sortTyped(typed, { defaultCountry });
          expect(customerDraftSchema.partial().safeParse(draft).error).toBeUndefined();
          expect(Object.values(draft)).not.toContain('');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('sorts its own answer into the same fields', () => {
    const words = fc.constantFrom('kari', 'bjørn', 'åse', 'Berg', 'van', 'hansen', 'nordic');
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), (names) => {
        const draft = sortTyped(names.join(' '));
        expect(sortTyped(`${draft.firstname ?? ''} ${draft.lastname ?? ''}`)).toEqual(draft);
      }),
    );
  });
});
