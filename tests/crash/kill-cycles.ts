import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../electron/practice/seed/random.ts';
import { checkStore, judgeTill, type TillFindings } from './judge-till.ts';
import { createLedger, type Ledger, type Verdict } from './ledger.ts';
import { withCore } from './open-folder.ts';
import type { Orders } from './orders.ts';
import { startPracticeProcess } from './practice-process.ts';
import type { ServiceKind } from '../practice/practice-connection.ts';
import { loadTill } from './till-process.ts';
import { startWitness } from './witness.ts';
import { valueOf } from '../value-of.ts';

export interface KillReport extends Verdict, TillFindings {
  readonly cycles: number;
  readonly acknowledged: number;
  /** Processes that died before they had opened the store. */
  readonly diedOpening: number;
  readonly msPerCycle: number;
}

const practiceCustomers = 300;
/** A third of the deaths fall into the opening, which takes about so long. */
const openingMs = 300;
/** The others fall so long after a change was acknowledged, one of the first so many of its life. */
const aftermathMs = 25;
const changesOfLife = 10;
/** A till that waits for its service acknowledges all the same; this is for one that hangs. */
const maxLifeMs = 5_000;
const maxHoldBackMs = 15;
const checkEvery = 100;

/** Kills a till at work again and again, and looks where everything is in the end. */
export async function runKillCycles(service: ServiceKind, cycles: number, seed: number): Promise<KillReport> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-kill-'));
  const practice = await startPracticeProcess(service, practiceCustomers, seed);
  const witness = await startWitness(practice.origin, () => random.below(maxHoldBackMs));
  const ledger = createLedger();
  const corrupt: string[] = [];
  let diedOpening = 0;
  try {
    await withCore(folder, async (core) => {
      valueOf(await core.call('connection.set', practice.connection(witness.origin)));
      valueOf(await core.syncOnce({ untilIdle: true, timeoutMs: 60_000 }));
    });
    const startedMs = performance.now();
    let next = await loadTill();
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      const till = next;
      const name = `k${cycle}`;
      till.listen((line) => {
        ledger.note(name, line);
        if (line.what === 'missing') corrupt.push(`${name}: ${line.customerUid} is missing (${line.code})`);
        if (line.what === 'not-opened') corrupt.push(`${name}: not opened, ${line.code}`);
      });
      till.order({ ...ordersFor(name, folder, ledger), service, seed: random.below(1 << 30) });
      // The next one loads its code meanwhile.
      const loading = loadTill();
      if (random.chance(1 / 3)) {
        await pause(random.below(openingMs));
      } else {
        const enough = till.acknowledged(random.below(changesOfLife));
        await Promise.race([Promise.all([till.opened, enough]), pause(maxLifeMs)]);
        await pause(random.below(aftermathMs));
      }
      await till.kill();
      diedOpening += till.isOpen() ? 0 : 1;
      next = await loading;
      if (cycle % checkEvery === 0) corrupt.push(...checkStore(folder));
    }
    await next.kill();
    const msPerCycle = Math.round((performance.now() - startedMs) / cycles);
    const judged = await judgeTill(folder, practice, witness, ledger);
    corrupt.push(...judged.corrupt);
    return { cycles, acknowledged: ledger.acknowledged, ...judged, corrupt, diedOpening, msPerCycle };
  } finally {
    await witness.close();
    await practice.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function ordersFor(name: string, dataDir: string, ledger: Ledger): Omit<Orders, 'service' | 'seed'> {
  const known = [0, 1].map((cashier) => ledger.living(cashier, 12));
  return { dataDir, name, known, expected: known.flatMap((uids) => uids.slice(-4)) };
}
