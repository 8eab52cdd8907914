import { expect, it } from 'vitest';
import type { Draft } from '#shared/contract/drafts';
import type { Core } from '../../../electron/core/core.ts';
import { storePathOf } from '../../../electron/core/db/data-folder.ts';
import { openStore } from '../../../electron/core/db/open.ts';
import { testKey } from '../db/open-writer.ts';
import { comeIn, openShop } from '../session/open-shop.ts';
import { openCore } from './open-core.ts';

const registration = (customerUid: string, values: Record<string, string>): Draft => ({
  kind: 'registration',
  customerUid,
  customerType: 'PERSON',
  values,
  consents: { news: true },
  printCard: true,
  scanned: { code: '2900000000117', takeOver: true },
});
const change = (customerUid: string, values: Record<string, string>): Draft => ({
  kind: 'change',
  customerUid,
  values,
});

async function keep(core: Core, draft: Draft): Promise<boolean> {
  const answer = await core.call('drafts.keep', { draft });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.kept;
}

async function list(core: Core) {
  const answer = await core.call('drafts.list', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.drafts;
}

const uids = async (core: Core) => (await list(core)).map(({ draft }) => draft.customerUid);

async function register(core: Core, customerUid: string): Promise<void> {
  const answer = await core.call('customers.create', {
    customer: { customerUid, customerType: 'PERSON', firstname: 'Kari', lastname: 'Li', countryCode: 'NO' },
  });
  if (!answer.ok) throw new Error(answer.error.message);
}

it('gives back what was typed after the till was started again, word for word', async () => {
  let nowMs = Date.parse('2026-03-01T10:00:00Z');
  const { core, dataDir } = await openCore({ clock: () => nowMs });
  await register(core, 'c-1');
  const typed = registration('new-1', { firstname: 'Åse ', mobile: '+47 9', email: 'åse@' });
  await keep(core, registration('new-1', { firstname: 'Å' }));
  await keep(core, typed);
  nowMs += 1000;
  await keep(core, change('c-1', { city: 'Bodø' }));
  await core.close();

  const { core: again } = await openCore({ dataDir, clock: () => nowMs });
  expect(await list(again)).toEqual([
    { draft: change('c-1', { city: 'Bodø' }), displayName: 'Kari Li', savedAt: '2026-03-01T10:00:01.000Z' },
    { draft: typed, displayName: 'Åse', savedAt: '2026-03-01T10:00:00.000Z' },
  ]);
});

it('ends with the form: registered, changed, given up, or its customer gone', async () => {
  const { core } = await openCore();
  await register(core, 'c-1');
  await keep(core, registration('c-2', { firstname: 'Kari' }));
  await keep(core, change('c-1', { city: 'Bodø' }));
  await register(core, 'c-2');
  expect(await uids(core)).toEqual(['c-1']);
  // The answer was on its way while the last letters were kept.
  expect(await keep(core, registration('c-2', { firstname: 'Karin' }))).toBe(false);
  await core.call('customers.update', { customerUid: 'c-1', changes: { city: 'Bodø' } });
  expect(await uids(core)).toEqual([]);

  await keep(core, registration('c-3', { firstname: 'Ola' }));
  await core.call('drafts.discard', { customerUid: 'c-3' });
  expect(await uids(core)).toEqual([]);

  await keep(core, change('c-1', { city: 'Oslo' }));
  await core.call('customers.delete', { customerUid: 'c-1' });
  expect(await uids(core)).toEqual([]);
  expect(await keep(core, change('c-1', { city: 'Oslo' }))).toBe(false);
});

it('belongs to the cashier who typed it, and to nobody behind the lock', async () => {
  const { core } = await openShop();
  await keep(core, registration('new-1', { firstname: 'Kari' }));
  await comeIn(core, 'Ola');
  expect(await uids(core)).toEqual([]);
  await keep(core, registration('new-2', { firstname: 'Ola' }));
  await core.call('drafts.discard', { customerUid: 'new-1' });
  await core.call('session.lock', {});
  expect(await core.call('drafts.list', {})).toMatchObject({ error: { code: 'session.locked' } });
  await comeIn(core, 'Kari');
  expect(await uids(core)).toEqual(['new-1']);
});

it('is forgotten after a day, and whenever a person is erased', async () => {
  let nowMs = Date.parse('2026-03-01T10:00:00Z');
  const { core, dataDir } = await openCore({ clock: () => nowMs });
  await register(core, 'c-1');
  await keep(core, registration('new-1', { lastname: 'Zqxjkvwp' }));
  nowMs += 23 * 3_600_000;
  expect(await uids(core)).toEqual(['new-1']);
  nowMs += 2 * 3_600_000;
  expect(await uids(core)).toEqual([]);
  await keep(core, registration('new-2', { lastname: 'Zqxjkvwp' }));
  await keep(core, change('c-1', { lastname: 'Zqxjkvwp' }));
  // Nobody can say whose the name is that somebody was typing.
  await core.call('customers.erase', { customerUid: 'c-1', reason: 'data-request' });
  expect(await uids(core)).toEqual([]);
  await core.close();
  const { core: again } = await openCore({ dataDir, clock: () => nowMs });
  expect(await uids(again)).toEqual([]);
});

it('of another version is left out of the list, and handed out with all the till has of a customer', async () => {
  const { core, dataDir } = await openCore();
  await register(core, 'c-1');
  await keep(core, change('c-1', { city: 'Bodø' }));
  await core.call('drafts.keep', { draft: registration('new-1', { firstname: 'Kari' }) });
  await core.close();
  const newer = { kind: 'change', customerUid: 'c-1', values: { city: 'Bodø' }, photo: 'kept' };
  const db = openStore(storePathOf(dataDir), testKey);
  db.prepare(`UPDATE draft SET content = ? WHERE customer_uid = 'c-1'`).run(JSON.stringify(newer));
  db.close();

  const { core: again } = await openCore({ dataDir });
  expect(await uids(again)).toEqual(['new-1']);
  const answer = await again.call('customers.export', { customerUid: 'c-1', withoutService: true });
  expect(answer).toMatchObject({ ok: true, export: { thisTill: { drafts: [{ draft: newer }] } } });
});

it('is part of what the till holds of a customer, and bounded in number', async () => {
  const { core } = await openCore();
  await register(core, 'c-1');
  await keep(core, change('c-1', { city: 'Bodø' }));
  const answer = await core.call('customers.export', { customerUid: 'c-1', withoutService: true });
  expect(answer).toMatchObject({
    export: { thisTill: { drafts: [{ draft: { values: { city: 'Bodø' } } }] } },
  });
  for (let number = 0; number < 25; number += 1) await keep(core, registration(`new-${number}`, {}));
  expect(await list(core)).toHaveLength(20);
});
