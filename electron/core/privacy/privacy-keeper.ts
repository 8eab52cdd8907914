import { setTimeout as pause } from 'node:timers/promises';
import { TillFailure } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import { warnDaysBefore, type RetentionStatus } from '#shared/contract/retention';
import type { CoreLog } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';

/** Sees to it that what is to go from this till does go: what was erased, what is too old. */
export interface PrivacyKeeper {
  /**
   * Clears what was erased out of dictionary and log too; resolves when nothing of it is left there, or nobody can wait
   * for that. What is left in the gaps of pages goes when the till is left alone; without a background, at once.
   */
  purge(): Promise<void>;
  retention(): Promise<RetentionStatus>;
  /** Everything that is due; a one-shot command ends with it. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const dayMs = 86_400_000;
/** How often is looked whether something is due. */
const intervalMs = 10 * 60_000;
/** Entries of the index, customers and entries of the trail that the writer goes through at once: some milliseconds. */
const entriesAtOnce = 500;
const customersAtOnce = 100;
const auditAtOnce = 500;
/** A reader looks at one view of the store for some milliseconds. */
const triesToEmptyLog = 20;
const retryMs = 100;
/** How often is looked whether the store can be written anew. */
const lookForQuietMs = 60_000;
/** Changes wait while a store is written anew: so fast that goes on a slow machine, in bytes a millisecond. */
const rewriteRate = 60_000;
/** The till was left alone for so many times as long as it takes, and a minute at least; */
const quietFactor = 20;
/** and it takes no more than this part of a till's time. */
const restFactor = 1000;
/** The store lies in memory meanwhile, with what SQLite needs besides. */
const memoryFactor = 1.25;
/** Memory that is missing, or room on the disk, is not there a minute later. */
const afterFailureMs = 3_600_000;

export function createPrivacyKeeper(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** For how long nobody has worked at the till, in milliseconds. */
  readonly quietMs: () => number;
  /** What the machine can give a program, in bytes. */
  readonly availableMemory: () => number;
  readonly emit: (event: TillEvent) => void;
  readonly log: CoreLog;
  readonly background: boolean;
}): PrivacyKeeper {
  const { writer, reader, clock, log } = deps;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let notBeforeMs = -Infinity;

  async function purgeAll(): Promise<void> {
    if (!(await writer.isPurgeDue())) return;
    for (let tries = 0; tries < triesToEmptyLog && !stopping.signal.aborted; tries += 1) {
      while (await writer.sweepWords(entriesAtOnce));
      if (await writer.emptyLog()) return;
      await pause(retryMs);
    }
    // Asked for again in a while.
    log('info', 'privacy.purge-waits');
  }

  /** What pages keep of the erased between their rows goes when all are written anew. */
  async function rewriteInQuiet(): Promise<void> {
    const { sinceMs, lastMs, bytes } = await reader.describeRewrite();
    if (sinceMs === null || stopping.signal.aborted) return;
    const takesMs = bytes / rewriteRate;
    const isQuiet = deps.quietMs() >= Math.max(lookForQuietMs, quietFactor * takesMs);
    // A clock that was put back must not put it off.
    const hasRested = Math.abs(clock() - lastMs) >= restFactor * takesMs;
    if (deps.background && !(isQuiet && hasRested && performance.now() >= notBeforeMs)) return;
    if (deps.availableMemory() < memoryFactor * bytes) return putOff('ENOMEM');
    const startedMs = performance.now();
    try {
      if (!(await writer.rewriteStore(clock()))) return;
    } catch (cause) {
      if (!(cause instanceof TillFailure)) throw cause;
      return putOff(cause.error.code);
    }
    log('info', 'privacy.rewritten', { ms: Math.round(performance.now() - startedMs) });
    await purgeAll();
  }

  function putOff(code: string): void {
    notBeforeMs = performance.now() + afterFailureMs;
    log('warning', 'privacy.rewrite-waits', { code });
  }

  async function purgeAndRewrite(): Promise<void> {
    await purgeAll();
    if (!deps.background) await rewriteInQuiet();
  }

  async function retention(): Promise<RetentionStatus> {
    const [{ retention: rules }, { lastContactMs, wipedMs }, counts] = await Promise.all([
      reader.getSettings(),
      reader.getServiceContact(),
      reader.countMutations(),
    ]);
    const wipesAtMs =
      rules.offlineDays === null || lastContactMs === null ? null : lastContactMs + rules.offlineDays * dayMs;
    const isWiped = wipedMs !== null && lastContactMs !== null && wipedMs > lastContactMs;
    return {
      lastContactAt: textOf(lastContactMs),
      wipesAt: textOf(wipesAtMs),
      isNear: !isWiped && wipesAtMs !== null && wipesAtMs - clock() < warnDaysBefore * dayMs,
      wipedAt: isWiped ? textOf(wipedMs) : null,
      unsent: Object.values(counts).reduce((sum, count) => sum + count, 0),
    };
  }

  async function wipeIfDue(): Promise<void> {
    const { lastContactAt, wipesAt, wipedAt } = await retention();
    // The first look at a till that has never heard of its service begins to count.
    if (lastContactAt === null && (await reader.getConnection()) !== null) await writer.beginContact(clock());
    if (wipesAt === null || wipedAt !== null || Date.parse(wipesAt) > clock()) return;
    log('warning', 'retention.wipe');
    while (!stopping.signal.aborted && (await writer.wipeCopies(customersAtOnce, clock())) > 0);
    deps.emit({ type: 'customers' });
  }

  async function keepAll(): Promise<void> {
    if (stopping.signal.aborted) return;
    await wipeIfDue();
    const { retention: rules } = await reader.getSettings();
    const nowMs = clock();
    while (
      !stopping.signal.aborted &&
      (await writer.cutAudit(nowMs - rules.auditDays * dayMs, auditAtOnce, nowMs))
    );
    await writer.dropOldDrafts(nowMs);
    await purgeAndRewrite();
  }

  /** One thing at a time. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    running = running.then(work).catch((cause: unknown) => {
      log('error', 'privacy.failed', { cause });
    });
    return running;
  }

  if (deps.background) void inTurn(keepAll);
  const timers = deps.background
    ? [
        setInterval(() => void inTurn(keepAll), intervalMs),
        setInterval(() => void inTurn(rewriteInQuiet), lookForQuietMs),
      ]
    : [];

  return {
    purge: () => inTurn(purgeAndRewrite),
    retention,
    settle: () => inTurn(keepAll),
    async stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}

function textOf(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
