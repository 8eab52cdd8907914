import { describe, expect, it, onTestFinished } from 'vitest';
import { createPracticeStore } from '../../../electron/practice/practice-store.ts';
import { openCore } from '../operations/open-core.ts';

const person = {
  customerType: 'PERSON',
  firstname: 'Kari',
  lastname: 'Nordmann',
  countryCode: 'NO',
} as const;
const code = '2900000000000025';

async function openTill() {
  const { core, logged } = await openCore();
  const created = await core.call('customers.create', { customer: { ...person, customerUid: 'c-1' } });
  if (!created.ok) throw new Error(created.error.message);
  return { core, logged, first: created.customer.loyaltyId ?? '' };
}

describe('codes at a till', () => {
  it('are found, attached and remembered through the contract', async () => {
    const { core, first } = await openTill();
    expect(await core.call('codes.find', { code: first })).toMatchObject({
      ok: true,
      outcome: 'customer',
      foundBy: 'loyaltyId',
      customer: { customerUid: 'c-1', displayName: 'Kari Nordmann', loyaltyId: first },
    });
    expect(await core.call('codes.find', { code: `]C1${code}\u001D` })).toEqual({
      ok: true,
      outcome: 'unknown',
      code,
      canBeLoyaltyId: true,
      refusal: null,
    });
    expect(
      await core.call('codes.attach', { customerUid: 'c-1', code: `https://shop.example/${code}` }),
    ).toMatchObject({
      ok: true,
      state: 'pending',
      replaced: first,
      customer: { loyaltyId: code },
    });
    expect(await core.call('codes.find', { code: first })).toMatchObject({
      outcome: 'replaced',
      code: first,
      by: 'till',
      customer: { customerUid: 'c-1', loyaltyId: code },
    });
    expect(await core.call('codes.history', { customerUid: 'c-1' })).toMatchObject({
      codes: [{ code: first }],
    });
    expect(await core.call('audit.list', { customerUid: 'c-1', limit: 1 })).toMatchObject({
      entries: [{ action: 'codes.attach' }],
    });
  });

  it('cannot become a loyalty id when no card carries them, or when it is not clear what they are', async () => {
    const { core } = await openTill();
    const refusal = async (scanned: string) => {
      const answer = await core.call('codes.find', { code: scanned });
      return answer.ok && answer.outcome === 'unknown' ? answer.refusal : 'other';
    };
    expect(await refusal('Bjørn')).toBe('signs');
    expect(await refusal('x'.repeat(121))).toBe('signs');
    expect(await refusal('https://shop.example/join')).toBe('unclear');
    expect(await core.call('codes.attach', { customerUid: 'c-1', code: 'Bjørn' })).toMatchObject({
      error: { code: 'code.unusable' },
    });
    expect(await core.call('codes.attach', { customerUid: 'nobody', code })).toMatchObject({
      error: { code: 'customer.not-found' },
    });
  });

  it('leave nobody in the log', async () => {
    const { core, logged, first } = await openTill();
    await core.call('customers.create', { customer: { ...person, customerUid: 'c-2', firstname: 'Per' } });
    await core.call('codes.attach', { customerUid: 'c-2', code: first });
    await core.call('codes.attach', { customerUid: 'c-1', code });
    await core.call('codes.attach', { customerUid: 'c-2', code: first });
    expect(JSON.stringify(logged)).not.toMatch(/Nordmann|2900/);
  });

  it('are part of what this till holds of a customer', async () => {
    const store = createPracticeStore({ customers: 5, seed: 3 });
    onTestFinished(() => store.close());
    const { baseUrl } = await store.listen(0);
    const { core } = await openCore();
    await core.call('connection.set', {
      connection: { service: 'flow-retail', url: baseUrl, tenant: store.tenantUid, practice: true },
      secret: { kind: 'token', token: store.tokens.backoffice },
    });
    await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    const [hit] = await core
      .call('customers.search', { query: 'bjørn åse' })
      .then((answer) => (answer.ok ? answer.hits : []));
    const customerUid = hit!.customerUid;
    await core.call('codes.attach', { customerUid, code });
    await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(await core.call('codes.find', { code: hit!.loyaltyId! })).toMatchObject({
      outcome: 'replaced',
      by: 'till',
    });
    expect(await core.call('customers.export', { customerUid })).toMatchObject({
      export: { thisTill: { codes: [{ code: hit!.loyaltyId }] } },
    });
  });
});

describe('a service without a place for loyalty ids', () => {
  it('offers no card that could be attached, and refuses one', async () => {
    const store = createPracticeStore({ customers: 30, seed: 3 });
    onTestFinished(() => store.close());
    const { emporixUrl } = await store.listen(0);
    const { core } = await openCore();
    await core.call('connection.set', {
      connection: { service: 'emporix', url: emporixUrl, tenant: store.emporix.tenant, practice: true },
      secret: { kind: 'client-credentials', ...store.emporix.clients.till },
    });
    await core.syncOnce({ untilIdle: true, timeoutMs: 20_000 });
    expect(await core.call('codes.find', { code })).toMatchObject({
      outcome: 'unknown',
      canBeLoyaltyId: false,
      refusal: 'no-place',
    });
    expect(await core.call('codes.attach', { customerUid: 'demo-bjorn-ase', code })).toMatchObject({
      error: { code: 'card.no-loyalty-id' },
    });
  });
});
