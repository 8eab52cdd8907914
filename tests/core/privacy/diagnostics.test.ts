import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync, crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import { diagnostics } from '../../../electron/cli/commands/diagnostics.ts';
import { storePathOf } from '../../../electron/core/db/data-folder.ts';
import { openStore } from '../../../electron/core/db/open.ts';
import { openLog } from '../../../electron/host/log.ts';
import { findClosedPort } from '../../loopback-server.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';

/** Of one person and their shop, and nowhere else. */
const pieces = ['kanarina', 'fuglesang', 'nebbetuten', '41627384', 'vingespenn', 'zwitscher', 'kvitreby'];

/** The files of a ZIP archive, found by its directory and checked by their sums. */
function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf('PK\x05\x06');
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const entry = archive.readUInt32LE(at + 42);
    expect(archive.toString('latin1', entry, entry + 4)).toBe('PK\x03\x04');
    const content = entry + 30 + archive.readUInt16LE(entry + 26) + archive.readUInt16LE(entry + 28);
    const text = inflateRawSync(archive.subarray(content, content + archive.readUInt32LE(at + 20)));
    expect(crc32(text)).toBe(archive.readUInt32LE(at + 16));
    expect(text.length).toBe(archive.readUInt32LE(at + 24));
    files.set(name, text.toString());
    at += 46 + nameLength;
  }
  return files;
}

/** Fills everything somebody can type into with the person, and has things go wrong with it. */
async function liveThrough(core: Core, dataDir: string): Promise<void> {
  const person = {
    customerType: 'PERSON',
    firstname: 'Kanarina',
    lastname: 'Fuglesangstad',
    email: 'kvitre@nebbetuten.example',
    mobile: '+4741627384',
    address: 'Vingespennveien 77',
  } as const;
  const created = await core.call('customers.create', { customer: person });
  expect(created).toMatchObject({ ok: true });
  await core.call('customers.create', { customer: { ...person, customerUid: 'c-kanarina' } });
  await core.call('settings.set', {
    changes: {
      shopName: 'Kvitreby Zoo',
      logLevel: 'debug',
      consents: [{ consentUid: 'c-1', name: 'Zwitscher', wording: 'Kvitreby?', version: 1, former: [] }],
    },
  });
  const port = await findClosedPort();
  const printer = { kind: 'network', printerId: 'p-1', name: 'Kanarina', language: 'zpl' } as const;
  await core.call('printers.save', { printer: { ...printer, host: 'kvitreby.example', port } });
  await core.call('connection.set', {
    connection: {
      service: 'flow-retail',
      url: `http://127.0.0.1:${port}`,
      tenant: 'kvitreby',
      practice: true,
    },
    secret: { kind: 'token', token: 'zwitscher-4711-geheim' },
  });
  await core.call('cashiers.add', { cashier: 'Kanarina', pin: '4162', role: 'manager' });
  await core.callUntrusted('customers.search', { query: 'Kanarina Fuglesang' });
  await core.callUntrusted('cards.print', { customerUid: 'c-kanarina', printer: 'p-1' });
  const store = openStore(storePathOf(dataDir), testKey);
  store
    .prepare(`UPDATE mutation SET state = 'parked', error = ? WHERE sequence = 1`)
    .run(JSON.stringify({ code: 'service.rejected', message: 'Kanarina is not wanted', said: 'Fuglesang' }));
  store
    .prepare(`UPDATE customer SET record = '{"Kanarina" Fuglesang' WHERE customer_uid = 'c-kanarina'`)
    .run();
  store.close();
  expect(await core.callUntrusted('customers.get', { customerUid: 'c-kanarina' })).toMatchObject({
    error: { code: 'internal' },
  });
}

describe('what a till says about itself', () => {
  it('tells IT what is wrong, and nothing of anybody', async () => {
    const dataDir = makeFolder();
    const { core } = await openCore({ dataDir, log: openLog(dataDir), unattendedAs: 'test' });
    await liveThrough(core, dataDir);
    writeFileSync(join(dataDir, 'logs', 'till.1.log'), 'Kanarina\n{"time":"2026-01-01","who":"Kanarina"}\n');

    const collected = await core.call('diagnostics.collect', {});
    if (!collected.ok) throw new Error(collected.error.message);
    expect(collected.fileName).toMatch(/^tillbook-diagnostics-[\dT-]+\.zip$/);
    const files = unzip(Buffer.from(collected.base64, 'base64'));
    const read = (name: string): unknown => JSON.parse(files.get(name) ?? '');

    expect([...files.keys()]).toEqual([
      'read-me.txt',
      'program.json',
      'doctor.json',
      'health.json',
      'history.json',
      'settings.json',
      'store.json',
      'schema.sql',
      'log.jsonl',
    ]);
    expect(read('program.json')).toMatchObject({ node: process.versions.node, platform: process.platform });
    expect(read('doctor.json')).toContainEqual(expect.objectContaining({ check: 'outbox', ok: false }));
    expect(read('settings.json')).toMatchObject({
      settings: { shopName: 'set', logLevel: 'debug', consents: '1 entries', language: 'system' },
      connection: { service: 'flow-retail', tenant: 'set', practice: true, encrypted: false },
      printers: [{ kind: 'service' }, { kind: 'network', language: 'zpl' }],
    });
    expect(read('store.json')).toMatchObject({
      rows: { customer: 2 },
      waiting: expect.arrayContaining([
        expect.objectContaining({ kind: 'create', state: 'parked', errorCode: 'service.rejected' }),
      ]) as unknown,
    });
    expect(files.get('schema.sql')).toContain('CREATE TABLE customer');
    expect(files.get('log.jsonl')).toContain('"event":"operation.failed","operation":"customers.get"');
    const everything = [...files.values()].join('\n').toLowerCase();
    expect(pieces.filter((piece) => everything.includes(piece))).toEqual([]);
    expect(everything).not.toContain(dataDir.toLowerCase());
  });

  it('is handed out by the command line, also of a till that does not open', async () => {
    const folder = makeFolder();
    const run = async (dataDir: string, path: string, key: string) => {
      const answers: unknown[] = [];
      const answer = (value: unknown): boolean => answers.push(value) > 0;
      const context = { dataDir, env: { TILLBOOK_KEY: key }, answer };
      const code = await diagnostics.run({ values: {}, positionals: [path] }, context);
      return { code, answers };
    };
    const key = Buffer.from(testKey).toString('hex');
    const { core, dataDir } = await openCore();
    await core.close();

    const whole = join(folder, 'whole.zip');
    expect(await run(dataDir, whole, key)).toMatchObject({ code: 0, answers: [{ file: whole }] });
    expect(unzip(readFileSync(whole)).has('store.json')).toBe(true);

    const locked = join(folder, 'locked.zip');
    expect(await run(dataDir, locked, randomBytes(32).toString('hex'))).toMatchObject({ code: 0 });
    expect(unzip(readFileSync(locked)).get('doctor.json')).toContain('"code": "store.wrong-key"');

    expect(await run(dataDir, whole, key)).toMatchObject({
      code: 1,
      answers: [{ ok: false, error: { code: 'file.unwritable' } }],
    });
    const none = join(folder, 'none.zip');
    expect(await run(join(folder, 'nobody'), none, key)).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, 'nobody'))).toBe(false);
  });
});
