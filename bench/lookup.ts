/**
 * `npm run bench:lookup -- --customers N --seed S [--queries Q] [--against fuse,fts5-trigram,fts5-prefix] [--json]`:
 * generates customers and queries, and runs Tillbook and the others on the same
 * queries, each in a process of its own. Prints JSON lines, or tables without
 * `--json`. A slow contender answers as many of the queries as it can in two
 * minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contenders } from './lookup-contenders.ts';
import { benchCustomers, type BenchCustomer, type SlimCustomer } from './lookup-customers.ts';
import { isFound } from './lookup-judge.ts';
import { makeQueries, queryKinds, type BenchQuery } from './lookup-queries.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '25000' },
    seed: { type: 'string', default: '1' },
    queries: { type: 'string', default: '2800' },
    against: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    // Set for the processes this one starts.
    contender: { type: 'string' },
    phase: { type: 'string' },
    folder: { type: 'string' },
  },
});
const count = Number(values.customers);
const seed = Number(values.seed);
const maxSearchMs = 120_000;
const passes = 3;

interface Outcome {
  readonly openMs: number;
  readonly firstMs: number;
  readonly megabytes: number;
  /** By query, as many as were run. */
  readonly answers: readonly { readonly hits: readonly string[]; readonly ms: number }[];
}

const megabytesNow = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
};

function runPhase(name: string, phase: string, folder: string): string {
  const contender = contenders[name];
  if (contender === undefined)
    throw new Error(`Unknown contender ${name}; known: ${Object.keys(contenders).join(', ')}`);
  if (phase === 'build') {
    const customers = [...benchCustomers(count, seed)];
    const start = performance.now();
    contender.build?.(folder, customers);
    return JSON.stringify({ buildMs: performance.now() - start });
  }
  const queries = JSON.parse(readFileSync(join(folder, 'queries.json'), 'utf8')) as BenchQuery[];
  const before = megabytesNow();
  const start = performance.now();
  const search = contender.open(folder, () => benchCustomers(count, seed));
  const openMs = performance.now() - start;
  search(queries[0]!.query);
  const firstMs = performance.now() - start;
  const answers: { hits: string[]; ms: number }[] = [];
  const end = performance.now() + maxSearchMs;
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, { query }] of queries.entries()) {
      if (performance.now() > end) break;
      const from = performance.now();
      const hits = search(query);
      const ms = performance.now() - from;
      const known = answers[at];
      if (known === undefined) answers.push({ hits, ms });
      else known.ms = Math.min(known.ms, ms);
    }
  }
  return JSON.stringify({ openMs, firstMs, megabytes: megabytesNow() - before, answers } satisfies Outcome);
}

function inOwnProcess(name: string, phase: string, folder: string): unknown {
  const given = ['--customers', String(count), '--seed', String(seed), '--folder', folder];
  const child = spawnSync(
    process.execPath,
    [
      '--expose-gc',
      '--max-old-space-size=12000',
      fileURLToPath(import.meta.url),
      ...given,
      '--contender',
      name,
      '--phase',
      phase,
    ],
    { encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.status !== 0) throw new Error(`${name} (${phase}) ended with ${child.status}`);
  return JSON.parse(child.stdout) as unknown;
}

const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;
const round = (value: number) => Math.round(value * 1000) / 1000;

function summarize(
  asked: readonly { readonly query: BenchQuery; readonly answer: Outcome['answers'][number] }[],
  customerOf: (uid: string) => SlimCustomer,
) {
  const ms = asked.map(({ answer }) => answer.ms).sort((left, right) => left - right);
  const part = (share: number) =>
    round(ms[Math.min(Math.floor(ms.length * share), ms.length - 1)] ?? Number.NaN);
  const found = (k: number) =>
    asked.filter(({ query, answer }) => isFound(query, answer.hits, k, customerOf)).length;
  return {
    queries: asked.length,
    at1: percent(found(1), asked.length),
    at10: percent(found(10), asked.length),
    p50: part(0.5),
    p95: part(0.95),
    p99: part(0.99),
  };
}

/** What queries and judge need of a customer: a million of them stay in memory. */
function slim(customer: BenchCustomer): SlimCustomer {
  return {
    customerUid: customer.customerUid,
    firstname: customer.firstname,
    lastname: customer.lastname,
    companyName: customer.companyName,
    address: customer.address,
    postalCode: customer.postalCode,
    city: customer.city,
    mobile: customer.mobile,
    email: customer.email,
    loyaltyId: customer.loyaltyId,
    externalId: customer.externalId,
    vatNumber: customer.vatNumber,
    contacts: customer.contacts.map(({ firstname, lastname, email, mobile }) => ({
      firstname,
      lastname,
      email,
      mobile,
    })),
  };
}

const shown = ['queries', 'at1', 'at10', 'p50', 'p95', 'p99'];
const pick = (line: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(shown.map((name) => [name, line[name]]));

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-lookup-'));
  try {
    const customers = Array.from(benchCustomers(count, seed), slim);
    const byUid = new Map(customers.map((customer) => [customer.customerUid, customer]));
    const queries = makeQueries(customers, Number(values.queries), seed + 1);
    writeFileSync(join(folder, 'queries.json'), JSON.stringify(queries));
    const names = ['tillbook', ...values.against.split(',').filter(Boolean)];
    for (const name of names) {
      const { buildMs } = inOwnProcess(name, 'build', folder) as { buildMs: number };
      const outcome = inOwnProcess(name, 'search', folder) as Outcome;
      const summary = (kind?: string) => {
        const at = queries.keys().filter((index) => kind === undefined || queries[index]!.kind === kind);
        const asked = at.flatMap((index) => {
          const answer = outcome.answers[index];
          return answer === undefined ? [] : [{ query: queries[index]!, answer }];
        });
        return summarize(asked.toArray(), (uid) => byUid.get(uid)!);
      };
      const common = { benchmark: 'lookup', contender: name, customers: count, seed };
      const cost = {
        megabytes: round(outcome.megabytes),
        buildMs: Math.round(buildMs),
        openMs: Math.round(outcome.openMs),
        firstAnswerMs: Math.round(outcome.firstMs),
      };
      const lines: Record<string, unknown>[] = [Object.assign({ ...common, kind: 'all' }, summary(), cost)];
      for (const kind of queryKinds) lines.push(Object.assign({ ...common, kind }, summary(kind)));
      if (values.json) for (const line of lines) console.log(JSON.stringify(line));
      else {
        console.log(`${name}, ${count} customers, seed ${seed}`, cost);
        console.table(Object.fromEntries(lines.map(({ kind, ...line }) => [kind, pick(line)])));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.contender === undefined) main();
else process.stdout.write(runPhase(values.contender, values.phase ?? 'search', values.folder ?? ''));
