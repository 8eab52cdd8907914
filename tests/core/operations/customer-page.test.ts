import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import { openCore } from './open-core.ts';

const person = (customerUid: string, lastname: string, more: object = {}) => ({
  customerUid,
  customerType: 'PERSON' as const,
  firstname: 'Mette',
  lastname,
  countryCode: 'NO',
  ...more,
});
const company = (customerUid: string, companyName: string, more: object = {}) => ({
  customerUid,
  customerType: 'COMPANY' as const,
  companyName,
  countryCode: 'NO',
  ...more,
});

async function create(core: Core, customer: ReturnType<typeof person> | ReturnType<typeof company>) {
  const created = await core.call('customers.create', { customer });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created;
}

async function historyOf(core: Core, customerUid: string) {
  const answer = await core.call('customers.history', { customerUid });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.entries;
}

describe('what cannot be is refused at the till, in words', () => {
  it('a company as its own parent, under one of its departments, or under a person', async () => {
    const { core } = await openCore();
    await create(core, company('c-top', 'Topp AS'));
    await create(core, company('c-dep', 'Topp AS avd. Bodø', { customerParentUid: 'c-top' }));
    await create(core, { ...company('c-b2b', 'Handel AB'), customerType: 'B2B' as 'COMPANY' });
    const under = (customerUid: string, customerParentUid: string) =>
      core.call('customers.update', { customerUid, changes: { customerParentUid } });
    const refused = (code: string) => ({
      ok: false,
      error: { code: 'customer.invalid', issues: [{ field: 'customerParentUid', code }] },
    });
    expect(await under('c-top', 'c-top')).toMatchObject(refused('parent.self'));
    expect(await under('c-top', 'c-dep')).toMatchObject(refused('parent.ring'));
    expect(await under('c-dep', 'c-b2b')).toMatchObject(refused('parent.no-company'));
    const itself = await core.call('customers.create', {
      customer: company('c-self', 'Selv AS', { customerParentUid: 'c-self' }),
    });
    expect(itself).toMatchObject(refused('parent.self'));
    expect(await under('c-dep', 'not-on-this-till')).toMatchObject({ ok: true });
  });

  it('a person and a company as one customer', async () => {
    const { core } = await openCore();
    await create(core, person('c-one', 'Dobbel'));
    await create(core, company('c-firm', 'Dobbel AS'));
    const merge = { customerUid: 'c-one', mergeFromCustomerUid: 'c-firm' };
    expect(await core.call('customers.merge', merge)).toMatchObject({
      ok: false,
      error: { code: 'customer.merge-types' },
    });
    expect(await core.call('customers.get', { customerUid: 'c-firm' })).toMatchObject({ ok: true });
  });

  it('somebody else’s loyalty id, typed into a change that waits', async () => {
    const { core } = await openCore();
    const first = await create(core, person('c-one', 'En', { loyaltyId: '2900000000117' }));
    const second = await create(core, person('c-two', 'To', { loyaltyId: '2900000000124' }));
    const edit = (changes: object) => core.call('outbox.edit', { mutationId: second.mutationId, changes });
    expect(await edit({ loyaltyId: first.customer.loyaltyId })).toMatchObject({
      ok: false,
      error: { code: 'customer.invalid', issues: [{ field: 'loyaltyId', code: 'code.taken' }] },
    });
    expect(await edit({ loyaltyId: '2900000000124', lastname: 'Tore' })).toMatchObject({ ok: true });
    expect(await edit({ customerParentUid: 'c-two' })).toMatchObject({ ok: false });
  });
});

describe('a merge', () => {
  async function openTwo() {
    const { core, ...rest } = await openCore();
    await create(core, person('c-stays', 'Dobbel', { mobile: '+4741355704', loyaltyId: '2900000000117' }));
    await create(
      core,
      person('c-goes', 'Dobbelt', { email: 'mette@dobbel.example', loyaltyId: '2900000000124' }),
    );
    return { core, ...rest };
  }

  it('takes over the fields a person chose, as a change that follows it', async () => {
    const { core } = await openTwo();
    const merged = await core.call('customers.merge', {
      customerUid: 'c-stays',
      mergeFromCustomerUid: 'c-goes',
      take: ['email', 'loyaltyId', 'mobile'],
    });
    expect(merged).toMatchObject({ ok: true });
    expect(await core.call('customers.get', { customerUid: 'c-goes' })).toMatchObject({
      ok: true,
      mergedFrom: 'c-goes',
      customer: {
        customerUid: 'c-stays',
        email: 'mette@dobbel.example',
        // The one that goes has none: nothing is emptied.
        mobile: '+4741355704',
        loyaltyId: '2900000000124',
      },
      mutations: [{ kind: 'create' }, { kind: 'merge' }, { kind: 'update', fields: ['email', 'loyaltyId'] }],
    });
    // The card that was replaced still says whose it was.
    expect(await core.call('codes.find', { code: '2900000000117' })).toMatchObject({
      ok: true,
      outcome: 'replaced',
      customer: { customerUid: 'c-stays' },
    });
  });

  it('keeps both as they were, until it is given up or the customer is erased', async () => {
    const { core } = await openTwo();
    const merge = { customerUid: 'c-stays', mergeFromCustomerUid: 'c-goes', take: ['email' as const] };
    const merged = await core.call('customers.merge', merge);
    const lookUp = () => core.call('customers.merges', { customerUid: 'c-stays' });
    expect(await lookUp()).toMatchObject({
      merges: [{ stays: { lastname: 'Dobbel', mobile: '+4741355704' }, goes: { lastname: 'Dobbelt' } }],
    });
    await core.call('outbox.discard', { mutationId: merged.ok ? merged.mutationId : '' });
    expect(await lookUp()).toMatchObject({ merges: [] });
  });

  it('reaches the service before what was taken over', async () => {
    const store = createPracticeStore({ customers: 0, seed: 3 });
    onTestFinished(() => store.close());
    const { baseUrl } = await store.listen(0);
    const { core } = await openTwo();
    await core.call('connection.set', {
      connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
      secret: { kind: 'token', token: store.tokens.backoffice },
    });
    await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    const take = ['email' as const, 'loyaltyId' as const, 'lastname' as const];
    await core.call('customers.merge', {
      customerUid: 'c-stays',
      mergeFromCustomerUid: 'c-goes',
      take,
    });
    const synced = await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(synced).toMatchObject({ pending: 0, parked: 0, conflicts: 0 });
    const answer = await core.call('customers.fetch', { customerUid: 'c-stays' });
    expect(answer).toMatchObject({
      ok: true,
      state: 'synced',
      customer: { lastname: 'Dobbelt', email: 'mette@dobbel.example', loyaltyId: '2900000000124' },
    });
    expect(await core.call('customers.merges', { customerUid: 'c-stays' })).toMatchObject({
      merges: [{ goes: { customerUid: 'c-goes' } }],
    });
    const exported = await core.call('customers.export', { customerUid: 'c-stays' });
    expect(exported).toMatchObject({ export: { thisTill: { merges: [{ goes: { lastname: 'Dobbelt' } }] } } });
    const [latest] = await historyOf(core, 'c-stays');
    expect(latest).toMatchObject({ action: 'customers.export', change: null });
    const history = await historyOf(core, 'c-stays');
    expect(history.find(({ action }) => action === 'customers.merge')).toMatchObject({
      other: { customerUid: 'c-goes' },
      change: { state: 'acked' },
    });
    // What was done with the one that is gone is part of it.
    expect(history.filter(({ action }) => action === 'customers.create')).toHaveLength(2);

    await core.call('customers.delete', { customerUid: 'c-stays' });
    await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(await core.call('customers.merges', { customerUid: 'c-stays' })).toMatchObject({
      ok: false,
      error: { code: 'customer.deleted' },
    });
  });
});

describe('what this till did with a customer', () => {
  it('is told newest first, with fields, cashier and what became of it', async () => {
    const { core } = await openCore();
    await create(core, person('c-one', 'En'));
    await core.call('cashiers.add', { cashier: 'Ola', pin: '0815', role: 'manager' });
    const changes = { city: 'Bodø', mobile: '41355704' };
    await core.call('customers.update', { customerUid: 'c-one', changes });
    await core.call('codes.replace', { customerUid: 'c-one', print: false });
    const listed = await core.call('outbox.list', {});
    const update = listed.ok ? listed.mutations.find(({ kind }) => kind === 'update') : undefined;
    expect(await historyOf(core, 'c-one')).toMatchObject([
      { action: 'codes.replace', actor: 'Ola', change: { state: 'pending' } },
      { action: 'customers.update', actor: 'Ola', fields: ['city', 'mobile'] },
      { action: 'customers.create', actor: 'till', change: { state: 'pending', arrivedAt: null } },
    ]);
    await core.call('outbox.discard', { mutationId: update?.mutationId ?? '' });
    const [given, replaced] = await historyOf(core, 'c-one');
    expect(given).toMatchObject({ action: 'outbox.discard', change: { state: 'given-up' } });
    expect(replaced).toMatchObject({ change: { state: 'given-up' } });
  });

  it('comes by pages, and names who looked only when asked', async () => {
    const { core } = await openCore();
    await create(core, person('c-one', 'En'));
    for (const city of ['Bodø', 'Moss', 'Voss'])
      await core.call('customers.update', { customerUid: 'c-one', changes: { city } });
    await core.call('customers.get', { customerUid: 'c-one' });
    const first = await core.call('customers.history', { customerUid: 'c-one', limit: 3 });
    if (!first.ok) throw new Error(first.error.message);
    expect(first.hasMore).toBe(true);
    expect(first.entries.map(({ action }) => action)).not.toContain('customers.get');
    const beforeSequence = first.entries.at(-1)?.sequence;
    const rest = await core.call('customers.history', {
      customerUid: 'c-one',
      ...(beforeSequence === undefined ? {} : { beforeSequence }),
    });
    expect(rest).toMatchObject({ hasMore: false, entries: [{ action: 'customers.create' }] });
    // Noted behind the answer: whoever opens a customer does not wait for it.
    const looks = () => core.call('customers.history', { customerUid: 'c-one', withLooks: true });
    await expect
      .poll(looks)
      .toMatchObject({ ok: true, entries: [{ action: 'customers.get' }, {}, {}, {}, {}] });
  });
});

describe('a lost card', () => {
  it('is replaced by a number nobody has had, and can be taken back', async () => {
    const { core } = await openCore();
    await create(core, person('c-one', 'En', { loyaltyId: '2900000000117' }));
    const replaced = await core.call('codes.replace', { customerUid: 'c-one', print: true });
    expect(replaced).toMatchObject({ ok: true, replaced: '2900000000117' });
    if (!replaced.ok) return;
    expect(replaced.customer.loyaltyId).not.toBe('2900000000117');
    expect(await core.call('cards.jobs', { customerUid: 'c-one' })).toMatchObject({
      jobs: [{ jobId: replaced.printJobId, loyaltyId: replaced.customer.loyaltyId }],
    });
    expect(await core.call('codes.find', { code: '2900000000117' })).toMatchObject({ outcome: 'replaced' });
    await core.call('codes.attach', { customerUid: 'c-one', code: '2900000000117' });
    expect(await core.call('codes.find', { code: '2900000000117' })).toMatchObject({ outcome: 'customer' });
  });

  it('costs nothing when there is no printer for the new one', async () => {
    const { core } = await openCore();
    await create(core, person('c-one', 'En', { loyaltyId: '2900000000117' }));
    const wanted = { customerUid: 'c-one', printer: 'no-such-printer' };
    expect(await core.call('codes.replace', wanted)).toMatchObject({
      ok: false,
      error: { code: 'printer.not-found' },
    });
    expect(await core.call('customers.get', { customerUid: 'c-one' })).toMatchObject({
      customer: { loyaltyId: '2900000000117' },
    });
  });
});
