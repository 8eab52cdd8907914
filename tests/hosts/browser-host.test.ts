import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as sendRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createCore } from '../../electron/core/app.ts';
import type { Core } from '../../electron/core/core.ts';
import { startBrowserHost } from '../../electron/serve/start-browser-host.ts';
import { testKey } from '../core/db/open-writer.ts';

let core: Core;
let origin: string;
let token: string;

const folder = mkdtempSync(join(tmpdir(), 'tillbook-host-'));
const rendererDir = join(folder, 'renderer');

beforeAll(async () => {
  mkdirSync(join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(join(rendererDir, 'index.html'), '<title>Till</title>');
  writeFileSync(join(rendererDir, 'assets/app-1a2b.js'), 'void 0;');
  writeFileSync(join(folder, 'secret.txt'), 'outside the renderer');
  const opened = await createCore({ dataDir: join(folder, 'data'), key: testKey, backgroundSync: false });
  if (!opened.ok) throw new Error(opened.error.message);
  ({ core } = opened);
});

afterAll(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each test has a host of its own, with a token nobody has used. */
beforeEach(async () => {
  const host = await startBrowserHost({ core, rendererDir, log: () => {} });
  onTestFinished(() => host.close());
  const address = new URL(host.address);
  origin = address.origin;
  token = address.searchParams.get('token') ?? '';
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request byte for byte as given: fetch would set Host and tidy the path. */
function send(
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = sendRequest(
      { hostname, port, path, method: options.method ?? 'GET', headers: options.headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      },
    );
    sent.once('error', reject);
    sent.end(options.body);
  });
}

/** Opens the session as the printed address does. @returns the cookie a browser would send */
async function signIn(): Promise<string> {
  const answer = await send(`/?token=${token}`);
  expect(answer).toMatchObject({ status: 303, headers: { location: '/' } });
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function call(operation: string, body: string, headers: Record<string, string>): Promise<Answer> {
  return send(`/api/call/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

describe('the session', () => {
  it('is opened by the token once, with a cookie scripts and other sites never see', async () => {
    const first = await send(`/?token=${token}`);
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\//);
    const again = await send(`/?token=${token}`);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('That address works once, within 15 minutes.');
  });

  it('is not opened by another token, nor by a made-up cookie', async () => {
    expect((await send('/?token=guess')).status).toBe(401);
    const cookie = await signIn();
    const [name] = cookie.split('=');
    expect((await send('/', { headers: { cookie: `${name}=guess` } })).status).toBe(401);
    expect((await send('/', { headers: { cookie } })).body).toContain('<title>Till</title>');
  });

  it('is needed for pages, calls and events', async () => {
    for (const path of ['/', '/assets/app-1a2b.js']) {
      expect((await send(path)).status).toBe(401);
    }
    const called = await call('sync.status', '{}', {});
    expect(called.status).toBe(401);
    expect(JSON.parse(called.body)).toMatchObject({ ok: false, error: { code: 'host.refused' } });
    expect((await send('/api/events')).status).toBe(401);
  });
});

describe('requests from elsewhere', () => {
  it.each([
    ['a name that was rebound to this machine', { host: 'till.example' }],
    ['another port of this machine', { host: '127.0.0.1:1' }],
    ['a page of another site', { origin: 'https://shop.example' }],
    ['a page of another program on this machine', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a link on another site', { 'sec-fetch-site': 'cross-site' }],
  ])('are refused: %s', async (_who, headers) => {
    const cookie = await signIn();
    const refused = await call('sync.status', '{}', { cookie, ...headers });
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({ ok: false, error: { code: 'host.refused' } });
    expect((await send('/', { headers: { cookie, ...headers } })).status).toBe(403);
  });

  it('cannot spend the token', async () => {
    expect((await send(`/?token=${token}`, { headers: { origin: 'https://shop.example' } })).status).toBe(
      403,
    );
    await signIn();
  });
});

describe('calls', () => {
  it('answer with the operation’s own answer', async () => {
    const headers = { cookie: await signIn(), origin };
    const good = await call('sync.status', '{}', headers);
    expect(good.status).toBe(200);
    expect(good.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(JSON.parse(good.body)).toMatchObject({ ok: true, status: { reach: 'not-connected' } });
    for (const [operation, body, code] of [
      ['customers.levitate', '{}', 'operation.unknown'],
      ['constructor', '{}', 'operation.unknown'],
      ['customers.get', '{"customerUid":', 'input.invalid'],
      ['customers.get', '{"customerUid":"nobody"}', 'customer.not-found'],
    ] as const) {
      const answer = await call(operation, body, headers);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code } });
    }
  });

  it('are refused when they are too large, announced or not', async () => {
    const headers = { cookie: await signIn() };
    const body = JSON.stringify({ query: 'x'.repeat(1_000_001) });
    for (const extra of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await call('customers.search', body, { ...headers, ...extra });
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'input.too-large' } });
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'are refused as %s, which another site may send unasked',
    async (contentType) => {
      const answer = await call('sync.status', '{}', { cookie: await signIn(), 'content-type': contentType });
      expect(answer.status).toBe(415);
      expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    },
  );
});

describe('events', () => {
  it('tell the page what changed on this till', async () => {
    const cookie = await signIn();
    const stop = new AbortController();
    const response = await fetch(`${origin}/api/events`, { headers: { cookie }, signal: stop.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await core.call('customers.create', {
      customer: {
        customerUid: 'c-1',
        customerType: 'PERSON',
        firstname: 'Kari',
        lastname: 'Nordmann',
        countryCode: 'NO',
      },
    });
    let heard = '';
    while (!heard.includes('"customers"')) heard += (await reader?.read())?.value ?? '';
    expect(heard).toContain('c-1');
    stop.abort();
  });
});

describe('files', () => {
  it('are the renderer’s, with a strict policy', async () => {
    const cookie = await signIn();
    const page = await send('/', { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    const script = await send('/assets/app-1a2b.js', { headers: { cookie } });
    expect(script.headers['content-type']).toContain('text/javascript');
    expect(script.headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%00.js',
    '/%',
    '/assets',
    '/missing.js',
  ])('outside the renderer are not there: %s', async (path) => {
    const answer = await send(path, { headers: { cookie: await signIn() } });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('outside the renderer');
  });

  it('are only read', async () => {
    const answer = await send('/', { method: 'DELETE', headers: { cookie: await signIn() } });
    expect(answer.status).toBe(405);
  });
});
