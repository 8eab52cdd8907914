import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../../electron/core/app.ts';
import type { Core } from '../../../electron/core/core.ts';
import { storePathOf } from '../../../electron/core/db/data-folder.ts';
import { openStore } from '../../../electron/core/db/open.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';

const names = ['Kari', 'Ola', 'Bjørn', 'Åse'].flatMap((first) =>
  ['Hansen', 'Nygård', 'Lie', 'Holm', 'Berg'].map((last) => [first, last] as const),
);
const count = 6000;

function customerLines(): string {
  return Array.from({ length: count }, (_, at) => {
    const [firstname, lastname] = names[at % names.length]!;
    const customer = { customerUid: `c-${at}`, customerType: 'PERSON', firstname, lastname };
    return JSON.stringify({ ...customer, mobile: `+479${String(at).padStart(7, '0')}`, city: 'Bergen' });
  }).join('\n');
}

async function open(dataDir: string, backgroundSync: boolean): Promise<Core> {
  const opened = await createCore({ dataDir, key: testKey, backgroundSync });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.core;
}

/** A closed data folder with an index and a snapshot of it, for each test to copy. */
const filled = mkdtempSync(join(tmpdir(), 'tillbook-filled-'));
beforeAll(async () => {
  const core = await open(filled, false);
  const file = join(filled, 'customers.jsonl');
  writeFileSync(file, customerLines());
  const report = await core.importFile(file);
  if (!report.ok || report.imported !== count) throw new Error('The customers were not imported');
  await core.close();
});
afterAll(() => rmSync(filled, { recursive: true, force: true }));

function makeFilled(): string {
  const dataDir = makeFolder();
  cpSync(storePathOf(filled), storePathOf(dataDir));
  return dataDir;
}

/** Runs statements on a closed store. */
function change(dataDir: string, sql: string): void {
  const db = openStore(storePathOf(dataDir), testKey);
  db.exec(sql);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Flips one bit in the first page of each table, as a worn disk does. */
function damage(dataDir: string, tables: readonly string[]): void {
  const path = storePathOf(dataDir);
  const db = openStore(path, testKey);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const pageSize = db.pragma('page_size', { simple: true }) as number;
  const pages = tables.map((table) =>
    db.prepare<[string], number>(`SELECT rootpage FROM sqlite_master WHERE name = ?`).pluck().get(table)!,
  );
  db.close();
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  for (const page of pages) {
    const at = (page - 1) * pageSize + pageSize / 2;
    readSync(file, byte, 0, 1, at);
    byte[0] = byte[0]! ^ 4;
    writeSync(file, byte, 0, 1, at);
  }
  closeSync(file);
}

const found = async (core: Core, query: string): Promise<number> => {
  const answer = await core.call('customers.search', { query });
  return answer.ok ? answer.hits.length : -1;
};

async function untilMended(core: Core): Promise<void> {
  for (;;) {
    const status = await core.call('sync.status', {});
    if (status.ok && status.status.coverage.indexing === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const findings = async (core: Core) =>
  (await core.diagnose()).filter(({ check }) => check === 'index').map(({ ok }) => ok);

describe('the search index of a till', () => {
  it('of an older version is put in order while the till is used, and says how far that has come', async () => {
    const dataDir = makeFilled();
    change(dataDir, `UPDATE lookup_state SET value = '1' WHERE name = 'format'`);
    const core = await open(dataDir, true);
    const status = await core.call('sync.status', {});
    expect(status).toMatchObject({ status: { coverage: { indexing: { total: count } } } });
    expect(await found(core, 'kari nygård')).toBe(20);
    await core.call('customers.create', {
      customer: { customerType: 'PERSON', firstname: 'Zoë', lastname: 'Quist', countryCode: 'NO' },
    });
    expect(await found(core, 'zoe quist')).toBe(1);
    await untilMended(core);
    expect(await findings(core)).toEqual([true]);
    await core.close();

    const again = await open(dataDir, true);
    expect(await again.call('sync.status', {})).not.toMatchObject({ status: { coverage: { indexing: {} } } });
    expect(await found(again, 'zoe quist')).toBe(1);
    await again.close();
  });

  it('goes on with a rebuild that was broken off', async () => {
    const dataDir = makeFilled();
    change(
      dataDir,
      `UPDATE lookup_state SET value = '1' WHERE name = 'format';
       INSERT INTO lookup_state (name, value) VALUES ('rebuilt', '3000')`,
    );
    const core = await open(dataDir, true);
    const status = await core.call('sync.status', {});
    expect(status.ok && status.status.coverage.indexing!.done).toBeGreaterThanOrEqual(3000);
    await untilMended(core);
    expect(await findings(core)).toEqual([true]);
    await core.close();
  });

  it.each([
    ['the entries', ['lookup_entry']],
    ['the dictionary', ['lookup_token']],
    ['the change log', ['lookup_change']],
    ['the keys', ['lookup_key']],
    ['the snapshot', ['lookup_snapshot']],
    [
      'everything',
      ['lookup_entry', 'lookup_token', 'lookup_change', 'lookup_class', 'lookup_key', 'lookup_snapshot'],
    ],
  ])('mends itself when %s cannot be read', async (_what, tables) => {
    const dataDir = makeFilled();
    damage(dataDir, tables);
    const core = await open(dataDir, true);
    expect(await found(core, 'kari nygård 90000001')).not.toBe(-1);
    await untilMended(core);
    // The reader loads a new index in its idle moments and answers from the old one meanwhile.
    await expect.poll(() => found(core, 'kari nygård')).toBe(20);
    await expect.poll(() => found(core, '90000001')).toBeGreaterThan(0);
    await core.call('customers.create', {
      customer: { customerType: 'PERSON', firstname: 'Zoë', lastname: 'Quist', countryCode: 'NO' },
    });
    await expect.poll(() => found(core, 'zoe quist')).toBe(1);
    const { ok } = await core.call('lookup.rebuild', {});
    expect(ok).toBe(true);
    await untilMended(core);
    await expect.poll(() => found(core, 'kari nygård')).toBe(20);
    await core.close();
  });

  it('is filtered by type, store, group and parent', async () => {
    const core = await open(makeFolder(), false);
    const file = join(makeFolder(), 'customers.jsonl');
    const customers = [
      { customerUid: 'in-a', defaultStore: { storeUid: 'store-a', name: 'A' }, customerGroupUids: ['vip'] },
      {
        customerUid: 'in-b',
        defaultStore: { storeUid: 'store-b', name: 'B' },
        customerGroupUids: ['x', 'vip'],
      },
      { customerUid: 'child', customerType: 'COMPANY', companyName: 'Kari Drift', customerParentUid: 'in-a' },
    ].map((one) => Object.assign({ customerType: 'PERSON', firstname: 'Kari', lastname: 'Lie' }, one));
    writeFileSync(file, customers.map((one) => JSON.stringify(one)).join('\n'));
    await core.importFile(file);
    const uids = async (filter: object) => {
      const answer = await core.call('customers.search', { query: 'kari', ...filter });
      return answer.ok ? answer.hits.map(({ customerUid }) => customerUid).toSorted() : answer.error.code;
    };
    expect(await uids({})).toEqual(['child', 'in-a', 'in-b']);
    expect(await uids({ storeUid: 'store-b' })).toEqual(['in-b']);
    expect(await uids({ customerGroupUid: 'vip' })).toEqual(['in-a', 'in-b']);
    expect(await uids({ customerGroupUid: 'vip', storeUid: 'store-a' })).toEqual(['in-a']);
    expect(await uids({ customerParentUid: 'in-a' })).toEqual(['child']);
    expect(await uids({ types: ['COMPANY'] })).toEqual(['child']);
    expect(await uids({ types: ['PERSON'], customerParentUid: 'in-a' })).toEqual([]);
    await core.call('customers.update', { customerUid: 'in-a', changes: { defaultStoreUid: 'store-b' } });
    expect(await uids({ storeUid: 'store-b' })).toEqual(['in-a', 'in-b']);
    await core.close();
  });
});
