import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as sendClear } from 'node:http';
import { request as sendByTls } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runTill } from '../../electron/cli/index.ts';
import { createBrowserSession, tokenLifeMs } from '../../electron/serve/browser-session.ts';
import { listenAtCounter } from '../../electron/host/counter-listener.ts';
import { listenForStatus } from '../../electron/host/status-listener.ts';
import { createRateLimit } from '../../electron/host/rate-limit.ts';
import { isEveryAddress, isLoopback } from '../../electron/core/doors/loopback.ts';
import type { ListeningPlace } from '../../electron/serve/listening-place.ts';
import { startBrowserHost } from '../../electron/serve/start-browser-host.ts';
import { makeFolder } from '../core/db/open-writer.ts';
import { findClosedPort } from '../loopback-server.ts';
import { makeCertificate } from './self-signed.ts';
import { startTill } from './till-process.ts';

/** What is asked here never gets past the host. */
const core = { callUntrusted: async () => ({ ok: true }) as const, subscribe: () => () => {} };

async function startHost(place: ListeningPlace, callsPerSecond = 500): Promise<URL> {
  const rendererDir = makeFolder();
  writeFileSync(join(rendererDir, 'index.html'), '<title>Till</title>');
  const host = await startBrowserHost({ core, rendererDir, place, callsPerSecond, log: () => {} });
  onTestFinished(() => host.close());
  return new URL(host.address);
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function send(
  { protocol, hostname, port }: URL,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const to = {
    hostname: hostname.replaceAll(/[[\]]/g, ''),
    port,
    path,
    method: options.method ?? 'GET',
    headers: options.headers ?? {},
  };
  return new Promise((resolve, reject) => {
    const sent = protocol === 'https:' ? sendByTls({ ...to, rejectUnauthorized: false }) : sendClear(to);
    sent.once('error', reject).once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.end(options.body);
  });
}

const onLoopback = { address: '127.0.0.1', port: 0 };

/** Everything a connection hears until it is hung up on. */
async function hear(port: number, said: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => {});
  socket.write(said);
  await once(socket, 'close');
  return heard;
}

describe('the one-time token', () => {
  it('is worth nothing when its time is over', () => {
    let nowMs = 0;
    const session = createBrowserSession(() => nowMs);
    nowMs = tokenLifeMs;
    expect(session.redeem(session.token)).toBeUndefined();
    const other = createBrowserSession(() => nowMs);
    nowMs += tokenLifeMs - 1;
    expect(other.redeem(other.token)).toBeDefined();
  });

  it('guessed at makes a guesser wait, no longer for guessing on', () => {
    let nowMs = 0;
    const session = createBrowserSession(() => nowMs);
    for (let guess = 0; guess < 20; guess += 1) expect(session.redeem('guess')).toBeUndefined();
    expect(session.pauseMs()).toBe(10_000);
    nowMs += 10_000;
    expect(session.pauseMs()).toBe(0);
  });

  it('guessed at over and over makes the host say “wait” to guesses, and opens the till all the same', async () => {
    const address = await startHost(onLoopback);
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await send(address, `/?token=${guess}`)).status).toBe(401);
    }
    const answer = await send(address, '/?token=11');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'host.too-many' } });
    expect((await send(address, `/${address.search}`)).status).toBe(303);
  });

  it('is not spent by a program that only looks whether somebody answers', async () => {
    const address = await startHost(onLoopback);
    const looked = await send(address, `/${address.search}`, { method: 'HEAD' });
    expect(looked.status).toBe(401);
    expect(looked.headers['set-cookie']).toBeUndefined();
    expect((await send(address, `/${address.search}`)).status).toBe(303);
  });
});

describe('too much at once', () => {
  it('is a burst, and then so much a second', () => {
    let nowMs = 0;
    const limit = createRateLimit({ perSecond: 2, burst: 3, nowMs: () => nowMs });
    for (let taken = 0; taken < 3; taken += 1) {
      expect(limit.waitMs()).toBe(0);
      limit.take();
    }
    expect(limit.waitMs()).toBe(500);
    nowMs += 500;
    expect(limit.waitMs()).toBe(0);
    nowMs += 3_600_000;
    for (let taken = 0; taken < 3; taken += 1) limit.take();
    expect(limit.waitMs()).toBe(500);
  });

  it('asked of the till is answered “wait”', async () => {
    const address = await startHost(onLoopback, 1);
    const opened = await send(address, `/${address.search}`);
    const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const call = (): Promise<Answer> =>
      send(address, '/api/call/session.status', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{}',
      });
    const statuses: number[] = [];
    for (let asked = 0; asked < 3; asked += 1) statuses.push((await call()).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('asked of the counter is answered “wait”, and so are guesses of its token', async () => {
    for (const [status, tries] of [
      [401, 20],
      [200, 200],
    ] as const) {
      const port = await findClosedPort();
      const listening = await listenAtCounter(port, async () => ({ status, headers: {} }));
      if (!listening.ok) throw new Error(listening.error.message);
      onTestFinished(() => listening.close());
      const statuses: number[] = [];
      for (let asked = 0; asked < tries + 60; asked += 1) {
        statuses.push((await send(new URL(`http://127.0.0.1:${port}`), '/counter')).status);
      }
      expect(new Set(statuses)).toEqual(new Set([status, 429]));
      expect(statuses.slice(0, tries)).toEqual(Array.from({ length: tries }, () => status));
    }
  });

  it('asked of the counter by strangers keeps out nobody who has its token', async () => {
    const port = await findClosedPort();
    const listening = await listenAtCounter(port, async ({ authorization, origin }) => ({
      status: authorization === 'Bearer right' ? 200 : origin === undefined ? 401 : 403,
      headers: {},
    }));
    if (!listening.ok) throw new Error(listening.error.message);
    onTestFinished(() => listening.close());
    const place = new URL(`http://127.0.0.1:${port}`);
    for (let asked = 0; asked < 120; asked += 1) {
      await send(place, '/counter');
      await send(place, '/counter', { headers: { origin: 'https://shop.example' } });
      await send(place, '/counter', { method: 'OPTIONS', headers: { origin: 'https://shop.example' } });
    }
    expect((await send(place, '/counter')).status).toBe(429);
    expect((await send(place, '/counter', { headers: { authorization: 'Bearer right' } })).status).toBe(200);
  });
});

/** What a stranger may ask, byte for byte, with what a server of a till answers. */
function strangersQuestions(
  host: string,
): readonly (readonly [asked: string, statuses: readonly number[]])[] {
  return [
    [`OPTIONS * HTTP/1.1\r\nHost: ${host}\r\n\r\n`, [400, 401]],
    [`GET http://[ HTTP/1.1\r\nHost: ${host}\r\n\r\n`, [400, 401]],
    [`GET / HTTP/1.1\r\nHost: ${host}/\r\n\r\n`, [400, 401]],
    [`GET / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${'a=b; '.repeat(9)}\r\n\r\n`, [401]],
    [`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n\r\n`, [401]],
    [`GET / HTTP/1.1\r\nHost: ${host}\r\nExpect: a miracle\r\n\r\n`, [417]],
    [`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, [401]],
    [`POST /counter HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 99999\r\n\r\nhalf`, [401]],
    [`TRACE / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, [401]],
    [`GET / HTTP/1.1\r\n\r\n`, [400]],
    [`GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`, [400, 401]],
  ];
}

describe('a stranger’s connection', () => {
  it('is hung up on after the refusal', async () => {
    const address = await startHost(onLoopback);
    for (const path of ['/', '/api/events', '/assets/app.js']) {
      const heard = await hear(Number(address.port), `GET ${path} HTTP/1.1\r\nHost: ${address.host}\r\n\r\n`);
      expect(heard).toMatch(/^HTTP\/1\.1 401/);
    }
    expect(await hear(Number(address.port), `GET / HTTP/1.1\r\nHost: till.example\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 403/,
    );
  });

  it('is hung up on whatever it asks, and the till’s own browser is not', async () => {
    const address = await startHost(onLoopback);
    const opened = await send(address, `/${address.search}`);
    const headers = { cookie: opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    for (const [asked, statuses] of strangersQuestions(address.host)) {
      const heard = await hear(Number(address.port), asked);
      expect(statuses, asked).toContain(Number(heard.split(' ')[1]));
    }
    const own = await send(address, '/', { headers: { ...headers, connection: 'keep-alive' } });
    expect(own.headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=600' });
  });

  it('is hung up on at the counter and by the status, whatever it asks', async () => {
    const port = await findClosedPort();
    const refuse = async () => ({ status: 401, headers: {} });
    for (const listen of [
      () => listenAtCounter(port, refuse),
      () => listenForStatus({ address: '127.0.0.1', port, tlsCertFile: '', tlsKeyFile: '' }, refuse),
    ]) {
      const listening = await listen();
      if (!listening.ok) throw new Error(listening.error.message);
      for (const [asked, statuses] of strangersQuestions(`127.0.0.1:${port}`)) {
        const heard = await hear(port, asked);
        expect(statuses, asked).toContain(Number(heard.split(' ')[1]));
      }
      await listening.close();
    }
  });

  it('is ended when it says nothing, or nothing that ends, or too much, or no HTTP', async () => {
    const port = Number((await startHost(onLoopback)).port);
    const heard = await Promise.all([
      hear(port, ''),
      hear(port, 'GET / HTTP/1.1\r\nX-Slow: '),
      hear(port, `GET / HTTP/1.1\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`),
      hear(port, '\u0016\u0003\u0001 hello\r\n\r\n'),
    ]);
    expect(heard.map((answer) => answer.split(' ')[1])).toEqual(['408', '408', '431', '400']);
  });
});

describe('where the till listens', () => {
  it('is loopback and no other address of this machine', async () => {
    const { port } = await startHost(onLoopback);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family }) => family === 'IPv4' && !isLoopback(address));
    for (const { address } of others) {
      const socket = connect(Number(port), address);
      const [cause] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(cause.code).toBe('ECONNREFUSED');
    }
    const v6 = connect(Number(port), '::1');
    expect(await once(v6, 'error')).toHaveLength(1);
  });

  it.each([
    ['127.0.0.1', true, false],
    ['127.8.9.10', true, false],
    ['::1', true, false],
    ['0.0.0.0', false, true],
    ['::', false, true],
    ['192.168.1.5', false, false],
    ['localhost', false, false],
    ['::ffff:192.168.1.5', false, false],
  ])('%s: loopback %s, every address %s', (address, loopback, every) => {
    expect(isLoopback(address)).toBe(loopback);
    expect(isEveryAddress(address)).toBe(every);
  });

  it('is never beyond loopback without TLS', async () => {
    const place = { address: '0.0.0.0', port: 0, name: 'till.example' };
    await expect(startBrowserHost({ core, place, log: () => {} })).rejects.toThrow(/TLS/);
  });

  it('by TLS has a cookie that clear text never carries, and answers to its one name', async () => {
    const tls = makeCertificate('localhost');
    const address = await startHost({ address: '127.0.0.1', port: 0, name: 'localhost', tls });
    expect(address.protocol).toBe('https:');
    const opened = await send(address, `/${address.search}`);
    const cookie = opened.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^__Host-tillbook-\d+=/);
    for (const wanted of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'])
      expect(cookie).toContain(wanted);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await send(address, '/', { headers })).body).toContain('<title>Till</title>');
    const byAddress = { ...headers, host: `127.0.0.1:${address.port}` };
    expect((await send(address, '/', { headers: byAddress })).status).toBe(403);
  });
});

describe('serve', () => {
  it.each([
    ['another address in clear text', ['--listen', '192.0.2.1']],
    ['every address without a name', ['--listen', '0.0.0.0', '--tls-cert', 'c', '--tls-key', 'k']],
    ['a name instead of an address', ['--listen', 'localhost']],
    ['a certificate without its key', ['--tls-cert', 'c']],
    ['a name that is none', ['--name', 'till/../x']],
    ['a certificate that is not there', ['--tls-cert', '/nowhere/c', '--tls-key', '/nowhere/k']],
  ])('refuses %s', async (_what, args) => {
    expect(await runTill(['--data', makeFolder(), 'serve', ...args])).toBe(2);
  });

  it('beyond this machine works by TLS, and warns', async () => {
    const folder = makeFolder();
    const { cert, key } = makeCertificate('till.test');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
    const tls = ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')];
    const place = ['--listen', '0.0.0.0', '--name', 'till.test', ...tls];
    const till = await startTill(['--data', join(folder, 'data'), 'serve', ...place]);
    const address = new URL(/https:\S+/.exec(till.firstLine)?.[0] ?? '');
    expect(address.hostname).toBe('till.test');
    const here = new URL(`https://127.0.0.1:${address.port}`);
    const opened = await send(here, `/${address.search}`, { headers: { host: address.host } });
    expect(opened.status).toBe(303);
    expect((await till.stop()).stderr).toContain('reachable from other machines');
  });
});
