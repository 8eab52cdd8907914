import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../electron/core/core.ts';
import { badAnswers } from './bad-answers.ts';
import { dialects, type Dialect } from './dialects.ts';
import { openPulledTill, type PulledTill } from './pull-bad-pages.ts';

async function openTill(dialect: Dialect): Promise<PulledTill> {
  const till = await openPulledTill(dialect);
  onTestFinished(() => till.close());
  return till;
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
