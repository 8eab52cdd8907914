import { describe, expect, it } from 'vitest';

import { operations } from '../../electron/practice/flow-retail/contract.ts';
import { person, startStore, type ErrorBody } from './running-store.ts';

const requests = operations.map(({ method, path }) => ({
  method: method.toUpperCase(),
  path: path
    .replace('/tenants/{tenantUid}', '')
    .replace('{customerUid}', 'demo-bjorn-ase')
    .replace('{storeUid}', 'store-oslo')
    .replace('{customerExtensionCode}', 'TWO_INVOICE'),
}));

describe('tokens', () => {
  it('covers the contract’s fourteen operations', () => {
    expect(requests).toHaveLength(14);
  });

  it.each(requests)('are needed for $method $path', async ({ method, path }) => {
    const { call, store } = await startStore();
    for (const token of [null, 'made-up', `${store.tokens.access}x`]) {
      const refused = await call<ErrorBody>(method, path, { token });
      expect(refused).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it.each(requests)(
    'need a permission for $method $path, and the answer names it',
    async ({ method, path }) => {
      const { call, store } = await startStore();
      const refused = await call<ErrorBody>(method, path, { token: store.tokens.unprivileged });
      const permission = method === 'DELETE' && !path.includes('extensions') ? 'BACKOFFICE' : 'ACCESS';
      expect(refused).toMatchObject({ status: 403, body: { code: 'PERMISSION_REQUIRED' } });
      expect(refused.body.message).toContain(`TENANT.${permission}`);
    },
  );

  it.each(requests)('open their own tenant only for $method $path', async ({ method, path }) => {
    const { call } = await startStore();
    const unknown = await call<ErrorBody>(method, path, { tenantUid: 'another-tenant' });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'TENANT_NOT_FOUND' } });
  });

  it('differ with the seed', async () => {
    const { call } = await startStore({ seed: 1 });
    const { store: other } = await startStore({ seed: 2 });
    expect((await call('GET', '/customers', { token: other.tokens.access })).status).toBe(401);
  });
});

describe('a cashier’s token', () => {
  it('creates and changes customers but deletes none', async () => {
    const { call, store, control } = await startStore();
    const token = store.tokens.access;
    const body = { ...person, customerUid: 'new' };
    expect((await call('POST', '/customers', { token, body })).status).toBe(201);
    expect((await call('PUT', '/customers/new', { token, body: { city: 'Voss' } })).status).toBe(200);
    const refused = await call<ErrorBody>('DELETE', '/customers/new', { token });
    expect(refused.status).toBe(403);
    expect(refused.body.message).toContain('TENANT.BACKOFFICE');
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 61 });
  });

  it('changes no B2B customer', async () => {
    const { call, store } = await startStore();
    const body = { city: 'Malmö' };
    const refused = await call<ErrorBody>('PUT', '/customers/demo-astrom', {
      token: store.tokens.access,
      body,
    });
    expect(refused.status).toBe(403);
    expect(refused.body.message).toContain('TENANT.BACKOFFICE');
    expect((await call('GET', '/customers/demo-astrom')).body.city).toBe('Göteborg');
    const allowed = await call('PUT', '/customers/demo-astrom', { token: store.tokens.integration, body });
    expect(allowed.body.city).toBe('Malmö');
  });
});

describe('addresses that are no operation', () => {
  it('answer in the error form', async () => {
    const { call, baseUrl } = await startStore();
    const wrongMethod = await call<ErrorBody>('PATCH', '/customers/demo-bjorn-ase', { body: {} });
    expect(wrongMethod).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } });
    expect(wrongMethod.headers.get('allow')).toBe('GET, PUT, DELETE');
    const nowhere = await fetch(`${baseUrl}/elsewhere`);
    expect(nowhere.status).toBe(404);
    expect(await nowhere.json()).toMatchObject({ code: 'NOT_FOUND' });
  });
});
