import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCore } from '../../electron/core/app.ts';
import type { Core } from '../../electron/core/core.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import type { OperationName } from '../../shared/contract/operation-names.ts';
import type { OperationAnswer, OperationInput } from '../../shared/contract/operations.ts';
import type { ServiceKind } from '../practice/practice-connection.ts';
import { startFaultProxy, type FaultKind, type FaultProxy } from './fault-proxy.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { openPracticeShop, type PracticeShop } from './practice-shop.ts';

export interface NetworkProofOptions {
  readonly service: ServiceKind;
  readonly seed: number;
  /** Of each kind of fault. */
  readonly connections: number;
  /** Told now and then how many connections of each kind are done. */
  readonly onProgress?: (struck: Readonly<Record<FaultKind, number>>) => void;
}

export interface NetworkProof {
  readonly service: ServiceKind;
  readonly seed: number;
  readonly connections: Readonly<Record<FaultKind, number>>;
  /** Requests that reached the service twice by the network's doing. */
  readonly repeated: number;
  /** Requests the till gave up while the service worked on them. */
  readonly overtaken: number;
  /** What the till acknowledged. */
  readonly asked: Ledger['asked'];
  /** What became of it: waiting, parked and conflicting at the end. */
  readonly left: { readonly waiting: string[]; readonly parked: string[]; readonly conflicts: string[] };
  /** Acknowledged, and neither at the service nor in front of a person. */
  readonly lost: string[];
  /** Customers, cards or changes that the service has once too often. */
  readonly duplicated: string[];
  /** Customers of whom the till shows something else than the service has. */
  readonly differing: string[];
  readonly passwordMails: number;
  /** Of the customers in the findings: every request and what became of it, oldest first. */
  readonly trace: string[];
  readonly seconds: number;
}

/** Nothing lost, nothing twice, nothing stuck (nobody else changes these customers), and the till shows what is there. */
export const isProven = ({ lost, duplicated, differing, left, passwordMails }: NetworkProof): boolean =>
  [lost, duplicated, differing, left.waiting, left.parked, left.conflicts].every(
    ({ length }) => length === 0,
  ) && passwordMails === 0;

const seedCustomers = 120;
/** The till gives up on an answer after this long, instead of after half a minute. */
const patienceMs = 600;
const maxDelayMs = 120;
/** So many changes wait at a time: enough to keep the push busy, few enough to meet each other. */
const maxWaiting = 14;
const pressEveryMs = 40;
const quietTimeoutMs = 120_000;

/**
 * Works at a till for as long as it takes to play every kind of network fault so many times between it and a practice
 * store, then lets the network be, and compares what the till acknowledged with what the store's tables hold.
 *
 * The till is the real core with its engine, threads and encrypted store; only its patience is shorter, and a person
 * keeps pressing "sync now", since nobody waits minutes of back-off out thousands of times.
 */
export async function proveNetwork(options: NetworkProofOptions): Promise<NetworkProof> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-network-'));
  const startedMs = performance.now();
  const shop = await openPracticeShop(options.service, {
    customers: seedCustomers,
    seed: options.seed,
    dataDir: join(folder, 'shop'),
  });
  const proxy = await startFaultProxy({
    target: shop.origin,
    seed: options.seed,
    connections: options.connections,
    maxDelayMs,
  });
  const key = randomBytes(32);
  const openTill = (backgroundSync: boolean) => openCore(join(folder, 'till'), key, backgroundSync);
  try {
    const till = await openTill(true);
    const ledger = createLedger(till, createRandom(options.seed + 1), shop, options.service);
    await must(till, 'connection.set', shop.connectionVia(proxy.url));
    await work(till, ledger, { shop, proxy }, options.onProgress);
    await till.close();

    // What was acknowledged has to be in the till's own store: a till opened anew goes on from there.
    const again = await openTill(false);
    const found = await settle(again, ledger);
    const differing = await compare(again, ledger);
    await again.close();

    const writes = await shop.countWrites();
    const passwordMails = await shop.passwordMails();
    const printed = await shop.printJobs();
    const rows = await shop.closeAndRead();
    const { lost, duplicated } = ledger.audit({
      rows,
      writes,
      printed,
      unknowable: [proxy.repeated, proxy.overtaken],
      ...found,
    });
    const findings = [lost, duplicated, differing, found.waiting, found.parked].flat().join(' ');
    const overtaken = [...proxy.overtaken.keys()].join(' ');
    const late = [...new Set(findings.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g))].filter((uid) =>
      overtaken.includes(uid),
    );
    const isFound = (line: string): boolean =>
      /[0-9a-f-]{36}/.exec(line)?.some((uid) => findings.includes(uid)) ?? false;
    return {
      trace: [...late.map((uid) => `overtaken: a request about ${uid}`), ...proxy.trace.filter(isFound)],
      service: options.service,
      seed: options.seed,
      connections: { ...proxy.struck },
      repeated: sumOf(proxy.repeated),
      overtaken: sumOf(proxy.overtaken),
      asked: ledger.asked,
      left: { waiting: found.waiting, parked: found.parked, conflicts: found.conflicts },
      lost,
      duplicated,
      differing,
      passwordMails,
      seconds: Math.round((performance.now() - startedMs) / 1000),
    };
  } finally {
    await proxy.close();
    await shop.closeAndRead();
    rmSync(folder, { recursive: true, force: true });
  }
}

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

async function openCore(dataDir: string, key: Uint8Array, backgroundSync: boolean): Promise<Core> {
  const opened = await createCore({
    dataDir,
    key,
    backgroundSync,
    unattendedAs: 'proof',
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(init?.signal ? [init.signal] : [])]),
      }),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.core;
}

/** Orders and syncs until the proxy has played everything. */
async function work(
  till: Core,
  ledger: Ledger,
  { shop, proxy }: { shop: PracticeShop; proxy: FaultProxy },
  onProgress: NetworkProofOptions['onProgress'],
): Promise<void> {
  for (let round = 0; !proxy.isDone(); round += 1) {
    const { status } = await must(till, 'sync.now', {});
    for (let waiting = status.pending; waiting < maxWaiting; waiting += 1) await ledger.order();
    if (round % 25 === 0) {
      await shop.countWrites();
      await ledger.changeElsewhere();
      // What waits behind a card would keep anything new from being ordered.
      await settleCards(till);
      onProgress?.(proxy.struck);
    }
    await pause(pressEveryMs);
  }
  proxy.quieten();
}

interface Settled {
  readonly waiting: string[];
  readonly parked: string[];
  readonly conflicts: string[];
  /** Customers with a change that still waits, in the queue or for a person. */
  readonly unsettled: ReadonlySet<string>;
}

/** Lets the till come to rest over a network that works. */
async function settle(till: Core, ledger: Ledger): Promise<Settled> {
  await ledger.changeElsewhere();
  await syncUntilIdle(till);
  await settleCards(till);
  await syncUntilIdle(till);

  const { mutations } = await must(till, 'outbox.list', { limit: 500 });
  const { conflicts } = await must(till, 'conflicts.list', {});
  const isStuck = (state: string): boolean => state === 'parked' || state === 'conflicted';
  const tell = (chosen: typeof mutations): string[] =>
    chosen.map(
      ({ kind, state, customerUid, error }) => `${kind} ${state} ${customerUid} ${error?.code ?? ''}`,
    );
  return {
    waiting: tell(mutations.filter(({ state }) => !isStuck(state))),
    parked: tell(mutations.filter(({ state }) => isStuck(state))),
    conflicts: conflicts.map(
      ({ customerUid, field, base, ours, theirs }) =>
        `${customerUid}.${field}: ${JSON.stringify({ base, ours, theirs })}`,
    ),
    unsettled: new Set(
      mutations.flatMap((one) => [one.customerUid, one.other?.customerUid ?? one.customerUid]),
    ),
  };
}

/** The cashier is asked about cards whose outcome nobody knows, and has them all in hand. */
async function settleCards(till: Core): Promise<void> {
  const { mutations } = await must(till, 'outbox.list', { states: ['parked'], limit: 500 });
  for (const { kind, printJobId } of mutations) {
    if (kind !== 'print-card' || printJobId === null) continue;
    await must(till, 'cards.settle', { jobId: printJobId, outcome: 'came-out' });
  }
}

async function syncUntilIdle(till: Core): Promise<void> {
  const synced = await till.syncOnce({ untilIdle: true, timeoutMs: quietTimeoutMs });
  if (!synced.ok) throw new Error(synced.error.message);
}

/** Customers the till shows differently from what was ordered or changed elsewhere. */
async function compare(till: Core, ledger: Ledger): Promise<string[]> {
  const differing: string[] = [];
  for (const { customerUid, fields, gone } of ledger.expected()) {
    const answer = await till.call('customers.get', { customerUid });
    if (gone) {
      if (answer.ok && answer.customer.customerUid === customerUid)
        differing.push(`${customerUid} is still there`);
      continue;
    }
    if (!answer.ok) {
      differing.push(`${customerUid}: ${answer.error.code}`);
      continue;
    }
    const shown = answer.customer as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(fields)) {
      if (shown[name] !== value)
        differing.push(`${customerUid}.${name} is ${String(shown[name])}, not ${value}`);
    }
  }
  return differing;
}

/** An operation that cannot fail here. */
export async function must<Name extends OperationName>(
  core: Core,
  name: Name,
  input: OperationInput<Name>,
): Promise<Extract<OperationAnswer<Name>, { ok: true }>> {
  const answer = await core.call(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
  return answer;
}
