/**
 * `npm run bench:search-during-pull -- --customers N [--service practice|lean]`: `customers.search` as a
 * host calls it, at a typist's pace, on a full till at rest and while the till
 * pulls the whole base over HTTP from a practice store in another process; and the
 * longest stall of the reader's thread, which is asked something small every few
 * milliseconds all the time. With `--service lean` the service costs next to nothing
 * (lean-service.ts). Prints JSON lines.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Core } from '../electron/core/core.ts';
import { createRandom } from '../electron/practice/seed/random.ts';
import { readOptions } from '../scripts/command-line.ts';
import { figuresOf, round } from './figures.ts';
import { startLeanService } from './lean-service.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  customers: 25_000,
  searches: 400,
  service: 'practice',
});
const { customers } = values;
const searches = values.searches;
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
  readonly stop: () => void;
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
    return { stop: () => child.kill(), baseUrl: flowRetail.baseUrl, tenantUid: flowRetail.tenantUid, token };
  }
  throw new Error('The practice store ended before it was ready');
}

async function connectTill(name: string, practice: Practice): Promise<Core> {
  const core = await openTill(join(folder, name), randomBytes(32));
  const connected = await core.call('connection.set', {
    connection: { service: 'flow-retail', url: practice.baseUrl, tenant: practice.tenantUid, practice: true },
    secret: { kind: 'token', token: practice.token },
  });
  if (!connected.ok) throw new Error(connected.error.message);
  return core;
}

/** Milliseconds between an answer and the next key: the pull finds its quiet moments, as it does in a shop. */
const shortestPauseMs = 20;
const longestPauseMs = 180;
const probeIntervalMs = 3;

interface Measured {
  readonly searchesMs: number[];
  /** How long the reader took to answer what costs it nothing. */
  readonly probesMs: number[];
  /** The longest time the core's own thread was busy: part of the longest probe. */
  readonly coreThreadMaxMs: number;
}

/** Round trips of single searches with a typist's pauses, and of probes beside them. */
async function measure(core: Core, goOn: (searches: number) => boolean): Promise<Measured> {
  const random = createRandom(1);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const [searchesMs, probesMs]: [number[], number[]] = [[], []];
  const done = new AbortController();
  loop.enable();
  const probing = (async () => {
    while (!done.signal.aborted) {
      const start = performance.now();
      await core.call('connection.get', {});
      probesMs.push(performance.now() - start);
      await wait(probeIntervalMs);
    }
  })();
  while (goOn(searchesMs.length)) {
    const query = queries[searchesMs.length % queries.length] ?? '';
    const start = performance.now();
    await core.call('customers.search', { query });
    searchesMs.push(performance.now() - start);
    await wait(random.between(shortestPauseMs, longestPauseMs));
  }
  done.abort();
  await probing;
  loop.disable();
  return { searchesMs, probesMs, coreThreadMaxMs: round(loop.max / 1e6) };
}

/** @returns the searches' p95 */
function report(
  state: string,
  { searchesMs, probesMs, coreThreadMaxMs }: Measured,
  more: object = {},
): number {
  const figures = figuresOf(searchesMs);
  const reader = figuresOf(probesMs);
  const stalls = {
    longestStallMs: reader.maxMs,
    stallP99Ms: reader.p99Ms,
    above16Ms: probesMs.filter((ms) => ms > 16).length,
    probes: probesMs.length,
    coreThreadMaxMs,
  };
  const about = {
    benchmark: 'search-during-pull',
    service: values.service,
    state,
    customers,
    searches: searchesMs.length,
  };
  console.log(JSON.stringify({ ...about, ...figures, ...stalls, ...more }));
  return figures.p95Ms;
}

const practice: Practice =
  values.service === 'lean'
    ? { ...(await startLeanService(customers)), token: 'none' }
    : await startPractice();
try {
  const till = await connectTill('till', practice);
  let pulling = true;
  const start = performance.now();
  const pull = till.syncOnce({ untilIdle: true, timeoutMs: 3_600_000 }).finally(() => {
    pulling = false;
  });
  const during = await measure(till, () => pulling);
  const pulled = await pull;
  if (!pulled.ok) throw new Error(pulled.error.message);
  const duringP95 = report('during a full pull', during, {
    pulled: pulled.pulled,
    pullMs: Math.round(performance.now() - start),
  });
  const idle = await measure(till, (done) => done < searches);
  const idleP95 = report('at rest', idle);
  console.log(
    JSON.stringify({ benchmark: 'search-during-pull', customers, ratioP95: round(duringP95 / idleP95) }),
  );
  await till.close();
} finally {
  practice.stop();
  rmSync(folder, { recursive: true, force: true });
}
