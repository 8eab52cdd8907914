import { expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../electron/core/core.ts';
import { createPracticeStore } from '../../electron/practice/practice-store.ts';
import { openCore } from './operations/open-core.ts';
import { openWriter } from './db/open-writer.ts';

const dayMs = 86_400_000;

/** A till with ten customers of a service, which it can lose sight of, and a clock that can be put forward. */
async function openTill() {
  let nowMs = Date.parse('2026-03-01T10:00:00Z');
  let isAway = false;
  const store = createPracticeStore({ customers: 10, seed: 3 });
  onTestFinished(() => store.close());
  const { baseUrl } = await store.listen(0);
  const { core } = await openCore({
    clock: () => nowMs,
    fetch: (...request) => (isAway ? Promise.reject(new TypeError('fetch failed')) : fetch(...request)),
  });
  await core.call('connection.set', {
    connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
    secret: { kind: 'token', token: store.tokens.backoffice },
  });
  const sync = () => core.syncOnce({ untilIdle: !isAway, timeoutMs: 20_000 });
  await sync();
  return {
    core,
    sync,
    goAway: (away: boolean) => (isAway = away),
    wait: (days: number) => (nowMs += days * dayMs),
  };
}

const cached = async (core: Core) => {
  const answer = await core.call('customers.recent', {});
  return answer.ok ? answer.coverage.cached : -1;
};
const status = async (core: Core) => {
  const answer = await core.call('privacy.status', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.retention;
};

it('wipes its customers when it has been without the service for too long, says so before, and gets them back', async () => {
  const { core, sync, goAway, wait } = await openTill();
  expect(await cached(core)).toBe(10);
  expect(await status(core)).toMatchObject({ isNear: false, wipedAt: null });
  goAway(true);
  const unsent = await core.call('customers.create', {
    customer: { customerType: 'PERSON', firstname: 'Ny', lastname: 'Kunde', countryCode: 'NO' },
  });

  wait(26);
  await sync();
  expect(await status(core)).toMatchObject({ isNear: true, wipedAt: null, unsent: 1 });
  expect(await cached(core)).toBe(11);

  wait(5);
  await sync();
  expect(await status(core)).toMatchObject({ isNear: false, unsent: 1, wipedAt: '2026-04-01T10:00:00.000Z' });
  // Whom nobody else has is kept.
  expect(await cached(core)).toBe(1);
  expect(
    unsent.ok && (await core.call('customers.get', { customerUid: unsent.customer.customerUid })).ok,
  ).toBe(true);

  goAway(false);
  wait(1);
  await sync();
  expect(await cached(core)).toBe(11);
  expect(await status(core)).toMatchObject({ isNear: false, wipedAt: null, unsent: 0 });
});

it('wipes nothing when the clock jumps by a day, or when the shop wants none of it', async () => {
  const { core, sync, goAway, wait } = await openTill();
  goAway(true);
  wait(28);
  wait(1);
  await sync();
  expect(await cached(core)).toBe(10);
  await core.call('settings.set', { changes: { retention: { offlineDays: null, auditDays: 730 } } });
  wait(400);
  await sync();
  expect(await cached(core)).toBe(10);
  expect(await status(core)).toMatchObject({ wipesAt: null, isNear: false });
});

it('removes entries of the audit trail that are too old', async () => {
  const { core, sync, wait } = await openTill();
  await core.call('customers.create', {
    customer: {
      customerUid: 'c-1',
      customerType: 'PERSON',
      firstname: 'Ny',
      lastname: 'Kunde',
      countryCode: 'NO',
    },
  });
  wait(731);
  await sync();
  const answer = await core.call('audit.list', { customerUid: 'c-1' });
  expect(answer).toMatchObject({ ok: true, entries: [] });
  expect(await core.call('audit.verify', {})).toMatchObject({ ok: true, fault: null });
});

it('tells how consents became what they are, and lets nobody rewrite that', async () => {
  const { core, sync } = await openTill();
  const consents = [{ consentUid: 'news', status: true, source: 'till' }];
  const person = { customerUid: 'c-1', customerType: 'PERSON' as const, countryCode: 'NO' };
  await core.call('customers.create', {
    customer: { ...person, firstname: 'Ny', lastname: 'Kunde', consents },
  });
  const changes = async () => {
    const answer = await core.call('customers.consents', { customerUid: 'c-1' });
    return answer.ok ? answer.changes : [];
  };
  expect(await changes()).toMatchObject([{ consentUid: 'news', status: true, by: 'till' }]);
  await sync();
  expect((await changes()).at(-1)).toMatchObject({ consentUid: 'news', status: true, by: 'till' });
  const exported = await core.call('customers.export', { customerUid: 'c-1', withoutService: true });
  expect(exported.ok && exported.export.thisTill.consents.at(-1)).toMatchObject({ consentUid: 'news' });
});

it('keeps the history of consents as it was written until the customer is erased', () => {
  const { writer, db } = openWriter();
  const author = { mutationId: 'm-1', actor: 'Kari', nowMs: 1 };
  writer.createCustomer(
    {
      customerUid: 'c-1',
      customerType: 'PERSON',
      firstname: 'Ny',
      lastname: 'Kunde',
      countryCode: 'NO',
      consents: [{ consentUid: 'news', status: false, source: 'till' }],
    },
    author,
    { loyaltyIds: null },
  );
  expect(() => db.exec(`UPDATE consent_change SET status = 1`)).toThrow('append-only');
  expect(() => db.exec(`DELETE FROM consent_change`)).toThrow('append-only');
  writer.erasePerson('c-1', { ...author, mutationId: 'm-2', reason: 'data-request' });
  expect(db.prepare('SELECT count(*) FROM consent_change').pluck().get()).toBe(0);
});
