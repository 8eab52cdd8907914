import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../electron/core/core.ts';
import type { AnswerServer } from './answer-server.ts';
import { badAnswers } from './bad-answers.ts';
import { dialects, type Dialect } from './dialects.ts';
import { openPulledTill, type PulledTill } from './pull-bad-pages.ts';
import { valueOf } from '../value-of.ts';

async function openTill(dialect: Dialect): Promise<PulledTill> {
  const till = await openPulledTill(dialect);
  onTestFinished(() => till.close());
  return till;
}

/** One change of each kind the service takes. @returns their mutations */
async function orderChanges(core: Core, dialect: Dialect): Promise<string[]> {
  const customer = { customerType: 'PERSON', firstname: 'Nora', lastname: 'Ny' } as const;
  const orders = [
    core.call('customers.create', { customer }),
    core.call('customers.update', { customerUid: 'c-1', changes: { firstname: 'Bo' } }),
    core.call('customers.delete', { customerUid: 'c-2' }),
    ...(dialect.name === 'emporix'
      ? []
      : [core.call('customers.merge', { customerUid: 'c-3', mergeFromCustomerUid: 'c-4' })]),
  ];
  const answers = await Promise.all(orders);
  return answers.map((answer) => valueOf<{ mutationId: string | null }>(answer).mutationId ?? '');
}

/** A cashier's work does not depend on what the service is doing. */
async function expectWorking(core: Core, lastname: string): Promise<void> {
  const created = await core.call('customers.create', {
    customer: { customerType: 'PERSON', firstname: 'Nora', lastname: lastname, countryCode: 'NO' },
  });
  expect(created).toMatchObject({ ok: true, state: 'pending' });
  const found = await core.call('customers.search', { query: lastname });
  expect(found).toMatchObject({ ok: true, hits: [{ displayName: `Nora ${lastname}` }] });
}

describe.each(dialects)('a service of $name that answers', (dialect) => {
  it.each(badAnswers)(
    '%s leaves the till working, its cursor unmoved, and a line on the sync page',
    async (_, change) => {
      const till = await openTill(dialect);
      const before = till.cursor();
      await till.pull(change(till.answerWell('GET', '/customers')));
      expect(till.cursor()).toBe(before);
      const { lastError } = await till.status();
      expect(lastError?.code).toMatch(/^service\./);
      expect(lastError?.message).toMatch(/^[A-Z].{20,}\.$/);
      await expectWorking(till.core, 'Offline');

      await till.pull(till.answerWell('GET', '/customers'));
      expect(till.count()).toBeGreaterThanOrEqual(20);
    },
  );

  it.each(badAnswers)(
    '%s to every change has done none of them: all wait, or ask a person',
    async (_, change) => {
      const till = await openTill(dialect);
      const bad = change(till.answerWell('GET', '/customers/c-1'));
      const answer: AnswerServer['answer'] = (method, path) =>
        method === 'GET' ? till.answerWell(method, path) : bad;
      till.server.answer = answer;
      const ordered = await orderChanges(till.core, dialect);
      await till.pull(till.answerWell('GET', '/customers'), answer);
      const { mutations } = valueOf(await till.core.call('outbox.list', { limit: 100 }));
      expect(mutations.map(({ mutationId }) => mutationId).toSorted()).toEqual(ordered.toSorted());
      expect(mutations.some(({ attempts }) => attempts > 0)).toBe(true);
      await expectWorking(till.core, 'Afterwards');
    },
  );

  it('any of it says so to whoever asks the service itself', { timeout: 60_000 }, async () => {
    const till = await openTill(dialect);
    const customerUid = 'c-1';
    for (const [, change] of badAnswers) {
      const bad = change(till.answerWell('GET', '/customers/c-1'));
      till.server.answer = () => bad;
      const answers = [
        await till.core.callUntrusted('customers.fetch', { customerUid }),
        await till.core.callUntrusted('customers.searchService', { query: 'bjorn' }),
        await till.core.callUntrusted('customers.searchExternal', { query: 'bjorn' }),
        await till.core.callUntrusted('customers.storeDetails', { customerUid, storeUid: 's-1' }),
      ];
      const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
      for (const code of codes) expect(code).toMatch(/^service\./);
      // What an export holds is the service's own business.
      const exported = await till.core.callUntrusted('customers.export', { customerUid });
      expect(exported.ok ? 'service.any' : exported.error.code).toMatch(/^service\./);
    }
    await expectWorking(till.core, 'Afterwards');
  });

  it('with somebody else’s customer is not believed, and the change stays in the outbox', async () => {
    const till = await openTill(dialect);
    const before = till.cursor();
    // Whoever is asked for or sent, the answer is one stranger.
    const stranger = { status: 200, headers: {}, text: JSON.stringify(dialect.record('c-0')) };
    till.server.answer = () => stranger;
    const updated = await till.core.call('customers.update', {
      customerUid: 'c-1',
      changes: { firstname: 'Bo' },
    });
    expect(updated).toMatchObject({ ok: true, state: 'pending' });
    await till.pull(stranger, () => stranger);
    expect(till.cursor()).toBe(before);
    expect((await till.status()).pending).toBe(1);
    expect((await till.status()).lastError).not.toBeNull();
    const kept = await till.core.call('customers.get', { customerUid: 'c-1' });
    expect(kept).toMatchObject({ ok: true, customer: { customerUid: 'c-1', firstname: 'Bo' } });
  });
});

describe.concurrent('a service that says nothing for a minute', () => {
  it.for(dialects)(
    'leaves the till of $name working, which gives up in words',
    { timeout: 150_000 },
    async (dialect, { expect, onTestFinished }) => {
      const till = await openPulledTill(dialect);
      onTestFinished(() => till.close());
      const before = till.cursor();
      till.server.answer = () => undefined;
      await till.core.call('sync.now', {});
      await expectWorking(till.core, 'Waiting');
      await expect
        .poll(async () => (await till.status()).lastError?.code, { timeout: 90_000, interval: 250 })
        .toMatch(/^service\./);
      expect(till.cursor()).toBe(before);
      await expectWorking(till.core, 'Givenup');
    },
  );
});
