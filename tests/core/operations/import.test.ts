import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from './open-core.ts';

function writeLines(name: string, lines: readonly string[]): string {
  const file = join(makeFolder(), name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe('a file of new customers', () => {
  it('brings none of lines that carry nothing of a customer, and names the fields nobody knows', async () => {
    const { core } = await openCore();
    const file = writeLines('new.jsonl', [
      '{"foo":1}',
      '{}',
      '{"city":"Molde","firstname":" "}',
      '{"firstname":"Kari","foo":1,"bar":2}',
      '{"loyaltyId":"2900000000018"}',
      '{"customerUid":"c-1"}',
    ]);
    const nothing = expect.stringContaining('nothing here makes a customer: none of firstname, ') as unknown;
    expect(await core.importFile(file)).toEqual({
      ok: true,
      imported: 3,
      already: 0,
      rejected: [1, 2, 3].map((line) => ({ line, reason: nothing })),
      unknownFields: ['foo', 'bar'],
    });
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 2 });
  });

  it('without a known column is refused whole', async () => {
    const { core } = await openCore();
    expect(await core.importFile(writeLines('other.csv', ['foo,bar', '1,2', '3,4']))).toEqual({
      ok: true,
      imported: 0,
      already: 0,
      rejected: [{ line: 1, reason: expect.stringMatching(/no column is known.*firstname, lastname/) }],
      unknownFields: ['foo', 'bar'],
    });
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 0 });
  });

  it('names an unknown column and gets the till’s country where it has none, as a registration does', async () => {
    const { core } = await openCore();
    await core.call('settings.set', { changes: { defaultCountry: 'SE' } });
    const file = writeLines('new.csv', [
      'firstname,lastname,countryCode,Shoe size',
      'Kari,Berg,,',
      'Mette,Holm,DK,38',
    ]);
    expect(await core.importFile(file)).toMatchObject({
      imported: 2,
      rejected: [],
      unknownFields: ['Shoe size'],
    });
    const listed = await core.call('outbox.list', {});
    const countries = await Promise.all(
      (listed.ok ? listed.mutations : []).map(async ({ mutationId }) => {
        const change = await core.call('outbox.get', { mutationId });
        return change.ok ? change.payload : undefined;
      }),
    );
    expect(countries).toMatchObject([{ countryCode: 'SE' }, { countryCode: 'DK' }]);
  });

  it('imported again finds every line, one changed since too, and takes what was added', async () => {
    const { core } = await openCore();
    const lines = ['firstname,lastname', 'Kari,Berg', 'Per,Dahl', 'Kari,Berg'];
    expect(await core.importFile(writeLines('new.csv', lines))).toMatchObject({ imported: 3, already: 0 });
    const found = await core.call('customers.search', { query: 'per dahl' });
    const customerUid = found.ok ? (found.hits[0]?.customerUid ?? '') : '';
    expect(
      await core.call('customers.update', { customerUid, changes: { firstname: 'Petter' } }),
    ).toMatchObject({ ok: true });
    const before = await core.call('outbox.list', {});
    const again = writeLines('again.csv', [...lines, 'Ane,Lie']);
    expect(await core.importFile(again)).toMatchObject({ imported: 1, already: 3, rejected: [] });
    expect(await core.call('outbox.list', {})).toMatchObject({ total: before.ok ? before.total + 1 : 0 });
    expect(await core.call('customers.get', { customerUid })).toMatchObject({
      customer: { firstname: 'Petter' },
    });
  });

  it('is left in good order when it is stopped, which says where the rest begins', async () => {
    const { core } = await openCore();
    const lines = Array.from({ length: 55_000 }, (_, at) => (at === 50_000 ? '{}' : `{"lastname":"L${at}"}`));
    const stopped = new AbortController();
    const report = await core.importFile(writeLines('many.jsonl', lines), {
      onProgress: () => stopped.abort(),
      signal: stopped.signal,
    });
    expect(report).toMatchObject({ imported: 32_768, already: 0, rejected: [], nextLine: 32_769 });
    expect(await core.call('outbox.list', { limit: 1 })).toMatchObject({ total: 32_768 });
  }, 120_000);
});
