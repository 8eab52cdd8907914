/**
 * `npm run bench:import -- --customers N [--only core,register,pull,till]`: how fast customers are taken in
 * with all indexes, encrypted and durable, and what a registration takes meanwhile.
 *
 * - `core`: an import as a host runs it; `lastTenth` is the speed of its last tenth.
 * - `register`: registrations on the full till, at rest and while more customers are imported.
 * - `pull`: pages as a pull writes them, on an empty till; no network.
 * - `till`: `till import` as a whole process, and how soon a newly started one answers its first search.
 *
 * Prints JSON lines. `cpuSeconds` is what all threads of the process used, whatever else the machine does.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Core } from '../electron/core/core.ts';
import { claimDataFolder, storePathOf } from '../electron/core/db/data-folder.ts';
import { prepareCustomers } from '../electron/core/db/prepared-customers.ts';
import { startWorker } from '../electron/core/db/worker-client.ts';
import type { Writer } from '../electron/core/db/writer.ts';
import type { CustomerRecord } from '../shared/customer/model.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchCustomers } from './lookup-customers.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  customers: 25_000,
  seed: 1,
  starts: 5,
  only: 'core,register,pull,till',
});
const count = values.customers;
const { seed } = values;
const wanted = new Set(values.only.split(','));
const key = new Uint8Array(32).fill(7);
const folder = mkdtempSync(join(tmpdir(), 'tillbook-bench-'));
/** Rows of one transaction of a pull. */
const pulledAtOnce = 250;

function report(benchmark: string, figures: object): void {
  console.log(JSON.stringify({ benchmark, customers: count, ...figures }));
}

async function writeFile(name: string, customers: number, ofSeed: number): Promise<string> {
  const file = join(folder, name);
  const stream = createWriteStream(file);
  for (const customer of benchCustomers(customers, ofSeed)) {
    if (!stream.write(`${JSON.stringify(customer)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return file;
}

const perSecond = (customers: number, ms: number): number => Math.round((customers / ms) * 1000);

/** Times how work on the store goes on; `at` is told how many customers are done. */
function startClock() {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let lastTenthFrom: { ms: number; done: number } | undefined;
  return {
    at(done: number): void {
      if (done >= count * 0.9) lastTenthFrom ??= { ms: performance.now(), done };
    },
    end(): object {
      const end = performance.now();
      const { user, system } = process.cpuUsage(cpu);
      return {
        seconds: Math.round(end - start) / 1000,
        cpuSeconds: Math.round((user + system) / 1000) / 1000,
        perSecond: perSecond(count, end - start),
        lastTenthPerSecond:
          lastTenthFrom === undefined ? null : perSecond(count - lastTenthFrom.done, end - lastTenthFrom.ms),
      };
    },
  };
}

async function importInto(core: Core, file: string, onProgress?: (done: number) => void): Promise<void> {
  const answer = await core.importFile(file, { onProgress });
  if (!answer.ok) throw new Error(answer.error.message);
  if (answer.rejected.length > 0) throw new Error(`${answer.rejected.length} customers were rejected`);
}

/** One registration after the other, with a pause between, in milliseconds each. */
async function measureRegistrations(core: Core, goOn: (done: number) => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (goOn(taken.length)) {
    const start = performance.now();
    const created = await core.call('customers.create', {
      customer: {
        customerType: 'PERSON',
        firstname: 'Kari',
        lastname: `Nordmann${taken.length % 97}`,
        mobile: `+479${String(1_000_000 + ((taken.length * 7919) % 9_000_000))}`,
        email: `kari.${randomUUID().slice(0, 8)}@example.no`,
        address: `Storgata ${taken.length % 200}`,
        postalCode: '0155',
        city: 'Oslo',
        countryCode: 'NO',
      },
    });
    taken.push(performance.now() - start);
    if (!created.ok) throw new Error(created.error.message);
    await wait(20);
  }
  return taken;
}

function summarize(taken: readonly number[]): object {
  const sorted = taken.toSorted((left, right) => left - right);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 100) /
    100;
  return { registrations: taken.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) };
}

async function benchCore(file: string): Promise<void> {
  const core = await openTill(join(folder, 'core'), key);
  const clock = startClock();
  await importInto(core, file, (done) => clock.at(done));
  const figures = clock.end();
  const megabytes = Math.round(statSync(storePathOf(join(folder, 'core'))).size / 1e6);
  report('import', { ...figures, megabytes });
  if (wanted.has('register')) {
    const more = await writeFile('more.jsonl', Math.min(count, 100_000), seed + 1);
    report('register at rest', summarize(await measureRegistrations(core, (done) => done < 300)));
    let isImporting = true;
    const importing = importInto(core, more).finally(() => {
      isImporting = false;
    });
    report('register during an import', summarize(await measureRegistrations(core, () => isImporting)));
    await importing;
    rmSync(more);
  }
  await core.close();
  rmSync(join(folder, 'core'), { recursive: true });
}

async function benchPull(): Promise<void> {
  const dataDir = join(folder, 'pull');
  const release = claimDataFolder(dataDir);
  const thread = startWorker<Writer>({ role: 'writer', path: storePathOf(dataDir), key });
  await thread.open();
  const writer = thread.methods;
  const write = (records: readonly CustomerRecord[]): Promise<unknown> =>
    writer.applyPulledRecords({
      customers: prepareCustomers(records),
      ackedMeanwhile: [],
      fullPass: 1,
      nowMs: Date.now(),
    });
  // What comes over the network is there already; making it up is not measured.
  let ms = 0;
  let lastTenthMs = 0;
  let done = 0;
  let stretch: CustomerRecord[] = [];
  const flush = async (): Promise<void> => {
    const start = performance.now();
    let writing: Promise<unknown> = Promise.resolve();
    for (let at = 0; at < stretch.length; at += pulledAtOnce) {
      const next = write(stretch.slice(at, at + pulledAtOnce));
      await writing;
      writing = next;
    }
    await writing;
    const taken = performance.now() - start;
    ms += taken;
    if (done >= count * 0.9) lastTenthMs += taken;
    done += stretch.length;
    stretch = [];
  };
  for (const customer of benchCustomers(count, seed)) {
    stretch.push({ ...customer });
    if (stretch.length === count / 100) await flush();
  }
  await flush();
  report('pull', {
    seconds: Math.round(ms) / 1000,
    perSecond: perSecond(count, ms),
    lastTenthPerSecond: perSecond(count / 10, lastTenthMs),
  });
  await thread.close();
  release();
  rmSync(dataDir, { recursive: true });
}

const cli = fileURLToPath(new URL('../electron/cli/index.ts', import.meta.url));

/** Runs the command line; answers its output, the time to its first line and to its end, in milliseconds. */
async function runTill(...args: string[]): Promise<{ output: string; firstLineMs: number; totalMs: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [cli, '--data', join(folder, 'till'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  let firstLineMs = Number.NaN;
  child.stdout.on('data', (chunk: Buffer) => {
    if (Number.isNaN(firstLineMs)) firstLineMs = performance.now() - start;
    output += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`till ${args[0]} ended with ${code}`);
  return { output, firstLineMs, totalMs: performance.now() - start };
}

async function benchTill(file: string): Promise<void> {
  const imported = await runTill('import', file);
  const answer = JSON.parse(imported.output) as { imported: number; rejected: unknown[] };
  report('till import', {
    imported: answer.imported,
    rejected: answer.rejected.length,
    seconds: Math.round(imported.totalMs) / 1000,
    perSecond: perSecond(answer.imported, imported.totalMs),
  });
  const query = join(folder, 'query.jsonl');
  writeFileSync(query, `${JSON.stringify({ query: 'asse bjorn' })}\n`);
  const starts: number[] = [];
  for (let start = 0; start < values.starts; start += 1) {
    starts.push((await runTill('search-batch', query)).firstLineMs);
  }
  const sorted = starts.toSorted((left, right) => left - right);
  report('warm-start-to-first-answer', {
    medianMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
    maxMs: Math.round(sorted.at(-1) ?? Number.NaN),
  });
}

try {
  const file = await writeFile('customers.jsonl', count, seed);
  if (wanted.has('core') || wanted.has('register')) await benchCore(file);
  if (wanted.has('pull')) await benchPull();
  if (wanted.has('till')) await benchTill(file);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
