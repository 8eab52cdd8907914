/**
 * `npm run bench:search-during-pull -- --customers N`: `customers.search` as a
 * host calls it, on a full till at rest and while the till pulls the whole base
 * over HTTP from a practice store in another process. Prints JSON lines.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createCore } from '../electron/core/app.ts';
import type { Core } from '../electron/core/core.ts';

const { values } = parseArgs({
  options: { customers: { type: 'string', default: '25000' }, searches: { type: 'string', default: '1000' } },
});
const customers = Number(values.customers);
const searches = Number(values.searches);
const queries = [
  'asse bjorn',
  'hans',
  'olsen oslo',
  '9001',
  'kari nordm',
  'bergen as',
  'anders@',
  'lind',
  'jon',
  '2345',
];
const folder = mkdtempSync(join(tmpdir(), 'tillbook-bench-'));

interface Practice {
  readonly child: ChildProcess;
  readonly baseUrl: string;
  readonly tenantUid: string;
  readonly token: string;
}

async function startPractice(): Promise<Practice> {
  const cli = fileURLToPath(new URL('../electron/cli/index.ts', import.meta.url));
  const child = spawn(process.execPath, [cli, 'practice', '--port', '0', '--customers', String(customers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { flowRetail } = JSON.parse(line) as {
      flowRetail: { baseUrl: string; tenantUid: string; tokens: Record<string, string> };
    };
    const token = flowRetail.tokens['integration'] ?? Object.values(flowRetail.tokens)[0] ?? '';
    return { child, baseUrl: flowRetail.baseUrl, tenantUid: flowRetail.tenantUid, token };
  }
  throw new Error('The practice store ended before it was ready');
}

async function openTill(name: string, practice: Practice): Promise<Core> {
  const opened = await createCore({
    dataDir: join(folder, name),
    key: randomBytes(32),
    backgroundSync: false,
    unattendedAs: 'benchmark',
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const connected = await opened.core.call('connection.set', {
    connection: { service: 'flow-retail', url: practice.baseUrl, tenant: practice.tenantUid, practice: true },
    secret: { kind: 'token', token: practice.token },
  });
  if (!connected.ok) throw new Error(connected.error.message);
  return opened.core;
}

/** Round trips of single searches, one after the other with a cashier's pause between, in milliseconds. */
async function measureSearches(core: Core, goOn: (done: number) => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (goOn(taken.length)) {
    const query = queries[taken.length % queries.length] ?? '';
    const start = performance.now();
    await core.call('customers.search', { query });
    taken.push(performance.now() - start);
    await wait(2);
  }
  return taken;
}

const round = (value: number) => Math.round(value * 100) / 100;

function report(state: string, taken: number[], more: object = {}): number {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const figures = {
    p50Ms: round(at(0.5)),
    p95Ms: round(at(0.95)),
    p99Ms: round(at(0.99)),
    maxMs: round(at(1)),
  };
  console.log(
    JSON.stringify({ benchmark: 'search', state, customers, searches: taken.length, ...figures, ...more }),
  );
  return figures.p95Ms;
}

const practice = await startPractice();
try {
  const till = await openTill('till', practice);
  let pulling = true;
  const start = performance.now();
  const pull = till.syncOnce({ untilIdle: true, timeoutMs: 600_000 }).finally(() => {
    pulling = false;
  });
  const during = await measureSearches(till, () => pulling);
  const pulled = await pull;
  if (!pulled.ok) throw new Error(pulled.error.message);
  const duringP95 = report('during a full pull', during, {
    pulled: pulled.pulled,
    pullMs: Math.round(performance.now() - start),
  });
  const idle = await measureSearches(till, (done) => done < searches);
  const idleP95 = report('at rest', idle);
  console.log(JSON.stringify({ benchmark: 'search', ratioP95: round(duringP95 / idleP95) }));
  await till.close();
} finally {
  practice.child.kill();
  rmSync(folder, { recursive: true, force: true });
}
