import { describe, expect, it } from 'vitest';
import { isPrintableCode, looksLikeArticle, otherSpellings, readCode } from '#shared/cards/code-readings';

describe('reading a scanned text', () => {
  it('takes a plain code as it is, without spaces and control characters around it', () => {
    expect(readCode(' 2912 3456\r\n')).toEqual({
      text: '2912 3456',
      isWrapped: false,
      values: ['2912 3456'],
    });
    expect(readCode('\u001DABC-12\u200F')).toMatchObject({ values: ['ABC-12'] });
    expect(readCode('\r\n')).toEqual({ text: '', isWrapped: false, values: [] });
  });

  it('finds the numbers in an address', () => {
    const values = (address: string) => readCode(address).values;
    expect(values('https://shop.example/m/2912345678901234?src=wallet')).toEqual(['2912345678901234']);
    expect(values('HTTPS://SHOP.EXAMPLE/?card=A%2D120%2E44&lang=nb')).toEqual(['A-120.44']);
    expect(values('https://shop.example/#/card=291234567')).toEqual(['291234567']);
    expect(values('https://shop.example/members/join')).toEqual([]);
    expect(values('https://shop.example/%E0%A4%A/291234')).toEqual(['291234']);
  });

  it('finds the numbers in a record', () => {
    const values = (record: unknown) => readCode(JSON.stringify(record)).values;
    expect(values({ v: 2, member: { loyaltyId: '2912345678901234' }, name: 'Kari' })).toEqual([
      '2912345678901234',
    ]);
    expect(values([29_123_456, 29_123_456])).toEqual(['29123456']);
    expect(values({ number: 2 ** 60 })).toEqual([]);
    expect(readCode('{not a record 123456}')).toMatchObject({ isWrapped: false });
  });

  it('is not brought down by what a hostile code holds', () => {
    const deep = '['.repeat(3000) + ']'.repeat(3000);
    expect(readCode(deep)).toMatchObject({ isWrapped: true, values: [] });
    const many = JSON.stringify(Array.from({ length: 2000 }, (_, at) => `number-${100_000 + at}`));
    expect(readCode(many).values).toHaveLength(50);
  });
});

describe('other spellings of a code', () => {
  it('are the ones of the same GTIN with more or fewer zeros in front', () => {
    expect(otherSpellings('0012345678905')).toEqual(['012345678905', '00012345678905']);
    expect(otherSpellings('012345678905')).toEqual(['0012345678905', '00012345678905']);
  });

  it('leave off or add the check digit in the range that is a shop’s own', () => {
    expect(otherSpellings('2912345678906')).toContain('291234567890');
    expect(otherSpellings('291234567890')).toContain('2912345678906');
    // Not a check digit, so it belongs to the number.
    expect(otherSpellings('2912345678901')).not.toContain('291234567890');
    expect(otherSpellings('4012345678901')).not.toContain('401234567890');
  });

  it('are none for anything else', () => {
    for (const code of ['2912345678901234', '123456', 'A12345678901', ''])
      expect(otherSpellings(code)).toEqual([]);
  });
});

it('knows which codes a card can carry', () => {
  for (const code of ['2912345678901234', 'AB-12/3 x', '~^']) expect(isPrintableCode(code)).toBe(true);
  for (const code of ['', ' 12', 'Bjørn', 'a\u001Db', 'x'.repeat(121)])
    expect(isPrintableCode(code)).toBe(false);
});

it('tells the barcode of an article from a card’s, as far as numbers tell', () => {
  for (const code of ['7038010009457', '40123455', '012345678905']) expect(looksLikeArticle(code)).toBe(true);
  for (const code of ['2912345678906', '7038010009456', '2912345678901234', '98765']) {
    expect(looksLikeArticle(code)).toBe(false);
  }
});
