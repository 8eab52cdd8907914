import { setTimeout as pause } from 'node:timers/promises';
import type { TillEvent } from '#shared/contract/operations';
import { warnDaysBefore, type RetentionStatus } from '#shared/contract/retention';
import type { CoreLog } from '../core.ts';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';

/** Sees to it that what is to go from this till does go: what was erased, what is too old. */
export interface PrivacyKeeper {
  /** Clears what was erased out of dictionary and log too; resolves when nothing of it is left, or nobody can wait for that. */
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

export function createPrivacyKeeper(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly emit: (event: TillEvent) => void;
  readonly log: CoreLog;
  readonly background: boolean;
}): PrivacyKeeper {
  const { writer, reader, clock, log } = deps;
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

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
    await purgeAll();
  }

  /** One thing at a time. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    running = running.then(work).catch((cause: unknown) => {
      log('error', 'privacy.failed', { cause });
    });
    return running;
  }

  if (deps.background) void inTurn(keepAll);
  const timer = deps.background ? setInterval(() => void inTurn(keepAll), intervalMs) : undefined;

  return {
    purge: () => inTurn(purgeAll),
    retention,
    settle: () => inTurn(keepAll),
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}

function textOf(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
