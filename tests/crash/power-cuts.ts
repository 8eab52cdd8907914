import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../electron/core/db/migrations/index.ts';
import { createReader } from '../../electron/core/db/reader.ts';
import type { Store } from '../../electron/core/db/open.ts';
import { createRandom, type Random } from '../../electron/practice/seed/random.ts';
import { inProject } from '../../scripts/project.ts';
import { createDiskImage } from './disk-image.ts';
import { compileShim, readDiskEffects, shimEnvironment, type DiskEffect } from './io-shim.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { findLostRows } from './lost-rows.ts';
import { openFolder, withCore } from './open-folder.ts';
import type { Line } from './orders.ts';
import { startPracticeProcess } from './practice-process.ts';
import type { ServiceKind } from '../practice/practice-connection.ts';
import { loadTill } from './till-process.ts';

export interface PowerCutReport {
  readonly cuts: number;
  /** Changes the recorded tills acknowledged. */
  readonly acknowledged: number;
  readonly writes: number;
  readonly syncs: number;
  /** Acknowledged rows that were not there after a cut, a line for each cut and row. */
  readonly lost: string[];
  /** Stores that did not open or are not sound. */
  readonly corrupt: string[];
}

export interface PowerCutOptions {
  readonly service: ServiceKind;
  readonly cuts: number;
  readonly seed: number;
  /** How many changes each of the two cashiers makes in each of the till's lives. */
  readonly changes: number;
  /** The driver's default in place of the product's `synchronous=FULL`: the proof has to fail. */
  readonly commitWithoutSync?: boolean;
}

/** Opened, worked in, closed; so often: a log that is removed and begun again is part of the record. */
const lives = 3;
const practiceCustomers = 150;
const importedCustomers = 200;
/** Every so many cuts the whole core opens the folder, not its store alone. */
const wholeCoreEvery = 100;

/** Records a till at work, and looks at what each of many power cuts would have left. */
export async function runPowerCuts(options: PowerCutOptions): Promise<PowerCutReport> {
  const root = mkdtempSync(join(tmpdir(), 'tillbook-power-'));
  try {
    const effects = await recordTill(root, options);
    return await replayCuts(root, effects, options);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const dataDirOf = (root: string) => join(root, 'disk', 'data');
const marksFileOf = (root: string) => join(root, 'disk', 'marks');

/** @returns what reached the disk, with the till's words as writes to the marks file */
async function recordTill(root: string, options: PowerCutOptions): Promise<DiskEffect[]> {
  const dataDir = dataDirOf(root);
  mkdirSync(dataDir, { recursive: true });
  const importFile = join(root, 'import.jsonl');
  writeFileSync(importFile, importLines());
  const logPath = join(root, 'record');
  const env = shimEnvironment({ library: compileShim(), folder: join(root, 'disk'), logPath });
  const planted =
    options.commitWithoutSync === true ? ['--import', inProject('tests/crash/commit-without-sync.ts')] : [];

  const practice = await startPracticeProcess(options.service, practiceCustomers, options.seed);
  const ledger = createLedger();
  try {
    for (let life = 0; life < lives; life += 1) {
      const name = `p${life}`;
      const till = await loadTill({ env, nodeArgs: planted });
      till.listen((line) => ledger.note(name, line));
      till.order({
        dataDir,
        service: options.service,
        seed: options.seed + life,
        name,
        known: [0, 1].map((cashier) => ledger.living(cashier, 12)),
        expected: [],
        changes: options.changes,
        marksFile: marksFileOf(root),
        ...(life === 0 ? { connection: practice.connection() } : {}),
        ...(life === 1 ? { importFile } : {}),
      });
      const code = await till.ended;
      if (code !== 0) throw new Error(`The recorded till ended with ${code}`);
    }
  } finally {
    await practice.stop();
  }
  return [...readDiskEffects(readFileSync(logPath))];
}

function importLines(): string {
  const line = (number: number) => ({
    customerUid: `imported-${number}`,
    customerType: 'PERSON',
    firstname: 'Imported',
    lastname: `Person ${number}`,
    countryCode: 'NO',
  });
  return Array.from({ length: importedCustomers }, (_, number) => `${JSON.stringify(line(number))}\n`).join(
    '',
  );
}

/** What a till said, and after which effect. */
interface Mark {
  readonly at: number;
  readonly life: string;
  readonly line: Line;
}

async function replayCuts(
  root: string,
  effects: readonly DiskEffect[],
  { cuts, seed }: PowerCutOptions,
): Promise<PowerCutReport> {
  const random = createRandom(seed);
  const marks = readMarks(effects, marksFileOf(root));
  const places = choosePlaces(effects, marks, cuts, random);
  const image = createDiskImage(dataDirOf(root));
  const ledger = createLedger();
  const lost: string[] = [];
  const corrupt: string[] = [];
  let imported = 0;
  let taken = 0;
  let told = 0;

  for (const [cut, place] of places.entries()) {
    for (; taken < place; taken += 1) image.take(effects[taken]!);
    for (; told < marks.length && marks[told]!.at < place; told += 1) {
      const { life, line } = marks[told]!;
      ledger.note(life, line);
      if (line.what === 'imported') imported = line.count;
    }
    const folder = join(root, 'cut');
    image.cutPower(random, folder);
    const words = await lookInto(folder, ledger, imported, cut % wholeCoreEvery === 0);
    lost.push(...words.lost.map((row) => `cut ${cut} after effect ${place}: ${row}`));
    corrupt.push(...words.corrupt.map((row) => `cut ${cut} after effect ${place}: ${row}`));
    rmSync(folder, { recursive: true });
  }
  return {
    cuts: places.length,
    acknowledged: marks.filter(({ line }) => line.what === 'acknowledged').length,
    writes: effects.filter(({ kind }) => kind === 'write').length,
    syncs: effects.filter(({ kind }) => kind === 'sync').length,
    lost,
    corrupt,
  };
}

function readMarks(effects: readonly DiskEffect[], marksFile: string): Mark[] {
  const handles = new Set<number>();
  const marks: Mark[] = [];
  let lives = 0;
  for (const [at, effect] of effects.entries()) {
    if (effect.kind === 'open') {
      // Each process counts its handles from the start.
      if (effect.path === marksFile) handles.add(effect.handle);
      else handles.delete(effect.handle);
    }
    if (effect.kind !== 'write' || !handles.has(effect.handle)) continue;
    const line = JSON.parse(effect.bytes.toString()) as Line;
    if (line.what === 'opened') lives += 1;
    marks.push({ at, life: `life ${lives}`, line });
  }
  return marks;
}

/** Where the power goes, in order: right before and after syncs, right after words of the till, and anywhere. */
function choosePlaces(
  effects: readonly DiskEffect[],
  marks: readonly Mark[],
  cuts: number,
  random: Random,
): number[] {
  const syncs = [...effects.entries()].flatMap(([at, { kind }]) => (kind === 'sync' ? [at] : []));
  const acknowledged = marks.filter(({ line }) => line.what === 'acknowledged').map(({ at }) => at);
  const place = () =>
    random.pickWeighted([
      [() => random.pick(syncs) + random.below(2), 40],
      [() => random.pick(acknowledged) + 1, 30],
      [() => random.below(effects.length + 1), 30],
    ])();
  return Array.from({ length: cuts }, place).toSorted((a, b) => a - b);
}

async function lookInto(
  folder: string,
  ledger: Ledger,
  imported: number,
  withWholeCore: boolean,
): Promise<{ lost: string[]; corrupt: string[] }> {
  let db: Store | undefined;
  try {
    if (withWholeCore) {
      const findings = await withCore(folder, (core) => core.diagnose());
      const unsound = findings.filter(
        ({ check, ok }) => !ok && (check === 'integrity' || check === 'schema'),
      );
      if (unsound.length > 0) return { lost: [], corrupt: unsound.map(({ detail }) => detail) };
    }
    db = openFolder(folder);
    migrate(db);
    const rows = db.pragma('integrity_check(20)') as { integrity_check: string }[];
    const corrupt = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    const reader = createReader(db);
    try {
      const { unindexed, orphans } = reader.methods.checkIntegrity();
      if (unindexed > 0) corrupt.push(`${unindexed} customers are not in the index`);
      if (orphans > 0) corrupt.push(`${orphans} changes have no customer`);
    } finally {
      reader.stop();
    }
    return { lost: findLostRows(ledger, db, imported), corrupt };
  } catch (cause) {
    return { lost: [], corrupt: [cause instanceof Error ? cause.message : String(cause)] };
  } finally {
    db?.close();
  }
}
