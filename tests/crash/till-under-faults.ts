/**
 * A till whose disk fails again and again, as a process of its own on io-shim.c:
 * it sets each fault itself, goes on working while it lasts, and says what it was
 * answered. Orders come on stdin, a line of JSON.
 */
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { existsSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createCore } from '../../electron/core/app.ts';
import type { Core } from '../../electron/core/core.ts';
import { reservePathOf, storePathOf } from '../../electron/core/db/data-folder.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { createRandom, type Random } from '../../electron/practice/seed/random.ts';
import type { FaultLine, FaultOrders } from './fault-lines.ts';
import { createFaultControl, type FailingCall, type FaultControl } from './io-shim.ts';
import { openTill, type Cashier } from './traffic.ts';
import { valueOf } from '../value-of.ts';

const roundsOfOneLife = 20;
/** The disk is whole again: so long a till may take until it works. */
const recoveryMs = 5_000;
/** A reserve that was given up is laid by again within this, the disk having room. */
const reserveMs = 15_000;
/** Everything that waits is sent and acknowledged within this, the disk being full. */
const drainMs = 10_000;

function say(line: FaultLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Sets a fault. @returns what it is */
function setFault(control: FaultControl, random: Random): string {
  if (random.chance(0.4)) {
    const left = random.pick([0, 0, 100, 5_000, 60_000]);
    control.fill(left);
    return `disk full, ${left} bytes left`;
  }
  const calls = random.pick<readonly FailingCall[]>([
    ['write'],
    ['sync'],
    ['write', 'sync', 'truncate'],
    ['read'],
    ['open'],
  ]);
  const error = random.pick(['EIO', 'EIO', 'ENOSPC'] as const);
  const skip = random.below(12);
  const count = random.pick([1, 1, 3, -1]);
  control.strike(calls, error, skip, count);
  return `${error} from ${calls.join(', ')}, ${skip} skipped, ${count < 0 ? 'all' : count} struck`;
}

async function open(orders: FaultOrders): Promise<Core | { code: string; message: string }> {
  const found = resolveHeadlessKey(orders.dataDir, {});
  if (!found.ok) return found.error;
  const opened = await createCore({
    dataDir: orders.dataDir,
    key: found.key,
    unattendedAs: 'proof',
    backgroundSync: true,
  });
  return opened.ok ? opened.core : opened.error;
}

/** Opens the folder while a fault lasts, and again without it. */
async function openUnderFault(orders: FaultOrders, control: FaultControl, random: Random): Promise<Core> {
  const fault = setFault(control, random);
  const first = await open(orders);
  say({ what: 'fault', fault: `at opening: ${fault}`, struck: control.heal() });
  if ('call' in first) return first;
  say({ what: 'not-opened', ...first });
  const second = await open(orders);
  if (!('call' in second)) throw new Error(`It does not open on a disk that is whole again: ${second.code}`);
  return second;
}

async function waitFor(holds: () => Promise<boolean>, ms: number): Promise<boolean> {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs) {
    if (await holds()) return true;
    await pause(50);
  }
  return false;
}

async function work(orders: FaultOrders): Promise<void> {
  const random = createRandom(orders.seed);
  const control = createFaultControl(orders.controlPath);
  const known: string[][] = orders.known.map((uids) => [...uids]);
  for (let round = 0; round < orders.rounds;) {
    const core = await openUnderFault(orders, control, random);
    round += 1;
    const name = `${orders.name}-${round}`;
    const cashiers = openTill(core, random, { service: orders.service, name, known }, say);
    for (const cashier of cashiers) await cashier.change('create');
    for (let more = 1; more < roundsOfOneLife && round < orders.rounds; more += 1) {
      round += 1;
      const fault = setFault(control, random);
      for (let change = 0; change < 3; change += 1) {
        await Promise.all(cashiers.map((cashier) => cashier.change()));
      }
      if (random.chance(0.3)) await core.call('sync.now', {}).catch(() => undefined);
      if (random.chance(0.3)) await core.callUntrusted('customers.search', { query: 'proof' });
      say({ what: 'fault', fault, struck: control.heal() });
      const works = await waitFor(() => cashiers[0]!.change('create'), recoveryMs);
      if (!works) say({ what: 'unusable', after: fault });
    }
    round += 1;
    await restoreReserve(orders, cashiers[0]!);
    await workOnFullDisk(core, control, cashiers);
    await core.close();
  }
}

/** Makes changes until the till has laid its reserve by again. */
async function restoreReserve(orders: FaultOrders, cashier: Cashier): Promise<void> {
  const reserve = reservePathOf(storePathOf(orders.dataDir));
  const isBack = await waitFor(async () => {
    await cashier.change('create');
    return existsSync(reserve);
  }, reserveMs);
  if (!isBack) say({ what: 'unusable', after: 'laying the reserve by again' });
}

/** No byte is left: registrations are refused in words, but what waits is sent, acknowledged and erased. */
async function workOnFullDisk(
  core: Core,
  control: FaultControl,
  cashiers: readonly Cashier[],
): Promise<void> {
  // What waits behind something that needs a person waits on.
  const stuck = await drain(core, 0);
  control.fill(0);
  const erased = await cashiers[0]!.change('delete');
  if (!erased) say({ what: 'unusable', after: 'erasure on a full disk' });
  const left = await drain(core, stuck);
  if (left > stuck) say({ what: 'unusable', after: `sync on a full disk: ${left} wait, ${stuck} before` });
  say({ what: 'fault', fault: 'disk full, work goes on', struck: control.heal() });
}

/** Syncs until no more than so many changes wait. @returns how many do */
async function drain(core: Core, wanted: number): Promise<number> {
  let pending = 0;
  await waitFor(async () => {
    await core.call('sync.now', {});
    ({ pending } = valueOf(await core.call('sync.status', {})).status);
    return pending <= wanted;
  }, drainMs);
  return pending;
}

say({ what: 'loaded' });
const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
await work(JSON.parse(text) as FaultOrders);
process.exit(0);
