import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createPracticeStore, type PracticeStore } from '../../electron/practice/practice-store.ts';
import { connectionVia } from '../practice/practice-connection.ts';
import { revisionOf, type TillAccount, type TillCopy } from './fleet-till.ts';
import { createFleetClock } from './fleet-clock.ts';
import type { Order, Report } from './tills-process.ts';

export interface FleetOptions {
  readonly tills: number;
  /** Customers of the tenant when the day begins. */
  readonly customers: number;
  readonly seed: number;
  /** Of the fleet's time. */
  readonly minutes: number;
  /** How much faster the fleet's time runs. */
  readonly speed: number;
  readonly pullEverySeconds: number;
  /** From one thing a cashier does to the next, on average. */
  readonly workEverySeconds: number;
  readonly processes: number;
}

export interface FleetResult {
  readonly tills: number;
  readonly customers: number;
  readonly minutes: number;
  readonly pullEverySeconds: number;
  readonly registered: number;
  readonly edited: number;
  readonly merged: number;
  /** Decided by a person: conflicts, and changes the service refused. */
  readonly decided: number;
  readonly refused: number;
  readonly answersLost: number;
  /** From the service's acknowledgement to the copy of another till, in seconds of the fleet's time. */
  readonly spreadSeconds: { readonly p50: number; readonly p95: number };
  readonly perTillAndMinute: {
    readonly requests: number;
    readonly kilobytes: number;
    /** Processor time of the service and of the till, in milliseconds. */
    readonly serviceMs: number;
    readonly tillMs: number;
  };
  /** Acknowledged to a cashier, and not at the service in the end. */
  readonly lost: number;
  readonly duplicated: number;
  /** Tills whose copy is the service's, customer by customer. */
  readonly converged: number;
  /** Rounds of every till after the day until all were the same. */
  readonly rounds: number;
  readonly complaints: readonly string[];
}

interface ServiceCustomer {
  readonly customerUid: string;
  readonly firstname?: string;
  readonly city?: string;
  readonly lastModifiedAt?: string;
}

const maxRounds = 8;
const shownComplaints = 10;

/** A day of many tills of one tenant, at a practice store in this process, over real HTTP. */
export async function runFleet(options: FleetOptions): Promise<FleetResult> {
  const { tills, customers, seed, minutes, speed } = options;
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-fleet-'));
  const startMs = Date.now();
  const clock = createFleetClock(startMs, speed);
  const store = createPracticeStore({ customers, seed, clock: clock.now });
  const { baseUrl } = await store.listen(0);
  const shops = {
    flowRetail: store,
    emporix: { tenant: store.emporix.tenant, ...store.emporix.clients.till },
  };
  const processes = Array.from({ length: Math.min(options.processes, tills) }, () =>
    fork(fileURLToPath(new URL('tills-process.ts', import.meta.url))),
  );
  const tell = (order: Order): Promise<Report[]> =>
    Promise.all(processes.map((process) => carryOut(process, order)));

  try {
    await Promise.all(
      processes.map((process, at) =>
        carryOut(process, {
          do: 'open',
          startMs,
          speed,
          numbers: Array.from({ length: tills }, (_, number) => number).filter(
            (number) => number % processes.length === at,
          ),
          workEveryMs: options.workEverySeconds * 1000,
          options: {
            tills,
            folder,
            seed,
            pullEverySeconds: options.pullEverySeconds,
            ...connectionVia(new URL(baseUrl).origin, 'flow-retail', shops),
          },
        }),
      ),
    );
    const opened = await tell({ do: 'account' });
    const serviceBefore = process.cpuUsage();
    await tell({ do: 'work' });
    await wait((minutes * 60_000) / speed);
    const service = process.cpuUsage(serviceBefore);
    const worked = await tell({ do: 'account' });
    await tell({ do: 'rest' });

    let rounds = 0;
    let copies: TillCopy[] = [];
    let atService: Map<string, ServiceCustomer> = new Map();
    for (let hasConverged = false; !hasConverged && rounds < maxRounds; rounds += 1) {
      copies = (await tell({ do: 'settle' })).flatMap((report) => report.copies);
      atService = await listCustomers(store, baseUrl);
      const wanted = hashOf(atService);
      hasConverged = copies.every(({ hash, unsettled }) => hash === wanted && unsettled === 0);
    }
    const accounts = (await tell({ do: 'account' })).flatMap((report) => report.accounts);
    const wanted = hashOf(atService);
    const { lost, duplicated } = judge(accounts, atService);
    const traffic = (
      key: 'requests' | 'bytes' | 'refused' | 'answersLost',
      reports: readonly Report[] = worked,
    ): number =>
      sum(
        reports.flatMap((report) => report.accounts),
        (account) => account.traffic[key],
      );
    const each = (value: number, digits = 2): number => Number((value / (tills * minutes)).toFixed(digits));
    // What the tills settle when the day is over is no news that came by itself.
    const spread = spreadMs(worked.flatMap((report) => report.accounts));
    const astray = copies.filter(({ hash, unsettled }) => hash !== wanted || unsettled > 0);
    return {
      tills,
      customers,
      minutes,
      pullEverySeconds: options.pullEverySeconds,
      registered: sum(accounts, (account) => Object.keys(account.registered).length),
      edited: sum(accounts, (account) => account.edits),
      merged: sum(accounts, (account) => account.merged.length),
      decided: sum(accounts, (account) => account.decided),
      refused: traffic('refused'),
      answersLost: traffic('answersLost'),
      spreadSeconds: { p50: seconds(spread, 0.5), p95: seconds(spread, 0.95) },
      perTillAndMinute: {
        requests: each(traffic('requests') - traffic('requests', opened)),
        kilobytes: each((traffic('bytes') - traffic('bytes', opened)) / 1000, 1),
        serviceMs: each((service.user + service.system) / 1000),
        tillMs: each(
          sum(worked, (report) => report.processorMs) - sum(opened, (report) => report.processorMs),
        ),
      },
      lost: lost.length,
      duplicated: duplicated.length,
      converged: tills - astray.length,
      rounds,
      complaints: [
        ...lost,
        ...duplicated,
        ...astray.map(
          ({ till, customers: held, unsettled }) =>
            `till ${till} holds ${held} of ${atService.size} customers, ${unsettled} changes wait`,
        ),
      ].slice(0, shownComplaints),
    };
  } finally {
    for (const process of processes) process.kill();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function carryOut(process: ChildProcess, order: Order): Promise<Report> {
  const over = new AbortController();
  const { signal } = over;
  process.send(order);
  try {
    const ended = once(process, 'exit', { signal }).then(([code]) => {
      throw new Error(`A process of the fleet ended with ${String(code)}`);
    });
    const [report] = (await Promise.race([once(process, 'message', { signal }), ended])) as [Report];
    return report;
  } finally {
    over.abort();
  }
}

async function listCustomers(store: PracticeStore, baseUrl: string): Promise<Map<string, ServiceCustomer>> {
  const found = new Map<string, ServiceCustomer>();
  const pageSize = 500;
  for (let page = 1; ; page += 1) {
    const url = `${baseUrl}/tenants/${store.tenantUid}/customers?pageNumber=${page}&pageSize=${pageSize}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${store.tokens.backoffice}` } });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const { items } = (await response.json()) as { items: ServiceCustomer[] };
    for (const item of items) found.set(item.customerUid, item);
    if (items.length < pageSize) return found;
  }
}

function hashOf(customers: ReadonlyMap<string, ServiceCustomer>): string {
  const hash = createHash('sha256');
  for (const uid of [...customers.keys()].sort())
    hash.update(`${uid} ${revisionOf(customers.get(uid) ?? {})}\n`);
  return hash.digest('hex');
}

/** Holds what the tills acknowledged against what the service has. */
function judge(
  accounts: readonly TillAccount[],
  atService: ReadonlyMap<string, ServiceCustomer>,
): { lost: string[]; duplicated: string[] } {
  const lost: string[] = [];
  const times = new Map<string, number>();
  for (const { firstname = '' } of atService.values()) times.set(firstname, (times.get(firstname) ?? 0) + 1);
  const duplicated: string[] = [];
  for (const { till, registered, cities, merged } of accounts) {
    for (const [uid, name] of Object.entries(registered)) {
      if (merged.includes(uid)) {
        if (atService.has(uid)) lost.push(`till ${till} merged ${uid} away, and it is there`);
        continue;
      }
      if (!atService.has(uid)) lost.push(`till ${till} registered ${uid}, and it is not there`);
      if ((times.get(name) ?? 0) > 1)
        duplicated.push(`till ${till} registered ${name} once, it is there more often`);
    }
    for (const [uid, city] of Object.entries(cities)) {
      const now = atService.get(uid)?.city;
      if (now !== city) lost.push(`till ${till} moved ${uid} to ${city}, it lives in ${String(now)}`);
    }
  }
  return { lost, duplicated };
}

/** From each registration's acknowledgement to every other till that came to know of it, ascending. */
function spreadMs(accounts: readonly TillAccount[]): number[] {
  const acked = new Map(accounts.flatMap(({ ackedAtMs }) => Object.entries(ackedAtMs)));
  return accounts
    .flatMap(({ seenAtMs }) => Object.entries(seenAtMs))
    .flatMap(([uid, seenMs]) => {
      const ackedMs = acked.get(uid);
      return ackedMs === undefined ? [] : [Math.max(0, seenMs - ackedMs)];
    })
    .sort((left, right) => left - right);
}

function seconds(sortedMs: readonly number[], share: number): number {
  return Number(((sortedMs[Math.floor(sortedMs.length * share)] ?? 0) / 1000).toFixed(1));
}

function sum<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
