import { fail, TillFailure, type TillError } from '#shared/contract/errors';
import type { SyncStatus } from '#shared/contract/values';
import type { TillEvent } from '#shared/contract/operations';
import { backoffMs } from '#shared/sync/backoff';
import type { CoreLog, SyncReport } from '../core.ts';
import type { SyncWriter } from '../db/sync-writer.ts';
import type { Remote } from '../threads/remote.ts';
import type { CustomerService } from '../services/customer-service.ts';
import { createAckLog } from './ack-log.ts';
import { createBell } from './bell.ts';
import { approveVanished, type ApprovedDeletions } from './confirm-vanished.ts';
import { createDiary, isSameFailure } from './diary.ts';
import { realPace, type Pace } from './pace.ts';
import { restMsOf } from './plan-pull.ts';
import { createPull, type PullDeps } from './pull.ts';
import { createPush, type PushResult } from './push.ts';
import { createServiceGate } from './service-gate.ts';
import { readSyncStatus, type LiveSync, type SyncReader, type SyncWaits } from './sync-status.ts';

export interface SyncEngineOptions {
  readonly writer: Remote<SyncWriter>;
  readonly reader: SyncReader;
  readonly service: CustomerService;
  /** Wall clock in milliseconds, for what people read; nothing waits by it. */
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly onEvent: (event: TillEvent) => void;
  readonly pace?: Pace;
  /** A number in [0, 1). */
  readonly random?: () => number;
  readonly pageSizes?: PullDeps['pageSizes'];
  /** Times the rest between two pulls, about 1: a chain's tills are switched on together, and drift apart by it. */
  readonly pullDrift?: number;
}

export interface SyncEngine {
  /** Pushes and pulls by itself until it is stopped. */
  start(): void;
  /** Takes nothing new, waits for what is under way, and after a while gives it up. */
  stop(): Promise<void>;
  /** A new change waits to be sent. */
  wake(): void;
  /** A person wants a round now, whatever failed before. */
  runNow(): void;
  /** A cashier is searching: the pull steps aside. */
  noteSearch(): void;
  status(): Promise<SyncStatus>;
  /** Why mutations are left alone for now. */
  waits(): SyncWaits;
  /** A person wants this customer's changes tried now, whatever failed before. */
  retryNow(customerUid: string): void;
  /** Deletes customers that were held back, each confirmed by the service. */
  approveDeletions(customerUids: readonly string[], actor: string): Promise<ApprovedDeletions>;
  /** One round of push and pull, or rounds until nothing is left to do or the time is over. */
  syncOnce(options: { untilIdle: boolean; timeoutMs: number }): Promise<SyncReport>;
}

/** Mutations ring the bell; this is for what was missed. */
const pushEveryMs = 30_000;
/** Between two rounds of one `syncOnce` that has not come to its end. */
const minRoundMs = 100;
/** What was sent gets this long to be answered when the till closes. */
const stopGraceMs = 3_000;
/** A till counts as quiet when a typist would have pressed the next key by now; the pull waits for that, */
const quietMs = 150;
/** and no longer than this with every handful of customers: it comes to its end however much is typed. */
const maxQuietWaitMs = 100;
/** Status changes within this time are told once. */
const statusEveryMs = 100;
/** Beyond this many, a list of changed customers says "many". */
const maxNamedCustomers = 50;

/**
 * The sync of one till with one service: a loop that pushes and a loop that
 * pulls, with one view of whether the service may be asked.
 */
export function createSyncEngine(options: SyncEngineOptions): SyncEngine {
  const { writer, reader, service, clock, log, onEvent, pullDrift = 1 } = options;
  const { pace = realPace, random = Math.random } = options;
  const gate = createServiceGate(pace, random);
  const acks = createAckLog();
  const diary = createDiary(pace, clock);
  const pushBell = createBell(pace);
  const pullBell = createBell(pace);
  const stopping = new AbortController();
  const aborting = new AbortController();
  /** Everything that is under way; the till closes when it is empty. */
  const tasks = new Set<Promise<unknown>>();

  let pushes = 0;
  let pulls = 0;
  let progress: LiveSync['progress'] = null;
  let pullError: TillError | null = null;
  /** What the store says of it; undefined before it was told for the first time. */
  let keptError: TillError | null | undefined;
  let pullDueMs = 0;
  let lastSearchMs = -Infinity;
  let announcing = false;

  const shared = { writer, service, gate, acks, clock, log };
  const push = createPush({
    ...shared,
    pace,
    random,
    onTrouble: (error) => diary.noteError('push', error),
    onDone: (count) => diary.noteWork('push', count),
    onMoved: ({ customerUid, printJobId }) => {
      onEvent({ type: 'customers', customerUids: [customerUid] });
      if (printJobId !== null) onEvent({ type: 'print-jobs' });
      announce();
    },
  });
  const pullDeps: PullDeps = {
    ...shared,
    yieldToCashier,
    pageSizes: options.pageSizes,
    onRead: (count) => diary.noteWork('pull', count),
    onTrouble: (error) => diary.noteError('pull', error),
    onProgress: (now) => {
      progress = now === null ? null : { ...now, ...estimate(now) };
      announce();
    },
    onChanged: (customerUids) => {
      const many = customerUids.length > maxNamedCustomers;
      onEvent(many ? { type: 'customers' } : { type: 'customers', customerUids });
    },
  };
  const pull = createPull(pullDeps);

  function estimate({ done, total }: { readonly done: number; readonly total: number | null }) {
    const perSecond = diary.rates.pull;
    const isKnown = total !== null && perSecond !== null && perSecond > 0;
    return {
      perSecond,
      remainingMs: isKnown ? Math.round((Math.max(0, total - done) / perSecond) * 1000) : null,
    };
  }

  const reach = () => (gate.reach === 'online' && needsPerson(pullError) ? 'attention' : gate.reach);
  const lastError = () => gate.lastError ?? pullError;

  /** Writes down what is wrong, whenever that changes, for whoever opens the till next. */
  async function keepTrouble(): Promise<void> {
    const error = lastError();
    const isKept = keptError !== undefined && isSameFailure(error, keptError);
    const wasAsked = error !== null || gate.reach !== 'not-tried';
    // What is given up because the till closes says nothing about the service.
    if (isKept || !wasAsked || stopping.signal.aborted) return;
    try {
      await writer.setSyncTrouble(error === null ? null : { reach: reach(), error }, clock());
      keptError = error;
    } catch (cause) {
      // On a full disk the sync goes on: the next round has this to write too.
      if (!(cause instanceof TillFailure)) throw cause;
      log('warning', 'sync.trouble-not-kept', { code: cause.error.code });
    }
  }

  function keep<Value>(task: Promise<Value>): Promise<Value> {
    tasks.add(task);
    const forget = () => tasks.delete(task);
    task.then(forget, forget);
    return task;
  }

  /** Whatever came in meanwhile is heard first. A search a moment ago is likely followed by another key stroke. */
  async function yieldToCashier(): Promise<void> {
    await pace.wait(0, stopping.signal);
    const latestMs = pace.monotonicMs() + maxQuietWaitMs;
    const leftMs = () => Math.min(lastSearchMs + quietMs, latestMs) - pace.monotonicMs();
    while (leftMs() > 0 && !stopping.signal.aborted) await pace.wait(leftMs(), stopping.signal);
  }

  async function runPush(stop: AbortSignal): Promise<PushResult> {
    pushes += 1;
    diary.noteWork('push', 0);
    announce();
    try {
      return await push.run(stop, aborting.signal);
    } finally {
      pushes -= 1;
      diary.noteBreak('push');
      await keepTrouble();
      announce();
    }
  }

  async function runPull(stop: AbortSignal): Promise<{ changed: number; complete: boolean; restMs: number }> {
    pulls += 1;
    diary.noteWork('pull', 0);
    announce();
    try {
      const { changed, error } = await pull.run(stop);
      const cursor = await writer.getSyncCursor();
      // A pull that was stopped says nothing about the service.
      if (error === null || !stop.aborted) {
        pullError = error;
        if (error !== null) diary.noteError('pull', error);
      }
      const { known } = await writer.compareWithService();
      const { pullEverySeconds } = await reader.getSettings();
      return { changed, complete: error === null, restMs: restMsOf(cursor, known, pullEverySeconds * 1000) };
    } finally {
      pulls -= 1;
      diary.noteBreak('pull');
      await keepTrouble();
      announce();
    }
  }

  async function loopPush(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (gate.waitMs() === 0) await surviving(() => runPush(stopping.signal));
      await pushBell.wait(Math.max(gate.waitMs(), Math.min(pushEveryMs, push.nextDueMs() ?? pushEveryMs)));
    }
  }

  async function loopPull(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      if (gate.waitMs() === 0 && pace.monotonicMs() >= pullDueMs) {
        pullDueMs = Infinity;
        const result = await surviving(() => runPull(stopping.signal));
        failures = result?.complete === true ? 0 : failures + 1;
        const waitMs = result?.complete === true ? result.restMs * pullDrift : backoffMs(failures, random);
        // Unless somebody wanted another one meanwhile.
        pullDueMs = Math.min(pullDueMs, pace.monotonicMs() + waitMs);
      }
      await pullBell.wait(Math.max(gate.waitMs(), pullDueMs - pace.monotonicMs()));
    }
  }

  /** The loops outlive what goes wrong on this till, such as a full disk. */
  async function surviving<Value>(run: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await run();
    } catch (cause) {
      log('error', 'sync.broken', { cause });
      gate.note({ outcome: 'failed', error: tillErrorOf(cause) });
      return undefined;
    }
  }

  function status(): Promise<SyncStatus> {
    return readSyncStatus(reader, {
      capabilities: service.capabilities,
      holds: service.holds,
      reach: reach(),
      activity: pulls > 0 ? 'pulling' : pushes > 0 ? 'pushing' : 'idle',
      progress,
      lastError: lastError(),
      rates: diary.rates,
      recentErrors: diary.recentErrors,
      nextTryAt: gate.waitMs() === 0 ? null : new Date(clock() + gate.waitMs()).toISOString(),
    });
  }

  /** Tells the hosts how the sync is doing, not more often than people can see. */
  function announce(): void {
    if (announcing || stopping.signal.aborted) return;
    announcing = true;
    const tell = async () => {
      await pace.wait(statusEveryMs, stopping.signal);
      announcing = false;
      if (!stopping.signal.aborted) onEvent({ type: 'sync', status: await status() });
    };
    void keep(surviving(tell));
  }

  async function syncOnce(untilIdle: boolean, round: AbortSignal): Promise<SyncReport> {
    let pushed = 0;
    let pulled = 0;
    let complete = false;
    let failures = 0;
    let pullAgainMs = -Infinity;
    let stoppedBy: TillError | null = null;
    for (;;) {
      const { settled, leftOver } = await runPush(round);
      pushed += settled;
      if (!complete && gate.waitMs() === 0 && pace.monotonicMs() >= pullAgainMs) {
        const result = await runPull(round);
        pulled += result.changed;
        complete = result.complete;
        // An answer that opens the gate may be of no use to a pull all the same, and be so again.
        failures += 1;
        pullAgainMs = pace.monotonicMs() + (complete ? 0 : backoffMs(failures, random));
      }
      const isIdle = complete && !leftOver;
      stoppedBy = isIdle ? null : (lastError() ?? (round.aborted ? timeOver : null));
      if (!untilIdle || isIdle || round.aborted) break;
      const pullDueInMs = complete ? Infinity : Math.max(0, pullAgainMs - pace.monotonicMs());
      const pushDueInMs = leftOver ? (push.nextDueMs() ?? 0) : Infinity;
      await pace.wait(Math.max(minRoundMs, gate.waitMs(), Math.min(pullDueInMs, pushDueInMs)), round);
    }
    const counts = await reader.countMutations();
    const conflicts = await reader.countConflicts();
    const pending = counts.pending + counts.claimed + counts.unknown;
    return { pushed, pulled, pending, parked: counts.parked, conflicts, stoppedBy };
  }

  return {
    start() {
      void keep(loopPush());
      void keep(loopPull());
    },

    async stop() {
      stopping.abort();
      pushBell.ring();
      pullBell.ring();
      const done = Promise.allSettled(tasks);
      const grace = new AbortController();
      await Promise.race([done, pace.wait(stopGraceMs, grace.signal)]);
      grace.abort();
      aborting.abort();
      await done;
    },

    wake: () => pushBell.ring(),

    runNow() {
      gate.reset();
      push.forgetFailures();
      pullDueMs = 0;
      pushBell.ring();
      pullBell.ring();
    },

    noteSearch() {
      lastSearchMs = pace.monotonicMs();
    },

    status,

    waits() {
      const nowMs = clock();
      const serviceMs = gate.waitMs();
      return {
        service: serviceMs === 0 ? null : { reason: gate.waitReason, untilMs: nowMs + serviceMs },
        customers: new Map(push.listDeferred().map(([customerUid, waitMs]) => [customerUid, nowMs + waitMs])),
      };
    },

    retryNow(customerUid) {
      push.forgetFailures(customerUid);
      pushBell.ring();
    },

    async approveDeletions(customerUids, actor) {
      const answer = await keep(approveVanished(pullDeps, customerUids, actor, stopping.signal));
      announce();
      return answer;
    },

    syncOnce({ untilIdle, timeoutMs }) {
      const round = new AbortController();
      const end = () => round.abort();
      const timer = new AbortController();
      stopping.signal.addEventListener('abort', end);
      void pace.wait(timeoutMs, timer.signal).then(end);
      return keep(
        syncOnce(untilIdle, round.signal).finally(() => {
          timer.abort();
          stopping.signal.removeEventListener('abort', end);
        }),
      );
    },
  };
}

/** No permission to read the customers, or no such tenant at this address: waiting mends neither. */
function needsPerson(error: TillError | null): boolean {
  return error?.code === 'service.forbidden' || error?.code === 'service.no-tenant';
}

const timeOver = fail('service.unreachable', {
  message: 'The time was over before everything was settled. The rest waits on this till.',
}).error;

function tillErrorOf(cause: unknown): TillError {
  return cause instanceof TillFailure ? cause.error : fail('internal').error;
}
