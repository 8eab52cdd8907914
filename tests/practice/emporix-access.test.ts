import { describe, expect, it } from 'vitest';

import { operations } from '../../electron/practice/emporix/contract.ts';
import { startEmporix, type EmporixErrorBody } from './emporix-store.ts';

const requests = operations.map(({ method, path }) => ({
  method: method.toUpperCase(),
  path: path.replace('/customer/{tenant}/customers', '').replace('{customerNumber}', 'demo-bjorn-ase'),
}));

describe('signing in', () => {
  it('answers a token for the tenant, its life and its scopes', async () => {
    const { signIn } = await startEmporix();
    expect(await signIn()).toMatchObject({
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: 14_399,
        scope: 'tenant=practicestore customer.customer_read customer.customer_manage',
      },
    });
  });

  it('gives the scopes that are asked for, and refuses those the client has not', async () => {
    const { signIn, store } = await startEmporix();
    const asked = { scope: 'tenant=practicestore customer.customer_read' };
    expect((await signIn(store.emporix.clients.till, asked)).body.scope).toBe(asked.scope);
    const more = await signIn(store.emporix.clients.readOnly, { scope: 'customer.customer_manage' });
    expect(more).toMatchObject({ status: 400, body: { type: 'invalid_scope' } });
    const elsewhere = await signIn(store.emporix.clients.till, { scope: 'tenant=another' });
    expect(elsewhere.status).toBe(403);
  });

  it('takes form-encoded client credentials and nothing else', async () => {
    const { signIn, store } = await startEmporix();
    const { till } = store.emporix.clients;
    const asJson = await signIn(till, {}, { 'content-type': 'application/json' });
    expect(asJson).toMatchObject({ status: 400, body: { type: 'invalid_request' } });
    const otherGrant = await signIn(till, { grant_type: 'password' });
    expect(otherGrant).toMatchObject({ status: 400, body: { type: 'unsupported_grant_type' } });
  });

  it('refuses wrong credentials, in either error form', async () => {
    const { signIn, store, control } = await startEmporix();
    const wrong = { ...store.emporix.clients.till, clientSecret: 'guessed' };
    expect(await signIn(wrong)).toMatchObject({
      status: 401,
      body: { fault: { detail: { errorcode: 'oauth.invalid_client' } } },
    });
    await control('PATCH', '/emporix/settings', { unauthorizedAs: 'message' });
    expect(await signIn(wrong)).toMatchObject({ status: 401, body: { status: 401, details: [] } });
  });

  it('can be made to fail', async () => {
    const { signIn, control } = await startEmporix();
    const match = { path: '/oauth/token$' };
    await control('POST', '/faults', { kind: '429', value: 3, match, count: 1 });
    const refused = await signIn();
    expect(refused).toMatchObject({ status: 429, body: { type: 'too_many_requests' } });
    expect(refused.headers.get('retry-after')).toBe('3');
    expect((await signIn()).status).toBe(200);
  });
});

describe('a token', () => {
  it('covers the contract’s seven operations', () => {
    expect(requests).toHaveLength(7);
  });

  it.each(requests)('is needed for $method $path', async ({ method, path }) => {
    const { call } = await startEmporix();
    for (const token of [null, 'made-up']) {
      const refused = await call<{ fault: object }>(method, path, { token });
      expect(refused).toMatchObject({ status: 401, body: { fault: { detail: {} } } });
    }
  });

  it.each(requests)('needs a scope for $method $path', async ({ method, path }) => {
    const { call, tokenOf, store } = await startEmporix();
    const token = await tokenOf(store.emporix.clients.readOnly);
    const body = method === 'GET' ? undefined : {};
    const answer = await call<EmporixErrorBody>(method, path, { token, body });
    const needsMore = method !== 'GET' && path !== '/search';
    const refusal = { body: { message: expect.stringContaining('customer.customer_manage') as string } };
    expect(answer).toMatchObject(needsMore ? { status: 403, ...refusal } : { status: 200 });
  });

  it.each(requests)('opens its own tenant only for $method $path', async ({ method, path }) => {
    const { call } = await startEmporix();
    expect((await call(method, path, { tenant: 'anotherstore' })).status).toBe(403);
  });

  it('expires', async () => {
    let now = Date.UTC(2026, 0, 20);
    const { call, signIn, control } = await startEmporix({ clock: () => now });
    await control('PATCH', '/emporix/settings', { tokenLifeSeconds: 60 });
    const { body } = await signIn();
    expect(body.expires_in).toBe(60);
    const token = body.access_token;
    now += 59_000;
    expect((await call('GET', '/demo-bjorn-ase', { token })).status).toBe(200);
    now += 1_000;
    const expired = { status: 401, body: { fault: { detail: { errorcode: 'oauth.access_token_expired' } } } };
    expect(await call('GET', '/demo-bjorn-ase', { token })).toMatchObject(expired);
  });

  it('expires at once when the control says so', async () => {
    const { call, signIn, control } = await startEmporix();
    const token = (await signIn()).body.access_token;
    await control('POST', '/emporix/expire-tokens');
    await control('PATCH', '/emporix/settings', { unauthorizedAs: 'message' });
    expect(await call('GET', '', { token })).toMatchObject({
      status: 401,
      body: { status: 401, type: 'access_token_expired' },
    });
    expect((await call('GET', '', { token: (await signIn()).body.access_token })).status).toBe(200);
  });
});

describe('addresses that are no operation', () => {
  it('answer in the error form', async () => {
    const { emporixUrl } = await startEmporix();
    const nowhere = await fetch(`${emporixUrl}/customer/practicestore/elsewhere`);
    expect(nowhere.status).toBe(404);
    expect(await nowhere.json()).toMatchObject({ status: 404, type: 'resource_non_existing' });
  });

  it('need a tenant in lower case', async () => {
    const { call } = await startEmporix();
    expect((await call('GET', '', { tenant: 'PracticeStore' })).status).toBe(400);
  });
});
