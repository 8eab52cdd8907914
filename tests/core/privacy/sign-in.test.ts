import { expect, it } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import type { SecretStore } from '../../../electron/core/privacy/sign-in.ts';
import { withTill } from './till-on-disk.ts';
import { openCore } from '../operations/open-core.ts';

const secret = { kind: 'token', token: 'token-of-a-shop' } as const;

/** A service that takes one token, and tells with which one it was asked. */
function serviceAsking(): { fetch: typeof fetch; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  return {
    asked,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push(request.headers.get('authorization'));
      return Response.json({ items: [], paging: { totalCount: 0, pageSize: 60, pageNumber: 0 } });
    },
  };
}

async function connect(core: Core, practice: boolean): Promise<void> {
  const connection = {
    service: 'flow-retail' as const,
    url: 'https://shop.example',
    tenant: 'chain',
    practice,
  };
  expect(await core.call('connection.set', { connection, secret })).toMatchObject({ ok: true });
}

/** A key store of the machine. */
function keyStore(): SecretStore & { kept: unknown } {
  const store = {
    keptBy: 'key-store' as const,
    kept: undefined as unknown,
    read: () => store.kept,
    write(value: unknown) {
      store.kept = value;
    },
  };
  return store;
}

it('keeps the sign-in with the key store alone, and signs in with it', async () => {
  const secrets = keyStore();
  const { fetch, asked } = serviceAsking();
  const { core } = await openCore({ secrets, fetch });
  await connect(core, false);
  expect(secrets.kept).toEqual(secret);
  asked.length = 0;
  await core.syncOnce({ untilIdle: false, timeoutMs: 2_000 });
  expect(asked[0]).toBe('Bearer token-of-a-shop');
  expect(await core.call('key.status', {})).toMatchObject({ ok: true, secretsKeptBy: 'key-store' });
  await core.close();
});

it('leaves nothing of it in the store', async () => {
  const secrets = keyStore();
  const { fetch } = serviceAsking();
  const { core, dataDir } = await openCore({ fetch });
  await connect(core, false);
  await core.close();
  const again = await openCore({ dataDir, secrets, fetch });
  await connect(again.core, false);
  await again.core.call('connection.setPlace', { till: '2' });
  await again.core.close();
  expect(secrets.kept).toEqual(secret);
  const rows = withTill(dataDir, (_writer, db) =>
    db.prepare(`SELECT key FROM secret WHERE key = 'service'`).all(),
  );
  expect(rows).toEqual([]);
});
