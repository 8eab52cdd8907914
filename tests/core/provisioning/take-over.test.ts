import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { TillConfig } from '#shared/provisioning/till-config';
import type { Core } from '../../../electron/core/core.ts';
import type { SecretStore } from '../../../electron/core/privacy/sign-in.ts';
import { findConfiguration } from '../../../electron/core/provisioning/find-configuration.ts';
import { readConfiguration } from '../../../electron/core/provisioning/read-configuration.ts';
import { configurationOfSwitches } from '../../../electron/core/provisioning/switches.ts';
import { hashPin } from '../../../electron/core/session/pin.ts';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';
import { codeOf } from '../session/open-shop.ts';
import {
  found,
  openItDepartment,
  placeConfig,
  shopConfig,
  writeConfig,
  type ItDepartment,
} from './make-configuration.ts';

/** The IT this shop's tills know. */
let shopIt: ItDepartment;
beforeEach(() => {
  shopIt = openItDepartment();
});

/** A till that starts on this folder, as every host starts it. */
async function start(dataDir: string, it = shopIt): Promise<Core> {
  const { core } = await openCore({ dataDir, configuration: found(dataDir, it) });
  return core;
}

async function statusOf(core: Core) {
  const answer = await core.call('provisioning.status', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.provisioning;
}

async function settingsOf(core: Core) {
  const answer = await core.call('settings.get', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.settings;
}

const codesOf = async (core: Core) => (await statusOf(core)).problems.map(({ code }) => code);

describe('a configuration signed by the IT of the till', () => {
  it('connects and sets up a new till without a person, and cannot be changed there', async () => {
    const dataDir = makeFolder();
    placeConfig(dataDir, shopConfig, shopIt);
    const core = await start(dataDir);
    expect(await core.call('connection.get', {})).toMatchObject({
      connection: { tenant: 'tenant-a', store: 'store-1', till: '4' },
    });
    expect(await settingsOf(core)).toMatchObject({ setUp: true, language: 'nb', lockAfterMinutes: 2 });
    expect(await statusOf(core)).toMatchObject({
      managed: ['connection', 'language', 'lockAfterMinutes'],
      trust: 'signed',
      problems: [],
    });
    expect(codeOf(await core.call('settings.set', { changes: { lockAfterMinutes: 0 } }))).toBe(
      'setting.managed',
    );
    expect(codeOf(await core.call('connection.setPlace', { till: '5' }))).toBe('setting.managed');
    expect(codeOf(await core.call('settings.set', { changes: { shopName: 'Butikken' } }))).toBe('ok');
    expect(await core.call('audit.list', { action: 'config.applied' })).toMatchObject({
      entries: [{ actor: 'configuration', outcome: 'ok' }],
    });
  });

  it('loses its secrets, and is still the one that was signed at every later start', async () => {
    const dataDir = makeFolder();
    const path = placeConfig(dataDir, shopConfig, shopIt);
    const first = await start(dataDir);
    await first.close();
    expect(readFileSync(path, 'utf8')).not.toContain('token-of-the-shop');
    expect(JSON.parse(readFileSync(path, 'utf8'))).not.toHaveProperty('secrets');
    const again = await start(dataDir);
    expect(await statusOf(again)).toMatchObject({ trust: 'signed', problems: [] });
    expect(await again.call('audit.list', { action: 'config.applied' })).toMatchObject({ entries: [{}] });
  });

  it('is refused when a letter of it, or of its secrets, was changed, or another key signed it', async () => {
    const changed = (change: (config: Record<string, never>) => object) => {
      const dataDir = makeFolder();
      const path = placeConfig(dataDir, shopConfig, shopIt);
      writeConfig(dataDir, change(JSON.parse(readFileSync(path, 'utf8')) as Record<string, never>));
      return dataDir;
    };
    const elsewhere = makeFolder();
    placeConfig(elsewhere, shopConfig, openItDepartment());
    const refused = [
      changed((config) => ({
        ...config,
        connection: { ...shopConfig.connection, url: 'http://127.0.0.1:9/v3' },
      })),
      changed((config) => ({ ...config, secrets: { signIn: { kind: 'token', token: 'another' } } })),
      changed((config) => ({ ...config, cashiers: [{ name: 'Kari', role: 'manager' }] })),
      elsewhere,
    ];
    for (const dataDir of refused) {
      const core = await start(dataDir);
      expect(await codesOf(core)).toEqual(['config.signature']);
      expect(await core.call('connection.get', {})).toMatchObject({ connection: null });
      expect((await statusOf(core)).managed).toEqual([]);
    }
  });

  it('that is refused leaves managed what was', async () => {
    const dataDir = makeFolder();
    const path = placeConfig(dataDir, shopConfig, shopIt);
    await (await start(dataDir)).close();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"lockAfterMinutes": 2', '"lockAfterMinutes": 0'));
    const core = await start(dataDir);
    expect(await codesOf(core)).toEqual(['config.signature']);
    expect(codeOf(await core.call('settings.set', { changes: { lockAfterMinutes: 0 } }))).toBe(
      'setting.managed',
    );
    expect(await settingsOf(core)).toMatchObject({ lockAfterMinutes: 2 });
  });

  it('gives way to a newer one, and to none that is older', async () => {
    const dataDir = makeFolder();
    const { secrets: _taken, ...config } = shopConfig;
    placeConfig(dataDir, shopConfig, shopIt, 2_000);
    await (await start(dataDir)).close();
    placeConfig(dataDir, { ...config, settings: { lockAfterMinutes: 9 } }, shopIt, 3_000);
    const newer = await start(dataDir);
    expect(await settingsOf(newer)).toMatchObject({ lockAfterMinutes: 9 });
    expect(codeOf(await newer.call('settings.set', { changes: { language: 'sv' } }))).toBe('ok');
    await newer.close();
    placeConfig(dataDir, config, shopIt, 2_500);
    const core = await start(dataDir);
    expect(await codesOf(core)).toEqual(['config.older']);
    expect(await settingsOf(core)).toMatchObject({ lockAfterMinutes: 9 });
  });

  it('manages nothing any more when it is gone', async () => {
    const dataDir = makeFolder();
    placeConfig(dataDir, shopConfig, shopIt);
    await (await start(dataDir)).close();
    const { core } = await openCore({ dataDir });
    expect(await statusOf(core)).toMatchObject({ managed: [], file: null });
    expect(codeOf(await core.call('settings.set', { changes: { lockAfterMinutes: 0 } }))).toBe('ok');
  });

  it('leaves behind how old the next one may be, when it is gone or switches stand in for it', async () => {
    const dataDir = makeFolder();
    const { secrets: _secrets, ...config } = shopConfig;
    const path = placeConfig(dataDir, shopConfig, shopIt, 2_000);
    await (await start(dataDir)).close();
    renameSync(path, `${path}.away`);
    await (await openCore({ dataDir })).core.close();
    const switches = configurationOfSwitches({ set: ['theme=dark'] });
    await (await openCore({ dataDir, configuration: switches })).core.close();
    placeConfig(dataDir, { ...config, settings: { lockAfterMinutes: 0 } }, shopIt, 1_000);
    const older = await start(dataDir);
    expect(await codesOf(older)).toEqual(['config.older']);
    expect(await settingsOf(older)).toMatchObject({ lockAfterMinutes: 2 });
    await older.close();
    renameSync(`${path}.away`, path);
    const again = await start(dataDir);
    expect(await statusOf(again)).toMatchObject({ trust: 'signed', problems: [] });
    expect((await statusOf(again)).managed).toContain('lockAfterMinutes');
  });

  it('may be a link, and its secrets vanish from what it leads to', async () => {
    const [dataDir, elsewhere] = [makeFolder(), makeFolder()];
    const target = placeConfig(elsewhere, shopConfig, shopIt);
    const link = join(dataDir, 'till.config.json');
    symlinkSync(target, link);
    expect(await codesOf(await start(dataDir))).toEqual([]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).not.toContain('token-of-the-shop');
  });
});

describe('on Windows', () => {
  /** The machine’s folder of a Windows computer, and what a till there finds. */
  function openWindows() {
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    onTestFinished(() => {
      Object.defineProperty(process, 'platform', { value: platform });
    });
    const programData = makeFolder();
    const folder = join(programData, 'Tillbook');
    mkdirSync(folder);
    const env = { PROGRAMDATA: programData };
    return { folder, find: (more = {}) => findConfiguration({ dataDir: folder, env: { ...env, ...more } }) };
  }

  it('a key that lies beside the configuration is not believed, and the words say which are', () => {
    const { folder, find } = openWindows();
    placeConfig(folder, shopConfig, shopIt);
    mkdirSync(join(folder, 'config-keys'));
    const key = readFileSync(shopIt.env['TILLBOOK_CONFIG_KEY']!);
    writeFileSync(join(folder, 'config-keys', 'it.pub'), key);
    expect(find()?.read).toMatchObject({
      error: { code: 'config.signature', message: expect.stringContaining('TILLBOOK_CONFIG_KEY') },
    });
    expect(find(shopIt.env)?.read).toMatchObject({ ok: true });
  });

  it.each(['token-file', 'secrets-file'])('a --%s that cannot be read keeps no till from opening', (name) => {
    openWindows();
    // Elsewhere what is no file, or somebody else’s, is not read at all.
    expect(configurationOfSwitches({ [name]: makeFolder() })?.read).toMatchObject({
      error: { code: 'config.unreadable' },
    });
  });

  it('a folder of keys that is none keeps no till from opening', () => {
    const { folder, find } = openWindows();
    placeConfig(folder, shopConfig, shopIt);
    writeFileSync(join(folder, 'config-keys'), '');
    expect(find()?.read).toMatchObject({ error: { code: 'config.signature' } });
  });
});

describe('switches', () => {
  it('are taken without a setting this version does not know, which is named', async () => {
    const configuration = configurationOfSwitches({ set: ['theme=dark', 'nonsense=1'] });
    const { core } = await openCore({ configuration });
    expect(core.provisioning).toMatchObject({
      trust: 'switches',
      managed: ['theme'],
      problems: [{ code: 'config.partly', reason: 'config.left-out', fill: { name: 'nonsense' } }],
    });
  });
});

describe('a configuration that cannot be read', () => {
  it.each([
    ['', 'is empty.'],
    ['{\n  "version": 1,\n  "settings": hidden\n}', 'look at line 3, character 15.'],
    ['{\n  "version": 1,\n}', 'look at line 3, character 1.'],
    ['{"version": 1', 'look at line 1, character 14.'],
  ])('says where: %j', (text, words) => {
    const path = join(makeFolder(), 'till.config.json');
    writeFileSync(path, text);
    const read = readConfiguration(path);
    expect(read).toMatchObject({
      error: { code: 'config.unreadable', message: expect.stringContaining(words) },
    });
    expect(JSON.stringify(read)).not.toContain('hidden');
  });

  it.runIf(process.platform !== 'win32')('because it is a device is not waited for', () => {
    expect(readConfiguration('/dev/zero')).toMatchObject({ error: { code: 'config.unreadable' } });
  });
});

describe('a configuration without a signature', () => {
  it.runIf(process.getuid?.() === 0)('is believed when only root could have written it', async () => {
    const dataDir = makeFolder();
    chmodSync(dataDir, 0o700);
    writeConfig(dataDir, shopConfig);
    expect(await statusOf(await start(dataDir))).toMatchObject({ trust: 'protected', problems: [] });
  });

  it('is refused when others could have', async () => {
    const dataDir = makeFolder();
    chmodSync(writeConfig(dataDir, shopConfig), 0o666);
    const core = await start(dataDir);
    expect(await codesOf(core)).toEqual(['config.untrusted']);
    expect(await settingsOf(core)).toMatchObject({ language: 'system' });
  });
});

describe('a configuration that cannot be taken as it is', () => {
  it.each([
    ['is no JSON', '{"version": 1,', 'config.unreadable'],
    ['has a part nobody knows', JSON.stringify({ version: 1, conection: {} }), 'config.invalid'],
    ['is of another version', JSON.stringify({ version: 2 }), 'config.invalid'],
  ])('because it %s is told, and the till opens', async (_case, text, code) => {
    const dataDir = makeFolder();
    writeFileSync(join(dataDir, 'till.config.json'), text);
    expect(await codesOf(await start(dataDir))).toEqual([code]);
  });

  it('because it has a newer version’s setting is taken without it', async () => {
    const dataDir = makeFolder();
    const settings = { theme: 'dark', hologram: true } as TillConfig['settings'];
    placeConfig(dataDir, { version: 1, settings }, shopIt);
    const core = await start(dataDir);
    expect(await codesOf(core)).toEqual(['config.partly']);
    expect(await settingsOf(core)).toMatchObject({ theme: 'dark' });
    expect((await statusOf(core)).managed).toEqual(['theme']);
  });

  it('because a file cannot be read is told, and the till opens', async () => {
    const dataDir = makeFolder();
    symlinkSync(join(dataDir, 'nowhere.json'), join(dataDir, 'till.config.json'));
    expect(await codesOf(await start(dataDir))).toEqual(['config.unreadable']);
  });

  it('because nothing keeps its sign-in leaves the sign-in where it is', async () => {
    const dataDir = makeFolder();
    const path = placeConfig(
      dataDir,
      { ...shopConfig, connection: { ...shopConfig.connection!, practice: false } },
      shopIt,
    );
    const passing = { keptBy: 'this-run', read: () => undefined, write: () => {} } as const;
    const { core } = await openCore({ dataDir, configuration: found(dataDir, shopIt), secrets: passing });
    expect(await codesOf(core)).toEqual(['config.no-key-store']);
    expect(readFileSync(path, 'utf8')).toContain('token-of-the-shop');
    expect(await settingsOf(core)).toMatchObject({ language: 'nb' });
    const findings = await core.diagnose();
    expect(findings.find(({ check }) => check === 'configuration')).toMatchObject({ ok: false });
  });

  it('because one part fails at each start takes the PINs once, and notes it once', async () => {
    const dataDir = makeFolder();
    const cashiers: TillConfig['cashiers'] = [
      { name: 'Kari', role: 'manager' },
      { name: 'Ola', role: 'cashier' },
    ];
    const pins = { Kari: await hashPin('4711'), Ola: { code: '000111' } };
    const connection = { ...shopConfig.connection!, practice: false };
    const config: TillConfig = {
      ...shopConfig,
      connection,
      cashiers,
      secrets: { ...shopConfig.secrets, pins },
    };
    const passing = { keptBy: 'this-run', read: () => undefined, write: () => {} } as const;
    const startAgain = async () =>
      (await openCore({ dataDir, configuration: found(dataDir, shopIt), secrets: passing })).core;
    placeConfig(dataDir, config, shopIt, 1_000);
    const first = await startAgain();
    const chosen = { cashier: 'Ola', pin: '000111', newPin: '2468' };
    expect(codeOf(await first.call('session.unlock', chosen))).toBe('ok');
    await first.close();

    const second = await startAgain();
    expect(second.provisioning.problems.map(({ code }) => code)).toEqual(['config.no-key-store']);
    expect(codeOf(await second.call('session.unlock', { ...chosen, newPin: '9753' }))).toBe(
      'session.wrong-pin',
    );
    expect(codeOf(await second.call('session.unlock', { cashier: 'Kari', pin: '4711' }))).toBe('ok');
    expect(await second.call('audit.list', { action: 'config.applied' })).toMatchObject({
      entries: [{ outcome: 'config.partly' }],
    });
    await second.close();

    // Another code is another matter; and nobody else’s PIN is.
    const newPins = { ...pins, Ola: { code: '000222' } };
    placeConfig(dataDir, { ...config, secrets: { ...config.secrets, pins: newPins } }, shopIt, 2_000);
    const third = await startAgain();
    expect(codeOf(await third.call('session.unlock', { cashier: 'Ola', pin: '000222' }))).toBe(
      'session.choose-pin',
    );
  });

  it('because one part fails at each start keeps what has come of its sign-in', async () => {
    const dataDir = makeFolder();
    let kept: unknown;
    const keyStore: SecretStore = {
      keptBy: 'key-store',
      read: () => kept,
      write: (secret) => (kept = secret),
    };
    const connection = { ...shopConfig.connection!, practice: false };
    const cashiers: TillConfig['cashiers'] = [{ name: 'Kari', role: 'manager' }];
    const startAgain = async () =>
      (await openCore({ dataDir, configuration: found(dataDir, shopIt), secrets: keyStore })).core;
    const path = placeConfig(dataDir, { ...shopConfig, connection, cashiers }, shopIt);
    const first = await startAgain();
    expect(await codesOf(first)).toEqual(['cashier.last-manager']);
    expect(kept).toEqual(shopConfig.secrets!.signIn);
    // Every secret of it was taken, though not every part.
    expect(readFileSync(path, 'utf8')).not.toContain('token-of-the-shop');
    await first.close();

    // The same again, as IT puts it onto all tills with each change.
    kept = { kind: 'token', token: 'renewed by the service' };
    placeConfig(dataDir, { ...shopConfig, connection, cashiers }, shopIt, Date.UTC(2026, 0, 16));
    await (await startAgain()).close();
    expect(kept).toMatchObject({ token: 'renewed by the service' });

    // A till that has lost its sign-in takes it again.
    kept = undefined;
    placeConfig(dataDir, { ...shopConfig, connection, cashiers }, shopIt, Date.UTC(2026, 0, 17));
    await (await startAgain()).close();
    expect(kept).toEqual(shopConfig.secrets!.signIn);
  });

  it('never takes the sign-in of one service to another', async () => {
    const dataDir = makeFolder();
    placeConfig(dataDir, shopConfig, shopIt, 1_000);
    await (await start(dataDir)).close();
    const { secrets: _gone, ...config } = shopConfig;
    const connection = { ...shopConfig.connection!, url: 'http://127.0.0.2:9/v2' };
    placeConfig(dataDir, { ...config, connection }, shopIt, 2_000);
    expect(await codesOf(await start(dataDir))).toEqual(['config.no-sign-in']);
  });
});

describe('secrets beside the configuration', () => {
  const { secrets, ...config } = shopConfig;

  it('are taken once, and their file is gone', async () => {
    const dataDir = makeFolder();
    placeConfig(dataDir, config, shopIt);
    const path = join(dataDir, 'till.secrets.json');
    writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
    expect(await codesOf(await start(dataDir))).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('are refused where others can read them', async () => {
    const dataDir = makeFolder();
    placeConfig(dataDir, config, shopIt);
    const path = join(dataDir, 'till.secrets.json');
    writeFileSync(path, JSON.stringify(secrets));
    chmodSync(path, 0o644);
    expect(await codesOf(await start(dataDir))).toEqual(['config.untrusted']);
    expect(existsSync(path)).toBe(true);
  });
});

describe('what a configuration sets up', () => {
  const printer = {
    kind: 'network',
    printerId: 'counter',
    name: 'Counter',
    host: '127.0.0.1',
    port: 9_100,
    language: 'escpos',
  } as const;

  it('is the token a chain asks all its tills with', async () => {
    const dataDir = makeFolder();
    const statusToken = 'one-token-for-every-till-of-the-chain';
    const path = placeConfig(dataDir, { version: 1, secrets: { statusToken } }, shopIt);
    const core = await start(dataDir);
    expect(await core.call('health.token', {})).toEqual({ ok: true, token: statusToken });
    expect(readFileSync(path, 'utf8')).not.toContain(statusToken);
  });

  it('are the printers: these and no others', async () => {
    const dataDir = makeFolder();
    const { core: before } = await openCore({ dataDir });
    await before.call('printers.save', { printer: { ...printer, printerId: 'old' } });
    await before.close();
    placeConfig(dataDir, { version: 1, printers: [printer], settings: { cardPrinterId: 'counter' } }, shopIt);
    const core = await start(dataDir);
    const { printers } = (await core.call('printers.list', {})) as { printers?: { printerId: string }[] };
    expect(printers?.map(({ printerId }) => printerId)).toEqual(['service', 'counter']);
    expect(codeOf(await core.call('printers.save', { printer }))).toBe('setting.managed');
    expect(codeOf(await core.call('printers.remove', { printerId: 'counter' }))).toBe('setting.managed');
  });

  it('are the cashiers, who keep the PIN they have chosen', async () => {
    const dataDir = makeFolder();
    const cashiers: TillConfig['cashiers'] = [
      { name: 'Kari', role: 'manager' },
      { name: 'Ola', role: 'cashier' },
    ];
    const pins = { Kari: await hashPin('4711'), Ola: { code: '000111' } };
    const path = placeConfig(dataDir, { version: 1, cashiers, secrets: { pins } }, shopIt);
    const core = await start(dataDir);
    expect(readFileSync(path, 'utf8')).not.toContain('000111');
    expect(codeOf(await core.call('session.unlock', { cashier: 'Ola', pin: '000111' }))).toBe(
      'session.choose-pin',
    );
    expect(await core.call('session.status', {})).toMatchObject({ session: { locked: true } });
    const same = { cashier: 'Ola', pin: '000111', newPin: '000111' };
    expect(codeOf(await core.call('session.unlock', same))).toBe('session.choose-pin');
    expect(codeOf(await core.call('session.unlock', { ...same, newPin: '2468' }))).toBe('ok');
    await core.close();
    const again = await start(dataDir);
    expect(codeOf(await again.call('session.unlock', { cashier: 'Ola', pin: '000111' }))).toBe(
      'session.wrong-pin',
    );
    expect(codeOf(await again.call('session.unlock', { cashier: 'Ola', pin: '2468' }))).toBe('ok');
    expect(codeOf(await again.call('session.unlock', { cashier: 'Kari', pin: '4711' }))).toBe('ok');
    const added = await again.call('cashiers.add', { cashier: 'Per', pin: '1357', role: 'manager' });
    expect(codeOf(added)).toBe('setting.managed');
  });

  it('names the cashiers who have no PIN, and takes the others', async () => {
    const dataDir = makeFolder();
    const cashiers: TillConfig['cashiers'] = [
      { name: 'Kari', role: 'manager' },
      { name: 'Ola', role: 'cashier' },
    ];
    const pins = { Kari: await hashPin('4711') };
    placeConfig(dataDir, { version: 1, cashiers, secrets: { pins } }, shopIt);
    const core = await start(dataDir);
    expect(core.provisioning.problems).toMatchObject([
      { code: 'config.partly', reason: 'config.no-pin', fill: { names: 'Ola' } },
    ]);
    expect(codeOf(await core.call('session.unlock', { cashier: 'Kari', pin: '4711' }))).toBe('ok');
    const findings = JSON.stringify(await core.diagnose());
    expect(findings).toContain('config.partly');
    expect(findings).not.toContain('Ola');
  });

  it('never leaves a till without a manager who can sign in', async () => {
    const dataDir = makeFolder();
    placeConfig(dataDir, { version: 1, cashiers: [{ name: 'Kari', role: 'manager' }] }, shopIt);
    const core = await start(dataDir);
    expect(await codesOf(core)).toEqual(['cashier.last-manager']);
    expect(await core.call('session.status', {})).toMatchObject({ session: { locked: false } });
  });
});
