import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readEntries, readImport, type ImportEntry } from '../../../electron/core/import/read-import.ts';
import type { RecordReading } from '../../../electron/core/import/record-fields.ts';
import { anyText } from '../../shared/customer/any-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillbook-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Format = 'json-lines' | 'csv';

function withFreshUids(): RecordReading {
  let made = 0;
  return { newUid: () => `fresh-${(made += 1)}`, onUnknownField: () => undefined };
}

/** The bytes in pieces of a size, as a disk might hand them out. */
async function* inPieces(content: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(
  content: string | Uint8Array,
  format?: Format,
  pieceSize = 65_536,
): Promise<ImportEntry[]> {
  const entries: ImportEntry[] = [];
  for await (const entry of readEntries(inPieces(content, pieceSize), withFreshUids(), format))
    entries.push(entry);
  return entries;
}

async function readFile(name: string, content: string): Promise<ImportEntry[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const answer = await readImport(path, withFreshUids());
  if (!answer.ok) throw new Error(answer.error.message);
  const entries: ImportEntry[] = [];
  for await (const entry of answer.entries) entries.push(entry);
  return entries;
}

const kari = { customerUid: 'c-1', customerType: 'PERSON', firstname: 'Kari', lastname: 'Berg' };
const bjorn = { customerUid: 'c-2', customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Åse' };

function line(value: unknown): string {
  return JSON.stringify(value);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

describe('JSON lines', () => {
  it('are read with their line numbers, whatever ends them and whatever is blank between', async () => {
    const content = `\uFEFF${line(kari)}\r\n\r\n   \n${line(bjorn)}`;
    expect(await read(content, 'json-lines')).toEqual([
      { line: 1, customer: kari },
      { line: 4, customer: bjorn },
    ]);
  });

  it('keep every field, known or not', async () => {
    const record = {
      ...kari,
      externalId: '2011541',
      address2: 'Meadow Banks',
      email: '',
      mobile: '04 52492030',
      defaultStore: null,
      credit: { limit: 1000, balance: 0, currency: 'NOK' },
      contacts: [{ firstname: 'Per', extensions: [], shoeSize: 43 }],
      ownField: { deep: [1, { er: true }] },
    };
    expect(await read(line(record), 'json-lines')).toEqual([{ line: 1, customer: record }]);
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown type',
      { ...kari, customerType: 'robot' },
      'customerType must be one of PERSON, COMPANY, B2B',
    ],
    ['a type of digits', { ...kari, customerType: 5 }, 'customerType must be text'],
    [
      'a bad uid',
      { ...kari, customerUid: 'c 1' },
      'customerUid must be 1 to 128 letters, digits, "-" or "_"',
    ],
    [
      'a long uid',
      { ...kari, customerUid: 'c'.repeat(129) },
      'customerUid must be 1 to 128 letters, digits, "-" or "_"',
    ],
    ['a uid of digits', { ...kari, customerUid: 17 }, 'customerUid must be text'],
    ['a phone of digits', { ...kari, mobile: 90012345 }, 'mobile must be text'],
    ['a broken number', { ...kari, paymentTerms: 1.5 }, 'paymentTerms must be a whole number'],
    ['a number as text', { ...kari, relevance: '1' }, 'relevance must be a number'],
    ['a flag as text', { ...kari, ehfEnabled: 'yes' }, 'ehfEnabled must be true or false'],
    ['a list that is none', { ...kari, contacts: {} }, 'contacts must be a list'],
    ['an entry that is none', { ...kari, contacts: [null, 'Per'] }, 'contacts.1 must be an object'],
    ['a field of an entry', { ...kari, contacts: [{}, { email: 5 }] }, 'contacts.1.email must be text'],
    ['an object that is none', { ...kari, credit: [] }, 'credit must be an object'],
    ['a field of an object', { ...kari, credit: { limit: '5' } }, 'credit.limit must be a whole number'],
    ['a list', [kari], 'this is not a customer, which is an object of fields'],
    ['null', null, 'this is not a customer, which is an object of fields'],
    ['text', 'Kari', 'this is not a customer, which is an object of fields'],
  ])('with %s are rejected, naming the field', async (_, value, reason) => {
    expect(await read(`${line(bjorn)}\n${line(value)}\n${line(kari)}`, 'json-lines')).toEqual([
      { line: 1, customer: bjorn },
      { line: 2, reason },
      { line: 3, customer: kari },
    ]);
  });

  it.each([
    ['PERSON', { customerType: 'person', companyName: 'Berg AS' }],
    ['COMPANY', { customerType: ' Company ', firstname: 'Kari' }],
    ['B2B', { customerType: 'b2b' }],
    ['COMPANY', { companyName: 'Berg AS' }],
    ['COMPANY', { customerType: '', companyName: 'Berg AS', lastname: ' ' }],
    ['PERSON', { customerType: null, companyName: 'Berg AS', lastname: 'Berg' }],
    ['PERSON', { firstname: 'Kari' }],
    ['PERSON', { companyName: null }],
  ])('become a %s of %j', async (customerType, fields) => {
    expect(await read(line({ customerUid: 'c-1', ...fields }), 'json-lines')).toEqual([
      { line: 1, customer: { customerUid: 'c-1', ...fields, customerType } },
    ]);
  });

  it('that are not JSON are rejected without repeating what stands there', async () => {
    const [first, second, third] = await read(`{"firstname":"Kari",}\nKari Berg\n{"a":"Kari`, 'json-lines');
    expect(first).toEqual({ line: 1, reason: 'this is not JSON, from character 21 on' });
    expect(second).toMatchObject({ line: 2, reason: expect.stringMatching(/^this is not JSON/) });
    expect(third).toMatchObject({ line: 3, reason: expect.stringMatching(/^this is not JSON/) });
    expect(line([second, third])).not.toContain('Kari');
  });

  it('cannot change what a customer is made of', async () => {
    const content = '{"customerUid":"c-1","customerType":"PERSON","__proto__":{"admin":true}}';
    expect(await read(content, 'json-lines')).toEqual([
      { line: 1, reason: 'a field cannot be called __proto__' },
    ]);
  });

  it('nested without end are rejected', async () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const content = `{"customerUid":"c-1","customerType":"PERSON","x":${nested}}\n${line(bjorn)}`;
    expect(await read(content, 'json-lines')).toEqual([
      { line: 1, reason: expect.stringMatching(/nested too deep|not JSON/) },
      { line: 2, customer: bjorn },
    ]);
  });

  it('without a customerUid get a fresh one each', async () => {
    const nameless = { customerType: 'PERSON', firstname: 'Per' };
    const content = [nameless, { ...nameless, customerUid: '' }, { ...nameless, customerUid: null }].map(
      line,
    );
    expect(await read(content.join('\n'), 'json-lines')).toEqual([
      { line: 1, customer: { ...nameless, customerUid: 'fresh-1' } },
      { line: 2, customer: { ...nameless, customerUid: 'fresh-2' } },
      { line: 3, customer: { ...nameless, customerUid: 'fresh-3' } },
    ]);
  });

  it('with the same customerUid are all handed out, in order', async () => {
    const later = { ...kari, lastname: 'Dahl' };
    expect(await read(`${line(kari)}\n${line(later)}`, 'json-lines')).toEqual([
      { line: 1, customer: kari },
      { line: 2, customer: later },
    ]);
  });

  it('that are not UTF-8 are rejected alone', async () => {
    const latin1 = Buffer.from(line(bjorn), 'latin1');
    const content = Buffer.concat([
      Buffer.from(`${line(kari)}\n`),
      latin1,
      Buffer.from(`\n${line(bjorn)}\n`),
      latin1,
    ]);
    for (const pieceSize of [7, 65_536]) {
      const entries = await read(content, 'json-lines', pieceSize);
      expect(entries).toEqual([
        { line: 1, customer: kari },
        { line: 2, reason: expect.stringContaining('UTF-8') },
        { line: 3, customer: bjorn },
        { line: 4, reason: expect.stringContaining('UTF-8') },
      ]);
    }
  });

  it('of more than 1 MB are rejected alone, at the start, between and at the end', async () => {
    const long = line({ ...kari, internalNote: 'x'.repeat(1_000_000) });
    const content = [long, line(kari), long, line(bjorn), long].join('\n');
    for (const pieceSize of [60_000, 5_000_000]) {
      const entries = await read(content, 'json-lines', pieceSize);
      expect(entries.map((entry) => ('reason' in entry ? entry.reason : entry.customer.customerUid))).toEqual(
        [
          'the line is longer than 1 MB',
          'c-1',
          'the line is longer than 1 MB',
          'c-2',
          'the line is longer than 1 MB',
        ],
      );
    }
  });

  it('of nearly 1 MB are read', async () => {
    const [entry] = await read(line({ ...kari, internalNote: 'x'.repeat(999_000) }), 'json-lines');
    expect(entry).toHaveProperty('customer.customerUid', 'c-1');
  });
});

describe('CSV', () => {
  const expected = [
    { line: 2, customer: { ...kari, paymentTerms: 14, ehfEnabled: true } },
    { line: 3, customer: bjorn },
  ];

  it.each([
    [',', ''],
    [';', ''],
    ['\t', ''],
    [';', '\uFEFF'],
  ])('separated by %j is read', async (delimiter, mark) => {
    const rows = [
      ['CUSTOMERUID', 'customertype', 'FirstName', 'lastname', 'paymentTerms', 'ehfEnabled'],
      ['c-1', 'PERSON', 'Kari', 'Berg', '14', 'true'],
      ['c-2', 'PERSON', 'Bjørn', ' Åse ', '', ''],
    ];
    const content = mark + rows.map((row) => row.join(delimiter)).join('\r\n');
    expect(await read(content, 'csv')).toEqual(expected);
  });

  it.each([';', '|', '\t'])('is separated by %j where the first line says so', async (delimiter) => {
    const rows = ['customerUid,firstname', 'c-1,Kari', 'c-2,"Bjørn, or so"'];
    const written = rows.map((row) => row.replace(',', delimiter));
    for (const first of [`sep=${delimiter}`, `\uFEFFSEP=${delimiter}\r`]) {
      const content = [first, '', ...written].join('\n');
      for (const pieceSize of [1, 65_536]) {
        expect(await read(content, 'csv', pieceSize)).toEqual([
          { line: 4, customer: { customerUid: 'c-1', customerType: 'PERSON', firstname: 'Kari' } },
          { line: 5, customer: { customerUid: 'c-2', customerType: 'PERSON', firstname: 'Bjørn, or so' } },
        ]);
      }
    }
  });

  it('keeps unknown columns as they are called', async () => {
    expect(await read('customerUid,customerType,Shoe Size\nc-1,PERSON,43\n', 'csv')).toEqual([
      { line: 2, customer: { customerUid: 'c-1', customerType: 'PERSON', 'Shoe Size': '43' } },
    ]);
  });

  it('reads delimiters, quotes and line ends inside quotes, and counts lines all the same', async () => {
    const content =
      'customerUid;customerType;companyName;address\r\n' +
      'c-1;COMPANY;"Berg; ""Lys"" AS";"Storgata 5\r\n\r\n6003 Ålesund"\r\n' +
      '\r\n' +
      'c-2;COMPANY;Dahl AS;\r\n';
    const companies = [
      {
        line: 2,
        customer: {
          customerUid: 'c-1',
          customerType: 'COMPANY',
          companyName: 'Berg; "Lys" AS',
          address: 'Storgata 5\n\n6003 Ålesund',
        },
      },
      { line: 6, customer: { customerUid: 'c-2', customerType: 'COMPANY', companyName: 'Dahl AS' } },
    ];
    for (const pieceSize of [1, 10, 65_536]) expect(await read(content, 'csv', pieceSize)).toEqual(companies);
  });

  it('says once for each column what it cannot hold, and imports the rest', async () => {
    const content =
      'customerUid,customerType,contacts,credit.limit,,CustomerType,\nc-1,PERSON,Per,5,x,B2B,\n';
    expect(await read(content, 'csv')).toEqual([
      { line: 1, reason: 'column 3 (contacts) is left out: CSV cannot hold nested fields, JSON lines can' },
      { line: 1, reason: 'column 4 (credit) is left out: CSV cannot hold nested fields, JSON lines can' },
      { line: 1, reason: 'column 5 has no name and is left out' },
      { line: 1, reason: 'column 6 has the same name as one before it and is left out' },
      { line: 2, customer: { customerUid: 'c-1', customerType: 'PERSON' } },
    ]);
  });

  it('rejects single rows that are wrong', async () => {
    const content = [
      'customerUid,customerType,firstname,paymentTerms',
      'c-1,PERSON,Kari,14,too much',
      'c-2,PERSON',
      'c-3,PERSON,Per,soon',
      'c-4,Robot,Per,',
      ',PERSON,Per,',
      'c-6,PERSON,Pe"r,',
      'c-7,PERSON,"Per"son,',
      'c-8,PERSON,Per,',
    ].join('\n');
    expect(await read(content, 'csv')).toEqual([
      { line: 2, reason: 'the row has 5 cells, the first row 4' },
      { line: 3, reason: 'the row has 2 cells, the first row 4' },
      { line: 4, reason: 'paymentTerms must be a whole number' },
      { line: 5, reason: 'customerType must be one of PERSON, COMPANY, B2B' },
      { line: 6, customer: { customerUid: 'fresh-1', customerType: 'PERSON', firstname: 'Per' } },
      { line: 7, reason: 'a quotation mark stands in the middle of a cell' },
      { line: 8, reason: 'a quotation mark stands in the middle of a cell' },
      { line: 9, customer: { customerUid: 'c-8', customerType: 'PERSON', firstname: 'Per' } },
    ]);
  });

  it.each([2, 30])('loses one row to a forgotten quote, with %i rows after it', async (rowsAfter) => {
    const after = Array.from({ length: rowsAfter }, (_, index) => `c-${index},PERSON,Per`);
    const content = ['customerUid,customerType,firstname', 'x,PERSON,"Kari', ...after].join('\n');
    for (const pieceSize of [5, 65_536]) {
      const [first, ...others] = await read(content, 'csv', pieceSize);
      expect(first).toEqual({ line: 2, reason: 'a quotation mark opens a cell and none closes it' });
      expect(others).toEqual(
        after.map((_, index) => ({
          line: index + 3,
          customer: { customerUid: `c-${index}`, customerType: 'PERSON', firstname: 'Per' },
        })),
      );
    }
  });

  it('rejects rows that are not UTF-8, as an old spreadsheet writes them', async () => {
    const content = Buffer.from(
      'customerUid,customerType,firstname\nc-1,PERSON,Bjørn\nc-2,PERSON,Kari\n',
      'latin1',
    );
    expect(await read(content, 'csv')).toEqual([
      { line: 2, reason: expect.stringContaining('UTF-8') },
      { line: 3, customer: { customerUid: 'c-2', customerType: 'PERSON', firstname: 'Kari' } },
    ]);
  });

  it('reads every text back that was written by the rules', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'ø', '"', ',', ';', '\t', ' ', '\n', '1'), minLength: 1 })
      .filter((text) => text.split('\n').length < 5);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (names, pieceSize) => {
          const rows = names.map((pair, index) =>
            [`c-${index}`, 'PERSON', ...pair.map((text) => quoted(text))].join(';'),
          );
          const content = ['customerUid;customerType;firstname;lastname', ...rows].join('\n');
          const entries = await read(content, 'csv', pieceSize);
          expect(entries.map((entry) => ('customer' in entry ? entry.customer : entry))).toEqual(
            names.map(([firstname, lastname], index) => ({
              customerUid: `c-${index}`,
              customerType: 'PERSON',
              firstname,
              lastname,
            })),
          );
        },
      ),
    );
  });
});

describe('a file', () => {
  const csv = 'customerUid,customerType,firstname,lastname\nc-1,PERSON,Kari,Berg\n';

  it.each([
    ['customers.jsonl', line(kari), 1],
    ['customers.NDJSON', line(kari), 1],
    ['customers.csv', csv, 2],
    ['customers.txt', csv, 2],
    ['customers.dat', `\n\n  ${line(kari)}`, 3],
    ['customers', line(kari), 1],
  ])('called %s is read by its name or else by its first line', async (name, content, number) => {
    expect(await readFile(name, content)).toEqual([{ line: number, customer: kari }]);
  });

  it('with nothing in it has no customers', async () => {
    expect(await readFile('empty.jsonl', '')).toEqual([]);
    expect(await readFile('empty.csv', '\uFEFF')).toEqual([]);
    expect(await readFile('empty', '\n\n')).toEqual([]);
  });

  it.each([
    ['that is missing', join(folder, 'missing.jsonl'), 'There is no such file.'],
    ['that is a folder', folder, 'This is a folder, not a file.'],
    ['with an impossible name', 'a\0b', 'The file cannot be read (ERR_INVALID_ARG_VALUE).'],
  ])('%s is a failure in words', async (_, path, message) => {
    expect(await readImport(path, withFreshUids())).toEqual({
      ok: false,
      error: { code: 'file.unreadable', message },
    });
  });

  it('is closed when the reader stops early', async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(`${line(kari)}\n`);
      } finally {
        isClosed = true;
      }
    }
    for await (const entry of readEntries(endless(), withFreshUids(), 'json-lines')) {
      expect(entry.line).toBe(1);
      break;
    }
    expect(isClosed).toBe(true);
  });

  it('is read the same in whatever pieces it comes, and never makes the reader throw', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        line(kari),
        line(bjorn),
        '"',
        ';',
        ',',
        '\n',
        '\r\n',
        '\uFEFF',
        'customerUid,customerType',
        'x,PERSON',
      ),
      anyText(),
    );
    const bytes = fc.oneof(
      fc.array(piece).map((pieces) => new Uint8Array(Buffer.from(pieces.join('')))),
      fc.array(piece).map((pieces) => new Uint8Array(Buffer.from(pieces.join('\n')))),
      fc.uint8Array(),
    );
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom<Format | undefined>('json-lines', 'csv', undefined),
        fc.integer({ min: 1, max: 9 }),
        async (content, format, pieceSize) => {
          expect(await read(content, format, pieceSize)).toEqual(await read(content, format));
        },
      ),
    );
  });
});
