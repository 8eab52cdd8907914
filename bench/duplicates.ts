/**
 * `npm run bench:duplicates -- --customers N --seed S [--store FILE] [--data FOLDER] [--forms F] [--only forms|pass]`:
 * who might be on a form, and the pass that finds pairs, in a base of N customers
 * (a copy of the store FILE, when there is one made by bench/lookup.ts). With
 * `--data` the people of the lookup benchmark live among them and their
 * registrations are asked about too. Prints JSON lines.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLookupWriter } from '../electron/core/db/lookup-rows.ts';
import { migrate } from '../electron/core/db/migrations/index.ts';
import { openStore, type Store } from '../electron/core/db/open.ts';
import { createWriter, type Writer } from '../electron/core/db/writer.ts';
import { createPairFinder } from '../electron/core/duplicates/pair-finder.ts';
import { createLookup } from '../electron/core/lookup/lookup.ts';
import { readCustomer, type CustomerDraft } from '../shared/customer/model.ts';
import { benchKey } from './bench-store.ts';
import { createRandom } from '../electron/practice/seed/random.ts';
import { readOptions } from '../scripts/command-line.ts';
import { makeForms, secondRecord } from './duplicate-forms.ts';
import { benchCustomers, type BenchCustomer } from './lookup-customers.ts';

const values = readOptions({
  customers: 25_000,
  seed: 1,
  forms: 2100,
  store: String,
  data: String,
  only: String,
});
const count = values.customers;
const { seed } = values;
const formCount = values.forms;
/** From which probability on the till warns. */
const warnsFrom = 0.5;
const passes = 3;

const print = (line: object): void => console.log(JSON.stringify(line));
const percent = (part: number, whole: number): number =>
  Math.round((10_000 * part) / Math.max(whole, 1)) / 100;
const round = (value: number): number => Math.round(value * 1000) / 1000;

function latency(ms: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = ms.toSorted((left, right) => left - right);
  const part = (share: number) => round(sorted[Math.floor(sorted.length * share)]!);
  return { p50: part(0.5), p95: part(0.95), p99: part(0.99) };
}

function addCustomers(db: Store, customers: Iterable<{ customerUid: string }>): void {
  const writer = createLookupWriter(db);
  const insert = db.prepare(`INSERT INTO customer (customer_uid, record) VALUES (?, ?)`);
  db.transaction(() => {
    for (const record of customers) {
      const customerId = Number(insert.run(record.customerUid, JSON.stringify(record)).lastInsertRowid);
      writer.put(customerId, readCustomer(record)!);
    }
  })();
}

function readLines<Line>(name: string): Line[] {
  const lines = readFileSync(join(values.data!, name), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}

interface Asked {
  readonly kind: string;
  readonly draft: Partial<CustomerDraft>;
  /** customerUids that are equally right; none when the person is new. */
  readonly expect: readonly string[];
}

/** Asks about all forms; prints how right and how quick the answers are, and whether the probabilities are true. */
function measureForms(base: string, db: Store, forms: readonly Asked[]): void {
  const lookup = createLookup(db);
  lookup.refresh();
  const uidOf = db.prepare(`SELECT customer_uid FROM customer WHERE customer_id = ?`).pluck();
  const times = forms.map(() => ({ ms: Infinity, cpuMs: Infinity }));
  // One pass after the other: what disturbs one answer is over when it is asked for again.
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [at, { draft }] of forms.entries()) {
      const cpu = process.threadCpuUsage();
      const start = performance.now();
      lookup.duplicates(draft, 5);
      const ms = performance.now() - start;
      const { user, system } = process.threadCpuUsage(cpu);
      const best = times[at]!;
      best.ms = Math.min(best.ms, ms);
      best.cpuMs = Math.min(best.cpuMs, (user + system) / 1000);
    }
  }
  const answers = forms.map(({ kind, draft, expect }, at) => {
    const { ms, cpuMs } = times[at]!;
    const found = lookup.duplicates(draft, 5);
    const candidates = found.map(({ customerId, probability }) => ({
      probability,
      isRight: expect.includes(uidOf.get(customerId) as string),
    }));
    const [first] = candidates;
    return {
      kind,
      ms,
      cpuMs,
      candidates,
      isKnown: expect.length > 0,
      isRight: first?.isRight ?? false,
      warns: (first?.probability ?? 0) >= warnsFrom,
    };
  });
  const groups = Map.groupBy(answers, ({ kind }) => kind);
  for (const [kind, some] of [['all', answers] as const, ...(groups.size > 8 ? [] : groups)]) {
    const known = some.filter(({ isKnown }) => isKnown);
    const fresh = some.filter(({ isKnown }) => !isKnown);
    const warned = some.filter(({ warns }) => warns);
    const right = warned.filter(({ isRight }) => isRight);
    print({
      benchmark: 'duplicates-forms',
      base,
      kind,
      forms: some.length,
      ...(known.length > 0 && {
        precision: percent(right.length, warned.length),
        recall: percent(right.length, known.length),
      }),
      ...(fresh.length > 0 && {
        newWarned: percent(fresh.filter(({ warns }) => warns).length, fresh.length),
      }),
      ...latency(some.map(({ ms }) => ms)),
      // Of the thread alone, in ticks of the kernel: what it takes when nobody else wants the processor.
      cpu: latency(some.map(({ cpuMs }) => cpuMs)),
    });
  }
  printCalibration(
    { benchmark: 'duplicates-calibration', base },
    answers.flatMap(({ candidates }) => candidates),
  );
}

/** Of those said to be so likely, how many it was. */
function printCalibration(
  about: object,
  judged: readonly { readonly probability: number; readonly isRight: boolean }[],
): void {
  const tenths = Map.groupBy(judged, ({ probability }) => Math.min(9, Math.floor(probability * 10)));
  for (const [tenth, some] of [...tenths].sort(([left], [right]) => left - right)) {
    print({
      ...about,
      from: tenth / 10,
      candidates: some.length,
      said: round(some.reduce((sum, { probability }) => sum + probability, 0) / some.length),
      was: round(some.filter(({ isRight }) => isRight).length / some.length),
    });
  }
}

/** How long a step of the pass takes when nobody else wants the processor, in milliseconds. */
const stepMs = 100;
/** One customer in so many has a second record. */
const plantedShare = 50;

/** Plants second records of some customers and looks for all pairs. */
function measurePass(writer: Writer, db: Store, reading: Store, total: number): void {
  const random = createRandom(seed);
  const record = db.prepare(`SELECT record FROM customer WHERE customer_id = ?`).pluck();
  const uids = Array.from({ length: Math.floor(total / plantedShare) }, (_, at) => {
    const original = JSON.parse(
      record.get(1 + at * plantedShare + random.below(plantedShare)) as string,
    ) as BenchCustomer;
    return secondRecord(original, `second-${at}-${original.customerUid}`, random);
  }).filter(({ customerParentUid }) => !customerParentUid);
  addCustomers(db, uids);
  const planted = new Set(uids.map(({ customerUid }) => customerUid));

  runPass('all customers', writer, reading);
  const found = db
    .prepare(
      `SELECT low.customer_uid AS low, high.customer_uid AS high, probability FROM duplicate_pair
       JOIN customer AS low ON low.customer_id = low_id JOIN customer AS high ON high.customer_id = high_id`,
    )
    .all() as { low: string; high: string; probability: number }[];
  const judged = found.map(({ low, high, probability }) => ({
    probability,
    isRight: planted.has(high) && high.endsWith(`-${low}`),
  }));
  const right = judged.filter(({ isRight }) => isRight).length;
  print({
    benchmark: 'duplicates-pairs',
    customers: total + planted.size,
    planted: planted.size,
    found: found.length,
    precision: percent(right, found.length),
    recall: percent(right, planted.size),
  });
  printCalibration({ benchmark: 'duplicates-pairs-calibration', customers: total }, judged);

  const again = uids
    .slice(0, 1000)
    .map((one, at) => secondRecord(one, `third-${at}-${one.customerUid}`, random));
  addCustomers(db, again);
  runPass('1,000 changed', writer, reading);
}

function megabytesUsed(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

function runPass(what: string, writer: Writer, reading: Store): void {
  globalThis.gc?.();
  const before = megabytesUsed();
  let most = before;
  let longestSaveMs = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const finder = createPairFinder(reading);
  let state = writer.beginDuplicatePass();
  for (let isFinished = false; !isFinished;) {
    const step = finder.step(state, stepMs);
    ({ state, isFinished } = step);
    most = Math.max(most, megabytesUsed());
    const from = performance.now();
    writer.saveDuplicatePairs(state, step.pairs, isFinished ? Date.now() : null);
    longestSaveMs = Math.max(longestSaveMs, performance.now() - from);
  }
  const { user, system } = process.cpuUsage(cpu);
  print({
    benchmark: 'duplicates-pass',
    what,
    seconds: round((performance.now() - start) / 1000),
    cpuSeconds: round((user + system) / 1e6),
    megabytes: Math.round(most - before),
    longestSaveMs: round(longestSaveMs),
  });
}

const folder = mkdtempSync(join(tmpdir(), 'tillbook-duplicates-'));
try {
  const path = join(folder, 'store.db');
  if (values.store !== undefined) copyFileSync(values.store, path);
  const db = openStore(path, benchKey);
  migrate(db);
  db.pragma('synchronous = OFF');
  if (values.store === undefined) addCustomers(db, benchCustomers(count, seed));
  const writer = createWriter(db);
  // A store of an older version: its entries are made anew.
  if (db.prepare(`SELECT 1 FROM lookup_entry LIMIT 1`).get() === undefined) {
    while (writer.rebuildSlice(5000));
  }
  const total = db.prepare(`SELECT max(customer_id) FROM customer`).pluck().get() as number;
  const reading = openStore(path, benchKey, { readonly: true });

  const recordOf = db.prepare(`SELECT record FROM customer WHERE customer_id = ?`).pluck();
  const sample = Array.from({ length: 4000 }, (_, at) => 1 + Math.floor((at * total) / 4000));
  const customers = sample.map((id) => JSON.parse(recordOf.get(id) as string) as BenchCustomer);
  const strangers = [...benchCustomers(4000, seed + 1)].slice(100);
  const forms = makeForms(customers, strangers, formCount, seed).map(({ kind, draft, meant }): Asked => ({
    kind,
    draft,
    expect: meant === undefined ? [] : [meant],
  }));
  if (values.only !== 'pass') measureForms(`${total} generated`, reading, forms);

  if (values.data !== undefined && values.only !== 'pass') {
    addCustomers(db, readLines<{ customerUid: string }>('customers.jsonl'));
    const registrations = readLines<{ candidate: Partial<CustomerDraft>; expect: string[]; kind: string }>(
      'registrations.jsonl',
    );
    measureForms(
      `lookup-benchmark among ${total}`,
      reading,
      registrations.map(({ candidate, kind, expect }): Asked => ({ kind, draft: candidate, expect })),
    );
  }
  if (values.only !== 'forms') measurePass(writer, db, reading, total);
  reading.close();
  db.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
