import { describe, expect, it } from 'vitest';

import { person, startStore, type CustomerPage, type ErrorBody } from './running-store.ts';

interface LoggedRequest {
  method: string;
  path: string;
  status: number | null;
  delivery: string;
}

/** A store, and a create that runs into a fault. */
async function startFaultyCreate() {
  const running = await startStore();
  return {
    ...running,
    create: (faults: string) =>
      running.call<ErrorBody>('POST', '/customers', { body: { ...person, customerUid: 'new' }, faults }),
    exists: async () => (await running.call('GET', '/customers/new')).status === 200,
  };
}

describe('a fault asked for by the header', () => {
  it('500 refuses without the effect', async () => {
    const { create, exists } = await startFaultyCreate();
    expect(await create('500')).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } });
    expect(await exists()).toBe(false);
  });

  it('500=html answers a web page instead of the error form', async () => {
    const { create } = await startFaultyCreate();
    const answer = await create('500=html');
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.body).toContain('<!doctype html>');
  });

  it('500-after fails with the effect', async () => {
    const { create, exists } = await startFaultyCreate();
    expect((await create('500-after')).status).toBe(500);
    expect(await exists()).toBe(true);
  });

  it('429 tells when to come back', async () => {
    const { create, exists } = await startFaultyCreate();
    const answer = await create('429=7');
    expect(answer).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await exists()).toBe(false);
  });

  it('401 refuses a good token', async () => {
    const { create, exists } = await startFaultyCreate();
    expect(await create('401')).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
    expect(await exists()).toBe(false);
  });

  it('reset-before breaks the connection without the effect', async () => {
    const { create, exists } = await startFaultyCreate();
    await expect(create('reset-before')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await exists()).toBe(false);
  });

  it('reset-after breaks the connection after the effect', async () => {
    const { create, exists } = await startFaultyCreate();
    await expect(create('reset-after')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(await exists()).toBe(true);
  });

  it('cut-body has the effect and sends the status and half of the answer', async () => {
    const { store, baseUrl, exists } = await startFaultyCreate();
    const response = await fetch(`${baseUrl}/tenants/${store.tenantUid}/customers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${store.tokens.access}`, 'x-practice-fault': 'cut-body' },
      body: JSON.stringify({ ...person, customerUid: 'new' }),
    });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await exists()).toBe(true);
  });

  it('cut-body of an answer without a body breaks the connection', async () => {
    const { call } = await startStore();
    const cut = call('DELETE', '/customers/demo-bjorn-ase', { faults: 'cut-body' });
    await expect(cut).rejects.toThrow('fetch failed');
    expect((await call('GET', '/customers/demo-bjorn-ase')).status).toBe(404);
  });

  it('latency answers later, latency-after has had its effect by then', async () => {
    const { create, exists, call } = await startFaultyCreate();
    const started = performance.now();
    await call('GET', '/customers/demo-bjorn-ase', { faults: 'latency=60' });
    // Timers may fire a millisecond early.
    expect(performance.now() - started).toBeGreaterThanOrEqual(59);

    const pending = create('latency-after=600000');
    while (!(await exists())) await call('GET', '/customers/demo-bjorn-ase');
    // Left waiting for ten minutes: the end of the test, which closes the store, cuts it off.
    pending.catch(() => 'cut off');
  });

  it('ignore-sort answers in the default order', async () => {
    const { call } = await startStore();
    const path = '/customers?sortBy=lastModifiedAt&sortDirection=DESC';
    const unsorted = await call<CustomerPage>('GET', path, { faults: 'ignore-sort' });
    expect(unsorted.body).toEqual((await call('GET', '/customers')).body);
    expect(unsorted.body).not.toEqual((await call('GET', path)).body);
  });

  it('can be several at once', async () => {
    const { create, exists } = await startFaultyCreate();
    await expect(create('latency=1, reset-after')).rejects.toThrow('fetch failed');
    expect(await exists()).toBe(true);
  });

  it.each(['explode', 'latency', 'latency=soon', '429=-1', '401=x', 'batch-uid'])(
    'is refused when it is none: %s',
    async (fault) => {
      const { create, exists } = await startFaultyCreate();
      expect(await create(fault)).toMatchObject({ status: 400, body: { code: 'BAD_FAULT' } });
      expect(await exists()).toBe(false);
    },
  );
});

/** The statuses of forty requests to a store that fails every other time. */
async function runUnreliably(): Promise<number[]> {
  const { call, control } = await startStore({ seed: 5 });
  await control('POST', '/faults', { kind: '500', probability: 0.5 });
  const statuses: number[] = [];
  for (let i = 0; i < 40; i += 1) statuses.push((await call('GET', '/customers/demo-astrom')).status);
  return statuses;
}

describe('a fault rule', () => {
  it('strikes the requests it matches, as often as it says', async () => {
    const { call, control } = await startStore();
    const added = await control('POST', '/faults', {
      kind: '429',
      value: 3,
      match: { method: 'GET', path: 'customers/demo-' },
      count: 2,
    });
    expect(added.status).toBe(201);
    const statuses: number[] = [];
    for (const path of ['/customers', '/customers/demo-astrom', '/customers/nobody']) {
      statuses.push((await call('GET', path)).status);
    }
    statuses.push((await call('PUT', '/customers/demo-astrom', { body: {} })).status);
    for (let i = 0; i < 2; i += 1) statuses.push((await call('GET', '/customers/demo-astrom')).status);
    expect(statuses).toEqual([200, 429, 404, 200, 429, 200]);
    expect((await control('GET', '/faults')).body).toMatchObject({ items: [{ left: 0, struck: 2 }] });
  });

  it('strikes with its probability, the same requests for the same seed', async () => {
    const first = await runUnreliably();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await runUnreliably()).toEqual(first);
  });

  it('is removed one by one or with all', async () => {
    const { call, control } = await startStore();
    const added = await control<{ items: { ruleUid: string }[] }>('POST', '/faults', [
      { kind: '500' },
      { kind: 'latency', value: '0' },
    ]);
    expect((await call('GET', '/customers')).status).toBe(500);
    expect((await control('DELETE', `/faults/${added.body.items[0]?.ruleUid}`)).status).toBe(204);
    expect((await call('GET', '/customers')).status).toBe(200);
    expect((await control('DELETE', '/faults/fault-99')).status).toBe(404);
    await control('POST', '/faults', { kind: '401' });
    await control('DELETE', '/faults');
    expect((await call('GET', '/customers')).status).toBe(200);
    expect((await control('GET', '/faults')).body).toEqual({ items: [] });
  });

  it.each([
    {},
    { kind: 'explode' },
    { kind: '500', often: true },
    { kind: '500', probability: 2 },
    { kind: '500', count: 0 },
    { kind: '500', match: { path: '(' } },
    { kind: 'latency' },
    [{ kind: '500' }, { kind: 'explode' }],
    17,
  ])('of %j is refused, and nothing of it stands', async (rule) => {
    const { control } = await startStore();
    expect(await control('POST', '/faults', rule)).toMatchObject({
      status: 400,
      body: { code: 'BAD_FAULT' },
    });
    expect((await control('GET', '/faults')).body).toEqual({ items: [] });
  });
});

describe('the request log', () => {
  it('tells what was asked, decided and delivered', async () => {
    const { call, control, store } = await startStore();
    await call('POST', '/customers', { body: { ...person, customerUid: 'new' } });
    await call('GET', '/customers?pageSize=1');
    for (const faults of ['reset-before', 'reset-after']) {
      await call('PUT', '/customers/new', { body: { city: 'Voss' }, faults }).catch(() => 'reset');
    }
    await call('PUT', '/customers/new', { body: { mobile: 'x' } });
    const { body } = await control<{ items: LoggedRequest[] }>('GET', '/requests');
    const path = `/v2/tenants/${store.tenantUid}/customers`;
    expect(body.items).toMatchObject([
      { number: 1, method: 'POST', path, status: 201, delivery: 'whole' },
      { method: 'GET', path, query: '?pageSize=1', status: 200 },
      { method: 'PUT', path: `${path}/new`, status: null, delivery: 'reset' },
      { method: 'PUT', path: `${path}/new`, status: 200, delivery: 'reset' },
      { method: 'PUT', path: `${path}/new`, status: 400, delivery: 'whole' },
    ]);

    const filtered = await control<{ items: LoggedRequest[] }>(
      'GET',
      `/requests?method=put&path=${encodeURIComponent('/new$')}`,
    );
    expect(filtered.body.items).toHaveLength(3);
    expect((await control('GET', '/requests?path=(')).status).toBe(400);
    await control('DELETE', '/requests');
    expect((await control('GET', '/requests')).body).toEqual({ items: [] });
  });
});

describe('the printers', () => {
  it('are listed', async () => {
    const { control } = await startStore();
    const { body } = await control<{ items: { printerUid: string }[] }>('GET', '/printers');
    expect(body.items).toContainEqual({
      printerUid: 'store-alesund-label',
      name: 'Labels Ålesund Moa',
      type: 'LABEL',
      storeUid: 'store-alesund',
    });
  });
});
