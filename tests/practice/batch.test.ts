import { describe, expect, it } from 'vitest';

import { person, startStore, type BatchReply, type ErrorBody } from './running-store.ts';

describe('a batch', () => {
  it('creates, updates, deletes and upserts, and answers 200', async () => {
    const { call, control } = await startStore();
    const { status, body } = await call<BatchReply>('POST', '/customers/batch', {
      body: {
        create: [{ ...person, customerUid: 'c1' }, person],
        update: [{ customerType: 'PERSON', customerUid: 'demo-bjorn-ase', city: 'Voss' }],
        delete: [{ customerUid: 'demo-ola-nordmann' }],
        upsert: [
          { ...person, customerUid: 'u1' },
          { customerType: 'PERSON', customerUid: 'demo-kari-nordmann', city: 'Bodø' },
        ],
      },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      create: { success: 2, errors: [] },
      update: { success: 1, errors: [] },
      delete: { success: 1, errors: [] },
      upsert: { success: 2, errors: [] },
    });
    expect((await call('GET', '/customers/demo-bjorn-ase')).body.city).toBe('Voss');
    expect((await call('GET', '/customers/demo-kari-nordmann')).body.city).toBe('Bodø');
    expect((await call('GET', '/customers/demo-ola-nordmann')).status).toBe(404);
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 62 });
  });

  it('takes an empty request', async () => {
    const { call } = await startStore();
    expect((await call<BatchReply>('POST', '/customers/batch', { body: {} })).status).toBe(200);
  });

  it('does the good items and names each bad one, with 207', async () => {
    const { call } = await startStore();
    const { status, body } = await call<BatchReply>('POST', '/customers/batch', {
      body: {
        create: [
          { ...person, customerUid: 'good' },
          { ...person, customerUid: 'bad', mobile: 'x' },
          { ...person, customerUid: 'demo-bjorn-ase' },
          { ...person, countryCode: 'XX' },
          'nonsense',
        ],
        update: [
          { customerType: 'PERSON', customerUid: 'nobody' },
          { customerType: 'PERSON', city: 'Oslo' },
          { customerUid: 'demo-bjorn-ase', city: 'Oslo' },
        ],
        delete: [{ customerUid: 'nobody' }, {}],
        upsert: [{ ...person, customerUid: 'u1', consents: [{ consentUid: 'consent-sms' }] }],
      },
    });
    expect(status).toBe(207);
    const errors = (list: keyof BatchReply): unknown[] =>
      body[list].errors.map(({ customerUid, errorCode }) => [customerUid, errorCode]);
    expect(body.create.success).toBe(1);
    expect(errors('create')).toEqual([
      ['bad', 'VALIDATION_ERROR'],
      ['demo-bjorn-ase', 'CUSTOMER_EXISTS'],
      [expect.stringMatching(/^[\w-]{36}$/), 'VALIDATION_ERROR'],
      ['unknown', 'VALIDATION_ERROR'],
    ]);
    expect(body.create.errors[0]?.message).toContain('mobile');
    expect(errors('update')).toEqual([
      ['nobody', 'CUSTOMER_NOT_FOUND'],
      ['unknown', 'VALIDATION_ERROR'],
      ['demo-bjorn-ase', 'VALIDATION_ERROR'],
    ]);
    expect(errors('delete')).toEqual([
      ['nobody', 'CUSTOMER_NOT_FOUND'],
      ['unknown', 'VALIDATION_ERROR'],
    ]);
    expect(errors('upsert')).toEqual([['u1', 'VALIDATION_ERROR']]);
    expect((await call('GET', '/customers/good')).status).toBe(200);
    expect((await call('GET', '/customers/bad')).status).toBe(404);
  });

  it('is harmless when an upsert is repeated', async () => {
    const { call, control } = await startStore();
    const body = { upsert: [{ ...person, customerUid: 'mine', mobile: '+4790000001' }] };
    await call('POST', '/customers/batch', { body });
    const again = await call<BatchReply>('POST', '/customers/batch', { body });
    expect(again).toMatchObject({ status: 200, body: { upsert: { success: 1 } } });
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 61 });
  });

  it('changes consents, keeping the others', async () => {
    const { call } = await startStore();
    const consents = [{ consentUid: 'consent-sms', status: true, source: 'WEB' }];
    await call('POST', '/customers/batch', {
      body: { update: [{ customerType: 'PERSON', customerUid: 'demo-bjorn-ase', consents }] },
    });
    expect((await call('GET', '/customers/demo-bjorn-ase')).body.consents).toMatchObject([
      { consentUid: 'consent-email', status: true, source: 'POS' },
      { consentUid: 'consent-sms', status: true, source: 'WEB' },
    ]);
  });

  it('does not promise that an update follows its create', async () => {
    const { call } = await startStore();
    const { status, body } = await call<BatchReply>('POST', '/customers/batch', {
      body: {
        create: [{ ...person, customerUid: 'c1' }],
        update: [{ customerType: 'PERSON', customerUid: 'c1', city: 'Voss' }],
      },
    });
    expect(status).toBe(207);
    expect(body.update.errors).toMatchObject([{ customerUid: 'c1', errorCode: 'CUSTOMER_NOT_FOUND' }]);
    expect(body.create.success).toBe(1);
  });

  it('needs the manager’s permission for each delete and each change of a B2B customer', async () => {
    const { call, store } = await startStore();
    const { status, body } = await call<BatchReply>('POST', '/customers/batch', {
      token: store.tokens.access,
      body: {
        delete: [{ customerUid: 'demo-bjorn-ase' }],
        update: [{ customerType: 'B2B', customerUid: 'demo-astrom', city: 'Malmö' }],
        upsert: [{ ...person, customerUid: 'u1' }],
      },
    });
    expect(status).toBe(207);
    expect(body.delete.errors).toMatchObject([{ errorCode: 'PERMISSION_REQUIRED' }]);
    expect(body.update.errors[0]?.message).toContain('TENANT.BACKOFFICE');
    expect(body.upsert.success).toBe(1);
  });

  it('names items as the document literally says, or not at all, when told to', async () => {
    const { call } = await startStore();
    const body = {
      create: [{ ...person, customerUid: 'bad', mobile: 'x' }],
      delete: [{ customerUid: 'nobody' }],
    };
    const documented = await call<BatchReply>('POST', '/customers/batch', {
      body,
      faults: 'batch-uid=documented',
    });
    expect(documented.body.create.errors[0]).toMatchObject({ productUid: 'bad' });
    expect(documented.body.create.errors[0]).not.toHaveProperty('customerUid');
    expect(documented.body.delete.errors[0]).toMatchObject({ priceUid: 'nobody' });
    await expect(
      call<BatchReply>('POST', '/customers/batch', { body, faults: 'batch-uid=missing' }),
    ).rejects.toThrow(/productUid|priceUid/);
  });
});

describe('merge', () => {
  const merge = '/customers/demo-ingrid-sorlie/merge';
  const body = { mergeFromCustomerUid: 'demo-ingrid-sorlie-again' };

  it('keeps the customer of the path and removes the duplicate', async () => {
    const { call, control } = await startStore();
    const { body: duplicate } = await call('GET', '/customers/demo-ingrid-sorlie-again');
    const merged = await call('POST', merge, { body });
    expect(merged).toMatchObject({
      status: 200,
      body: {
        customerUid: 'demo-ingrid-sorlie',
        displayName: 'Ingrid Sørlie',
        address: 'Strandgata 3',
        email: 'ingrid.sorlie@nordmail.example',
      },
    });
    expect(merged.body.loyaltyId).not.toBe(duplicate.loyaltyId);
    expect((await call('GET', '/customers/demo-ingrid-sorlie-again')).status).toBe(404);
    expect((await call('GET', '/customers/demo-ingrid-sorlie')).body).toEqual(merged.body);
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 59 });
  });

  it('lets the restrictive consent hold and takes over those that are missing', async () => {
    const { call } = await startStore();
    const { consents } = (await call('POST', merge, { body })).body;
    const statuses = consents.map(({ consentUid, status }) => [consentUid, status]);
    expect(statuses).toEqual([
      ['consent-email', false],
      ['consent-sms', true],
    ]);
  });

  it('moves contacts, addresses, groups, extensions, departments and the balance', async () => {
    const { call } = await startStore();
    const { body: duplicate } = await call('GET', '/customers/demo-every-field');
    await call('POST', '/customers', {
      body: { customerType: 'COMPANY', companyName: 'Nordfjord Elektro', customerUid: 'kept' },
    });
    const filled = await call('POST', '/customers/kept/merge', {
      body: { mergeFromCustomerUid: 'demo-every-field' },
    });
    expect(filled.body).toMatchObject({
      companyName: 'Nordfjord Elektro',
      address: duplicate.address,
      postalCode: duplicate.postalCode,
      city: duplicate.city,
      mobile: duplicate.mobile,
      loyaltyId: duplicate.loyaltyId,
      addresses: duplicate.addresses,
      contacts: duplicate.contacts,
      customerGroupUids: duplicate.customerGroupUids,
      extensions: duplicate.extensions,
      consents: duplicate.consents,
      credit: { limit: 0, balance: duplicate.credit.balance },
    });
    await call('POST', '/customers/kept/merge', { body: { mergeFromCustomerUid: 'demo-nordfjord' } });
    const department = await call('GET', '/customers/demo-nordfjord-maloy');
    expect(department.body.customerParentUid).toBe('kept');
    expect((await call('GET', '/customers/kept')).body.contacts).toHaveLength(3);
  });

  it('turns a department into the company when its company is the duplicate', async () => {
    const { call } = await startStore();
    await call('POST', '/customers/demo-nordfjord-maloy/merge', {
      body: { mergeFromCustomerUid: 'demo-nordfjord' },
    });
    expect((await call('GET', '/customers/demo-nordfjord-maloy')).body.customerParentUid).toBe('');
    const other = await call('GET', '/customers/demo-every-field');
    expect(other.body.customerParentUid).toBe('demo-nordfjord-maloy');
  });

  it.each([
    ['demo-bjorn-ase', 'demo-bjorn-ase', 400, 'MERGE_WITH_ITSELF'],
    ['demo-bjorn-ase', 'demo-nordfjord', 400, 'MERGE_TYPES_DIFFER'],
    ['demo-bjorn-ase', 'nobody', 404, 'CUSTOMER_NOT_FOUND'],
    ['nobody', 'demo-bjorn-ase', 404, 'CUSTOMER_NOT_FOUND'],
  ])('of %s with %s answers %i %s and changes nothing', async (kept, duplicate, status, code) => {
    const { call, control } = await startStore();
    const refused = await call<ErrorBody>('POST', `/customers/${kept}/merge`, {
      body: { mergeFromCustomerUid: duplicate },
    });
    expect(refused).toMatchObject({ status, body: { code } });
    expect((await control('GET', '/customers-count')).body).toEqual({ count: 60 });
  });
});
