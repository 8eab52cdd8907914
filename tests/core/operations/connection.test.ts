import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OperationInput, TillEvent } from '#shared/contract/operations';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import { findClosedPort } from '../../loopback-server.ts';
import { openCore } from './open-core.ts';

const connectionTo = (tenant: string): OperationInput<'connection.set'> => ({
  connection: { service: 'flow-retail', url: `http://127.0.0.1:9/${tenant}`, tenant, practice: true },
  secret: { kind: 'token', token: 'a token' },
});

/** A service that takes every sign-in, but whose pages come only once the till gives them up; and what is still being asked of it. */
function openSlowService(items: readonly object[] = []) {
  let open = 0;
  const fetch: typeof globalThis.fetch = (url, init) =>
    new Promise((resolve) => {
      if (new URL(new Request(url).url).searchParams.get('pageSize') === '60') {
        resolve(Response.json({ items: [], paging: { totalCount: 0, pageSize: 60, pageNumber: 0 } }));
        return;
      }
      open += 1;
      init?.signal?.addEventListener('abort', () => {
        open -= 1;
        resolve(Response.json({ items, paging: { totalCount: items.length, pageSize: 500, pageNumber: 0 } }));
      });
    });
  return { fetch, openRequests: () => open };
}

describe('connecting', () => {
  it('leaves one sync at work, however often it is asked for', async () => {
    const { fetch, openRequests } = openSlowService();
    const { core } = await openCore({ backgroundSync: true, fetch });
    const answers = await Promise.all(
      [1, 2, 3].map(() => core.call('connection.set', connectionTo('tenant-a'))),
    );
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true]);
    await core.close();
    expect(openRequests()).toBe(0);
  });

  it('to another tenant never takes in a page that was asked of the former one', async () => {
    const { fetch } = openSlowService([{ customerUid: 'of-a', customerType: 'PERSON', firstname: 'Ane' }]);
    const { core } = await openCore({ backgroundSync: true, fetch });
    await core.call('connection.set', connectionTo('tenant-a'));
    const answer = await core.call('connection.set', connectionTo('tenant-b'));
    const { connection } = (await core.call('connection.get', {})) as { connection?: { tenant: string } };
    const { hits } = (await core.call('customers.search', { query: 'ane' })) as { hits?: unknown[] };
    // Either the page came first, and the till stays with its tenant, or the tenant changed and the page is gone.
    expect({ changed: answer.ok, tenant: connection?.tenant, hits: hits?.length }).toEqual(
      answer.ok
        ? { changed: true, tenant: 'tenant-b', hits: 0 }
        : { changed: false, tenant: 'tenant-a', hits: 1 },
    );
  });

  it('takes no address a till could not sign in at, nor one with a password in it', async () => {
    const { core } = await openCore();
    const { connection, secret } = connectionTo('tenant-a');
    for (const url of [
      'ftp://shop.example/v2',
      'javascript:alert(1)',
      'https://kari:hemmelig@shop.example/v2',
      'https://kari@shop.example/v2',
      'https://shop.example/v2?key=1',
      'https://shop.example/v2#top',
    ]) {
      expect(
        await core.call('connection.set', { connection: { ...connection, url }, secret }),
        url,
      ).toMatchObject({
        error: { code: 'input.invalid', issues: [{ field: 'connection.url' }] },
      });
    }
    expect(await core.call('connection.get', {})).toMatchObject({ connection: null });
  });
});

describe('a connection is tried before it is saved', () => {
  type Input = OperationInput<'connection.set'>;

  /** The practice store's own connections, one for each service. */
  async function openShop(): Promise<Record<Input['connection']['service'], Input>> {
    const store = createPracticeStore({ customers: 3, seed: 3 });
    onTestFinished(() => store.close());
    const { baseUrl, emporixUrl } = await store.listen(0);
    const { tenantUid, tokens, emporix } = store;
    return {
      'flow-retail': {
        connection: { service: 'flow-retail', url: baseUrl, tenant: tenantUid, practice: true },
        secret: { kind: 'token', token: tokens.access },
      },
      emporix: {
        connection: { service: 'emporix', url: emporixUrl, tenant: emporix.tenant, practice: true },
        secret: { kind: 'client-credentials', ...emporix.clients.till },
      },
    };
  }

  /** @returns the address of something else than a practice store */
  async function listen(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Connects a new till, and says what it is connected to then. */
  async function connect({ connection, secret }: Input, options: Parameters<typeof openCore>[0] = {}) {
    const { core } = await openCore(options);
    const answer = await core.call('connection.set', { connection, secret });
    const saved = await core.call('connection.get', {});
    return { answer, saved: saved.ok ? saved.connection : undefined };
  }

  it.each(['flow-retail', 'emporix'] as const)('and saved when %s takes the sign-in', async (service) => {
    const input = (await openShop())[service];
    expect(await connect(input)).toMatchObject({
      answer: { ok: true, connection: input.connection, untried: null, clockAheadMs: null },
      saved: input.connection,
    });
  });

  const wrong: Record<string, [Input['connection']['service'], (input: Input) => Input, object]> = {
    'a wrong token': [
      'flow-retail',
      (input) => ({ ...input, secret: { kind: 'token', token: 'not-the-token' } }),
      { code: 'service.unauthorized', message: expect.stringContaining('Ask IT for a new one') as unknown },
    ],
    'a token without permission': [
      'flow-retail',
      (input) => ({ ...input, secret: { kind: 'token', token: 'practice-unprivileged-3' } }),
      { code: 'service.forbidden', message: expect.stringContaining('TENANT.ACCESS') as unknown },
    ],
    'another tenant': [
      'flow-retail',
      (input) => ({ ...input, connection: { ...input.connection, tenant: 'nobody' } }),
      { code: 'service.no-tenant' },
    ],
    'an address beside the service': [
      'flow-retail',
      (input) => ({ ...input, connection: { ...input.connection, url: `${input.connection.url}/v7` } }),
      { code: 'service.no-tenant' },
    ],
    'a wrong client secret': [
      'emporix',
      ({ connection }) => ({
        connection,
        secret: { kind: 'client-credentials', clientId: 'practice-till-3', clientSecret: 'guessed' },
      }),
      { code: 'service.unauthorized', message: expect.stringContaining('client id and secret') as unknown },
    ],
    'a tenant of somebody else': [
      'emporix',
      (input) => ({ ...input, connection: { ...input.connection, tenant: 'othershop' } }),
      { code: 'service.forbidden' },
    ],
    'an address without a sign-in': [
      'emporix',
      (input) => ({ ...input, connection: { ...input.connection, url: `${input.connection.url}/v7` } }),
      {
        code: 'service.unauthorized',
        message: expect.stringContaining('no sign-in at the address') as unknown,
      },
    ],
  };
  it.each(Object.entries(wrong))(
    '%s is told at once, and nothing is saved',
    async (_, [service, spoil, error]) => {
      const input = spoil((await openShop())[service]);
      expect(await connect(input)).toMatchObject({ answer: { ok: false, error }, saved: null });
    },
  );

  const strangers: Record<string, RequestListener> = {
    'a web page': (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Hello</html>'),
    'a redirect to a sign-in page': (_request, response) =>
      response.writeHead(302, { location: 'https://portal.example/' }).end(),
    'another service': (_request, response) => response.end('{"status":"UP"}'),
  };
  it.each(Object.entries(strangers))('%s is no customer service, and nothing is saved', async (_, script) => {
    const baseUrl = await listen(script);
    for (const input of Object.values(await openShop())) {
      const { answer, saved } = await connect({
        ...input,
        connection: { ...input.connection, url: baseUrl },
      });
      expect(answer).toMatchObject({
        ok: false,
        error: {
          code: 'service.bad-answer',
          message: expect.stringContaining('Look at the address') as unknown,
        },
      });
      expect(saved).toBeNull();
    }
  });

  it('a service that is away does not keep a till from being set up', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}/v2`;
    for (const input of Object.values(await openShop())) {
      const connection = { ...input.connection, url };
      expect(await connect({ ...input, connection })).toMatchObject({
        answer: { ok: true, untried: { code: 'service.unreachable' } },
        saved: connection,
      });
    }
  });

  const busy: Record<string, [RequestListener, string]> = {
    'has a problem of its own': [(_request, response) => response.writeHead(503).end(), 'service.failed'],
    'asks for patience': [
      (_request, response) => response.writeHead(429, { 'retry-after': '9' }).end(),
      'service.rate-limited',
    ],
  };
  it.each(Object.entries(busy))('nor one that %s', async (_, [script, code]) => {
    const baseUrl = await listen(script);
    for (const input of Object.values(await openShop())) {
      const connection = { ...input.connection, url: baseUrl };
      expect(await connect({ ...input, connection })).toMatchObject({
        answer: { ok: true, untried: { code } },
        saved: connection,
      });
    }
  });

  it('waits for a silent one for some seconds only', { timeout: 20_000 }, async () => {
    const url = await listen(() => undefined);
    const shop = Object.values(await openShop());
    const connected = await Promise.all(
      shop.map((input) => connect({ ...input, connection: { ...input.connection, url } })),
    );
    for (const { answer } of connected) {
      expect(answer).toMatchObject({ ok: true, untried: { code: 'service.unreachable' } });
    }
  });

  it('an answer that breaks off is no answer of somebody else', async () => {
    let answers = 0;
    const baseUrl = await listen((_request, response) => {
      answers += 1;
      const page = '{"items":[],"paging":{"totalCount":0}}';
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length });
      if (answers > 1) {
        response.end(page);
      } else {
        response.write(page.slice(0, 9));
        response.socket?.end();
      }
    });
    const { connection, secret } = connectionTo('tenant-a');
    expect(await connect({ connection: { ...connection, url: baseUrl }, secret })).toMatchObject({
      answer: { ok: true, untried: null },
    });
  });

  it('tells how far the clock of the till is off', async () => {
    const { emporix } = await openShop();
    const hourMs = 3_600_000;
    for (const aheadMs of [hourMs, -hourMs]) {
      const { answer } = await connect(emporix, { clock: () => Date.now() + aheadMs });
      const told = answer.ok ? answer.clockAheadMs : null;
      expect(Math.abs((told ?? 0) - aheadMs)).toBeLessThan(60_000);
    }
  });

  it('leaves a till with the connection it has when the new sign-in is refused', async () => {
    const { 'flow-retail': good } = await openShop();
    const { core } = await openCore();
    await core.call('connection.set', good);
    const refused = await core.call('connection.set', {
      ...good,
      secret: { kind: 'token', token: 'not-the-token' },
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'service.unauthorized' } });
    const synced = await core.syncOnce({ untilIdle: true, timeoutMs: 10_000 });
    expect(synced).toMatchObject({ ok: true, pulled: 3, stoppedBy: null });
  });

  it('offers the shops its customers belong to, and is given its place without a new sign-in', async () => {
    const { 'flow-retail': input } = await openShop();
    const { core } = await openCore();
    const connected = await core.call('connection.set', input);
    const stores = connected.ok ? connected.stores : [];
    expect(stores.map(({ name }) => name)).toEqual(stores.map(({ name }) => name).toSorted());
    const store = stores[0]?.storeUid ?? '';
    expect(store).not.toBe('');

    const placed = { ...input.connection, store, till: '7' };
    expect(await core.call('connection.setPlace', { store, till: '7' })).toEqual({
      ok: true,
      connection: placed,
    });
    expect(await core.call('connection.get', {})).toMatchObject({ connection: placed });
    expect(await core.syncOnce({ untilIdle: true, timeoutMs: 10_000 })).toMatchObject({
      ok: true,
      pulled: 3,
    });

    await core.call('connection.setPlace', { store });
    expect(await core.call('connection.get', {})).toEqual({
      ok: true,
      connection: { ...input.connection, store },
    });
  });

  it('has no place in a shop before it is connected', async () => {
    const { core } = await openCore();
    expect(await core.call('connection.setPlace', { till: '7' })).toMatchObject({
      error: { code: 'service.not-connected' },
    });
  });
});

it('tells its windows of settings that were changed in another one', async () => {
  const { core } = await openCore();
  const told: TillEvent[] = [];
  core.subscribe((event) => told.push(event));
  await core.call('settings.set', { changes: { theme: 'dark' } });
  expect(told).toContainEqual({
    type: 'settings',
    settings: expect.objectContaining({ theme: 'dark' }) as unknown,
  });
});
