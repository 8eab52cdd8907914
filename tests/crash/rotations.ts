import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { succeed, type Result } from '#shared/contract/errors';
import { migrate } from '../../electron/core/db/migrations/index.ts';
import { openStore, storeFailureOf } from '../../electron/core/db/open.ts';
import { practiceKeyFile } from '../../electron/core/privacy/key-file.ts';
import { claimDataFolder } from '../../electron/core/db/data-folder.ts';
import { settleStoreFiles } from '../../electron/core/db/store-files.ts';
import { rotateKey } from '../../electron/core/privacy/rotate-key.ts';
import { resolveHeadlessKey } from '../../electron/core/privacy/store-key.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import { inProject } from '../../scripts/project.ts';

const keepings = ['beside', 'elsewhere', 'moving'] as const;

export interface RotationOrders {
  readonly dataDir: string;
  /** Hexadecimal digits. */
  readonly key: string;
  readonly newKey: string;
  /** Beside the data, where the environment gives it, or beside until it moves there. */
  readonly keyKept: (typeof keepings)[number];
  /** The call of the file system it dies at; 0: it is killed from outside. */
  readonly dieAt: number;
}

export interface RotationReport {
  readonly kills: number;
  /** How many were dead before the key had changed, after it had, and not at all. */
  readonly before: number;
  readonly after: number;
  readonly survived: number;
  /** Anything but: one key opens the store, a key file holds it, and every row is there. */
  readonly wrong: string[];
}

const rows = 3_000;
/** A change of key of such a store takes about so long. */
const rotationMs = 90;
/** A change of key calls the file system about so often; every second kill takes the next of these calls, in this stride. */
const stepsOfRotation = 25;
const stride = 7;

/** Changes the key of a till's store again and again, kills it every time, and looks which key opens the store. */
export async function runRotations(kills: number, seed: number): Promise<RotationReport> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-rotation-'));
  const wrong: string[] = [];
  const counts = { before: 0, after: 0, survived: 0 };
  try {
    let key = randomBytes(32).toString('hex');
    fillStore(join(folder, 'till.db'), key);
    for (let kill = 1; kill <= kills; kill += 1) {
      const newKey = randomBytes(32).toString('hex');
      const keyKept = random.pick(keepings);
      const dieAt = kill % 2 === 0 ? 1 + (((kill / 2) * stride) % stepsOfRotation) : 0;
      const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-rotated-'));
      const note = (words: string) => wrong.push(`${kill} (${keyKept}, ${dieAt}): ${words}`);
      copyAfterCrash(folder, dataDir, key);
      if (keyKept !== 'elsewhere') writeFileSync(join(dataDir, 'practice.key'), `${key}\n`);
      const orders = { dataDir, key, newKey, keyKept, dieAt };
      const died = await rotateAndDie(orders, random.below(rotationMs));
      const opening = [key, newKey].filter((each) => opens(dataDir, each));
      if (opening.length !== 1) note(`${opening.length} keys open the store`);
      const [opener] = opening;
      counts[!died ? 'survived' : opener === newKey ? 'after' : 'before'] += 1;
      if (opener !== undefined) {
        for (const words of lookOver(orders, opener)) note(words);
        if (opener === newKey) {
          rmSync(folder, { recursive: true });
          cpSync(dataDir, folder, { recursive: true });
          key = newKey;
        }
      }
      rmSync(dataDir, { recursive: true, force: true });
    }
    return { kills, ...counts, wrong };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fillStore(path: string, key: string): void {
  const db = openStore(path, Buffer.from(key, 'hex'));
  migrate(db);
  const insert = db.prepare(`INSERT INTO setting (key, value) VALUES (?, ?)`);
  db.transaction(() => {
    for (let row = 0; row < rows; row += 1) insert.run(`row-${row}`, JSON.stringify('value '.repeat(100)));
  })();
  db.close();
}

/** The folder as a till leaves it that was killed: the newest row is in the log alone. */
function copyAfterCrash(from: string, to: string, key: string): void {
  const db = openStore(join(from, 'till.db'), Buffer.from(key, 'hex'));
  try {
    db.prepare(`INSERT OR REPLACE INTO setting (key, value) VALUES ('newest', ?)`).run(JSON.stringify(key));
    for (const name of ['till.db', 'till.db-wal']) cpSync(join(from, name), join(to, name));
  } finally {
    db.close();
  }
}

/** Changes the key of a folder. */
export function rotateAsOrdered({ dataDir, key, newKey, keyKept }: RotationOrders): Result {
  return rotateKey({
    dataDir,
    key: Buffer.from(key, 'hex'),
    newKey: Buffer.from(newKey, 'hex'),
    keyFile: keyKept === 'elsewhere' ? undefined : practiceKeyFile(dataDir),
    leavesFile: keyKept === 'moving',
    nowMs: Date.now(),
  });
}

/** @returns false when it had done everything before it was to die */
async function rotateAndDie(orders: RotationOrders, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [inProject('tests/crash/rotate-at-work.ts')], {
    env: { NODE_COMPILE_CACHE: inProject('node_modules/.cache/compiled'), ...process.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  await once(createInterface({ input: child.stdout }), 'line');
  child.stdin.write(`${JSON.stringify(orders)}\n`);
  if (orders.dieAt === 0) {
    await Promise.race([pause(afterMs), ended]);
    child.kill('SIGKILL');
  }
  const [code] = await ended;
  return code === null;
}

function opens(dataDir: string, key: string): boolean {
  const path = join(dataDir, 'till.db');
  if (!existsSync(path)) return false;
  try {
    openStore(path, Buffer.from(key, 'hex')).close();
    return true;
  } catch (cause) {
    if (storeFailureOf(cause)?.error.code !== 'store.wrong-key') throw cause;
    return false;
  }
}

/** Opens the folder as the next start does. @returns what is not as it should be */
function lookOver(orders: RotationOrders, opener: string): string[] {
  const { dataDir, keyKept, newKey } = orders;
  const found: string[] = [];
  const path = join(dataDir, 'practice.key');
  if (keyKept === 'moving' && opener === newKey) {
    // Whoever does it again finds it done, and the file that opens nothing gone.
    const again = existsSync(path) ? rotateAsOrdered(orders) : succeed({});
    if (!again.ok) found.push(`not done again: ${again.error.code}`);
    if (existsSync(path)) found.push('a key file that opens nothing stays');
  } else if (keyKept !== 'elsewhere') {
    const resolved = resolveHeadlessKey(dataDir, {});
    if (!resolved.ok) found.push(`no key: ${resolved.error.code}`);
    else if (Buffer.from(resolved.key).toString('hex') !== opener)
      found.push('the key that was found opens nothing');
    const kept = practiceKeyFile(dataDir).read(readFileSync(path));
    if (kept === undefined || Buffer.from(kept).toString('hex') !== opener)
      found.push('the key file has another key');
  }
  const release = claimDataFolder(dataDir);
  settleStoreFiles(dataDir);
  release();
  const db = openStore(join(dataDir, 'till.db'), Buffer.from(opener, 'hex'));
  const { total } = db.prepare(`SELECT count(*) AS total FROM setting WHERE key LIKE 'row-%'`).get() as {
    total: number;
  };
  if (total !== rows) found.push(`${total} of ${rows} rows`);
  if (db.prepare(`SELECT 1 FROM setting WHERE key = 'newest'`).get() === undefined)
    found.push('the newest row is gone');
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') found.push('the store is not sound');
  db.close();
  const left = readdirSync(dataDir).filter(
    (name) => !['till.db', 'till.lock', 'practice.key'].includes(name),
  );
  if (left.length > 0) found.push(`left over: ${left.join(', ')}`);
  return found;
}
