import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { runPractice, type PracticeArguments, type PracticeReady } from '../../electron/practice/run.ts';
import { createPracticeStore } from '../../electron/practice/practice-store.ts';
import { person } from './running-store.ts';

type Connection = Pick<PracticeReady['flowRetail'], 'baseUrl' | 'tenantUid' | 'tokens'>;

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** The practice command as a process of its own. */
function spawnPractice(args: PracticeArguments) {
  const run = new URL('../../electron/practice/run.ts', import.meta.url).href;
  const script = `import { runPractice } from ${JSON.stringify(run)};
    process.exitCode = await runPractice(${JSON.stringify(args)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function readReady(child: ReturnType<typeof spawnPractice>): Promise<PracticeReady> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as PracticeReady;
}

/** Runs a practice command that cannot start, and answers what it complains of. */
async function readComplaint(args: PracticeArguments): Promise<string> {
  let complaint = '';
  const output = {
    stdout: { write: () => expect.unreachable('it started') },
    stderr: { write: (text: string) => (complaint += text) },
  };
  expect(await runPractice({ customers: 5, ...args }, output)).toBe(1);
  return complaint;
}

function customersOf({ baseUrl, tenantUid, tokens }: Connection) {
  const headers = { authorization: `Bearer ${tokens.access}` };
  const url = `${baseUrl}/tenants/${tenantUid}/customers`;
  return {
    create: async (customerUid: string): Promise<number> =>
      (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ ...person, customerUid }) }))
        .status,
    print: async (customerUid: string): Promise<number> =>
      (await fetch(`${url}/${customerUid}/print`, { method: 'POST', headers })).status,
    status: async (customerUid: string): Promise<number> =>
      (await fetch(`${url}/${customerUid}`, { headers })).status,
  };
}

describe('runPractice', () => {
  it('says in one line where it is, keeps to loopback and stops on SIGTERM', async () => {
    const child = spawnPractice({ customers: 20, seed: 9 });
    const output = text(child.stdout);
    const ready = await readReady(child);
    expect(ready).toMatchObject({
      flowRetail: {
        tenantUid: 'practice-tenant',
        storeUid: 'store-alesund',
        tokens: {
          access: 'practice-access-9',
          backoffice: 'practice-backoffice-9',
          integration: 'practice-integration-9',
        },
      },
      emporix: {
        tenant: 'practicestore',
        clientId: 'practice-till-9',
        clientSecret: 'practice-till-secret-9',
      },
      customers: 20,
      seed: 9,
    });
    expect(new URL('/v2', ready.emporix.baseUrl).href).toBe(ready.flowRetail.baseUrl);
    expect(ready.flowRetail.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
    expect(await customersOf(ready.flowRetail).status('demo-bjorn-ase')).toBe(200);

    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect((await output).trim().split('\n')).toHaveLength(1);
  });

  it('keeps every acknowledged write when it is killed', async () => {
    const dataDir = createFolder();
    const first = spawnPractice({ customers: 20, seed: 9, dataDir });
    const before = customersOf((await readReady(first)).flowRetail);
    for (let i = 0; i < 20; i += 1) expect(await before.create(`mine-${i}`)).toBe(201);
    expect(await before.print('mine-3')).toBe(204);
    const killed = once(first, 'exit');
    first.kill('SIGKILL');
    await killed;

    // Other wishes for the seed and the number do not touch what is there.
    const second = createPracticeStore({ customers: 500, seed: 10, dataDir });
    onTestFinished(() => second.close());
    expect(second.seed).toBe(9);
    expect(second.customerCount()).toBe(40);
    const { baseUrl, controlUrl } = await second.listen();
    const after = customersOf({ baseUrl, tenantUid: second.tenantUid, tokens: second.tokens });
    for (let i = 0; i < 20; i += 1) expect(await after.status(`mine-${i}`)).toBe(200);
    const jobs = (await (await fetch(`${controlUrl}/print-jobs`)).json()) as { items: unknown[] };
    expect(jobs.items).toMatchObject([{ customerUid: 'mine-3' }]);
  });

  it('refuses a folder that another practice store is using', async () => {
    const dataDir = createFolder();
    const store = createPracticeStore({ customers: 5, seed: 1, dataDir });
    onTestFinished(() => store.close());
    expect(await readComplaint({ dataDir })).toContain(
      `Another practice store is using the folder ${dataDir}`,
    );
  });

  it('refuses a port that is taken', async () => {
    const store = createPracticeStore({ customers: 5, seed: 1 });
    onTestFinished(() => store.close());
    const port = Number(new URL((await store.listen()).baseUrl).port);
    expect(await readComplaint({ port })).toContain(`port ${port} is in use`);
  });

  it('refuses a folder with damaged data', async () => {
    const dataDir = createFolder();
    writeFileSync(join(dataDir, 'practice-store.db'), 'this is no database, by a long way. '.repeat(200));
    expect(await readComplaint({ dataDir })).toContain('damaged');
  });

  it('refuses a folder with data of another version', async () => {
    const dataDir = createFolder();
    const db = new Database(join(dataDir, 'practice-store.db'));
    db.pragma('user_version = 99');
    db.close();
    expect(await readComplaint({ dataDir })).toContain('version 99');
  });

  it('refuses a folder that cannot be made', async () => {
    const file = join(createFolder(), 'a-file');
    writeFileSync(file, '');
    expect(await readComplaint({ dataDir: join(file, 'inside') })).toContain('cannot be written');
  });
});

describe('a data folder', () => {
  it('keeps changes and removals over a restart', async () => {
    const dataDir = createFolder();
    const open = () => createPracticeStore({ customers: 10, seed: 3, dataDir });
    const first = open();
    const { baseUrl } = await first.listen();
    const headers = { authorization: `Bearer ${first.tokens.backoffice}` };
    const url = `${baseUrl}/tenants/${first.tenantUid}/customers`;
    await fetch(`${url}/demo-bjorn-ase`, { method: 'PUT', headers, body: '{"city":"Voss"}' });
    await fetch(`${url}/demo-kari-nordmann`, { method: 'DELETE', headers });
    await first.close();

    const second = open();
    onTestFinished(() => second.close());
    expect(second.customerCount()).toBe(9);
    const again = `${(await second.listen()).baseUrl}/tenants/${second.tenantUid}/customers`;
    const changed = await fetch(`${again}/demo-bjorn-ase`, { headers });
    expect(await changed.json()).toMatchObject({ city: 'Voss' });
    expect((await fetch(`${again}/demo-kari-nordmann`, { headers })).status).toBe(404);
  });
});
