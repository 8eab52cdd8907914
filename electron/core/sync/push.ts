import { fail, type TillError } from '#shared/contract/errors';
import { backoffMs } from '#shared/sync/backoff';
import type { CoreLog } from '../core.ts';
import type { ClaimedMutation } from '../db/claims.ts';
import type { DifferenceReason, MutationAnswer } from '../db/outbox-answers.ts';
import type { SyncWriter } from '../db/sync-writer.ts';
import type { Remote } from '../threads/remote.ts';
import type { CustomerService } from '../services/customer-service.ts';
import { createBatching } from './send-batch.ts';
import { createSendOne } from './send-one.ts';
import type { AckLog } from './ack-log.ts';
import type { Pace } from './pace.ts';
import type { ServiceGate } from './service-gate.ts';
import type { Judged, Verdict } from './verdict.ts';

export interface PushDeps {
  readonly writer: Remote<SyncWriter>;
  readonly service: CustomerService;
  readonly gate: ServiceGate;
  readonly acks: AckLog;
  readonly pace: Pace;
  readonly random: () => number;
  /** Wall clock in milliseconds, for what people read. */
  readonly clock: () => number;
  readonly log: CoreLog;
  readonly onMoved: (mutation: ClaimedMutation) => void;
  /** So many mutations are done with. */
  readonly onDone: (count: number) => void;
  /** Why one is not. */
  readonly onTrouble: (error: TillError) => void;
}

/** Conversations with the service at the same time: about one customer each, or about a batch. */
const parallelTasks = 4;
/** One is left for what goes by itself: cards, merges, what is asked about. */
const parallelBatches = parallelTasks - 1;
/** Fewer than these go one by one, each with an answer that carries its record. */
const minBatch = 5;
/** An update the service turns down as out of date is merged and sent so often before a person is asked. */
const maxConflictTries = 3;

interface Deferral {
  readonly failures: number;
  readonly untilMs: number;
}

export interface PushResult {
  /** Mutations that are done with. */
  readonly settled: number;
  /** Something may still be sendable: the service was not to be asked, or a customer waits on its own. */
  readonly leftOver: boolean;
}

/**
 * Sends what waits in the outbox. HTTP happens between transactions, never
 * within one: a claim is committed before the request leaves, and answers are
 * written down in one transaction that touches exactly those mutations.
 */
export function createPush(deps: PushDeps) {
  const { writer, service, gate, acks, pace, random, clock, log, onMoved } = deps;
  /** Customers whose last try led nowhere wait on their own: one that always fails holds up nobody else. */
  const deferred = new Map<string, Deferral>();
  const conflictTries = new Map<string, number>();
  const sendOne = createSendOne({ service, gate, defer });
  const batching = createBatching({ service, gate, sendOne });
  let running: Promise<PushResult> | undefined;

  async function drain(stop: AbortSignal, abort: AbortSignal): Promise<PushResult> {
    const inFlight = new Set<Promise<void>>();
    // Nothing is being sent: a claim that is still there is of a run that broke off.
    await writer.recoverClaims(clock());
    try {
      return await sendAll(inFlight, stop, abort);
    } finally {
      // Whatever failed, the next run must find nothing being sent.
      await Promise.all(inFlight);
    }
  }

  async function sendAll(
    inFlight: Set<Promise<void>>,
    stop: AbortSignal,
    abort: AbortSignal,
  ): Promise<PushResult> {
    let settled = 0;
    let batches = 0;
    const settle = async (judged: readonly Judged[]): Promise<void> => {
      const done = await writeDown(judged);
      settled += done;
    };

    function start(work: Promise<void>, after: () => void = () => undefined): void {
      const task = work.finally(() => {
        after();
        inFlight.delete(task);
      });
      inFlight.add(task);
    }

    async function startBatch(exceptUids: readonly string[]): Promise<boolean> {
      if (batching.size < minBatch || batches >= parallelBatches) return false;
      const claimed = await writer.claimBatch(minBatch, batching.size, exceptUids, clock());
      if (claimed.length === 0) return false;
      batches += 1;
      const work = surviving(claimed, () => batching.send(claimed, settle, stop, abort));
      start(work, () => (batches -= 1));
      return true;
    }

    async function startSingles(exceptUids: readonly string[]): Promise<void> {
      const slots = parallelTasks - inFlight.size;
      if (slots <= 0) return;
      for (const mutation of await writer.claimMutations(slots, exceptUids, clock())) {
        start(
          surviving([mutation], async () => {
            await settle([{ mutation, verdict: await sendOne.send(mutation, abort) }]);
          }),
        );
      }
    }

    for (;;) {
      const isOpen = !stop.aborted && gate.waitMs() === 0;
      const deferredUids = findDeferred().map(([customerUid]) => customerUid);
      if (isOpen && inFlight.size < parallelTasks) {
        if (await startBatch(deferredUids)) continue;
        await startSingles(deferredUids);
      }
      if (inFlight.size === 0) {
        // Only once everything got its turn: where batches fail again and again, the others must not wait for them.
        if (isOpen) batching.recover();
        return { settled, leftOver: !isOpen || deferredUids.length > 0 };
      }
      await Promise.race(inFlight);
    }
  }

  /** What cannot be written down stays claimed, and is asked about by the next run. */
  async function surviving(mutations: readonly ClaimedMutation[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      log('error', 'push.broken', {
        mutationIds: mutations.map(({ mutationId }) => mutationId),
        cause,
      });
      gate.note({ outcome: 'failed', error: fail('internal').error });
    }
  }

  /** @returns how many of them are done with */
  async function writeDown(judged: readonly Judged[]): Promise<number> {
    for (const { mutation, verdict } of judged) {
      const isStuck = verdict.do === 'release' || verdict.do === 'ask-later';
      if (!isStuck) deferred.delete(mutation.customerUid);
      // A page that was asked for before this moment may be older than the change.
      if (verdict.do === 'ack') acks.add(mutation.customerUid);
      const error = 'error' in verdict ? verdict.error : null;
      if (error !== null) deps.onTrouble(error);
    }
    await writer.answerMutations(
      judged.map(({ mutation, verdict }) => answerOf(mutation, verdict)),
      clock(),
    );
    const done = judged.filter(({ verdict }) => verdict.do === 'ack');
    for (const { mutation } of done) conflictTries.delete(mutation.mutationId);
    for (const { mutation } of judged) onMoved(mutation);
    if (done.length > 0) deps.onDone(done.length);
    return done.length;
  }

  function answerOf({ mutationId }: ClaimedMutation, verdict: Verdict): MutationAnswer {
    if (verdict.do !== 'rebase') return { mutationId, ...verdict };
    return { mutationId, do: 'rebase', record: verdict.record, reason: reasonOf(mutationId, verdict) };
  }

  function reasonOf(mutationId: string, { because }: Extract<Verdict, { do: 'rebase' }>): DifferenceReason {
    if (because === 'no-answer') return 'no-answer';
    if (because === 'moved') return 'turned-down';
    const tries = (conflictTries.get(mutationId) ?? 0) + 1;
    conflictTries.set(mutationId, tries);
    return tries < maxConflictTries ? 'turned-down' : 'turned-down-often';
  }

  function defer(customerUid: string): void {
    const failures = (deferred.get(customerUid)?.failures ?? 0) + 1;
    deferred.set(customerUid, { failures, untilMs: pace.monotonicMs() + backoffMs(failures, random) });
  }

  function findDeferred(): [customerUid: string, deferral: Deferral][] {
    const nowMs = pace.monotonicMs();
    return [...deferred].filter(([, { untilMs }]) => untilMs > nowMs);
  }

  function listDeferred(): [customerUid: string, waitMs: number][] {
    return findDeferred().map(([customerUid, { untilMs }]) => [customerUid, untilMs - pace.monotonicMs()]);
  }

  return {
    /**
     * Sends until nothing more may be sent now, and waits for the answers. One
     * run at a time: a second caller gets the run that is under way.
     *
     * @param stop takes nothing new
     * @param abort gives up what is under way; what was sent is unknown then
     */
    run(stop: AbortSignal, abort: AbortSignal): Promise<PushResult> {
      running ??= drain(stop, abort).finally(() => {
        running = undefined;
      });
      return running;
    },

    /** Milliseconds until a customer that waits on its own is due again; undefined when none does. */
    nextDueMs(): number | undefined {
      const waits = listDeferred().map(([, waitMs]) => waitMs);
      return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
    },

    /** Customers that wait on their own, and for how many milliseconds more. */
    listDeferred,

    /** A person wants it tried now: this customer's changes, or everything. */
    forgetFailures(customerUid?: string): void {
      if (customerUid === undefined) deferred.clear();
      else deferred.delete(customerUid);
    },
  };
}
