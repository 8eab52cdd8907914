import { describe, expect, it } from 'vitest';
import { answerJson } from './scripted-service.ts';
import { connectToEmporix, startScriptedEmporix, valueOf, type EmporixScript } from './scripted-emporix.ts';
import type { CustomerService } from '../../../electron/core/services/customer-service.ts';

const customer = {
  id: 'c-1',
  customerNumber: 'c-1',
  firstName: 'Bjørn',
  lastName: 'Åse',
  contactEmail: 'b@example.no',
  metadata: { version: 4, mixins: { membership: 'https://schemas.example/m.json' } },
  mixins: { membership: { cardNumber: '29', level: 'gold' } },
  metadataCreatedAt: '2025-03-01T10:00:00.000Z',
};
const notFound = { status: 404, type: 'resource_non_existing', message: 'No such customer' };
const mixins = { loyaltyId: 'membership.cardNumber', externalId: 'erp.number' };

/** Answers a read with the customer, and a write with the given status and body. */
function answering(status: number, body: unknown, before: object | null = customer): EmporixScript {
  let written = false;
  return (response, { method }) => {
    if (method !== 'GET') {
      written = true;
      if (body === undefined) response.writeHead(status).end();
      else answerJson(response, status, body);
    } else if (before === null && !written) answerJson(response, 404, notFound);
    else answerJson(response, 200, before ?? customer);
  };
}

const person = { customerUid: 'c-1', customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Åse' } as const;

describe('a new customer', () => {
  it('is put under the till’s id, without mailing anybody, and read back', async () => {
    const { service, requests } = await startScriptedEmporix(answering(201, { id: 'c-1' }, null), { mixins });
    const record = valueOf(
      await service.create({
        ...person,
        email: 'b@example.no',
        mobile: '+4790124471',
        loyaltyId: '29',
        companyName: '',
      }),
    );
    expect(record).toMatchObject({
      customerUid: 'c-1',
      customerType: 'PERSON',
      loyaltyId: '29',
      revision: 4,
    });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /customer/shop/customers/c-1',
      'PUT /customer/shop/customers/c-1',
      'GET /customer/shop/customers/c-1',
    ]);
    expect(requests[1]).toMatchObject({
      query: { sendPasswordResetNotifications: 'false' },
      body: {
        firstName: 'Bjørn',
        lastName: 'Åse',
        company: '',
        contactEmail: 'b@example.no',
        contactPhone: '+4790124471',
        mixins: { membership: { cardNumber: '29' } },
      },
    });
  });

  it('never overwrites whoever has the id already', async () => {
    const { service, requests } = await startScriptedEmporix(answering(204, undefined));
    expect((await service.create(person)).outcome).toBe('conflict');
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('is done although it cannot be read back, and in doubt when nobody is there', async () => {
    let reads = 0;
    const afterwards =
      (status: number): EmporixScript =>
      (response, { method }) => {
        if (method === 'PUT') response.writeHead(204).end();
        else if ((reads += 1) === 1) answerJson(response, 404, notFound);
        else answerJson(response, status, {});
      };
    const broken = await startScriptedEmporix(afterwards(500));
    expect(await broken.service.create(person)).toEqual({ outcome: 'done', value: null });
    reads = 0;
    const empty = await startScriptedEmporix(afterwards(404));
    expect((await empty.service.create(person)).outcome).toBe('unknown');
  });

  it('says so when the service gave it an id of its own: sending it again would make one more', async () => {
    const { service } = await startScriptedEmporix(answering(201, { id: 'C0815' }, null));
    expect(await service.create(person)).toMatchObject({
      outcome: 'rejected',
      error: { message: expect.stringContaining('C0815') as unknown },
    });
  });

  it.each([
    ['an id it cannot have', { ...person, customerUid: 'x'.repeat(67) }, '66 characters'],
    ['a type only the service makes', { ...person, customerType: 'B2B' as const, companyName: 'X' }, 'B2B'],
    ['an address', { ...person, address: 'Storgata 5', city: 'Ålesund' }, 'address, city'],
    ['a loyalty id without a place', { ...person, loyaltyId: '29' }, 'loyaltyId'],
    ['consents', { ...person, consents: [{ consentUid: 'sms', status: true, source: 'till' }] }, 'consents'],
  ])('with %s is refused by name, and nothing is sent', async (_, draft, words) => {
    const { service, requests } = await startScriptedEmporix(answering(201, {}));
    expect(await service.create(draft)).toMatchObject({
      outcome: 'rejected',
      error: { code: 'service.unsupported', message: expect.stringContaining(words) as unknown },
    });
    expect(requests).toEqual([]);
  });

  it('whose e-mail address has an account already is refused in the service’s words', async () => {
    const error = { status: 409, type: 'conflict_resource', message: 'Account exists', details: [] };
    const { service } = await startScriptedEmporix(answering(409, error, null));
    expect(await service.create(person)).toMatchObject({
      outcome: 'conflict',
      error: { code: 'service.conflict', message: 'Account exists' },
    });
  });
});

describe('an update', () => {
  it('sends the changed fields with the version they were made on, and nested values whole', async () => {
    const { service, requests } = await startScriptedEmporix(answering(200, undefined), { mixins });
    valueOf(await service.update('c-1', { email: 'new@example.no', loyaltyId: '30' }, { baseRevision: '4' }));
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
    expect(requests[1]).toMatchObject({ query: {}, contentType: 'application/json' });
    expect(requests[1]?.body).toEqual({
      contactEmail: 'new@example.no',
      mixins: { membership: { cardNumber: '30', level: 'gold' } },
      metadata: { version: 4, mixins: customer.metadata.mixins },
    });
  });

  it('of a record that tells no version sends none', async () => {
    const { service, requests } = await startScriptedEmporix(answering(200, undefined, { id: 'c-1' }));
    valueOf(await service.update('c-1', { mobile: '+4790124471' }, { baseRevision: null }));
    expect(requests[1]?.body).toEqual({ contactPhone: '+4790124471' });
  });

  it('made on an older version is a conflict, and not sent', async () => {
    const { service, requests } = await startScriptedEmporix(answering(200, undefined));
    expect((await service.update('c-1', { email: 'x@example.no' }, { baseRevision: '3' })).outcome).toBe(
      'conflict',
    );
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('refused as out of date by the service is a conflict', async () => {
    const { service } = await startScriptedEmporix(answering(409, { status: 409, message: 'Stale' }));
    expect((await service.update('c-1', { email: 'x@example.no' }, { baseRevision: '4' })).outcome).toBe(
      'conflict',
    );
  });

  it('of what there is no place for is refused by name; what is so already needs no request', async () => {
    const { service, requests } = await startScriptedEmporix(answering(200, undefined));
    expect(await service.update('c-1', { city: 'Bodø', email: 'x@example.no' })).toMatchObject({
      outcome: 'rejected',
      error: { code: 'service.unsupported', issues: [{ field: 'city' }] },
    });
    expect(valueOf(await service.update('c-1', { city: '', customerType: 'PERSON' }))).toMatchObject({
      revision: 4,
    });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('is done although it cannot be read back', async () => {
    let reads = 0;
    const { service } = await startScriptedEmporix((response, { method }) => {
      if (method === 'PATCH') response.writeHead(200).end();
      else if ((reads += 1) === 1) answerJson(response, 200, customer);
      else response.socket?.resetAndDestroy();
    });
    expect(await service.update('c-1', { email: 'x@example.no' })).toEqual({ outcome: 'done', value: null });
  });

  it('of somebody who is gone says so', async () => {
    const { service } = await startScriptedEmporix((response) => answerJson(response, 404, notFound));
    expect(await service.update('c-1', { email: 'x@example.no' })).toMatchObject({
      outcome: 'not-found',
      error: { message: 'No such customer' },
    });
  });
});

describe('what each answer to a write means', () => {
  it.each([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [412, 'conflict'],
    [429, 'rate-limited'],
    [500, 'unknown'],
    [503, 'failed'],
  ])('%i is %s', async (status, outcome) => {
    const { service } = await startScriptedEmporix(answering(status, { status, message: 'No' }));
    expect((await service.update('c-1', { email: 'x@example.no' })).outcome).toBe(outcome);
    expect((await service.delete('c-1')).outcome).toBe(outcome);
  });

  it('a delete is accepted with 202', async () => {
    const { service, requests } = await startScriptedEmporix(answering(202, undefined));
    expect(await service.delete('c-1')).toEqual({ outcome: 'done', value: null });
    expect(requests).toMatchObject([
      { method: 'DELETE', path: '/customer/shop/customers/c-1', body: undefined },
    ]);
  });

  it('a refusal without words names the scope', async () => {
    const { service } = await startScriptedEmporix((response) => answerJson(response, 403, {}));
    const words = async (answer: Promise<unknown>) => JSON.stringify(await answer);
    expect(await words(service.get('c-1'))).toContain('customer.customer_read');
    expect(await words(service.delete('c-1'))).toContain('customer.customer_manage');
  });

  it('a captive portal is never taken for a done write', async () => {
    const { service } = await startScriptedEmporix((response, { method }) =>
      method === 'GET'
        ? answerJson(response, 200, customer)
        : void response.writeHead(200).end('<html>Hotel</html>'),
    );
    expect((await service.update('c-1', { email: 'x@example.no' })).outcome).toBe('unknown');
    expect((await service.delete('c-1')).outcome).toBe('unknown');
  });

  it('nothing that this service lacks is sent', async () => {
    const { service, requests } = await startScriptedEmporix((response) => answerJson(response, 200, {}));
    const extension = { customerUid: 'c-1', extensionCode: 'TWO_INVOICE', storeUid: 's-1' };
    const answers = await Promise.all([
      service.merge('c-1', 'c-2'),
      service.printCard('c-1'),
      service.addExtension(extension),
      service.removeExtension(extension),
      service.batch({ delete: ['c-1'] }),
      service.storeDetails('c-1', 's-1'),
      service.export('c-1'),
      service.searchExternal('fjord'),
      service.search({ query: 'bjørn', storeUid: 's-1' }),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ outcome: 'rejected', error: { code: 'service.unsupported' } });
    }
    expect(requests).toEqual([]);
    expect(service.capabilities).toEqual([]);
    expect(connectToEmporix('http://127.0.0.1:1', { mixins }).capabilities).toEqual(['loyalty-id']);
  });
});

/** A list of so many customers that gives out at most so many at a time, and says how many there are, or does not. */
function listing(count: number, options: { mostAtOnce?: number; counts?: boolean } = {}): EmporixScript {
  const { mostAtOnce = Infinity, counts = true } = options;
  return (response, { query }) => {
    const size = Math.min(Number(query['pageSize']), mostAtOnce);
    const from = (Number(query['pageNumber']) - 1) * size;
    const items = Array.from({ length: Math.max(0, Math.min(size, count - from)) }, (_, at) => ({
      id: `c-${from + at}`,
    }));
    answerJson(response, 200, items, counts ? { count: String(count) } : {});
  };
}

/** Every page as a reader walks them: by the size the service says, to the last one. */
async function readAll(service: CustomerService, pageSize: number): Promise<string[]> {
  const uids: string[] = [];
  for (let page = 0; page < 50; page += 1) {
    const { items, totalCount, pageSize: size } = valueOf(await service.listPage({ page, pageSize }));
    uids.push(...items.map(({ customerUid }) => customerUid));
    if (totalCount === null ? items.length < size || items.length === 0 : (page + 1) * size >= totalCount)
      break;
  }
  return uids;
}

describe('pages', () => {
  it('are asked for in an order that stands still, with everything a till shows', async () => {
    const { service, requests } = await startScriptedEmporix(listing(3), { mixins });
    expect(valueOf(await service.listPage({ page: 0, pageSize: 60, newestFirst: true }))).toMatchObject({
      totalCount: 3,
      pageSize: 60,
    });
    expect(requests[0]?.query).toEqual({
      pageNumber: '1',
      pageSize: '60',
      sort: 'metadataCreatedAt:desc,id:asc',
      expand: 'addresses,accounts,mixin:membership,mixin:erp',
    });
  });

  it.each([
    ['with Count', 23, {}],
    ['with Count, cut by the service', 23, { mostAtOnce: 4 }],
    ['without Count', 23, { counts: false }],
    ['without Count, cut by the service', 23, { mostAtOnce: 4, counts: false }],
    ['without Count, in one page', 7, { counts: false }],
    ['without Count, to the brim', 20, { counts: false }],
    ['of nobody', 0, { counts: false }],
  ])('%s bring everybody once', async (_, count, options) => {
    const { service } = await startScriptedEmporix(listing(count, options));
    expect(await readAll(service, 10)).toEqual(Array.from({ length: count }, (_, at) => `c-${at}`));
  });

  it('are of the right size too when a pull resumes in the middle', async () => {
    const { service } = await startScriptedEmporix(listing(23, { mostAtOnce: 4 }));
    expect(valueOf(await service.listPage({ page: 2, pageSize: 10 }))).toMatchObject({
      items: [{ customerUid: 'c-8' }, {}, {}, {}],
      pageSize: 4,
    });
  });

  it('count what cannot be read, and are no pages when they are no list', async () => {
    const { service } = await startScriptedEmporix((response, { query }) =>
      answerJson(response, 200, query['pageNumber'] === '1' ? [{ id: 'c-1' }, null, { id: '../x' }] : {}, {
        count: 'many',
      }),
    );
    expect(valueOf(await service.listPage({ page: 0, pageSize: 3 }))).toMatchObject({
      items: [{ customerUid: 'c-1' }],
      unreadable: 2,
      totalCount: null,
    });
    expect(await service.listPage({ page: 1, pageSize: 3 })).toMatchObject({
      outcome: 'failed',
      error: { code: 'service.bad-answer' },
    });
  });

  it('hold somebody else’s customer for no answer', async () => {
    const { service } = await startScriptedEmporix((response) => answerJson(response, 200, { id: 'c-2' }));
    expect((await service.get('c-1')).outcome).toBe('failed');
  });
});

describe('looking somebody up at the service', () => {
  it('by external id asks for the field it lies in, and believes only what has it', async () => {
    const items = [
      { id: 'c-1', mixins: { erp: { number: 'E 7' } } },
      { id: 'c-2', mixins: { erp: { number: 'E-7' } } },
    ];
    const { service, requests } = await startScriptedEmporix((response) => answerJson(response, 200, items), {
      mixins,
    });
    expect(valueOf(await service.findByExternalId('E 7'))).toMatchObject([{ customerUid: 'c-1' }]);
    expect(requests[0]?.query).toMatchObject({ q: 'mixins.erp.number:~^E.7$' });
    const without = await startScriptedEmporix((response) => answerJson(response, 500, {}));
    expect(valueOf(await without.service.findByExternalId('E 7'))).toEqual([]);
  });

  it('by words puts the queries together, and leaves out what they found too much', async () => {
    const people = [
      { id: 'c-1', firstName: 'Bjørn', lastName: 'Åse' },
      { id: 'c-2', firstName: 'Åse', lastName: 'Bjørn' },
      { id: 'c-3', firstName: 'Bjørn', lastName: 'Hansen' },
    ];
    const { service, requests } = await startScriptedEmporix((response) => answerJson(response, 200, people));
    const found = valueOf(await service.search({ query: 'bjørn åse' }));
    expect(found.items.map(({ customerUid }) => customerUid)).toEqual(['c-1', 'c-2']);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(3).fill('POST /customer/shop/customers/search'),
    );
    expect(requests[0]?.body).toEqual({ q: 'firstName:~[bB][jJ][øØ][rR][nN] lastName:~[åÅ][sS][eE]' });
  });

  it('by number looks for its digits', async () => {
    const { service, requests } = await startScriptedEmporix((response) =>
      answerJson(response, 200, [
        { id: 'c-1', contactPhone: '+47 901 24 471' },
        { id: 'c-2', contactPhone: '+47 1' },
      ]),
    );
    const found = valueOf(await service.search({ query: '901 24 471', limit: 1 }));
    expect(found.items).toMatchObject([{ customerUid: 'c-1' }]);
    expect(requests[0]?.body).toEqual({ q: 'contactPhone:~9.?0.?1.?2.?4.?4.?7.?1' });
  });

  it('for nothing that could be looked for asks nobody', async () => {
    const { service, requests } = await startScriptedEmporix((response) => answerJson(response, 200, []));
    expect(valueOf(await service.search({ query: '":(~*' })).items).toEqual([]);
    expect(requests).toEqual([]);
  });
});
