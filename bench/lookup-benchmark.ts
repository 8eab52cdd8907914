/**
 * `npm run bench:lookup-benchmark -- --data FOLDER [--kinds]`: success and
 * latency on a folder of customers, queries and registrations made from public
 * record-linkage sets (`*customers.jsonl` with `*queries.jsonl`, and
 * `registrations.jsonl`). Prints JSON lines. The data is evaluation material and
 * no part of the project.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLookupWriter } from '../electron/core/db/lookup-rows.ts';
import { migrate } from '../electron/core/db/migrations/index.ts';
import { openStore } from '../electron/core/db/open.ts';
import { createLookup } from '../electron/core/lookup/lookup.ts';
import type { CustomerDraft } from '../shared/customer/model.ts';
import { readCustomer } from '../shared/customer/model.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, kinds: { type: 'boolean', default: false } },
});
if (values.data === undefined) throw new Error('Say where the data is: --data FOLDER');
const data = values.data;

interface QueryLine {
  readonly query: string;
  /** customerUids that are equally right. */
  readonly expect: readonly string[];
  readonly kind: string;
  readonly noisy: boolean;
  readonly edits: number;
}
interface RegistrationLine {
  readonly candidate: Partial<CustomerDraft>;
  /** The customer it is; empty when the person is new. */
  readonly expect: readonly string[];
}

function readLines<Line>(name: string): Line[] {
  const lines = readFileSync(join(data, name), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}

/** A base of these customers in an encrypted store, with one connection that writes and one that reads. */
function openBase(customersFile: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-lookup-'));
  const key = new Uint8Array(32).fill(7);
  const db = openStore(join(folder, 'store.db'), key);
  migrate(db);
  const writer = createLookupWriter(db);
  const insert = db.prepare(`INSERT INTO customer (customer_uid, record) VALUES (?, ?)`);
  const uids: string[] = [];
  db.transaction(() => {
    for (const record of readLines<{ customerUid: string }>(customersFile)) {
      const customerId = Number(insert.run(record.customerUid, JSON.stringify(record)).lastInsertRowid);
      writer.put(customerId, readCustomer(record)!);
      uids[customerId] = record.customerUid;
    }
  })();
  const reading = openStore(join(folder, 'store.db'), key, { readonly: true });
  const lookup = createLookup(reading);
  lookup.refresh();
  return {
    lookup,
    uidOf: (customerId: number): string => uids[customerId]!,
    close: (): void => {
      reading.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const percent = (part: number, whole: number) => Math.round((10_000 * part) / whole) / 100;

function latency(ms: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = ms.toSorted((left, right) => left - right);
  const part = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)]! * 1000) / 1000;
  return { p50: part(0.5), p95: part(0.95), p99: part(0.99) };
}

const difficultyOf = ({ noisy, edits }: QueryLine): string =>
  noisy ? (edits <= 2 ? '1 to 2 edits' : 'more edits') : 'clean';

function measureQueries(prefix: string): void {
  const base = openBase(`${prefix}customers.jsonl`);
  const queries = readLines<QueryLine>(`${prefix}queries.jsonl`);
  const answers = queries.map((line) => {
    const start = performance.now();
    const { hits } = base.lookup.search({ query: line.query, limit: 10 });
    const ms = performance.now() - start;
    return {
      line,
      ms,
      place: hits.findIndex(({ customerId }) => line.expect.includes(base.uidOf(customerId))),
    };
  });
  base.close();
  const groups = new Map<string, typeof answers>();
  for (const answer of answers) {
    const difficulty = difficultyOf(answer.line);
    const names = ['all', difficulty, ...(values.kinds ? [`${answer.line.kind}, ${difficulty}`] : [])];
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), answer]);
  }
  for (const [group, some] of groups) {
    console.log(
      JSON.stringify({
        benchmark: 'lookup-benchmark',
        set: prefix === '' ? 'people' : prefix.slice(0, -1),
        group,
        queries: some.length,
        at1: percent(some.filter(({ place }) => place === 0).length, some.length),
        at10: percent(some.filter(({ place }) => place !== -1).length, some.length),
        ...latency(some.map(({ ms }) => ms)),
      }),
    );
  }
}

/** From which probability on the till warns. */
const warnsFrom = 0.5;

function measureRegistrations(): void {
  const base = openBase('customers.jsonl');
  const lines = readLines<RegistrationLine>('registrations.jsonl');
  const answers = lines.map(({ candidate, expect }) => {
    const start = performance.now();
    const [first] = base.lookup.duplicates(candidate, 10);
    const ms = performance.now() - start;
    return {
      ms,
      isKnown: expect.length > 0,
      isRight: first !== undefined && expect.includes(base.uidOf(first.customerId)),
      warns: (first?.probability ?? 0) >= warnsFrom,
    };
  });
  base.close();
  const known = answers.filter(({ isKnown }) => isKnown);
  const fresh = answers.filter(({ isKnown }) => !isKnown);
  const warned = answers.filter(({ warns }) => warns);
  const right = warned.filter(({ isRight }) => isRight);
  console.log(
    JSON.stringify({
      benchmark: 'lookup-duplicates',
      registrations: answers.length,
      warnsFrom,
      precision: percent(right.length, warned.length),
      recall: percent(right.length, known.length),
      newWarned: percent(fresh.filter(({ warns }) => warns).length, fresh.length),
      rightOneFirst: percent(known.filter(({ isRight }) => isRight).length, known.length),
      ...latency(answers.map(({ ms }) => ms)),
    }),
  );
}

for (const prefix of ['', 'historical-', 'companies-']) measureQueries(prefix);
measureRegistrations();
