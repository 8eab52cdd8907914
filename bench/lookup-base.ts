import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaVersion } from '../electron/core/db/migrations/index.ts';
import { openStore } from '../electron/core/db/open.ts';
import { indexFormat } from '../electron/core/lookup/entry.ts';
import { benchKey } from './bench-store.ts';
import type { BenchCustomer, SlimCustomer } from './lookup-customers.ts';
import type { CustomerList } from './lookup-queries.ts';

/** The customers of a built base, read from Tillbook's store one by one: a million of them do not fit in memory twice. */
export interface BenchBase extends CustomerList {
  /** The customer with this uid. @throws Error when there is none */
  withUid(customerUid: string): SlimCustomer;
  close(): void;
}

export function openBase(folder: string, count: number): BenchBase {
  return openStoreOf(join(folder, 'tillbook.db'), count);
}

/** @param path a store of `count` customers and no others */
export function openStoreOf(path: string, count: number): BenchBase {
  const db = openStore(path, benchKey, { readonly: true });
  const byPlace = db.prepare<[number], { record: string }>(
    `SELECT record FROM customer WHERE customer_id = ?`,
  );
  const byUid = db.prepare<[string], { record: string }>(
    `SELECT record FROM customer WHERE customer_uid = ?`,
  );
  const met = new Map<string, SlimCustomer>();
  return {
    length: count,
    at: (index) => customerOf(byPlace.get(index + 1)),
    withUid(customerUid) {
      const customer = met.get(customerUid) ?? customerOf(byUid.get(customerUid));
      met.set(customerUid, customer);
      return customer;
    },
    close: () => db.close(),
  };
}

function customerOf(row: { record: string } | undefined): SlimCustomer {
  if (row === undefined) throw new Error('This base is not the one that was searched');
  return JSON.parse(row.record) as BenchCustomer;
}

/** What an index in a kept folder was made from; another one is built anew. */
interface BuiltFrom {
  readonly customers: number;
  readonly seed: number;
}

/** What the store's own layout was then: the index is part of the store. */
const layout = { schemaVersion, indexFormat };

const markerOf = (folder: string, contender: string) => join(folder, `${contender}.built.json`);

/** How long the index in this folder took to build, in milliseconds; undefined when it is missing or made from something else. */
export function builtMs(folder: string, contender: string, from: BuiltFrom): number | undefined {
  let text: string;
  try {
    text = readFileSync(markerOf(folder, contender), 'utf8');
  } catch {
    return undefined; // not built yet
  }
  const built = JSON.parse(text) as Readonly<Record<string, number>>;
  const isSame = Object.entries({ ...from, ...layout }).every(([name, value]) => built[name] === value);
  return isSame ? built['buildMs'] : undefined;
}

export function noteBuilt(folder: string, contender: string, from: BuiltFrom, buildMs: number): void {
  writeFileSync(markerOf(folder, contender), JSON.stringify({ ...from, ...layout, buildMs }));
}
