import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { TillConfig } from '#shared/provisioning/till-config';
import type { PracticeReady } from '../../electron/practice/run.ts';
import { storePathOf } from '../../electron/core/db/data-folder.ts';
import { openStore } from '../../electron/core/db/open.ts';
import { getSecret } from '../../electron/core/db/settings.ts';
import { makeFolder, testKey } from '../core/db/open-writer.ts';
import { openCore } from '../core/operations/open-core.ts';
import { found, openItDepartment, placeConfig, shopConfig } from '../core/provisioning/make-configuration.ts';
import { answerOf, runTill, startTill } from './till-process.ts';

/** IT's folder with its keys, and what a till's environment has of them. */
async function openIt() {
  const folder = makeFolder();
  const made = await runTill(['config', 'make-key', folder]);
  expect(made.code).toBe(0);
  expect(statSync(join(folder, 'config-key.pem')).mode & 0o777).toBe(0o600);
  const env = { TILLBOOK_CONFIG_KEY: join(folder, 'config-key.pub') };
  /** Writes a configuration and signs it. @returns its path */
  const sign = async (config: TillConfig): Promise<string> => {
    const path = join(folder, 'till.config.json');
    writeFileSync(path, JSON.stringify(config));
    const signed = await runTill(['config', 'sign', path, '--key', join(folder, 'config-key.pem')]);
    expect(signed.code).toBe(0);
    return path;
  };
  return { folder, env, sign };
}

async function startShop(): Promise<PracticeReady['flowRetail']> {
  const { firstLine } = await startTill(['practice', '--customers', '200', '--seed', '3']);
  return (JSON.parse(firstLine) as PracticeReady).flowRetail;
}

/** A till of the shop that registers itself; its number is in the computer's name, whatever that is. */
function configOf({
  baseUrl,
  signInUrl,
  tenantUid,
  storeUid,
  devices,
}: PracticeReady['flowRetail']): TillConfig {
  const { registrationCode, users } = devices;
  return {
    version: 1,
    connection: {
      service: 'flow-retail',
      url: baseUrl,
      signInUrl,
      tenant: tenantUid,
      store: storeUid,
      till: { fromHostName: '^(.+)$' },
      practice: true,
    },
    settings: { language: 'da', shopName: 'Nordlys' },
    secrets: { signIn: { kind: 'device', registrationCode, ...users.manager } },
  };
}

describe('a configuration', () => {
  it('takes a new till from nothing to all customers of its service, without a person', async () => {
    const [it, shop, dataDir] = [await openIt(), await startShop(), makeFolder()];
    const file = await it.sign(configOf(shop));
    const checked = await runTill(['config', 'check', file], { env: it.env });
    expect(answerOf(checked)).toMatchObject({ ok: true, trust: 'signed', secrets: ['signIn'] });
    expect(readFileSync(file, 'utf8')).toContain(shop.devices.registrationCode);

    const synced = await runTill(
      ['--data', dataDir, '--config', file, 'sync', '--until-idle', '--timeout', '60'],
      { env: it.env },
    );
    expect(synced.code).toBe(0);
    expect((answerOf(synced) as { pulled: number }).pulled).toBeGreaterThanOrEqual(200);
    for (const secret of [shop.devices.registrationCode, shop.devices.users.manager.password]) {
      expect(readFileSync(file, 'utf8') + synced.stdout + synced.stderr).not.toContain(secret);
    }

    const applied = await runTill(['--data', dataDir, '--config', file, 'config', 'apply'], { env: it.env });
    expect(applied.code).toBe(0);
    expect(answerOf(applied)).toMatchObject({ ok: true, trust: 'signed', problems: [] });
    const managed = ['--data', dataDir, '--config', file, 'call'];
    const refused = await runTill([...managed, 'settings.set', '{"changes":{"shopName":"Other"}}'], {
      env: it.env,
    });
    expect(answerOf(refused)).toMatchObject({ ok: false, error: { code: 'setting.managed' } });
  });

  it('is refused by a till that does not know its key, in words and with exit code 1', async () => {
    const [it, shop, dataDir] = [await openIt(), await startShop(), makeFolder()];
    const file = await it.sign(configOf(shop));
    const ended = await runTill(['--data', dataDir, '--config', file, 'config', 'apply']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('signed with a key this till does not know');
    expect(readFileSync(file, 'utf8')).toContain(shop.devices.registrationCode);
  });

  it('is described by a JSON Schema that takes it, and nothing with a misspelt name', async () => {
    const schema = answerOf(await runTill(['config', 'schema'])) as object;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const config = { version: 1, settings: { theme: 'dark' }, cashiers: [{ name: 'Kari', role: 'manager' }] };
    expect(validate(config)).toBe(true);
    expect(validate({ ...config, cashier: [] })).toBe(false);
    expect(validate({ ...config, settings: { theme: 'blue' } })).toBe(false);
  });

  it('has PINs as hashes that open the till', async () => {
    const [it, dataDir] = [await openIt(), makeFolder()];
    const hashed = await runTill(['config', 'hash-pin'], { input: '4711\n' });
    expect(hashed.stdout).not.toContain('4711');
    const file = await it.sign({
      version: 1,
      cashiers: [{ name: 'Kari', role: 'manager' }],
      secrets: { pins: { Kari: answerOf(hashed) as { salt: string; hash: string } } },
    });
    const unlock = ['call', 'session.unlock', '{"cashier":"Kari","pin":"4711"}'];
    const ended = await runTill(['--data', dataDir, '--config', file, ...unlock], { env: it.env });
    expect(answerOf(ended)).toMatchObject({ ok: true });
  });

  it('is looked at for cashiers without a PIN, and for problems by the doctor', async () => {
    const [it, dataDir] = [await openIt(), makeFolder()];
    const cashiers: TillConfig['cashiers'] = [
      { name: 'Kari', role: 'manager' },
      { name: 'Ola', role: 'cashier' },
    ];
    const file = await it.sign({ version: 1, cashiers, secrets: { pins: { Kari: { code: '000111' } } } });
    const checked = await runTill(['config', 'check', file], { env: it.env });
    expect(answerOf(checked)).toMatchObject({ ok: true, cashiersWithoutPin: ['Ola'] });
    expect(checked.stderr).toContain('No PIN here for Ola');
    await runTill(['--data', dataDir, 'call', 'sync.status']);
    const refused = await runTill(['--data', dataDir, '--config', file, 'doctor']);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('config.signature');
  });

  it.each([
    ['no file', ['check', '/nowhere/till.config.json'], 1],
    ['no such command', ['chekc'], 2],
    ['no key to sign with', ['sign', 'till.config.json'], 2],
  ])('is told apart from %s', async (_case, args, code) => {
    const ended = await runTill(['config', ...args]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).not.toContain('    at ');
  });
});

describe('the commands of IT', () => {
  it('say what cannot be written', async () => {
    const it = await openIt();
    const file = await it.sign({ version: 1 });
    const key = join(it.folder, 'config-key.pem');
    for (const args of [
      ['make-key', file],
      ['make-key', join(file, 'inside')],
      ['sign', file, '--key', key, '--out', '/nowhere/till.config.json'],
    ]) {
      const ended = await runTill(['config', ...args]);
      expect(ended.code).toBe(1);
      expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'file.unwritable' } });
    }
  });

  it('sign a file without secrets for every account to read, one with secrets for its owner', async () => {
    const it = await openIt();
    const modeOf = async (config: TillConfig) => statSync(await it.sign(config)).mode & 0o777;
    expect(await modeOf({ version: 1, settings: { theme: 'dark' } })).toBe(0o644);
    expect(await modeOf({ version: 1, secrets: { statusToken: 's'.repeat(43) } })).toBe(0o600);
  });

  it('warn of a service whose address is not encrypted, before anything is sent there', async () => {
    const it = await openIt();
    const url = 'http://shop.invalid/v2';
    const file = await it.sign({ version: 1, connection: { service: 'flow-retail', url, tenant: 't' } });
    const checked = await runTill(['config', 'check', file], { env: it.env });
    expect(answerOf(checked)).toMatchObject({ ok: true, unencrypted: [url] });
    expect(checked.stderr).toContain(`${url} is not encrypted`);
    const applied = await runTill(['--data', makeFolder(), '--config', file, 'config', 'apply'], {
      env: it.env,
    });
    expect(applied.stderr).toContain(`${url} is not encrypted`);
  });
});

/** Ends the process at the n-th of these calls to the file system, before it is done. */
const killer = (calls: number): string => `
  import fs from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  import { syncBuiltinESMExports } from 'node:module';
  let left = ${calls};
  const isOurs = (path) => String(path).includes('till.config.json') || String(path).includes('till.secrets.json');
  const ours = new Set();
  if (isMainThread) {
    for (const name of ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmSync', 'closeSync']) {
      const real = fs[name];
      fs[name] = (first, ...rest) => {
        const counts = isOurs(first) || ours.has(first);
        if (counts && name !== 'openSync' && left-- === 0) process.kill(process.pid, 'SIGKILL');
        if (counts && name === 'openSync' && rest[0] !== 'r' && left-- === 0) process.kill(process.pid, 'SIGKILL');
        const value = real(first, ...rest);
        if (name === 'openSync' && isOurs(first)) ours.add(value);
        if (name === 'closeSync') ours.delete(first);
        return value;
      };
    }
    syncBuiltinESMExports();
  }
`;

describe('a till that is killed while it takes secrets', () => {
  it.each(['in the configuration', 'beside it'])(
    'from a file %s never loses them, and never leaves them there once it has started again',
    async (place) => {
      const itDepartment = openItDepartment();
      const isBeside = place === 'beside it';
      const { secrets = {}, ...config } = shopConfig;
      let calls = 0;
      for (let isOver = false; !isOver; calls += 1) {
        const dataDir = makeFolder();
        const file = placeConfig(dataDir, isBeside ? config : shopConfig, itDepartment);
        const secretsFile = join(dataDir, 'till.secrets.json');
        if (isBeside) {
          writeFileSync(secretsFile, JSON.stringify(secrets));
          chmodSync(secretsFile, 0o600);
        }
        const preload = join(dataDir, 'killer.mjs');
        writeFileSync(preload, killer(calls));
        const key = Buffer.from(testKey).toString('hex');
        const env = { ...itDepartment.env, TILLBOOK_KEY: key, NODE_OPTIONS: `--import=${preload}` };
        const first = await runTill(['--data', dataDir, 'config', 'apply'], { env });
        isOver = first.code === 0;

        const { core } = await openCore({ dataDir, configuration: found(dataDir, itDepartment) });
        expect(core.provisioning.problems, `killed at ${calls}`).toEqual([]);
        await core.close();
        const store = openStore(storePathOf(dataDir), testKey, { readonly: true });
        expect(getSecret(store, 'service'), `killed at ${calls}`).toEqual(secrets.signIn);
        store.close();
        expect(readFileSync(file, 'utf8')).not.toContain('token-of-the-shop');
        expect(existsSync(secretsFile) || existsSync(`${secretsFile}.taken`)).toBe(false);
      }
      expect(calls).toBeGreaterThan(4);
    },
    240_000,
  );
});
