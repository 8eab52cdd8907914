import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../core/db/open-writer.ts';
import { answerOf, runTill, startTill, type Ended, type RunningTill } from './till-process.ts';

interface Ready {
  readonly flowRetail: {
    readonly baseUrl: string;
    readonly tenantUid: string;
    readonly tokens: Readonly<Record<string, string>>;
  };
}

interface Practice {
  readonly url: string;
  readonly tenant: string;
  readonly token: string;
  readonly process: RunningTill;
}

async function startPractice(): Promise<Practice> {
  const process = await startTill(['practice', '--customers', '200', '--seed', '3']);
  const { flowRetail } = JSON.parse(process.firstLine) as Ready;
  const token = flowRetail.tokens['backoffice'] ?? '';
  return { url: flowRetail.baseUrl, tenant: flowRetail.tenantUid, token, process };
}

function connect(dataDir: string, { url, tenant, token }: Practice): Promise<Ended> {
  const tokenFile = join(dataDir, 'token');
  writeFileSync(tokenFile, `${token}\n`);
  const service = ['--service', 'flow-retail', '--url', url, '--tenant', tenant];
  return runTill(['--data', dataDir, 'connect', ...service, '--token-file', tokenFile]);
}

describe('connect and sync', () => {
  it('connects to a practice store, marks it as one, pulls all and pushes what was made offline', async () => {
    const dataDir = makeFolder();
    const practice = await startPractice();
    const connected = await connect(dataDir, practice);
    expect(connected.code).toBe(0);
    expect(connected.stdout).not.toContain(practice.token);
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
  });

  it('says that a till is not connected', async () => {
    const synced = await runTill(['--data', makeFolder(), 'sync']);
    expect(synced.code).toBe(1);
    expect(answerOf(synced)).toMatchObject({ ok: false, error: { code: 'service.not-connected' } });
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
