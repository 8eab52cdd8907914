import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCore } from '../../electron/core/app.ts';
import type { Core, CoreLog } from '../../electron/core/core.ts';
import { storePathOf } from '../../electron/core/db/data-folder.ts';
import { openStore } from '../../electron/core/db/open.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import type { SyncStatus } from '../../shared/contract/values.ts';
import { startAnswerServer, type AnswerServer } from './answer-server.ts';
import type { Dialect } from './dialects.ts';
import { hugeAnswer, mutateAnswer, type WireAnswer } from './mutate-answer.ts';
import { valueOf } from '../value-of.ts';

export interface PullReport {
  readonly pages: number;
  /** Pages nobody could make sense of; the others were pages with flaws. */
  readonly bad: number;
  readonly failures: string[];
}

const key = new Uint8Array(32).fill(5);
const customers = 20;
/** Every so many pages the service is well again for one pull. */
const wellEvery = 25;
const hugeEvery = 500;
const pullMs = 20_000;
const askAgainMs = 500;

/** A till on a real core, connected to a service that answers what it is told to, with all customers pulled. */
export interface PulledTill {
  readonly core: Core;
  readonly server: AnswerServer;
  /** Where the pull stands, as the store has it. */
  readonly cursor: () => string;
  /** Customers on the till. */
  readonly count: () => number;
  readonly status: () => Promise<SyncStatus>;
  /** The service's list as it should be; single customers too. */
  readonly answerWell: (method: string, path: string) => WireAnswer;
  /** Pulls now, with the list answered so and everything else well or as told, and waits until the till is quiet again. */
  readonly pull: (list: WireAnswer, others?: AnswerServer['answer']) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openPulledTill(dialect: Dialect, log: CoreLog = () => {}): Promise<PulledTill> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-pages-'));
  const server = await startAnswerServer();
  const { core } = valueOf(
    await createCore({ dataDir, key, log, backgroundSync: true, unattendedAs: 'proof' }),
  );
  const db = openStore(storePathOf(dataDir), key, { readonly: true });
  const readCursor = db.prepare(`SELECT value FROM setting WHERE key = 'sync-cursor'`).pluck();
  const readCount = db.prepare(`SELECT count(*) FROM customer`).pluck();
  const records = Array.from({ length: customers }, (_, number) => dialect.record(`c-${number}`));
  const wholeList = dialect.page(records);

  const answerWell = (method: string, path: string): WireAnswer => {
    if (dialect.isList(method, path)) {
      return { status: 200, headers: wholeList.headers, text: JSON.stringify(wholeList.body) };
    }
    const uid = /\/customers\/([^/?]+)/.exec(path)?.[1] ?? '';
    const isThere = method === 'GET' && uid.startsWith('c-');
    return {
      status: isThere ? 200 : 404,
      headers: {},
      text: JSON.stringify(isThere ? dialect.record(uid) : {}),
    };
  };
  const status = async () => valueOf(await core.call('sync.status', {})).status;

  async function pull(list: WireAnswer, others: AnswerServer['answer'] = answerWell): Promise<void> {
    let asked = 0;
    server.answer = (method, path) => {
      if (!dialect.isList(method, path)) return others(method, path);
      asked += 1;
      return list;
    };
    const endMs = performance.now() + pullMs;
    let askedForAtMs = -Infinity;
    const isAsked = () => asked > 0;
    while (!isAsked() || (await status()).activity !== 'idle') {
      const nowMs = performance.now();
      if (nowMs > endMs) throw new Error(`The till does not come to rest after ${asked} lists`);
      // A pull that was ending just then takes the request for its own.
      if (!isAsked() && nowMs - askedForAtMs > askAgainMs) {
        askedForAtMs = nowMs;
        valueOf(await core.call('sync.now', {}));
      }
      await pause(2);
    }
  }

  server.answer = answerWell;
  valueOf(await core.call('connection.set', dialect.connection(server.url)));
  // Just connected it pulls by itself; asked to, it would pull once more while the test looks.
  const endMs = performance.now() + pullMs;
  while (readCount.get() !== customers || (await status()).activity !== 'idle') {
    if (performance.now() > endMs) throw new Error('The first pull did not bring the customers');
    await pause(2);
  }
  return {
    core,
    server,
    cursor: () => String(readCursor.get()),
    count: () => Number(readCount.get()),
    status,
    answerWell,
    pull,
    async close() {
      await core.close();
      db.close();
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Pulls over broken pages with the real core over real HTTP: a bad one never moves the cursor. */
export async function pullBadPages(dialect: Dialect, pages: number, seed: number): Promise<PullReport> {
  const random = createRandom(seed);
  const till = await openPulledTill(dialect);
  const failures: string[] = [];
  let bad = 0;
  try {
    for (let page = 1; page <= pages; page += 1) {
      const right = till.answerWell('GET', '/customers');
      const list =
        page % hugeEvery === 1 ? hugeAnswer(right) : mutateAnswer(right, JSON.parse(right.text), random);
      const before = till.cursor();
      await till.pull(list);
      if (isBad(dialect, list)) {
        bad += 1;
        const { lastError } = await till.status();
        const what = `page ${page}: ${list.status} ${list.text.slice(0, 200)}`;
        if (till.cursor() !== before) failures.push(`${what}: the cursor moved`);
        if (lastError === null) failures.push(`${what}: nothing is said of it`);
      }
      if (page % wellEvery !== 0) continue;
      await till.pull(right);
      const { lastError, reach } = await till.status();
      if (lastError !== null || reach !== 'online') {
        failures.push(`after page ${page}: ${reach}, ${lastError?.message ?? ''}`);
      }
      if (till.count() < customers) failures.push(`after page ${page}: ${till.count()} customers are left`);
    }
    return { pages, bad, failures };
  } finally {
    await till.close();
  }
}

/** A page nobody can make sense of: no success, not whole, no list, or nobody on it who can be told apart. */
function isBad(dialect: Dialect, { status, text, breaksAt }: WireAnswer): boolean {
  if (status < 200 || status >= 300 || status === 204 || status === 205 || breaksAt !== undefined)
    return true;
  let body: unknown;
  try {
    body = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return true;
  }
  const items = dialect.name === 'emporix' ? body : (body as { items?: unknown } | null)?.items;
  if (!Array.isArray(items)) return true;
  const name = dialect.name === 'emporix' ? 'id' : 'customerUid';
  const isReadable = (item: unknown) => typeof (item as Record<string, unknown> | null)?.[name] === 'string';
  return items.length > 0 && !items.some(isReadable);
}
