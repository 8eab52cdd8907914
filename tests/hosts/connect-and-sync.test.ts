import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeReady } from '../../electron/practice/run.ts';
import { makeFolder } from '../core/db/open-writer.ts';
import { answerOf, runTill, startTill, type Ended, type RunningTill } from './till-process.ts';

interface Practice {
  readonly url: string;
  readonly tenant: string;
  readonly token: string;
  readonly process: RunningTill;
}

async function startPractice(): Promise<Practice> {
  const process = await startTill(['practice', '--customers', '200', '--seed', '3']);
  const { flowRetail } = JSON.parse(process.firstLine) as PracticeReady;
  const token = flowRetail.tokens.backoffice;
  return { url: flowRetail.baseUrl, tenant: flowRetail.tenantUid, token, process };
}

function connect(
  dataDir: string,
  { url, tenant, token }: Omit<Practice, 'process'>,
  ...more: string[]
): Promise<Ended> {
  const tokenFile = join(makeFolder(), 'token');
  writeFileSync(tokenFile, `${token}\n`);
  const service = ['--service', 'flow-retail', '--url', url, '--tenant', tenant];
  return runTill(['--data', dataDir, 'connect', ...service, '--token-file', tokenFile, ...more]);
}

describe('connect and sync', () => {
  it('connects to a practice store, marks it as one, pulls all and pushes what was made offline', async () => {
    const dataDir = makeFolder();
    const practice = await startPractice();
    const connected = await connect(dataDir, practice);
    expect(connected.code).toBe(0);
    expect(connected.stdout).not.toContain(practice.token);
    // A new till has no index to make anew, and nothing went wrong while it closed.
    expect(connected.stderr).not.toContain('index.');
    expect(answerOf(connected)).toMatchObject({
      ok: true,
      connection: { practice: true, url: practice.url },
    });

    const pulled = await runTill(['--data', dataDir, 'sync', '--until-idle', '--timeout', '30']);
    expect(pulled.code).toBe(0);
    const report = answerOf(pulled) as Record<string, number>;
    expect(Object.keys(report).toSorted()).toEqual(['conflicts', 'parked', 'pending', 'pulled', 'pushed']);
    expect(report['pulled']).toBeGreaterThanOrEqual(200);

    const draft = { customerType: 'PERSON', firstname: 'Kari', lastname: 'Nordmann', countryCode: 'NO' };
    await runTill(['--data', dataDir, 'call', 'customers.create', JSON.stringify({ customer: draft })]);
    const pushed = await runTill(['--data', dataDir, 'sync', '--until-idle', '--timeout', '30']);
    expect(answerOf(pushed)).toMatchObject({ pushed: 1, pending: 0, parked: 0, conflicts: 0 });
  });

  it('connects as a device that registers itself, with a sign-in from a file', async () => {
    const dataDir = makeFolder();
    const { firstLine } = await startTill(['practice', '--customers', '20', '--seed', '3']);
    const { baseUrl, signInUrl, tenantUid, devices } = (JSON.parse(firstLine) as PracticeReady).flowRetail;
    const { registrationCode, users } = devices;
    const signInFile = join(makeFolder(), 'sign-in.json');
    const connectBy = (signIn: object) => {
      writeFileSync(signInFile, JSON.stringify(signIn));
      const service = ['--service', 'flow-retail', '--url', baseUrl, '--tenant', tenantUid];
      const given = ['--sign-in-url', signInUrl, '--sign-in-file', signInFile];
      return runTill(['--data', dataDir, 'connect', ...service, ...given]);
    };
    const none = await connectBy({ kind: 'device', registrationCode, user: users.manager.user });
    expect(none.code).toBe(1);
    expect(answerOf(none)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    const connected = await connectBy({ kind: 'device', registrationCode, ...users.manager });
    expect(answerOf(connected)).toMatchObject({ ok: true, connection: { signInUrl }, untried: null });
    const { password } = users.manager;
    for (const secret of [registrationCode, password]) {
      expect(none.stderr + connected.stdout + connected.stderr).not.toContain(secret);
    }
    const pulled = await runTill(['--data', dataDir, 'sync', '--until-idle', '--timeout', '30']);
    expect(pulled.code).toBe(0);
    expect((answerOf(pulled) as { pulled: number }).pulled).toBeGreaterThanOrEqual(20);
  });

  it('says of a store in which no customer was seen that it may be a mistake', async () => {
    const practice = await startPractice();
    const strange = await connect(makeFolder(), practice, '--store', 'nostore');
    expect(strange.code).toBe(0);
    const { stores } = answerOf(strange) as { stores: { storeUid: string }[] };
    expect(strange.stderr).toContain('“nostore”');
    const right = await connect(makeFolder(), practice, '--store', stores[0]!.storeUid);
    expect(right.stderr).not.toContain('No customer');
  });

  it('connects while the service is not there, saying so, and says it again at a sync', async () => {
    const dataDir = makeFolder();
    const practice = await startPractice();
    await practice.process.stop();
    const connected = await connect(dataDir, practice);
    expect(connected.code).toBe(0);
    expect(connected.stderr).toContain('does not answer now');
    const synced = await runTill(['--data', dataDir, 'sync', '--timeout', '5']);
    expect(answerOf(synced)).toEqual({ pulled: 0, pushed: 0, pending: 0, parked: 0, conflicts: 0 });
    expect(synced.stderr).toContain('cannot be reached');
    expect(synced.code).toBe(1);
  });

  it('tells a wrong token at once and leaves the till unconnected', async () => {
    const dataDir = makeFolder();
    const practice = await startPractice();
    const refused = await connect(dataDir, { ...practice, token: 'not-the-token' });
    expect(refused.code).toBe(1);
    expect(answerOf(refused)).toMatchObject({ ok: false, error: { code: 'service.unauthorized' } });
    expect(refused.stderr).toContain('Ask IT for a new one');
    const { connection } = answerOf(await runTill(['--data', dataDir, 'call', 'connection.get'])) as {
      connection: unknown;
    };
    expect(connection).toBeNull();
  });

  it('says that a till is not connected', async () => {
    const synced = await runTill(['--data', makeFolder(), 'sync']);
    expect(synced.code).toBe(1);
    expect(answerOf(synced)).toMatchObject({ ok: false, error: { code: 'service.not-connected' } });
  });

  it.each(['ftp://shop.example', 'https://me:secret@shop.example', 'https://shop.example/?a=1'])(
    'refuses %s as a wrong command line, and makes no data',
    async (url) => {
      const dataDir = join(makeFolder(), 'data');
      const ended = await connect(dataDir, { url, tenant: 'shop', token: 'x' });
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/^--url: /);
      expect(ended.stderr).not.toContain('me:secret');
      expect(existsSync(dataDir)).toBe(false);
    },
  );

  it('never says that a till is connected which is not', async () => {
    const dataDir = makeFolder();
    const silent = { url: 'http://127.0.0.1:1', tenant: 't'.repeat(129), token: 'x' };
    const refused = await connect(dataDir, silent);
    expect(refused.code).toBe(1);
    expect(answerOf(refused)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    expect(refused.stderr).not.toContain('is connected');
  });

  it('warns of a token that travels unprotected', async () => {
    const service = { url: 'http://till.invalid', tenant: 'shop', token: 'x' };
    const connected = await connect(makeFolder(), service);
    expect(connected.code).toBe(0);
    expect(connected.stderr).toContain('the sign-in travels unprotected');
    const local = await connect(makeFolder(), { ...service, url: 'http://127.0.0.1:1' });
    expect(local.code).toBe(0);
    expect(local.stderr).not.toContain('unprotected');
  });

  it('takes no tenant that Emporix cannot have, and no token there', async () => {
    const dataDir = makeFolder();
    const secretFile = join(dataDir, 'secret');
    writeFileSync(secretFile, 'geheim\n');
    const command = ['--data', dataDir, 'connect', '--service', 'emporix', '--url', 'http://127.0.0.1:1'];
    const connectTo = (tenant: string, ...signIn: string[]) =>
      runTill([...command, '--tenant', tenant, ...signIn]);
    const credentials = ['--client-id', 'id', '--client-secret-file', secretFile];
    const refused = await connectTo('My-Shop', ...credentials);
    expect(refused.code).toBe(1);
    expect(answerOf(refused)).toMatchObject({
      error: { code: 'input.invalid', issues: [{ field: 'connection.tenant' }] },
    });
    const withToken = await connectTo('myshop', '--token-file', secretFile);
    expect(answerOf(withToken)).toMatchObject({ error: { code: 'service.unsupported' } });
    const connected = await connectTo('myshop', ...credentials, '--loyalty-mixin', 'membership.cardNumber');
    expect(answerOf(connected)).toMatchObject({
      connection: { tenant: 'myshop', mixins: { loyaltyId: 'membership.cardNumber' } },
    });
    expect(connected.stdout + connected.stderr).not.toContain('geheim');
  });

  it('reads secrets from files that are there', async () => {
    const dataDir = makeFolder();
    const service = ['--service', 'emporix', '--url', 'http://127.0.0.1:1', '--tenant', 'shop'];
    const secret = ['--client-id', 'id', '--client-secret-file', join(dataDir, 'missing')];
    const ended = await runTill(['--data', dataDir, 'connect', ...service, ...secret]);
    expect(ended.code).toBe(1);
    expect(answerOf(ended)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
  });
});
