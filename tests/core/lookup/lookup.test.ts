import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createBase, type TestCustomer } from './base.ts';

const customers: TestCustomer[] = [
  {
    customerUid: 'bjorn',
    customerType: 'PERSON',
    firstname: 'Bjørn',
    lastname: 'Åse',
    address: 'Storgata 12B',
    postalCode: '0155',
    city: 'Oslo',
    mobile: '+4791234471',
    email: 'bjorn.ase84@example.no',
    loyaltyId: '2000000000017',
  },
  {
    customerUid: 'bjorg',
    customerType: 'PERSON',
    firstname: 'Bjørg',
    lastname: 'Aasen',
    city: 'Bergen',
    mobile: '+4740055123',
  },
  {
    customerUid: 'muller',
    customerType: 'PERSON',
    firstname: 'Jürgen',
    lastname: 'Müller',
    city: 'München',
    mobile: '+491701234567',
  },
  {
    customerUid: 'strauss',
    customerType: 'PERSON',
    firstname: 'Anna',
    lastname: 'Strauß',
    externalId: 'K-10442',
  },
  {
    customerUid: 'berg',
    customerType: 'PERSON',
    firstname: 'Kari',
    lastname: 'Berg',
    mobile: '041 23 45 67',
  },
  {
    customerUid: 'bergstrom',
    customerType: 'PERSON',
    firstname: 'Ola',
    lastname: 'Bergström',
    postalCode: '5003',
    city: 'Bergen',
  },
  {
    customerUid: 'street',
    customerType: 'PERSON',
    firstname: 'Nils',
    lastname: 'Lie',
    address: 'Berg 4',
    city: 'Halden',
  },
  {
    customerUid: 'fjord',
    customerType: 'B2B',
    companyName: 'Fjord & Fjell Sport AS',
    vatNumber: 'NO 937 270 062 MVA',
    externalId: '100200',
    email: 'post@fjordfjell.example',
    city: 'Ålesund',
    contacts: [
      {
        customerContactUid: 'k1',
        firstname: 'Sigrid',
        lastname: 'Undset',
        email: 'sigrid@fjordfjell.example',
        mobile: '+4799887766',
      },
    ],
  },
  {
    customerUid: 'hansen',
    customerType: 'COMPANY',
    companyName: 'Hansens Bakeri',
    address: 'Torget 1',
    city: 'Hamar',
  },
  {
    customerUid: 'jean',
    customerType: 'PERSON',
    firstname: 'Jean-Luc',
    lastname: "O'Shea",
    email: 'jl@example.com',
  },
];

let base: ReturnType<typeof createBase>;
const found = (query: string, options?: Parameters<typeof base.find>[1]) => base.find(query, options);
/** The first hit's values that matched, with what is marked in brackets. */
const marked = (query: string) =>
  base.search(query)[0]!.matched.map(({ field, text, ranges, how }) => {
    const shown = ranges
      .toReversed()
      .reduce(
        (text, [start, end]) => `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`,
        text,
      );
    return `${field} ${how}: ${shown}`;
  });

describe('looking somebody up', () => {
  beforeAll(() => {
    base = createBase(customers);
  });

  it.each([
    ['as written', 'Bjørn Åse', 'bjorn'],
    ['lower case, no diacritics', 'bjorn ase', 'bjorn'],
    ['digraphs', 'Bjoern Aase', 'bjorn'],
    ['reversed, with a typing error', 'asse bjorn', 'bjorn'],
    ['two errors in one word', 'bjrøn osee', 'bjorn'],
    ['as it is typed', 'bjørn å', 'bjorn'],
    ['beginnings of both names', 'bjø åse', 'bjorn'],
    ['initial and last name', 'b åse', 'bjorn'],
    ['a missing space', 'bjornase', 'bjorn'],
    ['a space too many', 'berg ström', 'bergstrom'],
    ['name and place', 'bjørn oslo', 'bjorn'],
    ['name and postal code', 'bjorn 0155', 'bjorn'],
    ['street and number', 'storgata 12b', 'bjorn'],
    ['umlauts', 'mueller', 'muller'],
    ['sharp s', 'strauss', 'strauss'],
    ['an apostrophe left out', 'oshea', 'jean'],
    ['an apostrophe typed as a space', 'o shea', 'jean'],
    ['a hyphen left out', 'jeanluc', 'jean'],
    ['company', 'fjell sport', 'fjord'],
    ['company with an error', 'hansen bakerri', 'hansen'],
    ['one word of several wrong', 'kari nordmann berg', 'berg'],
  ])('%s: %j', (_, query, customerUid) => {
    expect(found(query)[0]).toBe(customerUid);
  });

  it.each([
    ['+47 912 34 471', 'bjorn'],
    ['0047 91234471', 'bjorn'],
    ['912 34 471', 'bjorn'],
    ['91-23-44-71', 'bjorn'],
    ['4471', 'bjorn'],
    ['34471', 'bjorn'],
    ['9123', 'bjorn'],
    ['bjørn 4471', 'bjorn'],
    ['4471 åse', 'bjorn'],
    ['bjorn 912 34 471', 'bjorn'],
    ['0170-1234567', 'muller'],
    ['+49 170 1234567', 'muller'],
    ['41234567', 'berg'],
    ['91234417', 'bjorn'],
    ['9134471', 'bjorn'],
    ['91234571', 'bjorn'],
    ['2000000000017', 'bjorn'],
    ['K-10442', 'strauss'],
    ['k10442', 'strauss'],
    ['10442', 'strauss'],
    ['937270062', 'fjord'],
    ['NO937270062MVA', 'fjord'],
    ['937 270 062', 'fjord'],
    ['100200', 'fjord'],
    ['bjorn.ase84@example.no', 'bjorn'],
    ['bjorn.a', 'bjorn'],
    ['bjorn.ase84@exa', 'bjorn'],
    ['bjorn.asse84@example.no', 'bjorn'],
    ['bjron.ase84@example.no', 'bjorn'],
    ['post@fjord', 'fjord'],
    ['bjorn', 'bjorn'],
  ])('number, code or address %j', (query, customerUid) => {
    expect(found(query)[0]).toBe(customerUid);
  });

  it('finds a customer by its id', () => {
    expect(found('bergstrom')[0]).toBe('bergstrom');
    expect(found('fjord', { exactMatch: true })).toEqual(['fjord']);
  });

  it('finds a company by its contact, within the scope that is asked for', () => {
    for (const query of ['sigrid undset', 'undset', 'sigrid@fjord', '998 87 766', '7766']) {
      expect(found(query)).toContain('fjord');
      expect(found(query, { scope: ['CONTACT'] })).toEqual(['fjord']);
    }
    for (const query of ['sigrid undset', 'undset', '99887766']) {
      expect(found(query, { scope: ['CUSTOMER'] })).not.toContain('fjord');
    }
    expect(found('hansens', { scope: ['CONTACT'] })).toEqual([]);
  });

  it('keeps to the types that are asked for', () => {
    expect(found('b', { types: ['B2B', 'COMPANY'] })).not.toContain('bjorn');
    expect(found('fjord', { types: ['PERSON'] })).not.toContain('fjord');
    expect(found('100200', { types: ['B2B'] })).toEqual(['fjord']);
    expect(found('100200', { types: ['PERSON'] })).toEqual([]);
  });

  it('takes words as they stand when an exact match is asked for', () => {
    expect(found('berg', { exactMatch: true }).toSorted()).toEqual(['berg', 'street']);
    expect(found('asse bjorn', { exactMatch: true })).toEqual([]);
    expect(found('bjorn', { exactMatch: true })).toEqual(['bjorn']);
    expect(found('91234471', { exactMatch: true })).toEqual(['bjorn']);
    expect(found('4471', { exactMatch: true })).toEqual([]);
    expect(found('bjorn.ase84@example.no', { exactMatch: true })).toEqual(['bjorn']);
    expect(found('bjorn.ase84', { exactMatch: true })).toEqual([]);
  });

  it('puts exact before beginning before similar, and names before places', () => {
    const hits = found('berg');
    expect(hits[0]).toBe('berg');
    expect(hits.indexOf('bergstrom')).toBeLessThan(hits.indexOf('street'));
    expect(found('bergen').slice(0, 2).toSorted()).toEqual(['bergstrom', 'bjorg']);
  });

  it('answers with as many as were asked for, 20 at most', () => {
    expect(found('b', { limit: 2 })).toHaveLength(2);
    expect(found('b', { limit: 1000 }).length).toBeLessThanOrEqual(20);
    expect(found('')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });
});

describe('why somebody was found', () => {
  beforeAll(() => {
    base = createBase(customers);
  });

  it.each([
    ['bjorn aase', ['name exact: [Bjørn] [Åse]']],
    ['aasen', ['name exact: Bjørg [Aasen]']],
    ['bjoergg', ['name similar: [Bjørg] Aasen']],
    [
      'bjorn',
      ['customerUid exact: [bjorn]', 'name exact: [Bjørn] Åse', 'email prefix: [bjorn].ase84@example.no'],
    ],
    ['asse bjorn', ['name similar: [Bjørn] [Åse]']],
    ['straus', ['name prefix: Anna [Strauß]']],
    ['mull', ['name prefix: Jürgen [Müll]er']],
    ['oshea', ["name exact: Jean-Luc [O'Shea]"]],
    ['bjorn oslo', ['name exact: [Bjørn] Åse', 'city exact: [Oslo]']],
    ['4471', ['mobile ends: +479123[4471]']],
    ['912 34', ['mobile prefix: +47[91234]471']],
    ['+47 91234471', ['mobile exact: +47[91234471]']],
    ['91234417', ['mobile similar: +47[91234471]']],
    ['bjorn 4471', ['name exact: [Bjørn] Åse', 'mobile ends: +479123[4471]']],
    ['2000000000017', ['loyaltyId exact: [2000000000017]']],
    ['937 270', ['vatNumber prefix: NO [937 270] 062 MVA']],
    ['bjorn.ase84@ex', ['email prefix: [bjorn.ase84@ex]ample.no']],
    ['storgata 12', ['address prefix: [Storgata] [12]B']],
    ['undset', ['contact exact: Sigrid [Undset]']],
    ['k-10442', ['externalId exact: [K-10442]']],
  ])('%j', (query, matches) => {
    expect(marked(query)).toEqual(matches);
  });

  it('marks within the text, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('bjorn', 'åse 4471', 'berg', '91234471', 'k10442', 'post@'),
        fc.nat(20),
        fc.string({ maxLength: 3 }),
        (query, at, slip) => {
          for (const { matched } of base.search(query.slice(0, at) + slip + query.slice(at))) {
            expect(matched).not.toEqual([]);
            for (const { text, ranges } of matched) {
              expect(ranges.length).toBeGreaterThan(0);
              let last = 0;
              for (const [start, end] of ranges) {
                expect(start).toBeGreaterThanOrEqual(last);
                expect(end).toBeGreaterThan(start);
                expect(end).toBeLessThanOrEqual(text.length);
                last = end;
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what changed', () => {
  it('is found by the very next search, and lasts', () => {
    const base = createBase(customers);
    expect(base.find('nyland')).toEqual([]);
    base.put({ customerUid: 'new', customerType: 'PERSON', firstname: 'Turid', lastname: 'Nyland' });
    expect(base.find('nyland')).toEqual(['new']);
    base.put({ customerUid: 'new', customerType: 'PERSON', firstname: 'Turid', lastname: 'Gammelsrud' });
    expect(base.find('nyland')).toEqual([]);
    expect(base.find('gamelsrud')).toEqual(['new']);
    base.restart();
    expect(base.find('gammelsrud turid')).toEqual(['new']);
    base.remove('new');
    expect(base.find('gammelsrud')).toEqual([]);
  });

  it('is not found before it is committed', () => {
    const base = createBase(customers);
    base.db.transaction(() => {
      base.put({ customerUid: 'new', customerType: 'PERSON', firstname: 'Turid', lastname: 'Nyland' });
      expect(base.find('nyland')).toEqual([]);
    })();
    expect(base.find('nyland')).toEqual(['new']);
  });

  it('is taken in by slices while searches go on', () => {
    const base = createBase(customers);
    expect(base.refresh()).toBe(true);
    base.db.transaction(() => {
      for (let at = 0; at < 6000; at += 1) {
        base.put({
          customerUid: `n-${at}`,
          customerType: 'PERSON',
          firstname: 'Turid',
          lastname: `Lie${at % 50}`,
        });
      }
    })();
    let slices = 1;
    while (!base.keepUp(0)) slices += 1;
    expect(slices).toBeGreaterThan(5);
    expect(base.find('lie49 turid')).toHaveLength(20);
    expect(base.find('bjorn ase')[0]).toBe('bjorn');
  });

  it('is loaded anew when more happened than the log keeps', () => {
    const base = createBase(customers);
    expect(base.find('bjorn ase')[0]).toBe('bjorn');
    base.remove('bjorn');
    base.put({ customerUid: 'new', customerType: 'PERSON', firstname: 'Turid', lastname: 'Nyland' });
    base.db
      .prepare(`DELETE FROM lookup_change WHERE sequence < (SELECT max(sequence) FROM lookup_change)`)
      .run();
    expect(base.find('bjorn ase')).not.toContain('bjorn');
    expect(base.find('nyland')).toEqual(['new']);
  });

  it('hides who is hidden', () => {
    const base = createBase(customers);
    base.db.prepare(`UPDATE customer SET hidden = 1 WHERE customer_uid = 'bjorn'`).run();
    expect(base.find('bjorn ase')).not.toContain('bjorn');
    expect(base.find('91234471')).not.toContain('bjorn');
  });
});

describe('anything may be typed', () => {
  const hostile = [
    ...'null undefined NaN 0 -1 1e999 true __proto__ constructor % _ * a* NEAR( @ @@ a@ + +47 00 0047 ---- ....'.split(
      ' ',
    ),
    ...`'; DROP TABLE customer; --|" OR 1=1|<script>alert(1)</script>|{{7*7}}|[object Object]| |\\|`.split(
      '|',
    ),
    ...'\0 a\0b \u0007 \uFEFF \u200B \u202Etxet \uD800 \uDC00\uD800 e\u0301\u0301\u0301'.split(' '),
    ...'ﷺ 田中さん Ω≈ç√ Ⅷ ١٢٣٤ １２３４ 👩‍👩‍👧‍👦 🏳️‍🌈 İstanbul ẞ ŉ ǆ ㎏'.split(' '),
    ...['9', 'x', 'ß'].map((sign) => sign.repeat(400)),
  ];

  it('and anything may be stored: hostile values are found by themselves', () => {
    const base = createBase(
      hostile.map((text, at) => ({
        customerUid: `n-${at}`,
        customerType: 'PERSON',
        firstname: text,
        lastname: `Etternavn${at}`,
        mobile: text,
        email: text,
        vatNumber: text,
        contacts: [{ firstname: text, email: text }],
      })),
    );
    for (const [at, text] of hostile.entries()) {
      expect(base.find(`etternavn${at}`)[0]).toBe(`n-${at}`);
      expect(base.find(text).length).toBeLessThanOrEqual(20);
    }
  });

  it('without an error', () => {
    const base = createBase(customers);
    for (const text of [
      'x'.repeat(10_000),
      'bjørn '.repeat(2000),
      '9'.repeat(10_000),
      `${'a'.repeat(5000)}@${'b'.repeat(5000)}`,
      '\uD800\uDFFF\uD800',
      'bj\0rn',
      '%_\'";--',
      'a b c d e f g h i j k l m n o p q r s t u v w x y z',
      '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16',
      '\u0301\u0301\u0301',
      'ﷺ'.repeat(100),
    ]) {
      expect(base.find(text).length).toBeLessThanOrEqual(20);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(base.find(text).length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 300 },
    );
  });
});
