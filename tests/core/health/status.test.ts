import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { get as getInClear } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusSchema, type Status } from '#shared/health/health';
import { createStatusFile, statusPathOf } from '../../../electron/core/health/status-file.ts';
import type { Core, CoreLog } from '../../../electron/core/core.ts';
import { listenForStatus } from '../../../electron/host/status-listener.ts';
import { makeCertificate } from '../../hosts/self-signed.ts';
import { findClosedPort } from '../../loopback-server.ts';
import { makeFolder } from '../db/open-writer.ts';
import { openCore } from '../operations/open-core.ts';
import { ago, healthyTill, minuteMs, nowMs, statusOf } from './healthy-till.ts';

const person = {
  customerType: 'PERSON',
  firstname: 'Kanarina',
  lastname: 'Fuglesang',
  mobile: '+4741627384',
} as const;

/** A till that answers IT on a port of its own, with a customer, a cashier and a printer nobody is to hear of. */
async function openAskedTill(endpoint: 'status' | 'status-and-metrics' = 'status-and-metrics') {
  const { core, dataDir } = await openCore({ backgroundSync: true, listenForStatus });
  await core.call('customers.create', { customer: person });
  await core.call('customers.search', { query: 'kanarina' });
  await core.call('printers.save', {
    printer: {
      kind: 'network',
      printerId: 'p-1',
      name: 'Kanarina',
      host: 'fuglesang.example',
      port: 9100,
      language: 'zpl',
    },
  });
  const port = await findClosedPort();
  const { status } = await settingsOf(core);
  await core.call('settings.set', { changes: { status: { ...status, endpoint, port } } });
  const where = await core.call('health.endpoint', {});
  const token = await core.call('health.token', {});
  return {
    core,
    dataDir,
    where,
    url: `http://127.0.0.1:${port}`,
    token: token.ok ? token.token : '',
  };
}

async function settingsOf(core: Core) {
  const answer = await core.call('settings.get', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.settings;
}

const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('the status endpoint', () => {
  it('says how the till is doing to whoever has the token, and nothing of anybody', async () => {
    const { url, token, where } = await openAskedTill();
    expect(where).toEqual({ ok: true, url: `${url}/status`, error: null });
    const answer = await fetch(`${url}/status`, bearing(token));
    const text = await answer.text();
    const status = statusSchema.parse(JSON.parse(text));
    expect(status).toMatchObject({ state: 'running', level: 'watch', outbox: { waiting: 1 } });
    expect(status.troubles).toEqual([{ kind: 'not-connected', level: 'watch' }]);
    expect(status.usage.operations.find(({ operation }) => operation === 'customers.search')?.count).toBe(1);
    expect(text).not.toMatch(/kanarina|fuglesang|41627384/i);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each<[string, string, RequestInit, number]>([
    ['without a token', '/status', {}, 401],
    ['with another token', '/status', bearing('x'.repeat(43)), 401],
    ['from a web page', '/status', { headers: { origin: 'https://elsewhere.example' } }, 403],
    ['for something else', '/api/call/customers.search', {}, 401],
  ])('refuses whoever asks %s', async (_, path, init, expected) => {
    const { url } = await openAskedTill();
    expect((await fetch(url + path, init)).status).toBe(expected);
  });

  it('on loopback answers to names of this computer alone, whoever asks has the token or not', async () => {
    const { url, token } = await openAskedTill();
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        getInClear(`${url}/status`, { headers: { ...bearing(token).headers, host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).once('error', reject);
      });
    const { port } = new URL(url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, '[::1]:9000', 'LOCALHOST']) {
      expect(await statusFor(host), host).toBe(200);
    }
    for (const host of ['evil', `till.example:${port}`, '127.0.0.1.nip.example', `192.0.2.1:${port}`]) {
      expect(await statusFor(host), host).toBe(403);
    }
  });

  it('only reads, and knows two addresses', async () => {
    const { url, token } = await openAskedTill('status');
    expect((await fetch(`${url}/status`, { ...bearing(token), method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/counter`, bearing(token))).status).toBe(404);
    expect((await fetch(`${url}/metrics`, bearing(token))).status).toBe(404);
  });

  it('is closed until somebody opens it, and again when it is switched off', async () => {
    const { core } = await openCore({ backgroundSync: true, listenForStatus });
    expect(await core.call('health.endpoint', {})).toEqual({ ok: true, url: null, error: null });
    const { core: asked, url, token } = await openAskedTill();
    const { status } = await settingsOf(asked);
    await asked.call('settings.set', { changes: { status: { ...status, endpoint: 'off' } } });
    await asked.call('health.endpoint', {});
    await expect(fetch(`${url}/status`, bearing(token))).rejects.toThrow('fetch failed');
  });

  it('makes the former token useless with a new one', async () => {
    const { core, url, token } = await openAskedTill();
    await core.call('health.token', { renew: true });
    expect((await fetch(`${url}/status`, bearing(token))).status).toBe(401);
  });

  it('says in words why it cannot be asked', async () => {
    const taken = await openAskedTill();
    const { core } = await openCore({ backgroundSync: true, listenForStatus });
    const { status } = await settingsOf(core);
    const codeWith = async (changes: Partial<typeof status>) => {
      const set = await core.call('settings.set', {
        changes: { status: { ...status, endpoint: 'status', ...changes } },
      });
      if (!set.ok) return set.error.code;
      const answer = await core.call('health.endpoint', {});
      return answer.ok && answer.error?.code;
    };
    expect(await codeWith({ port: Number(new URL(taken.url).port) })).toBe('status.port-taken');
    expect(await codeWith({ address: '0.0.0.0' })).toBe('status.needs-tls');
    expect(
      await codeWith({ address: '192.0.2.1', tlsCertFile: '/nowhere/c', tlsKeyFile: '/nowhere/k' }),
    ).toBe('status.bad-certificate');
    const folder = makeFolder();
    const { cert, key } = makeCertificate('till.test');
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), key);
    const tls = { tlsCertFile: join(folder, 'cert.pem'), tlsKeyFile: join(folder, 'key.pem') };
    expect(await codeWith({ ...tls, tlsKeyFile: tls.tlsCertFile })).toBe('status.bad-certificate');
    expect(await codeWith({ ...tls, address: '192.0.2.1' })).toBe('status.bad-address');
    expect(await codeWith({ ...tls, port: await findClosedPort() })).toBeUndefined();
    const { core: elsewhere } = await openCore({ backgroundSync: true });
    await elsewhere.call('settings.set', { changes: { status: { ...status, endpoint: 'status' } } });
    expect(await elsewhere.call('health.endpoint', {})).toMatchObject({ error: { code: 'status.not-here' } });
  });

  it('is told as a trouble, in the log and by the doctor while its port is taken', async () => {
    const { url } = await openAskedTill();
    const port = Number(new URL(url).port);
    const events: unknown[] = [];
    const log: CoreLog = (level, event, details) => events.push([level, event, details]);
    const { core } = await openCore({ backgroundSync: true, listenForStatus, log });
    const { status } = await settingsOf(core);
    await core.call('settings.set', { changes: { status: { ...status, endpoint: 'status', port } } });
    await core.call('health.endpoint', {});
    const warnings = events.filter((event) => JSON.stringify(event).includes('status.port-taken'));
    expect(warnings).toEqual([['warning', 'health.door-closed', { code: 'status.port-taken' }]]);
    const answer = await core.call('health.get', {});
    expect(answer.ok && answer.health.troubles).toContainEqual({ kind: 'endpoint', level: 'watch' });
    const finding = (await core.diagnose()).find(({ check }) => check === 'endpoint');
    expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('status.port-taken') });
  });

  it('is tried by a doctor that finds the till closed, and left shut', async () => {
    const { url } = await openAskedTill();
    const { core } = await openCore({ listenForStatus });
    const { status } = await settingsOf(core);
    const isWellAt = async (port: number) => {
      await core.call('settings.set', { changes: { status: { ...status, endpoint: 'status', port } } });
      return (await core.diagnose()).find(({ check }) => check === 'endpoint')?.ok;
    };
    expect(await isWellAt(Number(new URL(url).port))).toBe(false);
    const free = await findClosedPort();
    expect(await isWellAt(free)).toBe(true);
    await expect(fetch(`http://127.0.0.1:${free}/status`)).rejects.toThrow('fetch failed');
  });

  it('answers by TLS where it is given a certificate', async () => {
    const { core, url, token } = await openAskedTill();
    const folder = makeFolder();
    const { cert, key } = makeCertificate('till.test');
    const tls = { tlsCertFile: join(folder, 'cert.pem'), tlsKeyFile: join(folder, 'key.pem') };
    writeFileSync(tls.tlsCertFile, cert);
    writeFileSync(tls.tlsKeyFile, key);
    const { status } = await settingsOf(core);
    await core.call('settings.set', { changes: { status: { ...status, ...tls } } });
    expect(await core.call('health.endpoint', {})).toMatchObject({
      url: `${url.replace('http:', 'https:')}/status`,
    });
    const answered = await new Promise<number | undefined>((resolve, reject) => {
      get(
        `${url.replace('http:', 'https:')}/status`,
        { ...bearing(token), ca: cert, checkServerIdentity: () => undefined },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      ).once('error', reject);
    });
    expect(answered).toBe(200);
  });
});

describe('the metrics', () => {
  it('are text that Prometheus takes, named after its conventions', async () => {
    const { url, token } = await openAskedTill();
    const answer = await fetch(`${url}/metrics`, bearing(token));
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    expect(text).not.toMatch(/kanarina|fuglesang/i);
    const types = new Map<string, string>();
    const seen = new Set<string>();
    for (const line of text.trimEnd().split('\n')) {
      const declared = /^# TYPE ([a-z_]+) (gauge|counter|histogram)$/.exec(line);
      if (declared !== null) types.set(declared[1]!, declared[2]!);
      if (line.startsWith('#')) continue;
      const [, name = '', labels = ''] =
        /^([a-z_]+)(\{(?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? -?[\d.e+]+$/.exec(line) ?? [];
      expect(name, line).not.toBe('');
      const family = name.replace(/_(bucket|count)$/, '');
      const type = types.get(name) ?? types.get(family);
      expect(type, line).toBeDefined();
      expect(name.endsWith('_total'), line).toBe(type === 'counter');
      expect(seen.has(name + labels), line).toBe(false);
      seen.add(name + labels);
    }
    expect(text).toContain('tillbook_outbox_changes{state="waiting"} 1\n');
    expect(text).toContain('tillbook_health{level="watch"} 1\n');
    expect(text).toMatch(
      /tillbook_operation_duration_seconds_bucket\{operation="customers.search",le="\+Inf"\} 1\n/,
    );
  });
});

describe('the status file', () => {
  it('is written when something changed, or to say that the till still runs', async () => {
    const folder = makeFolder();
    const path = statusPathOf(folder);
    const file = createStatusFile(folder);
    const at = () => (JSON.parse(readFileSync(path, 'utf8')) as Status).at;
    const after = (minutes: number, changes: Partial<typeof healthyTill> = {}) =>
      statusOf({ ...healthyTill, ...changes, at: new Date(nowMs + minutes * minuteMs).toISOString() });

    await file.keep(after(0));
    expect(statusSchema.parse(JSON.parse(readFileSync(path, 'utf8')))).toMatchObject({ state: 'running' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await file.keep(after(1, { memoryBytes: 1 }));
    expect(at()).toBe(ago(0));
    await file.keep(after(2, { outbox: { ...healthyTill.outbox, parked: 1 } }));
    expect(at()).toBe(ago(-2 * minuteMs));
    await file.keep(after(16, { outbox: { ...healthyTill.outbox, parked: 1 } }));
    expect(at()).toBe(ago(-2 * minuteMs));
    await file.keep(after(18, { outbox: { ...healthyTill.outbox, parked: 1 } }));
    expect(at()).toBe(ago(-18 * minuteMs));
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('of a till that is closed says so, and a one-shot command leaves none', async () => {
    const { core, dataDir } = await openAskedTill();
    await core.close();
    const text = readFileSync(statusPathOf(dataDir), 'utf8');
    expect(statusSchema.parse(JSON.parse(text)).state).toBe('stopped');
    expect(text).not.toMatch(/kanarina|fuglesang|41627384/i);
    const { core: command, dataDir: other } = await openCore();
    await command.close();
    expect(existsSync(statusPathOf(other))).toBe(false);
  });

  it('is not written where the settings do not want it', async () => {
    const { core, dataDir } = await openCore({ backgroundSync: true });
    const { status } = await settingsOf(core);
    await core.call('settings.set', { changes: { status: { ...status, file: false } } });
    await core.close();
    expect(existsSync(statusPathOf(dataDir))).toBe(false);
  });
});
