/**
 * `npm run bench:lookup -- --customers N[,N…] --seed S [--queries Q] [--against fuse,minisearch,ufuzzy,flexsearch,fts5-prefix,fts5-trigram,like] [--seconds T] [--folder DIR[,DIR…]] [--json]`:
 * generates customers and queries, and runs Tillbook and the others on the same
 * queries, each in a process of its own. Prints JSON lines, or tables without
 * `--json`. A slow contender answers as many of the queries as it can in T
 * seconds (120), the kinds in turn. `--folder` keeps what was built, one folder for each
 * number of customers, and uses it again until the store's schema changes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contenders } from './contenders/all.ts';
import { percentile, round } from './figures.ts';
import { builtMs, noteBuilt, openBase, type BenchBase } from './lookup-base.ts';
import { benchCustomers } from './lookup-customers.ts';
import { makeQueries, type BenchQuery } from './lookup-queries.ts';
import { openContender, searchContender, type Outcome } from './lookup-run.ts';
import { ratios, summarize, summarizeKinds, type Summary } from './lookup-summary.ts';

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '25000' },
    seed: { type: 'string', default: '1' },
    queries: { type: 'string', default: '2800' },
    seconds: { type: 'string', default: '120' },
    against: { type: 'string', default: '' },
    folder: { type: 'string' },
    json: { type: 'boolean', default: false },
    // Set for the processes this one starts.
    contender: { type: 'string' },
    phase: { type: 'string' },
  },
});
const seed = Number(values.seed);
const list = (text: string | undefined): string[] => (text ?? '').split(',').filter(Boolean);
const warmUpQueries = 280;
const maxProcessMs = 15 * 60_000;
/** Processes that open Tillbook's base, besides the one that is searched. */
const opens = 5;

type Phase = 'build' | 'open' | 'search';

async function runPhase(name: string): Promise<string> {
  const [contender, folder, count] = [contenders[name], values.folder ?? '', Number(values.customers)];
  if (contender === undefined)
    throw new Error(`Unknown contender ${name}; known: ${Object.keys(contenders).join(', ')}`);
  switch (values.phase) {
    case 'build':
      return JSON.stringify(await contender.build?.(folder, benchCustomers(count, seed)));
    case 'open':
      return JSON.stringify(openContender(contender, folder, count, seed));
    default:
      return JSON.stringify(searchContender(contender, folder, count, seed, 1000 * Number(values.seconds)));
  }
}

/** @throws Error when the process fails or takes too long: some contenders cannot hold a million */
function inOwnProcess(name: string, phase: Phase, folder: string, count: number): unknown {
  const given = [
    '--customers',
    String(count),
    '--seed',
    String(seed),
    '--seconds',
    values.seconds,
    '--folder',
    folder,
  ];
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
    { encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'], timeout: maxProcessMs },
  );
  if (child.status !== 0) throw new Error(`${name} (${phase}) ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout) as unknown;
}

/** Builds what the contender keeps on disk, unless the folder has it already. @returns milliseconds */
function build(name: string, folder: string, count: number): number | undefined {
  if (contenders[name]?.build === undefined) return undefined;
  const from = { customers: count, seed };
  const before = builtMs(folder, name, from);
  if (before !== undefined) return before;
  const buildMs = inOwnProcess(name, 'build', folder, count) as number;
  noteBuilt(folder, name, from, buildMs);
  return buildMs;
}

interface Run {
  readonly outcome: Outcome;
  readonly summary: Summary;
}

/** Runs one contender and reports what it did. */
function measureContender(
  name: string,
  folder: string,
  base: BenchBase,
  queries: readonly BenchQuery[],
): Run {
  const count = base.length;
  const buildMs = build(name, folder, count);
  const outcome = inOwnProcess(name, 'search', folder, count) as Outcome;
  const asked = outcome.answers.map((answer, at) => ({ query: queries[at]!, answer }));
  const customerOf = (customerUid: string) => base.withUid(customerUid);
  const summary = summarize(asked, customerOf);
  const kinds = summarizeKinds(asked, customerOf);
  const worst = kinds.toSorted((left, right) => left.at10 - right.at10)[0];
  const about = { contender: name, customers: count, seed };
  report('lookup', { ...about, kind: 'all', ...summary }, [
    { worstKind: worst?.kind, worstAt10: worst?.at10 },
    {
      megabytes: Math.round(outcome.megabytes),
      rssMegabytes: Math.round(outcome.rssMegabytes),
      // What keeps nothing builds at every start.
      buildMs: Math.round(buildMs ?? outcome.openMs),
      firstAnswerMs: Math.round(outcome.firstMs),
      load: round(loadavg()[0]!),
    },
  ]);
  if (values.json) for (const kind of kinds) report('lookup', { ...about, ...kind });
  else console.table(Object.fromEntries(kinds.map(({ kind, ...rest }) => [kind, rest])));
  return { outcome, summary };
}

/** All contenders at one number of customers. @returns Tillbook's summary */
function measure(count: number, folder: string): Summary {
  build('tillbook', folder, count);
  const base = openBase(folder, count);
  const queries = makeQueries(base, Number(values.queries), seed + 1);
  writeFileSync(join(folder, 'queries.json'), JSON.stringify(queries));
  writeFileSync(join(folder, 'warm-up.json'), JSON.stringify(makeQueries(base, warmUpQueries, seed + 2)));
  const tillbook = measureContender('tillbook', folder, base, queries);
  const firstAnswers = Array.from(
    { length: opens },
    () => inOwnProcess('tillbook', 'open', folder, count) as number,
  );
  report('lookup-open', {
    customers: count,
    firstAnswerMedianMs: percentile(firstAnswers, 0.5),
    firstAnswerMaxMs: percentile(firstAnswers, 1),
  });
  for (const contender of list(values.against)) {
    const about = { contender, customers: count, seed };
    try {
      const { outcome } = measureContender(contender, folder, base, queries);
      report('lookup-ratio', { ...about, timesTillbook: ratios(outcome.answers, tillbook.outcome.answers) });
    } catch (cause) {
      report('lookup', { ...about, failed: String(cause) });
    }
  }
  base.close();
  return tillbook.summary;
}

function report(benchmark: string, line: object, more: readonly object[] = []): void {
  const whole: object = Object.assign({ benchmark }, line, ...more);
  if (values.json) console.log(JSON.stringify(whole));
  else console.log(whole);
}

function main(): void {
  const counts = list(values.customers).map(Number);
  const folders = list(values.folder);
  const ran = counts.map((count, at) => {
    const folder = folders[at] ?? mkdtempSync(join(tmpdir(), 'tillbook-lookup-'));
    mkdirSync(folder, { recursive: true });
    try {
      return { count, summary: measure(count, folder) };
    } finally {
      if (folders[at] === undefined) rmSync(folder, { recursive: true, force: true });
    }
  });
  for (const [at, { count, summary }] of ran.entries()) {
    const before = ran[at - 1];
    if (before === undefined) continue;
    report('lookup-growth', {
      from: before.count,
      to: count,
      p95: round(summary.p95 / before.summary.p95),
      p95min: round(summary.p95min / before.summary.p95min),
    });
  }
}

if (values.contender === undefined) main();
else {
  // What is open would keep the process.
  process.stdout.write(await runPhase(values.contender), () => process.exit());
}
