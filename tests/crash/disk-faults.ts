import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createRandom } from '../../electron/practice/seed/random.ts';
import { inProject } from '../../scripts/project.ts';
import type { FaultLine, FaultOrders } from './fault-lines.ts';
import { compileShim, createFaultControl, shimEnvironment } from './io-shim.ts';
import { createLedger, type Verdict } from './ledger.ts';
import { judgeTill, type TillFindings } from './judge-till.ts';
import { withCore } from './open-folder.ts';
import { startPracticeProcess } from './practice-process.ts';
import type { ServiceKind } from '../practice/practice-connection.ts';
import { startWitness } from './witness.ts';
import { valueOf } from '../value-of.ts';

export interface DiskFaultReport extends Verdict, TillFindings {
  readonly faults: number;
  /** Calls of the operating system that failed. */
  readonly struck: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** How often each code was the answer. */
  readonly codes: Readonly<Record<string, number>>;
  /** Answers without words, or with a code that says nothing of a disk. */
  readonly unclear: string[];
  /** When the till did not go on, or a process died. */
  readonly unusable: string[];
}

const practiceCustomers = 100;
/** What a person may be told about a disk. A page that could not be read looks like a damaged one to the cipher. */
const clearCodes = new Set(['disk.full', 'disk.failing', 'store.unwritable', 'store.damaged']);

/** Makes the disk of a till at work fail again and again, and looks where everything is in the end. */
export async function runDiskFaults(
  service: ServiceKind,
  faults: number,
  seed: number,
): Promise<DiskFaultReport> {
  const random = createRandom(seed);
  const root = mkdtempSync(join(tmpdir(), 'tillbook-disk-'));
  const dataDir = join(root, 'data');
  mkdirSync(dataDir);
  const control = createFaultControl(join(root, 'control'));
  const practice = await startPracticeProcess(service, practiceCustomers, seed);
  const witness = await startWitness(practice.origin, () => random.below(5));
  const ledger = createLedger();
  const unclear: string[] = [];
  const unusable: string[] = [];
  const codes: Record<string, number> = {};
  let struck = 0;
  let met = 0;

  function note(line: FaultLine): void {
    if (line.what === 'fault') {
      met += 1;
      struck += line.struck;
    } else if (line.what === 'unusable') {
      unusable.push(line.after);
    } else {
      ledger.note('till', line);
    }
    if (line.what !== 'refused' && line.what !== 'not-opened') return;
    codes[line.code] = (codes[line.code] ?? 0) + 1;
    const words = 'message' in line ? line.message : '';
    if (!clearCodes.has(line.code) || words === '') unclear.push(`${line.what}: ${line.code} “${words}”`);
  }

  try {
    await withCore(dataDir, async (core) => {
      valueOf(await core.call('connection.set', practice.connection(witness.origin)));
      valueOf(await core.syncOnce({ untilIdle: true, timeoutMs: 60_000 }));
    });
    const env = shimEnvironment({ library: compileShim(), folder: dataDir, controlPath: control.path });
    const orders = {
      dataDir,
      service,
      seed,
      name: 'd',
      known: [[], []],
      rounds: faults,
      controlPath: control.path,
    };
    const code = await runTillUnderFaults(env, orders, note);
    if (code !== 0) unusable.push(`the process ended with ${code}`);
    const judged = await judgeTill(dataDir, practice, witness, ledger);
    const refused = Object.values(codes).reduce((sum, count) => sum + count, 0);
    const { acknowledged } = ledger;
    return { faults: met, struck, acknowledged, refused, codes, ...judged, unclear, unusable };
  } finally {
    await witness.close();
    await practice.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

async function runTillUnderFaults(
  env: Readonly<Record<string, string>>,
  orders: FaultOrders,
  note: (line: FaultLine) => void,
): Promise<number | null> {
  const child = spawn(process.execPath, [inProject('tests/crash/till-under-faults.ts')], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  createInterface({ input: child.stdout }).on('line', (text) => note(JSON.parse(text) as FaultLine));
  child.stdin.write(`${JSON.stringify(orders)}\n`);
  const [code] = await ended;
  return code;
}
