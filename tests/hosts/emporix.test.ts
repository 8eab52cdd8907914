import { describe, expect, it } from 'vitest';
import { EmporixShop, HeadlessTill } from './emporix-shop.ts';
import { answerOf } from './till-process.ts';

const some = 300;
const many = 3_000;
const nothingLeft = { pending: 0, parked: 0, conflicts: 0 };

/** A connected till that has pulled everything. */
async function openTillAtShop(customers: number): Promise<{ shop: EmporixShop; till: HeadlessTill }> {
  const shop = new EmporixShop(customers);
  await shop.open();
  const till = new HeadlessTill();
  const connected = await till.connect(shop.emporix);
  expect(connected.code).toBe(0);
  expect(connected.stdout).not.toContain(shop.emporix.clientSecret);
  expect(answerOf(connected)).toMatchObject({ connection: { service: 'emporix', practice: true } });
  expect(await till.sync()).toMatchObject({ pulled: customers, pushed: 0, ...nothingLeft });
  return { shop, till };
}

/** Whatever happened, the service has each customer once, nobody got a mail, and the till is well. */
async function expectWell(shop: EmporixShop, till: HeadlessTill, atService: number): Promise<void> {
  expect(await shop.counts()).toMatchObject({ customers: atService, passwordMails: 0 });
  const doctor = await till.run('doctor');
  expect({ code: doctor.code, answer: answerOf(doctor) }).toMatchObject({ code: 0, answer: { ok: true } });
}

// Dozens of processes, each of which starts a till of its own.
describe('the headless host with Emporix', { timeout: 180_000 }, () => {
  it('registers, changes and deletes while the service is away, and brings it there once it is back', async () => {
    const { shop, till } = await openTillAtShop(many);
    const search = { query: 'bjorn ase' };
    const { hits } = await till.call<{ hits: { customerUid: string }[] }>('customers.search', search);
    expect(hits[0]?.customerUid).toBe('demo-bjorn-ase');

    await shop.close();
    const kept = await till.register({ firstname: 'Kari', lastname: 'Zettervang', mobile: '90124472' });
    const changed = await till.register({ firstname: 'Ola', lastname: 'Zettervang' });
    const dropped = await till.register({ firstname: 'Per', lastname: 'Zettervang' });
    await till.call('customers.update', { customerUid: changed, changes: { firstname: 'Olav' } });
    await till.call('customers.delete', { customerUid: dropped });
    await till.call('customers.update', {
      customerUid: 'demo-ola-nordmann',
      changes: { lastname: 'Zettervang' },
    });
    await till.call('customers.delete', { customerUid: 'demo-kari-nordmann' });
    const offline = await till.run('sync', '--timeout', '10');
    expect(offline.stderr).toContain('cannot be reached');
    expect(answerOf(offline)).toMatchObject({ pushed: 0, parked: 0, conflicts: 0 });

    await shop.open();
    expect(await till.sync()).toMatchObject(nothingLeft);
    const there = await shop.named('Zettervang');
    expect(there.map(({ id, firstName }) => `${String(id)} ${String(firstName)}`).toSorted()).toEqual(
      [`${kept} Kari`, `${changed} Olav`, 'demo-ola-nordmann Ola'].toSorted(),
    );
    expect(there.find(({ id }) => id === kept)).toMatchObject({ contactPhone: '+4790124472' });
    expect((await shop.ask('GET', '/demo-kari-nordmann')).status).toBe(404);
    await expectWell(shop, till, many + 2 - 1);

    // The next round finds nothing to send again.
    expect(await till.sync()).toMatchObject({ pushed: 0, ...nothingLeft });
  });

  it('sends a registration whose answer was lost once, whatever broke and whoever was signed out', async () => {
    const { shop, till } = await openTillAtShop(some);
    const puts = { method: 'PUT', path: '/customers/' };
    await shop.control('PATCH', '/emporix/settings', { unauthorizedAs: 'message' });
    await shop.control('POST', '/faults', [
      { kind: '401', match: puts, count: 1 },
      { kind: 'reset-after', match: puts, count: 2 },
      { kind: 'cut-body', match: { method: 'PATCH' }, count: 1 },
      { kind: '500-after', match: { method: 'DELETE' }, count: 1 },
    ]);
    const customerUid = await till.register({
      firstname: 'Siv',
      lastname: 'Zetterdal',
      email: 'siv@zetterdal.example',
    });
    expect(await till.sync()).toMatchObject(nothingLeft);
    await till.call('customers.update', { customerUid, changes: { firstname: 'Sivert' } });
    await till.call('customers.delete', { customerUid: 'demo-paivi-makela' });
    expect(await till.sync()).toMatchObject(nothingLeft);
    expect(await shop.named('Zetterdal')).toMatchObject([
      // One write besides its creation: the change arrived once.
      { id: customerUid, firstName: 'Sivert', metadata: { version: 2 } },
    ]);
    await expectWell(shop, till, some);
  });

  it('reads everybody though tokens expire in the middle, nothing is counted and pages are cut short', async () => {
    const shop = new EmporixShop(many);
    await shop.open();
    const till = new HeadlessTill();
    await till.connect(shop.emporix);
    await shop.control('PATCH', '/emporix/settings', {
      countHeader: false,
      maxPageSize: 100,
      tokenLifeSeconds: 1,
    });
    // Pages that take their time: the first token has expired long before the last page.
    const slow = { kind: 'latency', value: 60, match: { method: 'GET', path: '/customers$' } };
    await shop.control('POST', '/faults', slow);
    expect(await till.sync()).toMatchObject({ pulled: many, ...nothingLeft });
    expect((await shop.counts()).tokensIssued).toBeGreaterThan(1);
    await expectWell(shop, till, many);
  });

  it('merges a change made elsewhere, and asks a person where both changed the same', async () => {
    const { shop, till } = await openTillAtShop(some);
    const customerUid = 'demo-soren-kjaergaard';
    await till.call('customers.update', { customerUid, changes: { firstname: 'Søren Emil' } });
    await shop.ask('PATCH', `/${customerUid}`, { lastName: 'Kjær' });
    expect(await till.sync()).toMatchObject(nothingLeft);
    expect(await till.customer(customerUid)).toMatchObject({ firstname: 'Søren Emil', lastname: 'Kjær' });

    await till.call('customers.update', { customerUid, changes: { lastname: 'Kjærsgaard' } });
    await shop.ask('PATCH', `/${customerUid}`, { lastName: 'Kjeldsen' });
    expect(await till.sync()).toMatchObject({ conflicts: 1 });
    const { conflicts } = await till.call<{ conflicts: { conflictId: string }[] }>('conflicts.list', {});
    expect(conflicts).toMatchObject([
      { customerUid, field: 'lastname', ours: 'Kjærsgaard', theirs: 'Kjeldsen' },
    ]);
    const conflictId = conflicts[0]?.conflictId;
    await till.call('conflicts.resolve', { conflictId, resolution: { take: 'ours' } });
    expect(await till.sync()).toMatchObject(nothingLeft);
    expect((await shop.ask('GET', `/${customerUid}`)).body).toMatchObject({
      firstName: 'Søren Emil',
      lastName: 'Kjærsgaard',
    });
    await expectWell(shop, till, some);
  });
});
