import { describe, expect, it, onTestFinished } from 'vitest';
import { operationNames, type OperationName } from '#shared/contract/operation-names';
import { permissions, roleFor, roles, settingRoles } from '#shared/contract/permissions';
import type { Core } from '../../../electron/core/core.ts';
import { startBrowserHost } from '../../../electron/serve/start-browser-host.ts';
import { codeOf, comeIn, openShop } from './open-shop.ts';

type Ask = (name: OperationName, input: object) => Promise<string>;

/** No operation takes this: what is let in answers `input.invalid` and does nothing. */
const rubbish = { nothingOfTheContract: true };

/** The same core, asked as the command line and the desktop's bridge do, and over loopback HTTP. */
async function openHosts(core: Core): Promise<Record<string, Ask>> {
  const host = await startBrowserHost({ core, log: () => {}, callsPerSecond: 100_000 });
  onTestFinished(() => host.close());
  const signedIn = await fetch(host.address, { redirect: 'manual' });
  const [cookie = ''] = signedIn.headers.getSetCookie()[0]?.split(';') ?? [];
  return {
    core: async (name, input) => codeOf(await core.callUntrusted(name, input)),
    loopback: async (name, input) => {
      const answer = await fetch(new URL(`/api/call/${name}`, host.address), {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify(input),
      });
      return codeOf((await answer.json()) as { ok: boolean });
    },
  };
}

/** What each host answers to every operation of the contract. */
async function askAll(hosts: Record<string, Ask>): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const [host, ask] of Object.entries(hosts)) {
    for (const name of operationNames) answers[`${host} ${name}`] = await ask(name, rubbish);
  }
  return answers;
}

function expected(rule: (name: OperationName) => string): Record<string, string> {
  return Object.fromEntries(
    ['core', 'loopback'].flatMap((host) => operationNames.map((name) => [`${host} ${name}`, rule(name)])),
  );
}

describe('every operation, in every host,', () => {
  it('is answered for a manager', async () => {
    const { core } = await openShop();
    const hosts = await openHosts(core);
    expect(await askAll(hosts)).toEqual(expected(() => 'input.invalid'));
  });

  it('is answered for a cashier, or says that only a manager may', async () => {
    const { core } = await openShop();
    const hosts = await openHosts(core);
    await comeIn(core, 'Ola');
    expect(await askAll(hosts)).toEqual(
      expected((name) => (permissions[name].role === 'manager' ? 'session.not-allowed' : 'input.invalid')),
    );
    await comeIn(core, 'Kari');
    const managersOnly = operationNames.filter((name) => permissions[name].role === 'manager');
    for (const action of managersOnly) {
      const listed = await core.call('audit.list', { action, actor: 'Ola' });
      const outcomes = listed.ok ? listed.entries.map(({ outcome }) => outcome) : [];
      expect(outcomes, action).toEqual(['session.not-allowed', 'session.not-allowed']);
    }
  });

  it('says that the till is locked, except for what unlocks it and tells how it is doing', async () => {
    const { core } = await openShop();
    const hosts = await openHosts(core);
    await core.call('session.lock', {});
    expect(await askAll(hosts)).toEqual(
      expected((name) => (permissions[name].whileLocked ? 'input.invalid' : 'session.locked')),
    );
  });
});

describe('the rules', () => {
  it('leave a locked till these alone', () => {
    expect(operationNames.filter((name) => permissions[name].whileLocked)).toEqual([
      'sync.status',
      // Why the configuration of IT was not taken over: whoever stands before the lock is to be told.
      'provisioning.status',
      'settings.get',
      // Whether a form is open somewhere: no more than that.
      'updates.note',
      'session.status',
      'session.unlock',
      'session.lock',
    ]);
  });

  it.each([
    'customers.delete',
    'customers.erase',
    'customers.export',
    'sync.approveDeletions',
    'cards.saveDesign',
    'connection.set',
    'printers.save',
    'cashiers.add',
    'audit.list',
    'audit.export',
  ] as const)('leave %s to managers', (name) => {
    expect(permissions[name].role).toBe('manager');
  });

  it('leave the look of the window to everybody, all other settings to managers', () => {
    const own = Object.keys(settingRoles).filter(
      (setting) => roleFor('settings.set', { changes: { [setting]: 1 } }) === 'cashier',
    );
    expect(own).toEqual(['setUp', 'theme', 'textSize']);
    expect(roleFor('settings.set', { changes: { theme: 'dark', shopName: 'Mine' } })).toBe('manager');
  });

  it.each([
    ['a setting nobody knows', { changes: { shopname: '' } }],
    [
      'a setting named like what objects have',
      { changes: JSON.parse('{"__proto__":{"theme":"dark"}}') as object },
    ],
    ['changes in another shape', { changes: ['shopName'] }],
  ])('let no cashier change %s', (_, input) => {
    expect(roleFor('settings.set', input)).toBe('manager');
  });

  it.each([[undefined], [null], ['text'], [{ changes: null }], [{ changes: 'shopName' }]])(
    'stand %j for an input: the contract refuses it afterwards',
    (input) => {
      expect(roles).toContain(roleFor('settings.set', input));
    },
  );
});

it('lets a cashier change the look, and not the shop', async () => {
  const { core } = await openShop();
  await comeIn(core, 'Ola');
  expect(await core.call('settings.set', { changes: { theme: 'dark' } })).toMatchObject({ ok: true });
  expect(codeOf(await core.call('settings.set', { changes: { theme: 'light', shopName: 'Mine' } }))).toBe(
    'session.not-allowed',
  );
  expect(await core.call('settings.get', {})).toMatchObject({ settings: { theme: 'dark', shopName: '' } });
});

it('lets whoever starts a headless host do everything: they have the key', async () => {
  const { core: attended, dataDir } = await openShop();
  await attended.close();
  const { core } = await openShop({ dataDir, unattendedAs: 'command line' });
  expect(await core.call('cashiers.resetPin', { cashier: 'Kari', pin: '9999' })).toMatchObject({
    ok: true,
    session: { locked: false, cashier: 'command line', role: 'manager' },
  });
});
