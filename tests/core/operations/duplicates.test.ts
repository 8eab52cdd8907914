import { expect, it } from 'vitest';
import { openCore } from './open-core.ts';

const kari = { customerType: 'PERSON', firstname: 'Kari', lastname: 'Nordmann', mobile: '91234471' } as const;

async function openWithTwins() {
  const { core, dataDir } = await openCore();
  for (const [customerUid, firstname] of [
    ['kari-1', 'Kari'],
    ['kari-2', 'Karri'],
  ] as const) {
    const created = await core.call('customers.create', { customer: { ...kari, customerUid, firstname } });
    expect(created.ok).toBe(true);
  }
  return { core, dataDir };
}

it('searches on a thread of its own, and answers when it is done where nothing runs in the background', async () => {
  const { core } = await openWithTwins();
  expect(await core.call('duplicates.status', {})).toMatchObject({ status: { state: 'never', found: 0 } });
  const told: string[] = [];
  core.subscribe((event) => {
    if (event.type === 'duplicates') told.push(event.status.state);
  });
  expect(await core.call('duplicates.find', { action: 'start' })).toMatchObject({
    status: { state: 'finished', progress: null, found: 1, changes: 0 },
  });
  expect(told[0]).toBe('running');
  expect(told.at(-1)).toBe('finished');
  const list = await core.call('duplicates.list', {});
  expect(list).toMatchObject({
    total: 1,
    next: null,
    pairs: [{ customers: [{ customerUid: 'kari-1' }, { customerUid: 'kari-2' }] }],
  });
});

it('keeps a person’s word, through a restart', async () => {
  const { core, dataDir } = await openWithTwins();
  await core.call('duplicates.find', { action: 'start' });
  const dismissed = await core.call('duplicates.dismiss', { customerUid: 'kari-2', otherUid: 'kari-1' });
  expect(dismissed).toMatchObject({ ok: true, status: { found: 0 } });
  await core.close();
  const { core: again } = await openCore({ dataDir });
  await again.call('customers.update', { customerUid: 'kari-2', changes: { city: 'Oslo' } });
  await again.call('duplicates.find', { action: 'start' });
  expect(await again.call('duplicates.list', {})).toMatchObject({ pairs: [], total: 0 });
  expect(await again.call('audit.list', { customerUid: 'kari-1' })).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ action: 'duplicates.dismiss' })]),
  });
});

it('says what is wrong with a pair that is none', async () => {
  const { core } = await openWithTwins();
  const answers = await Promise.all([
    core.call('duplicates.dismiss', { customerUid: 'kari-1', otherUid: 'nobody' }),
    core.call('duplicates.dismiss', { customerUid: 'kari-1', otherUid: 'kari-1' }),
  ]);
  expect(answers.map((answer) => (answer.ok ? '' : answer.error.code))).toEqual([
    'customer.not-found',
    'customer.merge-self',
  ]);
});

it('tells nothing of customers while the till is locked', async () => {
  const { core } = await openWithTwins();
  await core.call('cashiers.add', { cashier: 'Anne', pin: '1234', role: 'manager' });
  await core.call('session.lock', {});
  for (const answer of [
    await core.call('duplicates.list', {}),
    await core.call('duplicates.find', { action: 'start' }),
    await core.call('duplicates.status', {}),
  ]) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'session.locked' } });
  }
});
