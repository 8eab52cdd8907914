import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationNames } from '#shared/contract/operation-names';
import type { OperationInput } from '#shared/contract/operations';
import { createCore } from '../../../electron/core/app.ts';
import { makeFolder, testKey } from '../db/open-writer.ts';
import { openCore } from './open-core.ts';

const bjorn: OperationInput<'customers.create'> = {
  customer: {
    customerUid: 'c-bjorn',
    customerType: 'PERSON',
    firstname: 'Bjørn',
    lastname: 'Åse',
    countryCode: 'NO',
    mobile: '900 12 345',
    email: 'bjorn@example.no',
  },
};

describe('searching while somebody types', () => {
  const typed = Array.from({ length: 50 }, (_, at) => `bjørn åse${' '.repeat(at)}`);

  it('answers the last of a burst and never begins most of the others', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    const burst = typed.map((query) => core.call('customers.search', { query, caller: 'window-1' }));
    const answers = await Promise.all(burst);
    expect(answers.at(-1)).toMatchObject({ ok: true, hits: [{ customerUid: 'c-bjorn' }] });
    const overtaken = answers.filter((answer) => !answer.ok);
    expect(overtaken.length).toBeGreaterThan(40);
    for (const answer of overtaken) expect(answer).toMatchObject({ error: { code: 'search.overtaken' } });
  });

  it('answers everybody else too: other windows, and callers that never type', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    const answers = await Promise.all([
      ...typed.map((query, at) => core.call('customers.search', { query, caller: `window-${at}` })),
      ...typed.map((query) => core.call('customers.search', { query })),
    ]);
    for (const answer of answers)
      expect(answer).toMatchObject({ ok: true, hits: [{ customerUid: 'c-bjorn' }] });
    const batch = await Promise.all(typed.map((query) => core.searchTimed(query)));
    for (const { ids } of batch) expect(ids).toEqual(['c-bjorn']);
  });

  it('opens a customer before the searches that wait', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    const order: string[] = [];
    await Promise.all([
      ...typed.map((query) => core.call('customers.search', { query }).then(() => order.push('search'))),
      core.call('customers.get', { customerUid: 'c-bjorn' }).then(() => order.push('opened')),
    ]);
    expect(order.indexOf('opened')).toBeLessThan(5);
  });
});

describe('registering without a network', () => {
  it('answers at once, finds the customer by the next search and keeps the change', async () => {
    const { core } = await openCore();
    const created = await core.call('customers.create', { ...bjorn, card: true });
    expect(created).toMatchObject({
      ok: true,
      state: 'pending',
      customer: { displayName: 'Bjørn Åse', mobile: '+4790012345' },
    });
    for (const query of ['asse bjorn', '0047 900 12 345', '2345', 'bjorn@ex']) {
      const found = await core.call('customers.search', { query });
      expect(found, query).toMatchObject({ ok: true, hits: [{ customerUid: 'c-bjorn', state: 'pending' }] });
    }
    expect(await core.call('outbox.list', {})).toMatchObject({ ok: true, total: 2 });
    expect(await core.call('cards.jobs', {})).toMatchObject({ ok: true, jobs: [{ state: 'waiting' }] });
  });

  it('makes one customer of a double click', async () => {
    const { core } = await openCore();
    const answers = await Promise.all([
      core.call('customers.create', bjorn),
      core.call('customers.create', bjorn),
    ]);
    const ids = answers.map((answer) => answer.ok && answer.mutationId);
    expect(new Set(ids).size).toBe(1);
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 1 });
  });

  it('says which fields are wrong and saves nothing', async () => {
    const { core } = await openCore();
    const refused = await core.call('customers.create', {
      customer: {
        customerType: 'PERSON',
        firstname: 'A',
        countryCode: 'NO',
        mobile: '123',
        email: 'not-mail',
      },
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'customer.invalid' } });
    const fields = refused.ok ? [] : refused.error.issues?.map((issue) => issue.field);
    expect(fields?.sort()).toEqual(['email', 'lastname', 'mobile']);
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 0 });
  });

  it('survives the end of the process', async () => {
    const dataDir = makeFolder();
    const first = await createCore({ dataDir, key: testKey, backgroundSync: false });
    if (!first.ok) throw new Error(first.error.message);
    await first.core.call('customers.create', bjorn);
    await first.core.close();
    const { core } = await openCore({ dataDir });
    expect(await core.call('customers.search', { query: 'bjørn' })).toMatchObject({
      hits: [{ customerUid: 'c-bjorn' }],
    });
    expect(await core.call('outbox.list', {})).toMatchObject({ total: 1 });
  });

  it('suggests the city its own customers live in', async () => {
    const { core } = await openCore();
    const customer = { ...bjorn.customer, postalCode: '6003', city: 'Ålesund' };
    await core.call('customers.create', { customer });
    expect(
      await core.call('customers.check', {
        draft: { customerType: 'PERSON', postalCode: '6003', countryCode: 'NO' },
      }),
    ).toMatchObject({ ok: true, suggestions: { city: 'Ålesund' } });
  });

  it('warns of a likely duplicate while the form is filled in, and says why', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    const answer = await core.call('customers.duplicates', {
      draft: { customerType: 'PERSON', firstname: 'Bjorn', lastname: 'Aase', mobile: '+4790012345' },
    });
    expect(answer).toMatchObject({ ok: true, candidates: [{ customerUid: 'c-bjorn' }] });
    expect(answer.ok && answer.candidates[0]?.reasons.map((reason) => reason.field)).toContain('mobile');
  });
});

describe('a card', () => {
  it('is rendered in every format', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    for (const format of ['pdf', 'png', 'svg', 'escpos', 'zpl'] as const) {
      const card = await core.call('cards.render', { customerUid: 'c-bjorn', format });
      expect(card.ok && Buffer.from(card.base64, 'base64').length, format).toBeGreaterThan(100);
    }
  });

  it('is told to the hosts when it is taken out of the outbox', async () => {
    const { core } = await openCore();
    await core.call('customers.create', { ...bjorn, card: true });
    const outbox = await core.call('outbox.list', {});
    const card = outbox.ok ? outbox.mutations.find(({ kind }) => kind === 'print-card') : undefined;
    const told: string[] = [];
    core.subscribe(({ type }) => told.push(type));
    await core.call('outbox.discard', { mutationId: card?.mutationId ?? '' });
    expect(await core.call('cards.jobs', {})).toMatchObject({ jobs: [{ state: 'cancelled' }] });
    expect(told).toContain('print-jobs');
  });

  it('needs a printer that exists', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    expect(await core.call('cards.print', { customerUid: 'c-bjorn', printer: 'nowhere' })).toMatchObject({
      ok: false,
      error: { code: 'printer.not-found' },
    });
  });
});

describe('bad input', () => {
  it('is answered for every operation, and nothing is thrown', async () => {
    const { core, logged } = await openCore();
    const rubbish = [
      undefined,
      null,
      7,
      'text',
      [],
      { query: 3 },
      { customerUid: '../../etc' },
      { customerUid: 'none' },
    ];
    for (const name of operationNames) {
      for (const input of rubbish) {
        const answer = await core.callUntrusted(name, input);
        expect(answer.ok ? 'ok' : answer.error.code, name).not.toBe('internal');
      }
    }
    expect(logged.filter(({ event }) => event === 'operation.failed')).toEqual([]);
  });

  it('knows only its own operations', async () => {
    const { core } = await openCore();
    for (const name of ['customers.steal', '__proto__', 'constructor', 7, null, '']) {
      expect(await core.callUntrusted(name, {})).toMatchObject({
        ok: false,
        error: { code: 'operation.unknown' },
      });
    }
  });

  it('names the field a request has wrong', async () => {
    const { core } = await openCore();
    expect(await core.callUntrusted('customers.search', { query: 'a', limit: 201 })).toMatchObject({
      ok: false,
      error: { code: 'input.invalid', issues: [{ field: 'limit' }] },
    });
  });
});

describe('opening the data', () => {
  it('refuses a second till on the same folder', async () => {
    const { dataDir } = await openCore();
    expect(await createCore({ dataDir, key: testKey })).toMatchObject({
      ok: false,
      error: { code: 'store.in-use' },
    });
  });

  it('lets go of it once, however often it is closed', async () => {
    const dataDir = makeFolder();
    const { core } = await openCore({ dataDir });
    await Promise.all([core.close(), core.close()]);
    await core.close();
    const { core: again } = await openCore({ dataDir });
    expect(await again.call('session.status', {})).toMatchObject({ ok: true });
  });

  it('says that the key is wrong and lets go of the folder', async () => {
    const dataDir = makeFolder();
    const first = await createCore({ dataDir, key: testKey, backgroundSync: false });
    if (first.ok) await first.core.close();
    expect(await createCore({ dataDir, key: new Uint8Array(32) })).toMatchObject({
      ok: false,
      error: { code: 'store.wrong-key' },
    });
    await openCore({ dataDir });
  });

  it('says that the file is not its own', async () => {
    const dataDir = makeFolder();
    writeFileSync(
      join(dataDir, 'till.db'),
      'this is not a database, and it is long enough to look like one'.repeat(100),
    );
    expect(await createCore({ dataDir, key: testKey })).toMatchObject({
      ok: false,
      error: { code: 'store.damaged' },
    });
  });
});

describe('a locked till', () => {
  it('answers nothing about customers until a cashier’s PIN opens it', async () => {
    const { core } = await openCore();
    expect(await core.call('session.lock', {})).toMatchObject({ error: { code: 'session.no-pin' } });
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    expect(await core.call('session.lock', {})).toMatchObject({ ok: true, session: { locked: true } });
    expect(await core.call('customers.search', { query: 'a' })).toMatchObject({
      error: { code: 'session.locked' },
    });
    expect(await core.call('session.unlock', { cashier: 'Kari', pin: '0000' })).toMatchObject({
      error: { code: 'session.wrong-pin' },
    });
    expect(await core.call('session.unlock', { cashier: 'Kari', pin: '4711' })).toMatchObject({
      ok: true,
      session: { locked: false, cashier: 'Kari' },
    });
    await core.call('customers.create', bjorn);
    expect(await core.call('audit.list', { customerUid: 'c-bjorn' })).toMatchObject({
      entries: [{ action: 'customers.create', actor: 'Kari' }],
    });
  });

  it('lets nobody guess in parallel either', async () => {
    const { core } = await openCore();
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    await core.call('session.lock', {});
    const guesses = Array.from({ length: 12 }, (_, guess) => `${1000 + guess}`);
    const answers = await Promise.all(
      guesses.map((pin) => core.call('session.unlock', { cashier: 'Kari', pin })),
    );
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(codes.filter((code) => code === 'session.wrong-pin')).toHaveLength(5);
    expect(codes.filter((code) => code === 'session.too-many')).toHaveLength(7);
  });

  it('knows no cashier by a name that objects happen to have', async () => {
    const { core } = await openCore();
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    await core.call('session.lock', {});
    expect(await core.callUntrusted('session.unlock', { cashier: 'constructor', pin: '1' })).toMatchObject({
      error: { code: 'session.wrong-pin' },
    });
  });

  it('keeps the PINs of two cashiers who set theirs at the same time', async () => {
    const { core } = await openCore();
    await Promise.all([
      core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' }),
      core.call('cashiers.add', { cashier: 'Ola', pin: '0815', role: 'manager' }),
    ]);
    for (const [cashier, pin] of [
      ['Kari', '4711'],
      ['Ola', '0815'],
    ] as const) {
      expect(await core.call('session.unlock', { cashier, pin })).toMatchObject({ ok: true });
    }
  });

  it('lets nobody guess for long', async () => {
    const { core } = await openCore();
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    for (let guess = 0; guess < 5; guess += 1)
      await core.call('session.unlock', { cashier: 'Kari', pin: `100${guess}` });
    expect(await core.call('session.unlock', { cashier: 'Kari', pin: '4711' })).toMatchObject({
      error: { code: 'session.too-many' },
    });
  });
});

describe('the language of a cashier', () => {
  it('is remembered for each of them, over a restart; who has chosen none reads what the till is set to', async () => {
    const { core, dataDir } = await openCore();
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    await core.call('cashiers.add', { cashier: 'Jonas', pin: '0815', role: 'manager' });
    await core.call('session.unlock', { cashier: 'Jonas', pin: '0815' });
    expect(await core.call('session.setLanguage', { language: 'de' })).toMatchObject({
      session: { cashier: 'Jonas', language: 'de' },
    });
    expect(await core.call('session.unlock', { cashier: 'Kari', pin: '4711' })).toMatchObject({
      session: { language: null },
    });
    await core.close();

    const { core: again } = await openCore({ dataDir });
    expect(await again.call('session.status', {})).toMatchObject({
      session: { locked: true, language: null },
    });
    expect(await again.call('session.unlock', { cashier: 'Jonas', pin: '0815' })).toMatchObject({
      session: { language: 'de' },
    });
    await again.call('session.setLanguage', { language: null });
    expect(await again.call('session.status', {})).toMatchObject({ session: { language: null } });
  });

  it('is not that of the till, which names its things in its own', async () => {
    const { core } = await openCore();
    await core.call('settings.set', { changes: { language: 'nb' } });
    await core.call('session.setLanguage', { language: 'de' });
    expect(await core.call('printers.list', {})).toMatchObject({ printers: [{ name: 'Kundesystemet' }] });
  });

  it('cannot be changed while the till is locked', async () => {
    const { core } = await openCore();
    await core.call('cashiers.add', { cashier: 'Kari', pin: '4711', role: 'manager' });
    await core.call('session.lock', {});
    expect(await core.call('session.setLanguage', { language: 'sv' })).toMatchObject({
      error: { code: 'session.locked' },
    });
  });
});

describe('the doctor', () => {
  it('finds nothing wrong with a new till', async () => {
    const { core } = await openCore();
    await core.call('customers.create', bjorn);
    expect((await core.diagnose()).filter((finding) => !finding.ok)).toEqual([]);
  });
});
