import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCatchUp } from '../../../electron/core/lookup/catch-up.ts';
import { createKeySearch } from '../../../electron/core/lookup/key-search.ts';
import { readQuery } from '../../../electron/core/lookup/query.ts';
import { createRecordReader } from '../../../electron/core/lookup/records.ts';
import { createRowFilters } from '../../../electron/core/lookup/row-filter.ts';
import { createSearch, maxWork } from '../../../electron/core/lookup/search.ts';
import { createBase, type TestCustomer } from './base.ts';

const syllables = 'ka ri an ne lis bj orn ha ns en kr ist vik str om sj ol berg th or wil li am'.split(' ');
/** Many words near each other: the worst that can be typed has much to find. */
const customers = Array.from({ length: 3000 }, (_, at): TestCustomer => {
  const syllable = (by: number): string => syllables[Math.floor(at / by) % syllables.length]!;
  return {
    customerUid: `c-${at}`,
    customerType: 'PERSON',
    firstname: syllable(1) + syllable(3),
    lastname: syllable(7) + syllable(2) + syllable(11),
    address: `${syllable(5)}gata ${at % 90}`,
    city: `${syllable(13)}by`,
    mobile: `+479${String(at * 131).padStart(7, '0')}`,
    email: `${syllable(1)}.${syllable(7)}@${syllable(2)}.example`,
    loyaltyId: `95780000${String(at * 97).padStart(8, '0')}`,
  };
});

let searchWith: (typed: string) => { hits: number; used: number };
beforeAll(() => {
  const { db } = createBase(customers);
  const catchUp = createCatchUp(db);
  catchUp.refresh();
  const { index } = catchUp;
  const search = createSearch(
    index,
    createKeySearch(db, createRecordReader(db), () => index.postings.living),
  );
  const all = createRowFilters(db, index)({});
  searchWith = (typed) => {
    const work = { left: maxWork };
    const filter = { ...all, kinds: 255, scope: { customers: true, contacts: true }, exactOnly: false };
    return { hits: search(readQuery(typed), filter, 20, work).length, used: maxWork - work.left };
  };
});

/** One step may go over what was left when it began. */
const mostOfOneStep = maxWork / 2;

const naughty = [
  '',
  ' ',
  '\t\r\n',
  '\0',
  '\u0007',
  '\uFEFF',
  '\u200B',
  '\u00AD',
  '\u202E',
  '\uFFFD',
  '\uD800',
  '\uDC00',
  'undefined',
  'null',
  'NaN',
  'true',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'then',
  '0',
  '-0',
  '1/0',
  '1e999',
  '0x0',
  '00',
  '+',
  '+47',
  '0047',
  '++++',
  '----',
  '....',
  '(((',
  ']C1',
  ']',
  '@',
  '@@',
  'a@',
  '@a',
  'a@b@c',
  'mailto:',
  'tel:',
  'tel:+',
  '<>',
  '"',
  "'",
  '`',
  '\\',
  '|',
  '%',
  '_',
  `'; DROP TABLE customer; --`,
  `" OR ""="`,
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  '../../etc',
  '١٢٣٤٥٦٧٨',
  '१२३४५६७८',
  '𝟗𝟎𝟏𝟐𝟒𝟒𝟕𝟏',
  '９０１２４４７１',
  '²³¼',
  'Ⅷ',
  '㎏',
  'ﷺ',
  'ﬀ',
  'ẞ',
  'ŉ',
  'İ',
  'ǆ',
  'ß',
  '田中さん',
  'Иванов',
  'עברית',
  'العربية',
  'ไทย',
  '👩‍👩‍👧‍👦',
  '🏳️‍🌈',
  'Ω≈ç√∫',
  '𐐀𐐁𐐂𐐃',
  'e\u0301\u0301\u0301',
  'kari '.repeat(8),
  'k a r i a n n e',
  'kh'.repeat(20),
  'ckcckkch'.repeat(4),
  'sjskjsch'.repeat(5),
  'aeaeaeae',
  'hanssenhanssenhanssenhanssen',
  'van den der de la van den',
  'dr hr fru mr as asa',
  'ka ri an ne lis bj or ha',
  '12 34 56 78 90 12 34 56',
  '9'.repeat(30),
  '9 '.repeat(80),
  '+47 '.repeat(40),
  'no'.repeat(50),
  '1.1.1.1.1.1',
];

describe('anything typed, pasted or scanned', () => {
  it.each(naughty)('is no error and bounded work: %j', (typed) => {
    const { hits, used } = searchWith(typed);
    expect(hits).toBeLessThanOrEqual(100);
    expect(used).toBeLessThan(maxWork + mostOfOneStep);
  });

  it.each(['kari hansen ', '901 24 471 ', 'a', '\u0301', 'ﷺ', '@', '\uD83D', 'kari.hansen@example.no '])(
    'may be ten thousand signs: %j again and again',
    (text) => {
      const { used } = searchWith(text.repeat(Math.ceil(10_000 / text.length)));
      expect(used).toBeLessThan(maxWork + mostOfOneStep);
    },
  );

  it('may be any signs at all', () => {
    const sign = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.constantFrom(...Array.from('kariheo s.-@+()[]"0149 ')),
      fc.constantFrom(...syllables, ' ', ', ', 'sen', '@', '+47'),
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        expect(searchWith(signs.join('')).used).toBeLessThan(maxWork + mostOfOneStep);
      }),
      { numRuns: 400 },
    );
  });
});
