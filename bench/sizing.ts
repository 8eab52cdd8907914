/**
 * `npm run bench:sizing -- --customers 10000,100000,1000000,3000000`: what a till of each size needs.
 * For each: the first pull over HTTP from a lean service (lean-service.ts) into an empty till, then
 * that till opened anew by another process, searched and written to as at work, backed up, and the
 * backup put in its place by `till restore`. Prints one JSON line a size; docs/it-guide.md has the table.
 *
 * `pullMb` is what the service sent, without compression. `pullMemoryMb` is the most the till's process
 * held during the first pull, `memoryMb` the most at work: all threads, SQLite's pages, code and all.
 * `rewriteSeconds` is until somebody is erased and the store written anew, `rewriteMemoryMb` the most held then.
 * `openMs` is from starting the till's core to the first search's answer. Disk: `storeMb`, besides
 * `pulledMb`, what the store and its log were at most while the first pull ran.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storePathOf } from '../electron/core/db/data-folder.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf, round } from './figures.ts';
import { startLeanService } from './lean-service.ts';
import { openStoreOf } from './lookup-base.ts';
import { makeQueries } from './lookup-queries.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  customers: [10_000, 100_000],
  seed: 1,
  // Set for the processes this one starts.
  phase: String,
  data: String,
});
const { seed } = values;
/** Searches whose times count, after as many that warm the till up. */
const searches = 1000;
const registrations = 100;
const pullMs = 3_600_000;

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** Looks every tenth of a second. @returns what ends it, and answers the most that was seen */
function watchMost(look: () => number): () => number {
  let most = look();
  const looking = setInterval(() => (most = Math.max(most, look())), 100);
  return () => {
    clearInterval(looking);
    return Math.max(most, look());
  };
}

/** The first pull into an empty till. */
async function pull(dataDir: string, count: number): Promise<object> {
  const service = await startLeanService(count, seed);
  try {
    const core = await openTill(dataDir);
    const connected = await core.call('connection.set', {
      connection: { service: 'flow-retail', url: service.baseUrl, tenant: service.tenantUid, practice: true },
      secret: { kind: 'token', token: 'none' },
    });
    if (!connected.ok) throw new Error(connected.error.message);
    const store = storePathOf(dataDir);
    const mostMemory = watchMost(() => process.memoryUsage.rss());
    const mostDisk = watchMost(() => sizeOf(store) + sizeOf(`${store}-wal`));
    const start = performance.now();
    const pulled = await core.syncOnce({ untilIdle: true, timeoutMs: pullMs });
    const pullSeconds = round((performance.now() - start) / 1000);
    if (!pulled.ok || pulled.stoppedBy !== null) throw new Error(JSON.stringify(pulled));
    const figures = {
      pullSeconds,
      pullMb: megabytes(service.bytes),
      pullMemoryMb: megabytes(mostMemory()),
      pulledMb: megabytes(mostDisk()),
    };
    await core.close();
    return { ...figures, storeMb: megabytes(sizeOf(store)) };
  } finally {
    service.stop();
  }
}

/** A till at work: opened, searched, written to and backed up. */
async function work(dataDir: string, count: number): Promise<object> {
  const base = openStoreOf(storePathOf(dataDir), count);
  const queries = makeQueries(base, 2 * searches, seed + 1);
  base.close();
  const mostMemory = watchMost(() => process.memoryUsage.rss());
  const start = performance.now();
  const core = await openTill(dataDir);
  const search = async (query: string): Promise<number> => {
    const from = performance.now();
    const found = await core.call('customers.search', { query, limit: 20 });
    if (!found.ok) throw new Error(found.error.message);
    return performance.now() - from;
  };
  await search(queries[0]!.query);
  const openMs = Math.round(performance.now() - start);
  const times: number[] = [];
  for (const { query } of queries) times.push(await search(query));
  const saved: number[] = [];
  const uids: string[] = [];
  for (let at = 0; at < registrations; at += 1) {
    const from = performance.now();
    const created = await core.call('customers.create', {
      customer: { customerType: 'PERSON', firstname: 'Kari', lastname: `Nordmann ${at}`, countryCode: 'NO' },
    });
    if (!created.ok) throw new Error(created.error.message);
    uids.push(created.customer.customerUid);
    saved.push(performance.now() - from);
  }
  const memoryMb = megabytes(mostMemory());
  const before = performance.now();
  const made = await core.makeBackup();
  if (!made.ok) throw new Error(made.error.message);
  const backupSeconds = round((performance.now() - before) / 1000);
  const mostRewriteMemory = watchMost(() => process.memoryUsage.rss());
  const beforeErasure = performance.now();
  const erased = await core.call('customers.erase', { customerUid: uids[0]!, reason: 'data-request' });
  if (!erased.ok) throw new Error(erased.error.message);
  const rewriteSeconds = round((performance.now() - beforeErasure) / 1000);
  const rewriteMemoryMb = megabytes(mostRewriteMemory());
  await core.close();
  const [searched, save] = [figuresOf(times.slice(searches)), figuresOf(saved)];
  return {
    memoryMb,
    openMs,
    searchP50Ms: searched.p50Ms,
    searchP95Ms: searched.p95Ms,
    registerP50Ms: save.p50Ms,
    registerP95Ms: save.p95Ms,
    backupSeconds,
    backupMb: megabytes(made.backup.bytes),
    rewriteSeconds,
    rewriteMemoryMb,
    backup: made.backup.path,
  };
}

/** Runs one program of Node to its end. @returns what it printed */
async function runNode(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TILLBOOK_KEY: Buffer.from(benchKey).toString('hex') },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return output;
}

const self = fileURLToPath(import.meta.url);
const till = fileURLToPath(new URL('../electron/cli/index.ts', import.meta.url));

/** Each phase in a process of its own, so that none has the memory of the one before it. */
async function inOwnProcess(phase: string, dataDir: string, count: number): Promise<Record<string, unknown>> {
  const given = ['--phase', phase, '--data', dataDir, '--customers', String(count), '--seed', String(seed)];
  return JSON.parse(await runNode([self, ...given])) as Record<string, unknown>;
}

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-sizing-'));
  const dataDir = join(folder, 'till');
  try {
    const pulled = await inOwnProcess('pull', dataDir, count);
    const { backup, ...worked } = await inOwnProcess('work', dataDir, count);
    const start = performance.now();
    await runNode([till, '--data', dataDir, 'restore', String(backup)]);
    const restoreSeconds = round((performance.now() - start) / 1000);
    const load = round(loadavg()[0]!);
    console.log(
      JSON.stringify({ benchmark: 'sizing', customers: count, ...pulled, ...worked, restoreSeconds, load }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first = 0, ...more] = values.customers;
if (values.phase === undefined) for (const count of [first, ...more]) await measure(count);
else {
  const phase = values.phase === 'pull' ? pull : work;
  console.log(JSON.stringify(await phase(values.data ?? '', first)));
}
