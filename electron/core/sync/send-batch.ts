import { fail } from '#shared/contract/errors';
import { customerTypes, type CustomerType } from '#shared/customer/model';
import type { ClaimedMutation } from '../db/claims.ts';
import type { BatchOutcome, BatchRequest, CustomerService } from '../services/customer-service.ts';
import type { SendOne } from './send-one.ts';
import type { ServiceGate } from './service-gate.ts';
import type { Judged, Verdict } from './verdict.ts';

export interface SendBatchDeps {
  readonly service: CustomerService;
  readonly gate: ServiceGate;
  readonly sendOne: SendOne;
}

/** As many customers in one request at most: more brings no speed that shows, and a lost answer more to ask about. */
const maxBatch = 100;
/** Records that are looked at side by side before their updates go. */
const parallelLooks = 8;

export interface Batching {
  /** How many mutations to send in one request now; 1 where one by one is the way. */
  readonly size: number;
  /** After a round that came to its end, larger batches are tried again, little by little. */
  recover(): void;
  /**
   * Sends these mutations, each of another customer, in one request where
   * possible. Hands over each verdict as soon as it is known; every mutation gets one.
   *
   * @param stop nothing more is sent; what was not sent goes back untried
   */
  send(
    mutations: readonly ClaimedMutation[],
    settle: (judged: readonly Judged[]) => Promise<void>,
    stop: AbortSignal,
    abort: AbortSignal,
  ): Promise<void>;
}

/**
 * Many mutations in one request. What the service says of each counts for that
 * one alone: done is done; what it refuses, or does not mention, is taken up one
 * by one, where an answer says why in full. When the request as a whole fails,
 * nothing is concluded for anybody: refused, it is split, down to single
 * mutations, so that neither its size nor one bad entry parks the others; without
 * an answer, all of it is unknown.
 */
export function createBatching({ service, gate, sendOne }: SendBatchDeps): Batching {
  const isOffered = service.capabilities.includes('batch');
  let isThere = isOffered;
  let size = maxBatch;

  const mayGoOn = (stop: AbortSignal) => !stop.aborted && gate.waitMs() === 0;

  async function send(
    mutations: readonly ClaimedMutation[],
    settle: (judged: readonly Judged[]) => Promise<void>,
    stop: AbortSignal,
    abort: AbortSignal,
  ): Promise<void> {
    async function sendSingly(some: readonly ClaimedMutation[]): Promise<void> {
      for (const mutation of some) {
        if (!mayGoOn(stop)) return settle(some.slice(some.indexOf(mutation)).map(untried));
        await settle([{ mutation, verdict: await sendOne.send(mutation, abort) }]);
      }
    }

    async function sendTogether(some: readonly Sendable[]): Promise<void> {
      const all = some.map(({ mutation }) => mutation);
      if (some.length === 1) return sendSingly(all);
      if (!mayGoOn(stop)) return settle(all.map(untried));
      const answer = await service.batch(requestOf(some), { signal: abort });
      gate.note(answer);
      const everyone = (verdict: Verdict) => settle(all.map((mutation) => ({ mutation, verdict })));
      switch (answer.outcome) {
        case 'done':
          size = Math.min(maxBatch, size * 2);
          return settleEach(all, answer.value);
        case 'unauthorized':
        case 'rate-limited':
        case 'unreachable':
          return everyone({ do: 'release', counted: false, error: answer.error });
        case 'failed':
          shrink(some.length);
          // It may be the batch that the service cannot take: that is no try of any of them.
          return everyone({ do: 'release', counted: false, error: answer.error });
        case 'unknown':
          shrink(some.length);
          return everyone({ do: 'ask-later', error: answer.error });
        case 'not-found':
          // What is not there is the batch operation, or the tenant: the single answers will tell.
          isThere = false;
          return sendSingly(all);
        case 'forbidden':
          return sendSingly(all);
        default: {
          shrink(some.length);
          const half = Math.ceil(some.length / 2);
          await sendTogether(some.slice(0, half));
          return sendTogether(some.slice(half));
        }
      }
    }

    async function settleEach(all: readonly ClaimedMutation[], outcomes: BatchOutcome): Promise<void> {
      const is = (outcome: 'done' | 'rejected') =>
        all.filter(({ customerUid }) => outcomes.get(customerUid)?.outcome === outcome);
      const done = is('done');
      const refused = is('rejected');
      if (done.length > 0) {
        await settle(done.map((mutation) => ({ mutation, verdict: { do: 'ack', record: null } })));
      }
      for (const mutation of all) {
        if (done.includes(mutation) || refused.includes(mutation)) continue;
        const verdict: Verdict = mayGoOn(stop)
          ? await sendOne.ask(mutation, abort)
          : { do: 'ask-later', error: fail('service.unknown-outcome').error };
        await settle([{ mutation, verdict }]);
      }
      // Refused items had no effect, so each may go again by itself: its own answer says what holds. It is a second
      // try: where the network delivered the batch twice, a create was refused because its first copy had arrived.
      await sendSingly(
        refused.map((mutation) => Object.assign({}, mutation, { attempts: mutation.attempts + 1 })),
      );
    }

    const sendable = await lookAtAll(mutations, settle, abort);
    const alone = sendable.filter(({ customerType }) => customerType === null);
    const together = sendable.filter(({ customerType }) => customerType !== null);
    if (together.length > 0) await sendTogether(together);
    await sendSingly(alone.map(({ mutation }) => mutation));
  }

  /** Updates are looked at before they go, like single ones; @returns those that may go as they are */
  async function lookAtAll(
    mutations: readonly ClaimedMutation[],
    settle: (judged: readonly Judged[]) => Promise<void>,
    abort: AbortSignal,
  ): Promise<Sendable[]> {
    const sendable: Sendable[] = [];
    const held: Judged[] = [];
    const waiting = [...mutations];
    const look = async (): Promise<void> => {
      for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
        if (mutation.change.kind !== 'update') {
          sendable.push({ mutation, customerType: customerTypes[0] });
        } else if (gate.waitMs() > 0) {
          held.push(untried(mutation));
        } else {
          const found = await sendOne.lookBefore(mutation, abort);
          if (found.may === 'not-go') held.push({ mutation, verdict: found.verdict });
          else sendable.push({ mutation, customerType: typeOf(mutation, found.record) });
        }
      }
    };
    await Promise.all(Array.from({ length: parallelLooks }, look));
    if (held.length > 0) await settle(held);
    return sendable;
  }

  function shrink(from: number): void {
    size = Math.max(1, Math.floor(Math.min(size, from) / 2));
  }

  return {
    get size() {
      return isThere ? size : 1;
    },
    recover() {
      size = Math.min(maxBatch, size * 2);
    },
    send,
  };
}

/** A mutation that may go with others; without the customer's type the service takes no batched update. */
interface Sendable {
  readonly mutation: ClaimedMutation;
  readonly customerType: CustomerType | null;
}

function requestOf(sendable: readonly Sendable[]): BatchRequest {
  return {
    create: sendable.flatMap(({ mutation: { change } }) =>
      change.kind === 'create' ? [change.payload] : [],
    ),
    update: sendable.flatMap(({ mutation: { customerUid, change }, customerType }) =>
      change.kind === 'update' && customerType !== null
        ? [{ customerUid, customerType, changes: change.payload }]
        : [],
    ),
    delete: sendable.flatMap(({ mutation: { customerUid, change } }) =>
      change.kind === 'delete' ? [customerUid] : [],
    ),
  };
}

function typeOf({ change }: ClaimedMutation, record: unknown): CustomerType | null {
  const wanted = change.kind === 'update' ? change.payload.customerType : undefined;
  const type = wanted ?? (record as { customerType?: unknown } | null)?.customerType;
  return customerTypes.find((known) => known === type) ?? null;
}

function untried(mutation: ClaimedMutation): Judged {
  return { mutation, verdict: { do: 'release', counted: false, error: null } };
}
