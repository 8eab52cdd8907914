import { describe, expect, it, onTestFinished } from 'vitest';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import type { CustomerService } from '../../../electron/core/services/customer-service.ts';
import { connectToEmporix, valueOf } from './scripted-emporix.ts';

interface Connected {
  readonly till: CustomerService;
  readonly reader: CustomerService;
  /** Another till with the same sign-in: somebody else who changes customers. */
  readonly elsewhere: CustomerService;
  /** What the store noted of its Emporix side. */
  readonly facts: () => Promise<{ customers: number; passwordMails: number; tokensIssued: number }>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

const mixins = { loyaltyId: 'membership.cardNumber', externalId: 'erp.number' };

async function openStore(customers = 40): Promise<Connected> {
  const store = createPracticeStore({ customers, seed: 3 });
  onTestFinished(() => store.close());
  const { emporixUrl, controlUrl } = await store.listen(0);
  const { tenant, clients } = store.emporix;
  const as = (credentials: { clientId: string; clientSecret: string }) =>
    connectToEmporix(emporixUrl, { tenant, mixins, credentials: () => credentials });
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${controlUrl}/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.status === 204 ? undefined : response.json();
  };
  return {
    till: as(clients.till),
    elsewhere: as(clients.till),
    reader: as(clients.readOnly),
    facts: async () => (await control('GET', 'emporix')) as Awaited<ReturnType<Connected['facts']>>,
    control,
  };
}

const person = {
  customerUid: 'c-1',
  customerType: 'PERSON',
  firstname: 'Bjørn "B" (Åse)',
  lastname: 'Åse: ~.*',
  mobile: '+4790124471',
  email: 'ny@example.no',
  loyaltyId: '2900000000100',
  externalId: 'E 77/a',
} as const;

describe('Emporix against the practice store', () => {
  it('lists everybody once, page by page, with addresses and cards', async () => {
    const { till, facts } = await openStore();
    const { customers } = await facts();
    const uids = new Set<string>();
    for (let page = 0; page * 15 < customers; page += 1) {
      const { items, totalCount } = valueOf(await till.listPage({ page, pageSize: 15 }));
      expect(totalCount).toBe(customers);
      for (const { customerUid } of items) uids.add(customerUid);
    }
    expect(uids.size).toBe(customers);
    expect(valueOf(await till.get('demo-bjorn-ase'))).toMatchObject({
      firstname: 'Bjørn',
      city: 'Ålesund',
      countryCode: 'NO',
      loyaltyId: '2900000000001',
      revision: 1,
    });
    expect(valueOf(await till.get('demo-nordfjord'))).toMatchObject({ customerType: 'COMPANY' });
  });

  it('lists everybody once when pages are cut and nobody is counted', async () => {
    const { till, facts, control } = await openStore();
    await control('PATCH', 'emporix/settings', { countHeader: false, maxPageSize: 7 });
    const { customers } = await facts();
    const uids: string[] = [];
    for (let page = 0; ; page += 1) {
      const { items, pageSize } = valueOf(await till.listPage({ page, pageSize: 500 }));
      uids.push(...items.map(({ customerUid }) => customerUid));
      if (items.length < pageSize) break;
    }
    expect(new Set(uids).size).toBe(customers);
    expect(uids).toHaveLength(customers);
  });

  it('creates under the till’s id, once, and mails nobody', async () => {
    const { till, facts } = await openStore();
    const { customers } = await facts();
    const { customerType: _type, ...fields } = person;
    expect(valueOf(await till.create(person))).toMatchObject({
      ...fields,
      customerType: 'PERSON',
      revision: 1,
    });
    expect((await till.create(person)).outcome).toBe('conflict');
    expect(await facts()).toMatchObject({ customers: customers + 1, passwordMails: 0 });
    const company = {
      customerUid: 'co-1',
      customerType: 'COMPANY',
      companyName: 'Fjord AS',
      vatNumber: 'NO987654325',
    } as const;
    expect(valueOf(await till.create(company))).toMatchObject(company);
  });

  it('refuses a second customer with the same e-mail address in its own words', async () => {
    const { till } = await openStore();
    valueOf(await till.create(person));
    const other = await till.create({ ...person, customerUid: 'c-2', externalId: 'E 78' });
    expect(other.outcome).toBe('conflict');
    expect((await till.get('c-2')).outcome).toBe('not-found');
  });

  it('updates what changed and nothing else, and finds out who came first', async () => {
    const { till, elsewhere } = await openStore();
    const before = valueOf(await till.get('demo-bjorn-ase'));
    const after = valueOf(
      await till.update(
        'demo-bjorn-ase',
        { mobile: '+4741355901', loyaltyId: '2900000000200' },
        { baseRevision: '1' },
      ),
    );
    expect(after).toMatchObject({
      ...before,
      mobile: '+4741355901',
      loyaltyId: '2900000000200',
      revision: 2,
      emporix: expect.anything() as unknown,
      mixins: { membership: { cardNumber: '2900000000200' } },
    });
    valueOf(await elsewhere.update('demo-bjorn-ase', { email: 'bjorn.ny@example.no' }));
    const late = await till.update('demo-bjorn-ase', { email: 'b@example.no' }, { baseRevision: '2' });
    expect(late.outcome).toBe('conflict');
    expect((await till.update('nobody', { email: 'b@example.no' })).outcome).toBe('not-found');
  });

  it('deletes, and says that somebody is gone', async () => {
    const { till } = await openStore();
    valueOf(await till.create(person));
    expect(await till.delete('c-1')).toEqual({ outcome: 'done', value: null });
    expect((await till.get('c-1')).outcome).toBe('not-found');
    expect((await till.delete('c-1')).outcome).toBe('not-found');
  });

  it('finds people by name, number, e-mail address, card and external id, whatever is in them', async () => {
    const { till } = await openStore();
    valueOf(await till.create(person));
    const uidsOf = async (query: string, exactMatch?: boolean) =>
      valueOf(await till.search({ query, exactMatch })).items.map(({ customerUid }) => customerUid);
    for (const query of [
      'åse: ~.*',
      'bjørn "b" åse:',
      '901 24 471',
      'NY@example.no',
      '2900000000100',
      'ny@exam',
    ]) {
      expect(await uidsOf(query), query).toContain('c-1');
    }
    expect(await uidsOf('ny@example.no', true)).toEqual(['c-1']);
    expect(await uidsOf('nordfjord')).toContain('demo-nordfjord');
    expect(valueOf(await till.search({ query: 'nordfjord', types: ['PERSON'] })).items).toEqual([]);
    expect(valueOf(await till.findByExternalId('E 77/a'))).toMatchObject([{ customerUid: 'c-1' }]);
    expect(valueOf(await till.findByExternalId('E-77/a'))).toEqual([]);
  });

  it('reads with a sign-in that may not change anybody, and is refused to', async () => {
    const { reader } = await openStore();
    valueOf(await reader.get('demo-bjorn-ase'));
    expect((await reader.update('demo-bjorn-ase', { mobile: '+4741355901' })).outcome).toBe('forbidden');
    expect((await reader.delete('demo-bjorn-ase')).outcome).toBe('forbidden');
  });

  it('renews a token that expired without anybody noticing', async () => {
    const { till, control, facts } = await openStore();
    valueOf(await till.get('demo-bjorn-ase'));
    await control('POST', 'emporix/expire-tokens');
    valueOf(await till.update('demo-bjorn-ase', { mobile: '+4741355901' }));
    expect((await facts()).tokensIssued).toBe(2);
  });

  it('knows after a broken connection that nobody knows, and finds out by asking', async () => {
    const { till, control } = await openStore();
    await control('POST', 'faults', {
      kind: 'reset-after',
      match: { method: 'PUT', path: '/customers/' },
      count: 1,
    });
    expect((await till.create(person)).outcome).toBe('unknown');
    expect(valueOf(await till.get('c-1'))).toMatchObject({ customerUid: 'c-1' });
    await control('POST', 'faults', { kind: '500', match: { method: 'PATCH' }, count: 1 });
    expect((await till.update('c-1', { mobile: '+4741355901' })).outcome).toBe('unknown');
    expect(valueOf(await till.get('c-1'))).toMatchObject({ mobile: '+4790124471' });
  });
});
