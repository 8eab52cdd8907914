import { describe, expect, it } from 'vitest';
import type { Connection } from '#shared/contract/values';
import { createService, placeOfOne } from '../../../electron/core/services/create-service.ts';
import type { KeptDevice } from '../../../electron/core/services/device-sign-in.ts';
import { startStore } from '../../practice/running-store.ts';
import { openCore } from '../operations/open-core.ts';
import { codeOf } from '../session/open-shop.ts';

interface Counts {
  registrations: number;
  signIns: number;
}

/** A practice store's shop, and a till that is to be registered there. */
async function openShop() {
  const running = await startStore({ customers: 20 });
  const { store, baseUrl, control } = running;
  const connection: Connection = {
    service: 'flow-retail',
    url: baseUrl,
    signInUrl: baseUrl.replace('/v2', '/auth'),
    tenant: store.tenantUid,
    practice: true,
  };
  const { registrationCode, users } = store.devices;
  const secret = { kind: 'device', registrationCode, ...users.manager } as const;
  const counts = async () => (await control<Counts>('GET', '/devices')).body;
  return { ...running, connection, secret, counts };
}

/** The till's service, and what is kept of its sign-in. */
function openService({ connection, secret }: { connection: Connection; secret: object }) {
  const place = placeOfOne(secret);
  const open = () => createService(connection, place, fetch);
  const kept = async () => (await place.read()) as KeptDevice;
  return { service: open(), open, kept };
}

const page = { page: 0, pageSize: 5 } as const;

describe('a till that is registered as a device', () => {
  it('gets a device token for its code, once, and an access token that signs its requests', async () => {
    const shop = await openShop();
    const { service, kept } = openService(shop);
    const answers = await Promise.all([1, 2, 3].map(() => service.listPage(page)));
    expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(await shop.counts()).toMatchObject({ registrations: 1, signIns: 1 });
    expect(await kept()).not.toHaveProperty('registrationCode');
  });

  it('goes on with its access token after a restart', async () => {
    const shop = await openShop();
    const { service, open } = openService(shop);
    await service.listPage(page);
    expect((await open().listPage(page)).outcome).toBe('done');
    expect(await shop.counts()).toMatchObject({ registrations: 1, signIns: 1 });
  });

  it('signs in again when its access token is refused, without a person', async () => {
    const shop = await openShop();
    const { service } = openService(shop);
    await service.listPage(page);
    await shop.control('POST', '/devices/expire-tokens');
    expect((await service.listPage(page)).outcome).toBe('done');
    expect(await shop.counts()).toMatchObject({ registrations: 1, signIns: 2 });
  });

  it('asks for the next access token before the one it has ends', async () => {
    const shop = await openShop();
    // Of a life this short four fifths are used: none is left when it is asked for again.
    await shop.control('PATCH', '/devices/settings', { tokenLifeSeconds: 1 });
    const { service } = openService(shop);
    await service.listPage(page);
    await expect
      .poll(async () => {
        await service.listPage(page);
        return (await shop.counts()).signIns;
      })
      .toBeGreaterThan(1);
    const refused = await shop.control<{ items: { status: number }[] }>('GET', '/requests?path=customers');
    expect(refused.body.items.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('is registered once, even when the answer to its registration is lost', async () => {
    const shop = await openShop();
    await shop.control('POST', '/faults', {
      kind: 'reset-after',
      match: { path: '/auth/devices' },
      count: 1,
    });
    const { service } = openService(shop);
    expect((await service.listPage(page)).outcome).toBe('unreachable');
    expect((await service.listPage(page)).outcome).toBe('done');
    expect(await shop.counts()).toMatchObject({ registrations: 1 });
  });

  it('is told when its code was used by another till, when it was withdrawn, and when its user is refused', async () => {
    const shop = await openShop();
    const first = openService(shop);
    await first.service.listPage(page);
    const reasonOf = async (service: ReturnType<typeof createService>) => {
      const answer = await service.listPage(page);
      return answer.outcome === 'done' ? 'done' : `${answer.outcome} ${answer.error.reason}`;
    };
    expect(await reasonOf(openService(shop).service)).toBe('unauthorized sign-in.device');
    const { deviceUid = '' } = await first.kept();
    await shop.control('DELETE', `/devices/${deviceUid}`);
    expect(await reasonOf(first.service)).toBe('unauthorized sign-in.user');
    const other = { ...shop.secret, registrationCode: 'practice-register-7-2', password: 'wrong' };
    expect(await reasonOf(openService({ ...shop, secret: other }).service)).toBe('unauthorized sign-in.user');
  });
});

describe('connecting as a device', () => {
  it('keeps what came of it, so that the till goes on when it is opened again', async () => {
    const shop = await openShop();
    const { core, dataDir } = await openCore();
    const { connection, secret } = shop;
    expect(await core.call('connection.set', { connection, secret })).toMatchObject({
      ok: true,
      untried: null,
    });
    await core.close();
    const { core: again } = await openCore({ dataDir });
    const synced = await again.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(synced).toMatchObject({ ok: true, stoppedBy: null });
    expect(await shop.counts()).toMatchObject({ registrations: 1, signIns: 1 });
  });

  it('wants the address it signs in at, and a code or a token', async () => {
    const { core } = await openCore();
    const { connection, secret } = await openShop();
    const { signInUrl: _none, ...elsewhere } = connection;
    expect(codeOf(await core.call('connection.set', { connection: elsewhere, secret }))).toBe(
      'input.invalid',
    );
    const both = { ...secret, deviceToken: 'a token' };
    expect(codeOf(await core.call('connection.set', { connection, secret: both }))).toBe('input.invalid');
    const token = { kind: 'token', token: 'a token' } as const;
    expect(codeOf(await core.call('connection.set', { connection, secret: token }))).toBe('input.invalid');
  });
});
