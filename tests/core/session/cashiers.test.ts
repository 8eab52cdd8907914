import { describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations';
import { migrate } from '../../../electron/core/db/migrations/index.ts';
import { openStore } from '../../../electron/core/db/open.ts';
import { setSecret } from '../../../electron/core/db/settings.ts';
import { storePathOf } from '../../../electron/core/db/data-folder.ts';
import { hashPin } from '../../../electron/core/session/pin.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';
import { codeOf, comeIn, openShop } from './open-shop.ts';

describe('a till where nobody has a PIN', () => {
  it('is everybody’s, and cannot be locked', async () => {
    const { core } = await openCore();
    expect(await core.call('session.status', {})).toMatchObject({
      session: { locked: false, role: 'manager', cashiers: [] },
    });
    expect(codeOf(await core.call('session.lock', {}))).toBe('session.no-pin');
    expect(await core.call('session.unlock', { cashier: 'Liv Li', pin: '' })).toMatchObject({
      session: { cashier: 'till' },
    });
    expect(await core.call('audit.list', {})).toMatchObject({ ok: true, entries: [] });
    expect((await core.diagnose()).find(({ check }) => check === 'cashiers')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('may do everything') as string,
    });
  });

  it('has its first cashier at it, who is a manager', async () => {
    const { core } = await openCore();
    expect(codeOf(await core.call('cashiers.add', { cashier: 'Ola', pin: '0815', role: 'cashier' }))).toBe(
      'cashier.first-manager',
    );
    expect(await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' })).toMatchObject({
      session: {
        locked: false,
        cashier: 'Kari',
        role: 'manager',
        cashiers: [{ name: 'Kari', role: 'manager' }],
      },
    });
  });

  it('makes managers of those who had a PIN before there were roles', async () => {
    const dataDir = makeFolder();
    const db = openStore(storePathOf(dataDir), testKey);
    migrate(db);
    setSecret(db, 'pins', { Kari: await hashPin('4711') });
    db.close();
    const { core } = await openCore({ dataDir });
    await comeIn(core, 'Kari');
    expect(await core.call('session.status', {})).toMatchObject({
      session: { locked: false, cashier: 'Kari', role: 'manager' },
    });
  });
});

describe('cashiers', () => {
  it('are listed with what they may do, also while the till is locked, and over a restart', async () => {
    const { core, dataDir } = await openShop();
    await core.close();
    const { core: again } = await openCore({ dataDir });
    expect(await again.call('session.status', {})).toMatchObject({
      session: {
        locked: true,
        cashiers: [
          { name: 'Kari', role: 'manager' },
          { name: 'Ola', role: 'cashier' },
        ],
      },
    });
  });

  it('change their own PIN with the one they have', async () => {
    const { core } = await openShop();
    await comeIn(core, 'Ola');
    expect(codeOf(await core.call('session.changePin', { formerPin: '1111', pin: '2222' }))).toBe(
      'session.wrong-pin',
    );
    expect(codeOf(await core.call('session.changePin', { formerPin: '0815', pin: '2222' }))).toBe('ok');
    expect(codeOf(await core.call('session.unlock', { cashier: 'Ola', pin: '0815' }))).toBe(
      'session.wrong-pin',
    );
    expect(codeOf(await core.call('session.unlock', { cashier: 'Ola', pin: '2222' }))).toBe('ok');
  });

  it('get a new PIN from a manager, who changes their own as everybody does', async () => {
    const { core } = await openShop();
    expect(codeOf(await core.call('cashiers.resetPin', { cashier: 'Ola', pin: '3333' }))).toBe('ok');
    expect(codeOf(await core.call('cashiers.resetPin', { cashier: 'Kari', pin: '3333' }))).toBe(
      'cashier.own-pin',
    );
    expect(codeOf(await core.call('cashiers.resetPin', { cashier: 'Nobody', pin: '3333' }))).toBe(
      'cashier.not-found',
    );
    expect(codeOf(await core.call('session.unlock', { cashier: 'Ola', pin: '3333' }))).toBe('ok');
  });

  it('are never without a manager', async () => {
    const { core } = await openShop();
    expect(codeOf(await core.call('cashiers.setRole', { cashier: 'Kari', role: 'cashier' }))).toBe(
      'cashier.last-manager',
    );
    expect(codeOf(await core.call('cashiers.remove', { cashier: 'Kari' }))).toBe('cashier.last-manager');
    await core.call('cashiers.setRole', { cashier: 'Ola', role: 'manager' });
    const answers = await Promise.all(
      (['Kari', 'Ola'] as const).map((cashier) =>
        core.call('cashiers.setRole', { cashier, role: 'cashier' }),
      ),
    );
    expect(answers.map(codeOf).toSorted()).not.toEqual(['ok', 'ok']);
  });

  it('lose at once what a manager may, when they are none any more', async () => {
    const { core } = await openShop();
    await core.call('cashiers.setRole', { cashier: 'Ola', role: 'manager' });
    expect(await core.call('cashiers.setRole', { cashier: 'Kari', role: 'cashier' })).toMatchObject({
      session: { cashier: 'Kari', role: 'cashier' },
    });
    expect(codeOf(await core.call('audit.list', {}))).toBe('session.not-allowed');
  });

  it('leave the till locked when they remove themselves, and everybody’s when they were the last', async () => {
    const { core } = await openShop();
    await core.call('cashiers.setRole', { cashier: 'Ola', role: 'manager' });
    expect(await core.call('cashiers.remove', { cashier: 'Kari' })).toMatchObject({
      session: { locked: true },
    });
    await comeIn(core, 'Ola');
    expect(await core.call('cashiers.remove', { cashier: 'Ola' })).toMatchObject({
      session: { locked: false, cashier: 'till', role: 'manager', cashiers: [] },
    });
  });

  it('have names of their own', async () => {
    const { core } = await openShop();
    for (const cashier of ['Kari', 'KARI', ' Kari ']) {
      const answer = await core.call('cashiers.add', { cashier, pin: '1234', role: 'cashier' });
      expect(codeOf(answer), cashier).toBe('cashier.exists');
    }
  });

  const takes = (cashier: string) =>
    operations['cashiers.add'].input.safeParse({ cashier, pin: '1234', role: 'manager' }).success;

  it.each(['Åse-Marie', 'O’Brien', 'Łukasz K.', '李', 'Kasse 2'])('may be called %s', (cashier) => {
    expect(takes(cashier)).toBe(true);
  });

  it.each([
    '__proto__',
    '=1+1',
    '\u202eiraK',
    '',
    ' ',
    'Kari\nOla',
    'till',
    'Command Line',
    'configuration',
    'unknown',
  ])('have names that can be read: %j is none', (cashier) => {
    expect(takes(cashier)).toBe(false);
  });
});

describe('a manager’s PIN, put in for a cashier,', () => {
  it('is good for one thing, once', async () => {
    const { core } = await openShop();
    await comeIn(core, 'Ola');
    const lend = { operation: 'audit.list', cashier: 'Kari', pin: '4711' } as const;
    expect(await core.call('session.lend', lend)).toMatchObject({
      session: { cashier: 'Ola', role: 'cashier' },
    });
    expect(codeOf(await core.call('audit.filters', {}))).toBe('session.not-allowed');
    expect(codeOf(await core.call('audit.list', {}))).toBe('ok');
    expect(codeOf(await core.call('audit.list', {}))).toBe('session.not-allowed');
  });

  it('is good for what it was asked for alone', async () => {
    const { core } = await openShop();
    await comeIn(core, 'Ola');
    const lend = { operation: 'audit.list', cashier: 'Kari', pin: '4711', input: { limit: 5 } } as const;
    await core.call('session.lend', lend);
    expect(codeOf(await core.call('audit.list', { limit: 500 }))).toBe('session.not-allowed');
    expect(codeOf(await core.call('audit.list', { limit: 5 }))).toBe('session.not-allowed');
    await core.call('session.lend', lend);
    expect(codeOf(await core.call('audit.list', { limit: 5 }))).toBe('ok');
  });

  it('is gone with the cashier it was put in for', async () => {
    const { core } = await openShop();
    await core.call('cashiers.add', { cashier: 'Per', pin: '1234', role: 'cashier' });
    await comeIn(core, 'Ola');
    await core.call('session.lend', { operation: 'audit.list', cashier: 'Kari', pin: '4711' });
    await core.call('session.unlock', { cashier: 'Per', pin: '1234' });
    expect(codeOf(await core.call('audit.list', {}))).toBe('session.not-allowed');
  });

  it('is a manager’s, and right; who put it in is noted', async () => {
    const { core } = await openShop();
    await comeIn(core, 'Ola');
    const lend = { operation: 'audit.list', cashier: 'Ola', pin: '0815' } as const;
    expect(codeOf(await core.call('session.lend', lend))).toBe('session.not-allowed');
    expect(codeOf(await core.call('session.lend', { ...lend, cashier: 'Kari', pin: '1' }))).toBe(
      'session.wrong-pin',
    );
    expect(codeOf(await core.call('audit.list', {}))).toBe('session.not-allowed');
    await core.call('session.lend', { ...lend, cashier: 'Kari', pin: '4711' });
    const listed = await core.call('audit.list', { action: 'session.lend' });
    expect(listed.ok && listed.entries.map(({ actor, outcome }) => `${actor}: ${outcome}`)).toEqual([
      'Kari: ok',
      'Kari: session.wrong-pin',
      'Ola: session.not-allowed',
    ]);
  });
});

it('says in the trail whom an act concerned, and what was lent', async () => {
  const { core } = await openShop();
  await core.call('customers.create', {
    customer: {
      customerType: 'PERSON',
      customerUid: 'c-1',
      firstname: 'Liv',
      lastname: 'Li',
      countryCode: 'NO',
    },
  });
  await core.call('cashiers.setRole', { cashier: 'Ola', role: 'manager' });
  await core.call('cashiers.setRole', { cashier: 'Ola', role: 'cashier' });
  await core.call('cashiers.resetPin', { cashier: 'Ola', pin: '0815' });
  await comeIn(core, 'Ola');
  const input = { customerUid: 'c-1', withoutService: true };
  expect(codeOf(await core.call('customers.export', input))).toBe('session.not-allowed');
  await core.call('customers.erase', { customerUid: 'Not-a-customer', reason: 'other' });
  await core.call('session.lend', { operation: 'customers.export', cashier: 'Kari', pin: '4711', input });
  expect(codeOf(await core.call('customers.export', input))).toBe('ok');
  await comeIn(core, 'Kari');
  await core.call('cashiers.remove', { cashier: 'Ola' });
  const listed = await core.call('audit.list', {});
  const entries = listed.ok ? listed.entries : [];
  expect(
    entries
      .toReversed()
      .filter(({ action }) => /^cashiers|lend|erase|export/.test(action))
      .map(({ action, outcome, cashier, role, operation, customerUid }) =>
        [action, outcome, cashier, role, operation, customerUid].filter(Boolean).join(' '),
      ),
  ).toEqual([
    'cashiers.add ok Kari manager',
    'cashiers.add ok Ola cashier',
    'cashiers.setRole ok Ola manager',
    'cashiers.setRole ok Ola cashier',
    'cashiers.resetPin ok Ola',
    'customers.export session.not-allowed c-1',
    'customers.erase session.not-allowed',
    'session.lend ok Ola customers.export c-1',
    'customers.export ok c-1',
    'cashiers.remove ok Ola',
  ]);
  expect(await core.call('audit.verify', {})).toMatchObject({ fault: null });
});

it('keeps what a call does in the name of whoever was at the till when it came in', async () => {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const { core } = await openShop({
    fetch: async () => {
      asked.resolve();
      await answered.promise;
      return Response.json({ items: [], paging: { totalCount: 0, pageSize: 60, pageNumber: 0 } });
    },
  });
  const connecting = core.call('connection.set', {
    connection: { service: 'flow-retail', url: 'http://127.0.0.1:9/a', tenant: 'a', practice: true },
    secret: { kind: 'token', token: 'a token' },
  });
  await asked.promise;
  await comeIn(core, 'Ola');
  answered.resolve();
  expect(codeOf(await connecting)).toBe('ok');
  await comeIn(core, 'Kari');
  expect(await core.call('audit.list', { action: 'connection.set' })).toMatchObject({
    entries: [{ actor: 'Kari' }],
  });
});

it('keeps the author of a change when another cashier comes', async () => {
  const { core } = await openShop();
  await comeIn(core, 'Ola');
  const customer = {
    customerType: 'PERSON',
    customerUid: 'c-1',
    firstname: 'Liv',
    lastname: 'Li',
    countryCode: 'NO',
  } as const;
  await core.call('customers.create', { customer });
  await comeIn(core, 'Kari');
  await core.call('customers.update', { customerUid: 'c-1', changes: { city: 'Oslo' } });
  const listed = await core.call('outbox.list', {});
  expect(listed.ok && listed.mutations.map(({ kind, actor }) => `${kind} by ${actor}`)).toEqual([
    'create by Ola',
    'update by Kari',
  ]);
});
