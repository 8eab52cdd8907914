import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openCore } from '../../electron/cli/open-core.ts';
import { storePathOf } from '../../electron/core/db/data-folder.ts';
import { openStore } from '../../electron/core/db/open.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { inProject } from '../../scripts/project.ts';
import type { OperationInput } from '../../shared/contract/operations.ts';
import { ask } from './canary-operations.ts';
import { canaryOf, letterMark } from './canary-people.ts';
import { scanBytes, scanFolder } from './canary-scan.ts';
import { startPracticeProcess } from './practice-process.ts';
import { valueOf } from '../value-of.ts';

/** What the till's process is told. */
export interface CanaryOrders {
  readonly dataDir: string;
  readonly people: number;
  readonly connection: OperationInput<'connection.set'>;
  /** Where cards come out: what is made for people is no leak. */
  readonly printFolder: string;
  readonly importFile: string;
}

export interface CanaryReport {
  readonly people: number;
  readonly calls: number;
  /** Files the till wrote, and their size. */
  readonly files: number;
  readonly bytes: number;
  /** How often marks stand in the store as the cipher gives it out, before anybody was erased. */
  readonly inStoreBefore: number;
  /** Marks in files, as they lie on the disk, after the till was killed. */
  readonly onDisk: readonly string[];
  /** The same when everybody is erased, after pulls and retries. */
  readonly onDiskAfterErasure: readonly string[];
  /** Marks in the store and in its backups, as the cipher gives them out, after that. */
  readonly inStoreAfterErasure: readonly string[];
  /** Searches that found somebody all the same. */
  readonly foundAfterErasure: readonly string[];
}

/** What the till needs to be killed in the middle of changes. */
const workMs = 300;

/**
 * Takes made-up people through every operation of a till in a process of its own,
 * kills it, and looks for them in everything it wrote; then erases them all.
 *
 * @param people as many are registered, and as many come from a file
 */
export async function runCanaries(people: number): Promise<CanaryReport> {
  const top = mkdtempSync(join(tmpdir(), 'tillbook-canaries-'));
  const till = join(top, 'till');
  const [dataDir, temp, work, away] = [
    join(till, 'data'),
    join(till, 'temp'),
    join(till, 'work'),
    join(top, 'away'),
  ];
  for (const folder of [dataDir, temp, work, away]) mkdirSync(folder, { recursive: true });
  const importFile = join(away, 'import.jsonl');
  const imported = Array.from({ length: people }, (_, number) => canaryOf('imported', number));
  writeFileSync(importFile, imported.map(({ draft }) => `${JSON.stringify(draft)}\n`).join(''));
  const practice = await startPracticeProcess('flow-retail', 20, 1);
  try {
    const connection = practice.connection();
    const orders: CanaryOrders = { dataDir, people, connection, printFolder: away, importFile };
    const calls = await workAndDie(orders, temp, work);
    const raw = scanFolder(till);
    const before = scanBytes('store', plainStore(dataDir));
    const foundAfterErasure = await eraseAll(dataDir, people);
    return {
      people: 2 * people,
      calls,
      files: raw.files,
      bytes: raw.bytes,
      inStoreBefore: before.length,
      onDisk: raw.found,
      onDiskAfterErasure: scanFolder(till).found,
      inStoreAfterErasure: [
        ...scanBytes('store', plainStore(dataDir)),
        ...plainBackups(dataDir).flatMap(([name, bytes]) => scanBytes(name, bytes)),
      ],
      foundAfterErasure,
    };
  } finally {
    await practice.stop();
    rmSync(top, { recursive: true, force: true });
  }
}

/** @returns the calls made until it was killed */
async function workAndDie(orders: CanaryOrders, temp: string, work: string): Promise<number> {
  const stderr = openSync(join(work, 'stderr'), 'w');
  const child = spawn(
    process.execPath,
    [inProject('tests/crash/till-with-canaries.ts'), JSON.stringify(orders)],
    {
      cwd: work,
      env: { ...process.env, TMPDIR: temp },
      stdio: ['ignore', 'pipe', stderr],
    },
  );
  const said: Buffer[] = [];
  const done = Promise.withResolvers<void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    said.push(chunk);
    done.resolve();
  });
  const ended = once(child, 'close');
  await Promise.race([done.promise, ended]);
  const words = Buffer.concat(said).toString();
  if (words === '') throw new Error(`The till ended: ${readFileSync(join(work, 'stderr'), 'utf8')}`);
  await pause(workMs);
  child.kill('SIGKILL');
  await ended;
  return (JSON.parse(words) as { calls: number }).calls;
}

/** Erases everybody, syncs with the service, which tells of some still, and looks for them. */
async function eraseAll(dataDir: string, people: number): Promise<string[]> {
  const { core } = valueOf(
    await openCore({ dataDir, env: {} }, { backgroundSync: false, unattendedAs: 'proof' }),
  );
  try {
    for (let number = 0; number < people; number += 1) {
      for (const group of ['registered', 'imported'] as const) {
        for (const customerUid of [`${group}-${number}`, `bad-${number}`]) {
          const answer = await core.call('customers.erase', { customerUid, reason: 'data-request' });
          const isGone = answer.ok || ['customer.deleted', 'customer.not-found'].includes(answer.error.code);
          if (!isGone) throw new Error(`${customerUid} is not erased`);
        }
      }
    }
    for (let round = 0; round < 2; round += 1) await core.syncOnce({ untilIdle: true, timeoutMs: 60_000 });
    await ask(core, 'settings.set', { changes: { backup: { daily: false, keep: 1, folder: '' } } });
    await ask(core, 'backups.make', {});
    const found: string[] = [];
    for (const query of [letterMark, ...canaryOf('registered', 0).typed, ...canaryOf('imported', 0).typed]) {
      const { hits } = await ask(core, 'customers.search', { query });
      found.push(
        ...hits.filter(({ customerUid }) => /^(registered|imported)-/.test(customerUid)).map(() => query),
      );
    }
    const { mutations } = await ask(core, 'outbox.list', {});
    return [...found, ...mutations.map(({ kind, state }) => `outbox: ${kind} ${state}`)];
  } finally {
    await core.close();
  }
}

/** The store as the cipher gives it out: rows, free pages, and what rows have left in their pages. */
function plainStore(dataDir: string, path = storePathOf(dataDir)): Uint8Array {
  const { key } = valueOf(resolveHeadlessKey(dataDir, {}));
  const store = openStore(path, key);
  try {
    return store.serialize();
  } finally {
    store.close();
  }
}

function plainBackups(dataDir: string): [string, Uint8Array][] {
  const folder = join(dataDir, 'backups');
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).size > 0)
    .map((name) => [name, plainStore(dataDir, join(folder, name))]);
}
