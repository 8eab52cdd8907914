import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, request, test, type APIRequestContext, type Page } from '@playwright/test';
import type { PracticeReady } from '../../electron/practice/run.ts';
import { signConfig } from '../../electron/core/provisioning/signature.ts';
import type { TillConfig } from '#shared/provisioning/till-config';
import type { OperationAnswer, OperationInput } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';

const cliPath = join(import.meta.dirname, '../../electron/cli/index.ts');
/** The one that `npm run` uses: the same sources are compiled by many processes. */
const compileCache = join(import.meta.dirname, '../../node_modules/.cache/compiled');

interface ServiceCustomer {
  readonly customerUid: string;
  readonly [field: string]: unknown;
}

/** The practice store of a test: a process that can be stopped and started again where it was. */
export interface PracticeStore {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The service's own search, past the till. */
  search(query: string): Promise<readonly ServiceCustomer[]>;
  /** Changes a customer at the service, as another till would: in a batch, past what `refuseUpdates` holds up. */
  change(customerUid: string, changes: { customerType: string; [field: string]: unknown }): Promise<void>;
  /** Registers a person at the service, as another till would. @returns their customerUid */
  register(person: { firstname: string; lastname: string; [field: string]: unknown }): Promise<string>;
  /** What connects a till to it. */
  signIn(): { readonly url: string; readonly tenant: string; readonly store: string; readonly token: string };
  /** What registers a till there. */
  device(): Pick<PracticeReady['flowRetail'], 'signInUrl' | 'devices'>;
  /** What connects a till to its other service. */
  emporix(): PracticeReady['emporix'];
  /** From now on the service takes its time for every page of its list. */
  slowDown(latencyMs: number): Promise<void>;
  /** From now on the service fails at every update of one customer. */
  refuseUpdates(): Promise<void>;
  /** From now on the service misbehaves in one way, for the requests a method and a path name. */
  fault(kind: string, match: { method: string; path: string }, value?: string | number): Promise<void>;
  /** Ends `slowDown`, `refuseUpdates` and `fault`. */
  behave(): Promise<void>;
  /** Deletes a customer at the service, as another till would. */
  remove(customerUid: string): Promise<void>;
  /** Hides customers from the service's list as one that has lost its mind would: they are deleted there. */
  removeSome(count: number): Promise<readonly ServiceCustomer[]>;
  /** What the till has asked of it; `path` is a regular expression. */
  requests(method: string, path: string): Promise<readonly { readonly path: string }[]>;
  printJobCount(): Promise<number>;
}

/** A till served to a browser, with a practice store it is connected to. */
export interface RunningTill {
  readonly practice: PracticeStore;
  /** Opens the till in a page, signed in. */
  open(page: Page): Promise<void>;
  /** Asks the core past the window. */
  call<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationAnswer<Name>>;
  /** Stops the program behind the window. */
  stopHost(): Promise<void>;
}

/** Which till: its practice store's customers, and what it knows when it starts. */
export interface TillOptions {
  /** Of the practice store. */
  readonly customers?: number;
  /** False leaves the till alone. */
  readonly connected?: boolean;
  /** So many customers of a file wait in the outbox when it starts. */
  readonly registered?: number;
  /** Nobody has set the till up: it begins with the first run. */
  readonly firstRun?: boolean;
  /** What its IT has set, besides the connection. */
  readonly configuration?: TillConfig;
}

/**
 * A till of its own for the file, or the part of one, that asks: started before
 * its first test and stopped after its last. Its base is complete when tests begin.
 */
export function startTillForFile(options: TillOptions = {}): RunningTill {
  const till = createTill(options);
  test.beforeAll(async () => {
    test.setTimeout(120_000);
    await till.start();
  });
  test.afterAll(() => till.stop());
  return till;
}

/** A till and its practice store, in real processes, for whoever starts and stops it. */
export function createTill(
  options: TillOptions,
): RunningTill & { start(): Promise<void>; stop(): Promise<void> } {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-browser-'));
  const connected = options.connected ?? true;
  const practice = createPracticeStore(dataDir, options.customers ?? 600);
  let host: ChildProcess | undefined;
  let origin = '';
  let client: APIRequestContext | undefined;

  const call: RunningTill['call'] = async (name, input) => {
    const response = await client?.post(`${origin}/api/call/${name}`, { data: input });
    if (!response) throw new Error('The till has not been started.');
    return response.json();
  };

  return {
    practice,
    call,
    async start() {
      if (connected) {
        await practice.start();
        await connect(dataDir, practice.signIn());
      }
      if (options.registered !== undefined) await registerMany(dataDir, options.registered);
      const env = options.configuration && configure(dataDir, options.configuration);
      const served = await startCommand(dataDir, ['serve', '--port', '0'], env);
      host = served.child;
      const address = /http:\/\/\S+/.exec(served.firstLine)?.[0] ?? '';
      origin = new URL(address).origin;
      client = await request.newContext();
      await client.get(address);
      if (!options.firstRun) await call('settings.set', { changes: { setUp: true } });
      if (!connected) return;
      await expect
        .poll(
          async () => {
            const answer = await call('sync.status', {});
            return answer.ok && answer.status.coverage.asOf !== null && answer.status.activity === 'idle';
          },
          { timeout: 90_000 },
        )
        .toBe(true);
    },
    async stop() {
      await client?.dispose();
      await stop(host);
      await practice.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    async open(page) {
      const { cookies = [] } = (await client?.storageState()) ?? {};
      await page.context().addCookies(cookies);
      await page.goto(origin);
      const counter = options.firstRun ? page.getByRole('main') : page.getByRole('combobox');
      await expect(counter.or(page.getByRole('button', { name: 'Unlock' })).first()).toBeVisible();
    },
    stopHost: () => stop(host),
  };
}

function createPracticeStore(dataDir: string, customers: number): PracticeStore {
  let child: ChildProcess | undefined;
  let port = 0;
  let known: PracticeReady | undefined;

  const ready = () => {
    if (!known) throw new Error('The practice store has not been started.');
    return known;
  };
  const ask = async (url: string, init: RequestInit = {}): Promise<unknown> => {
    const { tokens } = ready().flowRetail;
    const headers = { authorization: `Bearer ${tokens.backoffice}`, 'content-type': 'application/json' };
    const response = await fetch(url, { ...init, headers });
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  const addFault = async (fault: object) => {
    await ask(`${ready().controlUrl}/faults`, { method: 'POST', body: JSON.stringify(fault) });
  };
  const customersUrl = () =>
    `${ready().flowRetail.baseUrl}/tenants/${ready().flowRetail.tenantUid}/customers`;

  return {
    async start() {
      const started = await startCommand(dataDir, [
        'practice',
        `--port=${port}`,
        `--customers=${customers}`,
        '--seed=1',
      ]);
      child = started.child;
      known = JSON.parse(started.firstLine) as PracticeReady;
      port = Number(new URL(known.flowRetail.baseUrl).port);
    },
    stop: () => stop(child),
    async search(query) {
      const body = JSON.stringify({ query });
      const found = await ask(`${customersUrl()}/search`, { method: 'POST', body });
      return (found as { items: ServiceCustomer[] }).items;
    },
    async change(customerUid, changes) {
      const body = JSON.stringify({ update: [{ customerUid, ...changes }] });
      const answer = await ask(`${customersUrl()}/batch`, { method: 'POST', body });
      expect(answer).toMatchObject({ update: { success: 1 } });
    },
    async register(person) {
      const body = JSON.stringify({ customerType: 'PERSON', countryCode: 'NO', ...person });
      return ((await ask(customersUrl(), { method: 'POST', body })) as ServiceCustomer).customerUid;
    },
    signIn() {
      const { baseUrl, tenantUid, storeUid, tokens } = ready().flowRetail;
      return { url: baseUrl, tenant: tenantUid, store: storeUid, token: tokens.backoffice };
    },
    device: () => ready().flowRetail,
    emporix: () => ready().emporix,
    slowDown: (latencyMs) =>
      addFault({ kind: 'latency', value: latencyMs, match: { method: 'GET', path: '/customers$' } }),
    refuseUpdates: () => addFault({ kind: '500', match: { method: 'PUT', path: '/customers/' } }),
    fault: (kind, match, value) => addFault({ kind, match, ...(value !== undefined && { value }) }),
    async behave() {
      await ask(`${ready().controlUrl}/faults`, { method: 'DELETE' });
    },
    async remove(customerUid) {
      await ask(`${customersUrl()}/${customerUid}`, { method: 'DELETE' });
    },
    async removeSome(count) {
      const list = (await ask(`${customersUrl()}?pageSize=500&sortBy=customerUid`)) as {
        items: ServiceCustomer[];
      };
      const gone = list.items.filter(({ customerUid }) => !customerUid.startsWith('demo-')).slice(0, count);
      for (const { customerUid } of gone) {
        await ask(`${customersUrl()}/${customerUid}`, { method: 'DELETE' });
      }
      return gone;
    },
    async requests(method, path) {
      const query = new URLSearchParams({ method, path });
      const log = await ask(`${ready().controlUrl}/requests?${query}`);
      return (log as { items: { path: string }[] }).items;
    },
    async printJobCount() {
      return ((await ask(`${ready().controlUrl}/print-jobs`)) as { items: unknown[] }).items.length;
    },
  };
}

async function connect(
  dataDir: string,
  { url, tenant, store, token }: ReturnType<PracticeStore['signIn']>,
): Promise<void> {
  const tokenFile = join(dataDir, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const { child } = await startCommand(dataDir, [
    'connect',
    '--service=flow-retail',
    `--url=${url}`,
    `--tenant=${tenant}`,
    `--store=${store}`,
    `--token-file=${tokenFile}`,
  ]);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
}

/** New customers from a file: each waits to be sent, as if somebody had typed it. */
async function registerMany(dataDir: string, count: number): Promise<void> {
  const file = join(dataDir, 'registered.jsonl');
  const lines = Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      customerType: 'PERSON',
      firstname: 'Kø',
      lastname: `Nummer ${at + 1}`,
      countryCode: 'NO',
    }),
  );
  writeFileSync(file, lines.join('\n'));
  const { child } = await startCommand(dataDir, ['import', file]);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
}

/** Puts IT's configuration into the till's folder, signed. @returns the environment in which the till knows the key */
function configure(dataDir: string, config: TillConfig): Record<string, string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyFile = join(dataDir, 'config-key.pub');
  writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const signed = signConfig(config, privateKey, Date.now());
  writeFileSync(join(dataDir, 'till.config.json'), JSON.stringify(signed), { mode: 0o600 });
  return { TILLBOOK_CONFIG_KEY: keyFile };
}

/** Starts a command of the headless host and waits for the first line it prints. */
async function startCommand(
  dataDir: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly child: ChildProcess; readonly firstLine: string }> {
  const { TILLBOOK_KEY: _key, TILLBOOK_DATA: _data, ...env } = process.env;
  const child = spawn(process.execPath, [cliPath, '--data', dataDir, ...args], {
    env: { NODE_COMPILE_CACHE: compileCache, ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const [firstLine] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>,
    once(child, 'exit').then((): never => {
      throw new Error(`“${args[0]}” ended before it said anything: ${complaints}`);
    }),
  ]);
  return { child, firstLine };
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
