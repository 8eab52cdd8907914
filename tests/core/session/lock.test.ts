import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TillEvent } from '#shared/contract/operations';
import type { Core } from '../../../electron/core/core.ts';
import { createIdleLock } from '../../../electron/core/session/idle-lock.ts';
import { openCore } from '../operations/open-core.ts';
import { codeOf, comeIn, openShop } from './open-shop.ts';

const minuteMs = 60_000;

async function guess(core: Core, cashier: string, times: number): Promise<string[]> {
  const codes: string[] = [];
  for (let at = 0; at < times; at += 1) {
    codes.push(codeOf(await core.call('session.unlock', { cashier, pin: `10${at}` })));
  }
  return codes;
}

describe('wrong PINs', () => {
  it('make a cashier wait after five, and nobody else', async () => {
    const { core } = await openShop();
    expect(await guess(core, 'Ola', 6)).toEqual([
      ...Array<string>(5).fill('session.wrong-pin'),
      'session.too-many',
    ]);
    expect(codeOf(await core.call('session.unlock', { cashier: 'Ola', pin: '0815' }))).toBe(
      'session.too-many',
    );
    expect(codeOf(await core.call('session.unlock', { cashier: 'Kari', pin: '4711' }))).toBe('ok');
    // Somebody else’s PIN gives no more guesses.
    expect(codeOf(await core.call('session.unlock', { cashier: 'Ola', pin: '0815' }))).toBe(
      'session.too-many',
    );
  });

  it('are counted over restarts, and each further five make the wait twice as long', async () => {
    let nowMs = Date.now();
    const clock = () => nowMs;
    const { core, dataDir } = await openShop({ clock });
    await guess(core, 'Ola', 3);
    await core.close();
    const { core: second } = await openCore({ dataDir, clock });
    expect(await guess(second, 'Ola', 3)).toEqual([
      'session.wrong-pin',
      'session.wrong-pin',
      'session.too-many',
    ]);
    await second.close();
    nowMs += 20_000;
    const { core: third } = await openCore({ dataDir, clock });
    const tooSoon = await third.call('session.unlock', { cashier: 'Ola', pin: '0815' });
    const waitMs = tooSoon.ok ? 0 : (tooSoon.error.retryAfterMs ?? 0);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(minuteMs);
    await third.close();
    nowMs += minuteMs;
    const { core: fourth } = await openCore({ dataDir, clock });
    expect(await guess(fourth, 'Ola', 5)).toEqual(Array<string>(5).fill('session.wrong-pin'));
    const again = await fourth.call('session.unlock', { cashier: 'Ola', pin: '0815' });
    expect(again.ok ? 0 : again.error.retryAfterMs).toBeGreaterThan(minuteMs);
  });

  it('make nobody wait longer than the pause is when the clock was put back', async () => {
    let nowMs = Date.now();
    const clock = () => nowMs;
    const { core, dataDir } = await openShop({ clock });
    await guess(core, 'Ola', 5);
    await core.close();
    nowMs -= 86_400_000;
    const { core: again } = await openCore({ dataDir, clock });
    const answer = await again.call('session.unlock', { cashier: 'Ola', pin: '0815' });
    expect(answer.ok ? 0 : answer.error.retryAfterMs).toBeLessThanOrEqual(minuteMs);
  });

  it('for names that nobody has are counted as one', async () => {
    const { core } = await openShop();
    const codes: string[] = [];
    for (const cashier of ['a', 'b', 'c', 'd', 'e', 'f']) codes.push(...(await guess(core, cashier, 1)));
    expect(codes.at(-1)).toBe('session.too-many');
    await comeIn(core, 'Kari');
  });

  it('at changing or lending a PIN count as well', async () => {
    const { core } = await openShop();
    await comeIn(core, 'Ola');
    for (let at = 0; at < 5; at += 1)
      await core.call('session.changePin', { formerPin: `20${at}`, pin: '1111' });
    expect(codeOf(await core.call('session.changePin', { formerPin: '0815', pin: '1111' }))).toBe(
      'session.too-many',
    );
    for (let at = 0; at < 5; at += 1) {
      await core.call('session.lend', { operation: 'audit.list', cashier: 'Kari', pin: `20${at}` });
    }
    expect(codeOf(await core.call('session.unlock', { cashier: 'Kari', pin: '4711' }))).toBe(
      'session.too-many',
    );
  });
});

describe('a till that nobody touches', () => {
  async function openIdle(): Promise<{ core: Core; pass: (minutes: number) => void; events: TillEvent[] }> {
    let nowMs = Date.now();
    const { core } = await openShop({ clock: () => nowMs });
    const events: TillEvent[] = [];
    core.subscribe((event) => events.push(event));
    return { core, pass: (minutes) => (nowMs += minutes * minuteMs), events };
  }
  const search = async (core: Core) => codeOf(await core.call('customers.search', { query: 'a' }));

  it('locks itself after five minutes, whatever its window goes on asking', async () => {
    const { core, pass, events } = await openIdle();
    pass(4);
    expect(await search(core)).toBe('ok');
    pass(2);
    expect(await search(core)).toBe('session.locked');
    expect(events.at(-1)).toMatchObject({ type: 'session', session: { locked: true, cashier: 'Kari' } });
    await comeIn(core, 'Kari');
    expect(await core.call('audit.list', { action: 'session.lockIdle' })).toMatchObject({
      entries: [{ actor: 'Kari', outcome: 'ok' }],
    });
  });

  it('stays open while somebody is there', async () => {
    const { core, pass } = await openIdle();
    for (let at = 0; at < 5; at += 1) {
      pass(3);
      await core.call('session.touch', {});
    }
    expect(await search(core)).toBe('ok');
  });

  it('locks itself when the settings say, and at once when they say so late', async () => {
    const { core, pass } = await openIdle();
    await core.call('settings.set', { changes: { lockAfterMinutes: 0 } });
    pass(1000);
    expect(await search(core)).toBe('ok');
    await core.call('session.touch', {});
    await core.call('settings.set', { changes: { lockAfterMinutes: 30 } });
    pass(29);
    expect(await search(core)).toBe('ok');
    pass(2);
    expect(await search(core)).toBe('session.locked');
  });

  it('without PINs, or without anybody who could stand at it, stays open', async () => {
    let nowMs = Date.now();
    const clock = () => nowMs;
    const { core, dataDir } = await openCore({ clock });
    nowMs += 1000 * minuteMs;
    expect(await search(core)).toBe('ok');
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    await core.close();
    const { core: unattended } = await openCore({ dataDir, clock, unattendedAs: 'command line' });
    nowMs += 1000 * minuteMs;
    expect(await search(unattended)).toBe('ok');
  });
});

describe('a till that is locked while a PIN is changed', () => {
  const changes = {
    'cashiers.resetPin': (core: Core) => core.call('cashiers.resetPin', { cashier: 'Ola', pin: '3333' }),
    'session.changePin': (core: Core) => core.call('session.changePin', { formerPin: '4711', pin: '3333' }),
    'cashiers.add': (core: Core) =>
      core.call('cashiers.add', { cashier: 'Per', pin: '3333', role: 'cashier' }),
  };

  it.each(Object.entries(changes))('by %s stays locked', async (_name, change) => {
    const { core } = await openShop();
    const changing = change(core);
    await core.call('session.lock', {});
    expect(codeOf(await changing)).toBe('ok');
    expect(await core.call('session.status', {})).toMatchObject({
      session: { locked: true, cashier: 'Kari' },
    });
  });

  it('by itself stays locked', async () => {
    let nowMs = Date.now();
    const { core } = await openShop({ clock: () => nowMs });
    const changing = changes['session.changePin'](core);
    nowMs += 6 * minuteMs;
    expect(codeOf(await core.call('customers.search', { query: 'a' }))).toBe('session.locked');
    expect(codeOf(await changing)).toBe('ok');
    expect(await core.call('session.status', {})).toMatchObject({ session: { locked: true } });
  });

  it('lends nothing to whoever opens it next', async () => {
    const { core } = await openShop();
    await comeIn(core, 'Ola');
    const lending = core.call('session.lend', { operation: 'audit.list', cashier: 'Kari', pin: '4711' });
    await core.call('session.lock', {});
    expect(codeOf(await lending)).toBe('session.not-allowed');
    await comeIn(core, 'Ola');
    expect(codeOf(await core.call('audit.list', {}))).toBe('session.not-allowed');
  });
});

it('repeats nothing that a service said while it is locked: that may be about somebody', async () => {
  const { core } = await openShop({
    fetch: async (url) =>
      new URL(new Request(url).url).searchParams.get('pageSize') === '60'
        ? Response.json({ items: [], paging: { totalCount: 0, pageSize: 60, pageNumber: 0 } })
        : Response.json({ message: 'Liv Li is nobody' }, { status: 400 }),
  });
  await core.call('connection.set', {
    connection: { service: 'flow-retail', url: 'http://127.0.0.1:9/a', tenant: 'a', practice: true },
    secret: { kind: 'token', token: 'a token' },
  });
  await core.call('sync.now', {});
  expect(JSON.stringify(await core.call('sync.status', {}))).toContain('Liv Li');
  await core.call('session.lock', {});
  const locked = await core.call('sync.status', {});
  expect(locked).toMatchObject({ ok: true, status: { recentErrors: [] } });
  expect(JSON.stringify(locked)).not.toContain('Liv Li');
});

describe('counting idle time', () => {
  function startLock(limitMs: number) {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let steadyMs = 0;
    let wallMs = 1_000_000;
    let locked = 0;
    const warnings: (number | null)[] = [];
    const idle = createIdleLock({
      clock: () => wallMs,
      monotonicMs: () => steadyMs,
      lock: () => (locked += 1),
      warn: (leftMs) => warnings.push(leftMs),
    });
    idle.setLimit(limitMs);
    idle.touch();
    const pass = (ms: number, wall = ms) => {
      steadyMs += ms;
      wallMs += wall;
      vi.advanceTimersByTime(ms);
    };
    return { idle, pass, locks: () => locked, warnings };
  }

  it('locks by itself, once, from the last touch on', () => {
    const { idle, pass, locks } = startLock(1000);
    pass(900);
    idle.touch();
    pass(900);
    expect(locks()).toBe(0);
    pass(200);
    expect(locks()).toBe(1);
    pass(5000);
    expect(locks()).toBe(1);
    idle.touch();
    pass(1100);
    expect(locks()).toBe(2);
  });

  it('warns once, half a minute before, and takes it back when somebody comes', () => {
    const { idle, pass, locks, warnings } = startLock(minuteMs);
    for (let at = 0; at < 29; at += 1) pass(1000);
    expect(warnings).toEqual([]);
    pass(1000);
    pass(5000);
    expect(warnings).toEqual([30_000]);
    idle.touch();
    idle.touch();
    expect(warnings).toEqual([30_000, null]);
    for (let at = 0; at < 59; at += 1) pass(1000);
    expect(locks()).toBe(0);
    pass(1000);
    expect(locks()).toBe(1);
    expect(warnings).toEqual([30_000, null, 30_000]);
  });

  it('counts on while the clock is put back', () => {
    const { pass, locks } = startLock(1000);
    pass(1100, -86_400_000);
    expect(locks()).toBe(1);
  });

  it('knows after a sleep of the computer that it is over, before anything is asked', () => {
    const { idle, pass } = startLock(1000);
    pass(0, 86_400_000);
    expect(idle.isOver()).toBe(true);
  });
});
