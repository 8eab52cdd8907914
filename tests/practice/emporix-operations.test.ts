import { describe, expect, it } from 'vitest';

import type { EmporixCustomer } from '../../electron/practice/emporix/emporix-customer.ts';
import { expectSchema } from './contract-answers.ts';
import { startEmporix, type EmporixErrorBody } from './emporix-store.ts';

const query = (fields: Record<string, string>): string => `?${new URLSearchParams(fields).toString()}`;
const ids = (customers: readonly EmporixCustomer[]): string[] => customers.map(({ id }) => id);

/** A store with four customers that queries can tell apart. */
async function startWithPeople() {
  const running = await startEmporix({ customers: 0 });
  const people = [
    { id: 'anna', firstName: 'Anna Marie', lastName: 'Berg', contactEmail: 'anna@shop.example' },
    { id: 'bo', firstName: 'Bo', lastName: 'Berg', contactPhone: '+4790000001', onHold: true },
    { id: 'cato', firstName: 'Cato', lastName: 'Åsen, jr.', mixins: { club: { points: 20 } } },
    { id: 'dina', firstName: 'Dina', lastName: 'Øye', b2b: { companyRegistrationId: '974760673' } },
  ];
  for (const { id, ...body } of people) {
    const created = await running.call('PUT', `/${id}?sendPasswordResetNotifications=false`, { body });
    expect(created.status).toBe(201);
  }
  const found = async (q: string): Promise<string[]> =>
    ids((await running.call<EmporixCustomer[]>('GET', query({ q, sort: 'id' }))).body);
  return { ...running, found };
}

describe('a list', () => {
  it('comes oldest first, 60 to a page, and says how many there are', async () => {
    const { call } = await startEmporix({ customers: 130 });
    const first = await call<EmporixCustomer[]>('GET', '');
    expect(first.headers.get('count')).toBe('130');
    expect(first.body).toHaveLength(60);
    const all = [...first.body];
    for (const pageNumber of ['2', '3']) {
      all.push(...(await call<EmporixCustomer[]>('GET', query({ pageNumber }))).body);
    }
    expect(new Set(ids(all)).size).toBe(130);
    const dates = all.map(({ metadataCreatedAt }) => metadataCreatedAt);
    expect(dates).toEqual(dates.toSorted());
    expect((await call<EmporixCustomer[]>('GET', query({ pageNumber: '4' }))).body).toEqual([]);
  });

  it('leaves out its count, and cuts pages without a word, when the control says so', async () => {
    const { call, control } = await startEmporix();
    await control('PATCH', '/emporix/settings', { countHeader: false, maxPageSize: 7 });
    const page = await call<EmporixCustomer[]>('GET', query({ pageSize: '50' }));
    expect(page.headers.get('count')).toBeNull();
    expect(page.body).toHaveLength(7);
  });

  it('is sorted by what is asked for, and not when it is told to misbehave', async () => {
    const { call } = await startWithPeople();
    const list = async (sort: string, faults = 'latency=0') =>
      ids((await call<EmporixCustomer[]>('GET', query({ sort }), { faults })).body);
    expect(await list('lastName:asc,firstName:desc')).toEqual(['bo', 'anna', 'cato', 'dina']);
    expect(await list('id:desc')).toEqual(['dina', 'cato', 'bo', 'anna']);
    expect(await list('id:desc', 'ignore-sort')).toEqual(['anna', 'bo', 'cato', 'dina']);
    const refused = await call<EmporixErrorBody>('GET', query({ sort: 'shoeSize' }));
    expect(refused).toMatchObject({ status: 400, body: { details: [{ field: 'sort' }] } });
    expect((await call('GET', query({ sort: 'id:sideways' }))).status).toBe(400);
  });

  it('has addresses and accounts for those who ask', async () => {
    const { call } = await startEmporix();
    const plain = (await call('GET', '/demo-bjorn-ase')).body;
    expect(plain).not.toHaveProperty('addresses');
    expect(plain).not.toHaveProperty('accounts');
    expect(plain.mixins).toEqual({ membership: { cardNumber: '2900000000001' } });
    const path = `/demo-bjorn-ase${query({ expand: 'addresses,accounts,mixin:*' })}`;
    expect((await call('GET', path)).body).toMatchObject({
      accounts: [{ id: 'bjorn.ase@fjordpost.example' }],
      addresses: [{ street: 'Fjellgata', streetNumber: '7', zipCode: '6002', isDefault: true }],
      defaultAddress: { city: 'Ålesund' },
    });
    expect((await call('GET', query({ expand: 'orders' }))).status).toBe(400);
  });

  it.each([{ pageNumber: '0' }, { pageSize: '0' }, { pageSize: 'many' }])('refuses %j', async (fields) => {
    const { call } = await startEmporix();
    expect((await call('GET', query(fields))).status).toBe(400);
  });

  it('holds the same people in every store of a seed, each account once', async () => {
    const { call, control } = await startEmporix({ customers: 1_000 });
    const { body } = await call<EmporixCustomer[]>('GET', query({ pageSize: '1000', expand: 'accounts' }));
    expect(ids(body)).toContain('demo-paivi-makela');
    const accounts = body.flatMap((customer) => customer.accounts.map(({ id }) => id.toLowerCase()));
    expect(new Set(accounts).size).toBe(accounts.length);
    expect((await control('GET', '/emporix')).body).toMatchObject({ customers: 1_000, passwordMails: 0 });
    for (const customer of body) expectSchema('emporix', 'CustomerForSellerDto', customer);
  });
});

describe('a query', () => {
  it.each([
    ['lastName:Berg', ['anna', 'bo']],
    ['lastName:berg', []],
    ['lastName:Berg firstName:Bo', ['bo']],
    ['firstName:"Anna Marie"', ['anna']],
    ['firstName:(Bo,Dina)', ['bo', 'dina']],
    ['lastName:("Åsen, jr.",Øye)', ['cato', 'dina']],
    ['lastName:~^B', ['anna', 'bo']],
    ['firstName:(~a M)', ['anna']],
    ['firstName:(~(?i)^(bo|CATO)$)', ['bo', 'cato']],
    ['contactPhone:~^\\+47', ['bo']],
    ['onHold:true', ['bo']],
    ['onHold:false active:true', ['anna', 'cato', 'dina']],
    ['mixins.club.points:20', ['cato']],
    ['mixins.club.points:>=20', ['cato']],
    ['mixins.club.points:>20', []],
    ['mixins.club.points:(>=10 AND <30)', ['cato']],
    ['mixins.club:exists', ['cato']],
    ['mixins.club:missing', ['anna', 'bo', 'dina']],
    ['restriction:null', ['anna', 'bo', 'cato', 'dina']],
    ['businessModel:B2B', ['dina']],
    ['b2b.companyRegistrationId:974760673', ['dina']],
    ['metadata.version:1 id:(anna,nobody)', ['anna']],
    [
      'metadataCreatedAt:(>="2020-01-01T00:00:00Z" AND <"9999-01-01T00:00:00Z")',
      ['anna', 'bo', 'cato', 'dina'],
    ],
    ['metadataCreatedAt:<"2020-01-01T00:00:00Z"', []],
  ])('%s finds %j', async (q, expected) => {
    const { found, call } = await startWithPeople();
    expect(await found(q)).toEqual(expected);
    const searched = await call<EmporixCustomer[]>('POST', '/search?sort=id', { body: { q } });
    expect(ids(searched.body)).toEqual(expected);
    expect(searched.headers.get('count')).toBe(String(expected.length));
  });

  it.each([
    'Berg',
    'lastName:',
    'lastName:"Berg',
    'lastName:(Berg',
    'lastName:Berg OR firstName:Bo',
    'lastName:"Berg"firstName:Bo',
    'lastName:~(',
    'shoeSize:47',
    "lastName') OR ('1:x",
    'metadataCreatedAt:(>= AND <)',
  ])('refuses %s', async (q) => {
    const { call } = await startWithPeople();
    const refused = await call<EmporixErrorBody>('GET', query({ q }));
    expect(refused).toMatchObject({ status: 400, body: { details: [{ field: 'q' }] } });
  });
});

describe('a create', () => {
  it('answers an id, makes an account and sends a mail unless told not to', async () => {
    const { call, control } = await startEmporix();
    const mails = async () => (await control('GET', '/emporix')).body.passwordMails;
    const quiet = '?sendPasswordResetNotifications=false';
    const first = { firstName: 'Ola', contactEmail: 'ola@shop.example' };
    expect((await call('POST', quiet, { body: { ...first, id: 'ola_1-A' } })).body).toEqual({
      id: 'ola_1-A',
    });
    expect(await mails()).toBe(0);
    expect((await call('GET', '/ola_1-A?expand=accounts')).body).toMatchObject({
      email: 'ola@shop.example',
      accounts: [{ id: 'ola@shop.example' }],
      metadata: { version: 1 },
      preferredSite: 'main',
    });

    const loud = await call('POST', '', { body: { ...first, contactEmail: 'kari@shop.example' } });
    expect(loud.status).toBe(201);
    expect(await mails()).toBe(1);
    const sent = await control<{ items: object[] }>('GET', '/emporix/password-mails');
    expect(sent.body.items).toMatchObject([{ customerId: loud.body.id }]);
    // Without an address there is nobody to write to.
    await call('POST', '', { body: { firstName: 'Bo' } });
    expect(await mails()).toBe(1);
  });

  it('refuses an account or an id that is taken, and nothing changes', async () => {
    const { call, control } = await startEmporix();
    const account = await call<EmporixErrorBody>('POST', '', {
      body: { contactEmail: 'Bjorn.Ase@fjordpost.example' },
    });
    expect(account).toMatchObject({ status: 409, body: { type: 'conflict_resource' } });
    expect((await call('POST', '', { body: { id: 'demo-bjorn-ase' } })).status).toBe(409);
    const upsert = await call('PUT', '/mine', { body: { contactEmail: 'bjorn.ase@fjordpost.example' } });
    expect(upsert.status).toBe(409);
    expect((await control('GET', '/emporix')).body).toMatchObject({ customers: 60, passwordMails: 0 });
  });

  it.each([
    { id: 'has space' },
    { id: '' },
    { id: 'x'.repeat(67) },
    { firstName: 7 },
    { preferredCurrency: 'NOKK' },
    { type: 'FRIEND' },
    { contactEmail: 'nobody' },
    { restriction: 'MARS' },
    { mixins: 'none' },
  ])('refuses %j and names the field', async (body) => {
    const { call, control } = await startEmporix();
    const refused = await call<EmporixErrorBody>('POST', '', { body });
    expect(refused).toMatchObject({ status: 400, body: { details: [{ field: Object.keys(body)[0] }] } });
    expect((await control('GET', '/emporix')).body.customers).toBe(60);
  });

  it('refuses what is not JSON', async () => {
    const { call } = await startEmporix();
    const refused = await call<EmporixErrorBody>('POST', '', { text: '{"firstName":' });
    expect(refused).toMatchObject({ status: 400, body: { type: 'bad_payload_syntax' } });
    expect((await call('POST', '', { body: {}, contentType: 'text/plain' })).status).toBe(400);
    expect((await call('POST', '', { body: [] })).status).toBe(400);
  });
});

describe('an upsert', () => {
  it('creates under our own id and is harmless when it is repeated', async () => {
    const { call, control } = await startEmporix();
    const path = '/till-1_a?sendPasswordResetNotifications=false';
    const body = { firstName: 'Ola', lastName: 'Ås', contactEmail: 'ola@shop.example' };
    const created = await call('PUT', path, { body });
    expect(created).toMatchObject({ status: 201, body: { id: 'till-1_a' } });
    expect((await call('PUT', path, { body })).status).toBe(204);
    expect((await call('GET', '/till-1_a')).body).toMatchObject({ ...body, metadata: { version: 2 } });
    expect((await control('GET', '/emporix')).body).toMatchObject({ customers: 61, passwordMails: 0 });
  });

  it('replaces the plain fields, and keeps mixins, hold and account', async () => {
    const { call } = await startEmporix();
    const body = {
      firstName: 'Ola',
      lastName: 'Ås',
      contactEmail: 'ola@shop.example',
      onHold: true,
      mixins: { club: { points: 1 } },
    };
    await call('PUT', '/mine', { body });
    expect((await call('PUT', '/mine', { body: { lastName: 'Berg' } })).status).toBe(204);
    expect((await call('GET', '/mine')).body).toMatchObject({
      firstName: '',
      lastName: 'Berg',
      email: 'ola@shop.example',
      onHold: true,
      mixins: { club: { points: 1 } },
    });
  });

  it('refuses an id that is none', async () => {
    const { call } = await startEmporix();
    const refused = await call<EmporixErrorBody>('PUT', '/has%20space', { body: {} });
    expect(refused).toMatchObject({ status: 400, body: { details: [{ field: 'customerNumber' }] } });
  });
});

describe('a patch', () => {
  it.each(['application/json', 'application/merge-patch+json'])(
    'changes what it names and nothing else, as %s',
    async (contentType) => {
      const { call } = await startEmporix();
      const before = (await call('GET', '/demo-bjorn-ase?expand=addresses,accounts')).body;
      const body = { lastName: 'Åsen', mixins: { extra: { a: 1 } } };
      const patched = await call('PATCH', '/demo-bjorn-ase', { body, contentType });
      expect(patched).toMatchObject({ status: 200, body: undefined });
      expect((await call('GET', '/demo-bjorn-ase?expand=addresses,accounts')).body).toEqual({
        ...before,
        lastName: 'Åsen',
        mixins: { ...before.mixins, extra: { a: 1 } },
        metadata: { ...before.metadata, version: 2 },
      });
      await call('PATCH', '/demo-bjorn-ase', { body: { mixins: { extra: null } }, contentType });
      expect((await call('GET', '/demo-bjorn-ase')).body.mixins).toEqual(before.mixins);
    },
  );

  it('is refused when it has seen an older version, and applied when it has seen the newest', async () => {
    const { call } = await startEmporix();
    const change = (lastName: string, version: number) =>
      call('PATCH', '/demo-bjorn-ase', { body: { lastName, metadata: { version } } });
    expect((await change('First', 1)).status).toBe(200);
    expect((await change('Second', 1)).status).toBe(409);
    expect((await call('GET', '/demo-bjorn-ase')).body.lastName).toBe('First');
    expect((await change('Second', 2)).status).toBe(200);
    const stale = { lastName: 'Third', metadata: { version: 2 } };
    expect((await call('PUT', '/demo-bjorn-ase', { body: stale })).status).toBe(409);
    expect((await call('GET', '/demo-bjorn-ase')).body.metadata.version).toBe(3);
  });

  it('of nobody is a 404', async () => {
    const { call } = await startEmporix();
    const missing = await call<EmporixErrorBody>('PATCH', '/nobody', { body: {} });
    expect(missing).toMatchObject({ status: 404, body: { message: 'There is no customer nobody' } });
  });
});

describe('a delete', () => {
  it('is accepted once, and frees the account', async () => {
    const { call, control } = await startEmporix();
    expect((await call('DELETE', '/demo-bjorn-ase')).status).toBe(202);
    expect((await call('GET', '/demo-bjorn-ase')).status).toBe(404);
    expect((await call('DELETE', '/demo-bjorn-ase')).status).toBe(404);
    const body = { contactEmail: 'bjorn.ase@fjordpost.example' };
    expect((await call('POST', '?sendPasswordResetNotifications=false', { body })).status).toBe(201);
    expect((await control('GET', '/emporix')).body.customers).toBe(60);
  });
});

describe('faults', () => {
  it.each([
    ['500', 500, false],
    ['500-after', 500, true],
    ['429=2', 429, false],
  ])('%s answers %i in the service’s own form', async (faults, status, isThere) => {
    const { call } = await startEmporix();
    const answer = await call<EmporixErrorBody>('PUT', '/mine', { body: {}, faults });
    expect(answer).toMatchObject({ status, body: { status, details: [] } });
    expect((await call('GET', '/mine')).status).toBe(isThere ? 200 : 404);
  });

  it('401 comes in either form', async () => {
    const { call, control } = await startEmporix();
    const refused = () => call<Record<string, unknown>>('GET', '', { faults: '401' });
    expect(await refused()).toMatchObject({ status: 401, body: { fault: {} } });
    await control('PATCH', '/emporix/settings', { unauthorizedAs: 'message' });
    expect(await refused()).toMatchObject({ status: 401, body: { type: 'unauthorized' } });
  });

  it('reset-after and cut-body have had their effect', async () => {
    const { call } = await startEmporix();
    await expect(call('PUT', '/one', { body: {}, faults: 'reset-after' })).rejects.toThrow('fetch failed');
    await expect(call('PUT', '/two', { body: {}, faults: 'cut-body' })).rejects.toThrow('terminated');
    for (const id of ['one', 'two']) expect((await call('GET', `/${id}`)).status).toBe(200);
  });
});

describe('the settings', () => {
  it.each([{ pages: 3 }, { maxPageSize: 0 }, { tokenLifeSeconds: 'long' }, 'none'])(
    'refuse %j',
    async (sent) => {
      const { control } = await startEmporix();
      expect((await control('PATCH', '/emporix/settings', sent)).status).toBe(400);
    },
  );
});
