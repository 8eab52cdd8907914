import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import { openCore } from './open-core.ts';

const kari = {
  customer: {
    customerUid: 'c-kari',
    customerType: 'PERSON' as const,
    firstname: 'Kari',
    lastname: 'Nordmann',
    countryCode: 'NO',
    mobile: '+4790012345',
  },
};

async function onlyMutationId(core: Core): Promise<string> {
  const listed = await core.call('outbox.list', {});
  if (!listed.ok || listed.mutations.length !== 1) throw new Error(JSON.stringify(listed));
  return listed.mutations[0]?.mutationId ?? '';
}

describe('the outbox', () => {
  it('says who, since when, and that it waits for a connection', async () => {
    const { core } = await openCore();
    await core.call('customers.create', { ...kari, card: true });
    expect(await core.call('outbox.list', {})).toMatchObject({
      ok: true,
      total: 2,
      counts: { pending: 2, parked: 0 },
      mutations: [
        {
          kind: 'create',
          displayName: 'Kari Nordmann',
          waitsFor: { reason: 'not-connected' },
          printJobId: null,
        },
        {
          kind: 'print-card',
          waitsFor: { reason: 'earlier-change', customerUid: 'c-kari', displayName: 'Kari Nordmann' },
          printJobId: expect.any(String) as unknown,
        },
      ],
    });
    expect(await core.call('outbox.list', { offset: 1, limit: 1 })).toMatchObject({
      total: 2,
      mutations: [{ kind: 'print-card' }],
    });
  });

  it('shows what a change carries and what would be given up with it', async () => {
    const { core } = await openCore();
    await core.call('customers.create', { ...kari, card: true });
    const listed = await core.call('outbox.list', { limit: 1 });
    const mutationId = listed.ok ? (listed.mutations[0]?.mutationId ?? '') : '';
    expect(await core.call('outbox.get', { mutationId })).toMatchObject({
      ok: true,
      payload: { firstname: 'Kari', mobile: '+4790012345' },
      goesWithIt: [{ kind: 'print-card' }],
    });
    expect(await core.call('outbox.get', { mutationId: 'nothing' })).toMatchObject({
      ok: false,
      error: { code: 'mutation.not-found' },
    });
  });

  it('takes a correction as the customer form does: checked, in the service’s notation', async () => {
    const { core } = await openCore();
    await core.call('customers.create', kari);
    const mutationId = await onlyMutationId(core);
    expect(await core.call('outbox.edit', { mutationId, changes: { mobile: '12' } })).toMatchObject({
      ok: false,
      error: { code: 'customer.invalid', issues: [{ field: 'mobile' }] },
    });
    const edited = await core.call('outbox.edit', { mutationId, changes: { mobile: '902 34 567' } });
    expect(edited).toMatchObject({ ok: true, mutation: { mutationId, state: 'pending' } });
    expect(await core.call('outbox.get', { mutationId })).toMatchObject({
      payload: { mobile: '+4790234567', firstname: 'Kari' },
    });
    expect(await core.call('customers.get', { customerUid: 'c-kari' })).toMatchObject({
      customer: { mobile: '+4790234567' },
    });
  });
});

it('an import is in the audit trail', async () => {
  const { core, dataDir } = await openCore({ unattendedAs: 'IT' });
  const file = join(dataDir, 'customers.jsonl');
  writeFileSync(file, `${JSON.stringify(kari.customer)}\n`);
  expect(await core.importFile(file)).toMatchObject({ ok: true, imported: 1 });
  expect(await core.call('audit.list', {})).toMatchObject({
    entries: [{ action: 'customers.import', actor: 'IT', customerUid: null, outcome: 'ok' }],
  });
});

describe('deletions that were held back', () => {
  it('are none on a till that never pulled, and cannot be approved without a service', async () => {
    const { core } = await openCore();
    expect(await core.call('sync.heldBack', {})).toEqual({
      ok: true,
      customers: [],
      total: 0,
      known: 0,
      heldBackAt: null,
    });
    expect(await core.call('sync.approveDeletions', { customerUids: ['c-1'] })).toMatchObject({
      ok: false,
      error: { code: 'service.not-connected' },
    });
  });
});
