import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../../electron/core/core.ts';
import type { TypesText } from '../../../electron/core/hand-over/hand-over-host.ts';
import { listenAtCounter } from '../../../electron/host/counter-listener.ts';
import { fail, succeed } from '#shared/contract/errors';
import type { HandOverSettings } from '#shared/contract/hand-over';
import { handOverOff } from '#shared/hand-over/settings';
import { openCore } from '../operations/open-core.ts';
import { startSale } from './sale.ts';

const kari = {
  customerType: 'PERSON',
  customerUid: 'c-kari',
  firstname: 'Kari',
  lastname: 'Nord & Mann',
} as const;

async function register(
  core: Core,
  changes: { customerUid?: string; lastname?: string; loyaltyId?: string } = {},
) {
  const customer = { ...kari, countryCode: 'NO', loyaltyId: '2900000000000017', ...changes };
  const answer = await core.call('customers.create', { customer });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.customer.customerUid;
}

async function setUp(core: Core, handOver: Partial<HandOverSettings>): Promise<void> {
  const answer = await core.call('settings.set', { changes: { handOver: { ...handOverOff, ...handOver } } });
  expect(answer.ok).toBe(true);
}

const callOf = (url: string): HandOverSettings['url'] => ({ when: 'asked', method: 'GET', url, fields: [] });

async function send(core: Core, customerUid: string, occasion: 'asked' | 'opened' = 'asked') {
  const answer = await core.call('handOver.send', { customerUid, occasion });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.outcomes.map(({ way, error, copy }) =>
    copy === undefined ? [way, error?.code] : [way, copy],
  );
}

/** Every entry of the trail that a hand-over made, oldest first. */
async function trail(core: Core) {
  const answer = await core.call('audit.list', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.entries
    .filter(({ action }) => action.startsWith('handOver.'))
    .map(({ action, customerUid, outcome }) => `${action} ${customerUid} ${outcome}`)
    .toReversed();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** Keys as a computer would take them. */
function keyboard(answer: Awaited<ReturnType<TypesText['type']>> = succeed({})) {
  const typed: string[] = [];
  const typing: TypesText = {
    problem: () => null,
    async type(text, end) {
      typed.push(`${text}<${end}>`);
      return answer;
    },
  };
  return { typing, typed };
}

describe('a hand-over', () => {
  it('does not happen on a till as it comes', async () => {
    const { core } = await openCore();
    const customerUid = await register(core);
    expect(await core.call('handOver.send', { customerUid, occasion: 'asked' })).toMatchObject({
      ok: false,
      error: { code: 'hand-over.off' },
    });
    expect(await send(core, customerUid, 'opened')).toEqual([]);
    expect(await trail(core)).toEqual([]);
  });

  it('uses every way that is on, keys last, and is audited by the customer’s id', async () => {
    const { typing, typed } = keyboard();
    const copied: string[] = [];
    const sale = await startSale();
    const { core } = await openCore({ handOver: { typing, copyText: (text) => void copied.push(text) } });
    const customerUid = await register(core);
    await setUp(core, {
      keys: { when: 'opened', template: '{loyaltyId}', end: 'tab' },
      clipboard: { when: 'opened', template: '{customerUid};{lastname}' },
      url: { when: 'asked', method: 'GET', url: `${sale.origin}/sale?c={lastname}`, fields: [] },
    });
    expect(await send(core, customerUid)).toEqual([
      ['clipboard', undefined],
      ['url', undefined],
      ['keys', undefined],
    ]);
    expect(copied).toEqual(['c-kari;Nord & Mann']);
    expect(typed).toEqual(['2900000000000017<tab>']);
    expect(sale.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /sale?c=Nord%20%26%20Mann',
    ]);
    expect(await trail(core)).toEqual([
      'handOver.clipboard c-kari ok',
      'handOver.url c-kari ok',
      'handOver.keys c-kari ok',
    ]);
    // On opening, only what is to happen then.
    expect(await send(core, customerUid, 'opened')).toEqual([
      ['clipboard', undefined],
      ['keys', undefined],
    ]);
  });

  it('gives the text to the window where the host has no clipboard, and says that nobody can type', async () => {
    const { core } = await openCore();
    const customerUid = await register(core);
    await setUp(core, {
      clipboard: { when: 'asked', template: '{loyaltyId}' },
      keys: { ...handOverOff.keys, when: 'asked' },
    });
    expect(await send(core, customerUid)).toEqual([
      ['clipboard', '2900000000000017'],
      ['keys', 'hand-over.no-typing'],
    ]);
    expect(await trail(core)).toEqual([
      'handOver.clipboard c-kari ok',
      'handOver.keys c-kari hand-over.no-typing',
    ]);
  });

  it('posts the chosen fields as JSON', async () => {
    const sale = await startSale();
    const { core } = await openCore();
    const customerUid = await register(core);
    await setUp(core, {
      url: {
        when: 'asked',
        method: 'POST',
        url: `${sale.origin}/sale`,
        fields: ['customerUid', 'firstname', 'mobile'],
      },
    });
    expect(await send(core, customerUid)).toEqual([['url', undefined]]);
    expect(sale.calls).toMatchObject([{ method: 'POST', headers: { 'content-type': 'application/json' } }]);
    expect(JSON.parse(sale.calls[0]?.body ?? '')).toEqual({ customerUid: 'c-kari', firstname: 'Kari' });
  });

  it('tells in words what the sale answered, follows it nowhere and never calls again', async () => {
    let status = 404;
    const sale = await startSale(() => status);
    const { core } = await openCore();
    const customerUid = await register(core);
    const url = callOf(`${sale.origin}/{loyaltyId}`);
    await setUp(core, { url });
    const answer = await core.call('handOver.send', { customerUid, occasion: 'asked' });
    expect(answer).toMatchObject({
      outcomes: [{ error: { code: 'hand-over.refused', message: expect.stringContaining('404 Not Found') } }],
    });
    status = 302;
    expect(await send(core, customerUid)).toEqual([['url', 'hand-over.refused']]);
    expect(sale.calls.map(({ path }) => path)).toEqual(['/2900000000000017', '/2900000000000017']);
    await setUp(core, { url: { ...url, url: `http://127.0.0.1:${await freePort()}/{loyaltyId}` } });
    expect(await send(core, customerUid)).toEqual([['url', 'hand-over.unreachable']]);
  });

  it('calls no host that is not this computer, unless the shop’s IT allows it', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (url) => {
      asked.push(url as string);
      return new Response(null, { status: 204 });
    };
    const url = callOf('http://pos.shop.example:8080/{loyaltyId}');
    const { core } = await openCore({ fetch });
    const customerUid = await register(core);
    await setUp(core, { url });
    expect(await send(core, customerUid)).toEqual([['url', 'hand-over.bad-setup']]);
    expect(asked).toEqual([]);

    const { core: other } = await openCore({ fetch, handOver: { allowedHosts: ['POS.shop.example:8080'] } });
    await register(other);
    await setUp(other, { url });
    expect(await send(other, customerUid)).toEqual([['url', undefined]]);
    expect(asked).toEqual(['http://pos.shop.example:8080/2900000000000017']);
  });

  it('is broken off by a newer one: what the sale hears last is the customer who was chosen last', async () => {
    const answers: (number | undefined)[] = [undefined, 200];
    const sale = await startSale(() => answers.shift());
    const { core } = await openCore();
    await register(core);
    await register(core, { customerUid: 'c-ola', lastname: 'Ola', loyaltyId: '2900000000000024' });
    await setUp(core, {
      url: { when: 'opened', method: 'GET', url: `${sale.origin}/{customerUid}`, fields: [] },
    });
    const first = send(core, 'c-kari', 'opened');
    await expect.poll(() => sale.calls.length).toBe(1);
    expect(await send(core, 'c-ola', 'opened')).toEqual([['url', undefined]]);
    expect(await first).toEqual([['url', 'hand-over.overtaken']]);
    expect(sale.calls.map(({ path }) => path)).toEqual(['/c-kari', '/c-ola']);
  });

  it('says when the customer has nothing to hand over, and when there is no such customer', async () => {
    const { typing, typed } = keyboard();
    const { core } = await openCore({ handOver: { typing } });
    const customerUid = await register(core);
    await setUp(core, { keys: { when: 'asked', template: '{vatNumber}', end: 'enter' } });
    expect(await send(core, customerUid)).toEqual([['keys', 'hand-over.nothing']]);
    expect(typed).toEqual([]);
    const nobody = await core.call('handOver.send', { customerUid: 'nobody', occasion: 'asked' });
    expect(nobody).toMatchObject({ ok: false, error: { code: 'customer.not-found' } });
  });

  it('hands on what the keyboard says, and is nothing a locked till does', async () => {
    const { typing } = keyboard(fail('hand-over.no-window'));
    const { core } = await openCore({ handOver: { typing } });
    const customerUid = await register(core);
    await setUp(core, { keys: { ...handOverOff.keys, when: 'asked' } });
    expect(await send(core, customerUid)).toEqual([['keys', 'hand-over.no-window']]);
    await core.call('cashiers.add', { cashier: 'Ada', pin: '1234', role: 'manager' });
    await core.call('session.lock', {});
    expect(await core.call('handOver.send', { customerUid, occasion: 'asked' })).toMatchObject({
      error: { code: 'session.locked' },
    });
  });

  it('can be tried with a made-up customer while it is off, and that is not audited', async () => {
    const sale = await startSale();
    const { typing, typed } = keyboard();
    const { core } = await openCore({ handOver: { typing } });
    await setUp(core, {
      url: { when: 'never', method: 'GET', url: `${sale.origin}/?n={displayName}`, fields: [] },
    });
    expect(await core.call('handOver.try', { way: 'url' })).toMatchObject({ outcome: { error: null } });
    expect(await core.call('handOver.try', { way: 'keys' })).toMatchObject({ outcome: { error: null } });
    expect(await core.call('handOver.try', { way: 'clipboard' })).toMatchObject({
      outcome: { error: null, copy: '2900000000000000' },
    });
    expect(sale.calls.map(({ path }) => path)).toEqual(['/?n=%C3%85se%20%26%20Bj%C3%B8rn%20Test']);
    expect(typed).toEqual(['2900000000000000<enter>']);
    expect(await trail(core)).toEqual([]);
  });
});

describe('who is at the counter', () => {
  async function openCounter(options: { origin?: string } = {}) {
    const port = await freePort();
    const { core, dataDir } = await openCore({ handOver: { listen: listenAtCounter } });
    const customerUid = await register(core);
    await setUp(core, {
      counter: { ...handOverOff.counter, when: 'asked', port, origin: options.origin ?? '' },
    });
    const status = await core.call('handOver.status', {});
    const given = await core.call('handOver.counterToken', {});
    if (!status.ok || !given.ok) throw new Error('The counter is not there.');
    expect(status.counter).toMatchObject({ url: `http://127.0.0.1:${port}/counter`, error: null });
    const ask = async (
      path = '/counter',
      init: { method?: string; headers?: Record<string, string> } = {},
    ) => {
      const headers = { authorization: `Bearer ${given.token}`, ...init.headers };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? null : JSON.parse(text),
      };
    };
    return { core, dataDir, customerUid, port, ask, token: given.token };
  }

  it('is nobody, then the customer with the chosen fields alone, then nobody again after “done”', async () => {
    const { core, customerUid, ask } = await openCounter();
    expect(await ask()).toMatchObject({ status: 200, body: { customer: null, since: null } });
    expect(await send(core, customerUid)).toEqual([['counter', undefined]]);
    const { body } = await ask();
    expect(body.customer).toEqual({
      customerUid: 'c-kari',
      loyaltyId: '2900000000000017',
      displayName: 'Kari Nord & Mann',
    });
    expect((await ask()).body).toEqual(body);
    expect(await ask('/counter/done', { method: 'POST' })).toMatchObject({ status: 204 });
    expect((await ask()).body.customer).toBeNull();
    // Asked twice, told of once: a POS asks all the time.
    expect(await trail(core)).toEqual(['handOver.counter c-kari ok', 'handOver.answer c-kari ok']);
  });

  it('is still the next customer when “done” was meant for the one before', async () => {
    const { core, customerUid, ask } = await openCounter();
    await send(core, customerUid);
    const { body } = await ask();
    await register(core, { customerUid: 'c-ola', lastname: 'Ola', loyaltyId: '2900000000000024' });
    await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(body.since));
    await send(core, 'c-ola');
    await ask(`/counter/done?since=${encodeURIComponent(body.since)}`, { method: 'POST' });
    expect((await ask()).body.customer).toMatchObject({ customerUid: 'c-ola' });
  });

  it('is nobody when the till was locked, the customer deleted, or the next one could not be handed over', async () => {
    const { core, customerUid, ask, port } = await openCounter();
    await send(core, customerUid);
    await core.call('customers.delete', { customerUid });
    expect((await ask()).body.customer).toBeNull();

    await register(core, { customerUid: 'c-ola', lastname: 'Ola', loyaltyId: '2900000000000024' });
    await send(core, 'c-ola');
    expect((await ask()).body.customer).not.toBeNull();
    await setUp(core, {
      counter: { ...handOverOff.counter, when: 'asked', port, fields: ['vatNumber'] },
    });
    expect(await send(core, 'c-ola')).toEqual([['counter', 'hand-over.nothing']]);
    expect((await ask()).body.customer).toBeNull();

    await setUp(core, { counter: { ...handOverOff.counter, when: 'asked', port } });
    await send(core, 'c-ola');
    await core.call('cashiers.add', { cashier: 'Ada', pin: '1234', role: 'manager' });
    await core.call('session.lock', {});
    expect((await ask()).body.customer).toBeNull();
    await core.call('session.unlock', { cashier: 'Ada', pin: '1234' });
    expect((await ask()).body.customer).toBeNull();
  });

  it('is told to nobody without the token, and to no page that the shop has not allowed', async () => {
    const { core, customerUid, ask, port, token } = await openCounter({ origin: 'https://pos.shop.example' });
    await send(core, customerUid);
    const statusWith = (headers: Record<string, string>, method = 'GET') =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request({ port, host: '127.0.0.1', path: '/counter', method, headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.once('error', reject).end();
      });
    const signedIn = { authorization: `Bearer ${token}` };
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusWith({ ...signedIn, host: `evil.example:${port}` })).toBe(403);
    expect(await statusWith({ ...signedIn, host: '127.0.0.1' })).toBe(403);
    expect(await statusWith({ ...signedIn, origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith({ ...signedIn, origin: 'null' })).toBe(403);
    expect(await statusWith({ origin: 'https://evil.example' }, 'OPTIONS')).toBe(403);
    expect(await statusWith(signedIn, 'DELETE')).toBe(405);
    expect(await statusWith({ ...signedIn, host: `localhost:${port}` })).toBe(200);

    const fromPage = { headers: { origin: 'https://pos.shop.example' } };
    const preflight = await ask('/counter', { ...fromPage, method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization');
    const answer = await ask('/counter', fromPage);
    expect(answer.body.customer).toMatchObject({ customerUid: 'c-kari' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://pos.shop.example');

    const renewed = await core.call('handOver.counterToken', { renew: true });
    expect(renewed.ok && renewed.token).not.toBe(token);
    expect((await ask()).status).toBe(401);
    // What an answer is cached as, somebody else could read.
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('follows its settings: another port, off, a port that is taken', async () => {
    const { core, customerUid, ask } = await openCounter();
    await setUp(core, { counter: handOverOff.counter });
    await core.call('handOver.status', {});
    await expect(ask()).rejects.toThrow('fetch failed');

    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    await setUp(core, { counter: { ...handOverOff.counter, when: 'asked', port } });
    expect(await core.call('handOver.status', {})).toMatchObject({
      counter: { url: null, error: { code: 'hand-over.port-taken' } },
    });
    expect(await send(core, customerUid)).toEqual([['counter', 'hand-over.port-taken']]);
  });

  it('closes with the till, and is open again with the same token and nobody there', async () => {
    const { core, dataDir, customerUid, ask } = await openCounter();
    await send(core, customerUid);
    await core.close();
    await expect(ask()).rejects.toThrow('fetch failed');
    const { core: again } = await openCore({ dataDir, handOver: { listen: listenAtCounter } });
    await again.call('handOver.status', {});
    expect(await ask()).toMatchObject({ status: 200, body: { customer: null } });
  });

  it('can be tried with the made-up customer, and be left by hand', async () => {
    const { core, ask } = await openCounter();
    expect(await core.call('handOver.try', { way: 'counter' })).toMatchObject({ outcome: { error: null } });
    expect((await ask()).body.customer).toMatchObject({ customerUid: 'tillbook-test' });
    expect(await core.call('handOver.done', {})).toMatchObject({ released: true });
    expect(await core.call('handOver.done', {})).toMatchObject({ released: false });
    expect((await ask()).body.customer).toBeNull();
    expect(await trail(core)).toEqual([]);
  });
});
