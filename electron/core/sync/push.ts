import { fail, type TillError } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { backoffMs } from '#shared/sync/backoff';
import { isNewerThan } from '#shared/sync/revision';
import type { CoreLog } from '../core.ts';
import type { ClaimedMutation } from '../db/claims.ts';
import type { DifferenceReason } from '../db/outbox-answers.ts';
import type { SyncWriter } from '../db/sync-writer.ts';
import type { Remote } from '../db/worker-protocol.ts';
import type { CustomerService, ServiceAnswer, ServiceFailure } from '../services/customer-service.ts';
import { askForArrival, sendChange } from './send-change.ts';
import type { AckLog } from './ack-log.ts';
import type { Pace } from './pace.ts';
import type { ServiceGate } from './service-gate.ts';

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
}

/** Customers whose changes travel at the same time. */
const parallelCustomers = 4;
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

/** What to do with a mutation now that something is known about it. */
type Verdict =
  | { readonly do: 'ack'; readonly record: CustomerRecord | null }
  | { readonly do: 'release'; readonly counted: boolean; readonly error: TillError | null }
  | { readonly do: 'ask-later'; readonly error: TillError }
  | { readonly do: 'park'; readonly error: TillError }
  | {
      readonly do: 'rebase';
      readonly record: CustomerRecord;
      /** It was found changed before the update was sent; the update was refused; the update's answer never came. */
      readonly because: 'moved' | 'turned-down' | 'no-answer';
    };

/**
 * Sends what waits in the outbox. HTTP happens between transactions, never
 * within one: a claim is committed before the request leaves, and each answer
 * is one transaction of its own.
 */
export function createPush({ writer, service, gate, acks, pace, random, clock, log, onMoved }: PushDeps) {
  /** Customers whose last try led nowhere wait on their own: one that always fails holds up nobody else. */
  const deferred = new Map<string, Deferral>();
  const conflictTries = new Map<string, number>();
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
    for (;;) {
      const isOpen = !stop.aborted && gate.waitMs() === 0;
      const deferredUids = findDeferred().map(([customerUid]) => customerUid);
      if (isOpen && inFlight.size < parallelCustomers) {
        const claimed = await writer.claimMutations(parallelCustomers - inFlight.size, deferredUids, clock());
        for (const mutation of claimed) {
          const task = handle(mutation, abort).then((done) => {
            settled += done ? 1 : 0;
            inFlight.delete(task);
            return undefined;
          });
          inFlight.add(task);
        }
      }
      if (inFlight.size === 0) return { settled, leftOver: !isOpen || deferredUids.length > 0 };
      await Promise.race(inFlight);
    }
  }

  /** @returns whether the mutation is done with */
  async function handle(mutation: ClaimedMutation, signal: AbortSignal): Promise<boolean> {
    try {
      const verdict = await findVerdict(mutation, signal);
      await carryOut(mutation, verdict);
      onMoved(mutation);
      return verdict.do === 'ack';
    } catch (cause) {
      // The answer could not be written down: the mutation stays claimed and is asked about later.
      log('error', 'push.broken', { mutationId: mutation.mutationId, cause: String(cause) });
      gate.note({ outcome: 'failed', error: fail('internal').error });
      return false;
    }
  }

  async function findVerdict(mutation: ClaimedMutation, signal: AbortSignal): Promise<Verdict> {
    if (mutation.ask) return ask(mutation, signal);
    if (mutation.change.kind === 'update') {
      const overtaken = await lookBefore(mutation, signal);
      if (overtaken !== undefined) return overtaken;
    }
    const answer = await sendChange(service, mutation, { signal });
    gate.note(answer);
    return judge(mutation, answer, signal);
  }

  /**
   * The service takes an update whatever was changed there since: it has no
   * condition to send along. So the till looks first, and an update made on a
   * record that has moved is merged before it is sent.
   *
   * @returns undefined when the update may go as it is
   */
  async function lookBefore(mutation: ClaimedMutation, signal: AbortSignal): Promise<Verdict | undefined> {
    const answer = await service.get(mutation.customerUid, { signal });
    gate.note(answer);
    switch (answer.outcome) {
      case 'done':
        return isNewerThan(answer.value, mutation.baseRevision)
          ? { do: 'rebase', record: answer.value, because: 'moved' }
          : undefined;
      case 'unauthorized':
      case 'rate-limited':
      case 'unreachable':
      case 'failed':
        return judge(mutation, answer, signal);
      default:
        // Who may not read, or is told that nobody is there, learns from the update itself what holds.
        return undefined;
    }
  }

  async function judge(
    mutation: ClaimedMutation,
    answer: ServiceAnswer<CustomerRecord | null>,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const { kind } = mutation.change;
    switch (answer.outcome) {
      case 'done':
        return { do: 'ack', record: answer.value };
      case 'unauthorized':
      case 'rate-limited':
      case 'unreachable':
        return { do: 'release', counted: false, error: answer.error };
      case 'failed':
        defer(mutation.customerUid);
        return { do: 'release', counted: true, error: answer.error };
      case 'unknown':
        defer(mutation.customerUid);
        return { do: 'ask-later', error: answer.error };
      case 'not-found':
        if (kind === 'delete') return { do: 'ack', record: null };
        // The address a create goes to names no customer: what is missing is the tenant.
        if (kind === 'create') {
          defer(mutation.customerUid);
          return { do: 'release', counted: true, error: answer.error };
        }
        return refused(mutation, answer, signal);
      case 'conflict':
        return kind === 'update' ? ask(mutation, signal, answer) : refused(mutation, answer, signal);
      default:
        return refused(mutation, answer, signal);
    }
  }

  /**
   * The service said no for good. To a create that was sent before, or whose id
   * is taken, that can mean that it is there already; the service's data tells.
   */
  async function refused(
    mutation: ClaimedMutation,
    refusal: ServiceFailure,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const mayBeThere = mutation.attempts > 1 || refusal.outcome === 'conflict';
    return mutation.change.kind === 'create' && mayBeThere
      ? ask(mutation, signal, refusal)
      : { do: 'park', error: refusal.error };
  }

  async function ask(
    mutation: ClaimedMutation,
    signal: AbortSignal,
    refusal?: ServiceFailure,
  ): Promise<Verdict> {
    const arrival = await askForArrival(service, mutation, { signal });
    gate.note(arrival.found === 'no-answer' ? arrival.failure : { outcome: 'done' });
    switch (arrival.found) {
      case 'arrived':
        return { do: 'ack', record: arrival.record };
      case 'differs':
        return {
          do: 'rebase',
          record: arrival.record,
          because: refusal === undefined ? 'no-answer' : 'turned-down',
        };
      case 'not-arrived':
        return refusal === undefined
          ? { do: 'release', counted: true, error: null }
          : { do: 'park', error: refusal.error };
      case 'gone':
        return { do: 'park', error: refusal?.error ?? arrival.failure.error };
      default:
        // Who may not even look cannot be told more by asking again.
        if (refusal?.outcome === 'forbidden' && arrival.failure.outcome === 'forbidden') {
          return { do: 'park', error: refusal.error };
        }
        defer(mutation.customerUid);
        return { do: 'ask-later', error: fail('service.unknown-outcome').error };
    }
  }

  async function carryOut(mutation: ClaimedMutation, verdict: Verdict): Promise<void> {
    const { mutationId, customerUid } = mutation;
    const nowMs = clock();
    if (verdict.do !== 'release' && verdict.do !== 'ask-later') deferred.delete(customerUid);
    switch (verdict.do) {
      case 'ack':
        acks.add(customerUid);
        await writer.ackMutation(mutationId, verdict.record, nowMs);
        conflictTries.delete(mutationId);
        return;
      case 'release':
        await writer.releaseMutation(mutationId, verdict.counted, verdict.error, nowMs);
        return;
      case 'ask-later':
        await writer.markMutationUnknown(mutationId, verdict.error, nowMs);
        return;
      case 'park':
        await writer.parkMutation(mutationId, verdict.error, nowMs);
        return;
      case 'rebase':
        await writer.rebaseMutation(mutationId, verdict.record, reasonOf(mutationId, verdict), nowMs);
    }
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
      const waits = findDeferred().map(([, { untilMs }]) => untilMs - pace.monotonicMs());
      return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
    },

    /** A person wants everything tried now. */
    forgetFailures(): void {
      deferred.clear();
    },
  };
}
