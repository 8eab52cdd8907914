import { fail, type TillError } from '#shared/contract/errors';
import type { CustomerRecord } from '#shared/customer/model';
import { isNewerThan, revisionOf } from '#shared/sync/revision';
import type { ClaimedMutation } from '../db/claims.ts';
import type { CustomerService, ServiceAnswer, ServiceFailure } from '../services/customer-service.ts';
import { missingTenant } from './missing-tenant.ts';
import { askForArrival, sendChange } from './send-change.ts';
import type { ServiceGate } from './service-gate.ts';
import type { Verdict } from './verdict.ts';

export interface SendOneDeps {
  readonly service: CustomerService;
  readonly gate: ServiceGate;
  /** This customer's try led nowhere: it is to wait on its own. */
  readonly defer: (customerUid: string) => void;
}

/** What a look at the service's record says about an update that is about to be sent. */
export type Look =
  | { readonly may: 'go'; readonly record: CustomerRecord | null }
  | { readonly may: 'not-go'; readonly verdict: Verdict };

export type SendOne = ReturnType<typeof createSendOne>;

/** Speaks with the service about one mutation until it is known what to do with it. */
export function createSendOne({ service, gate, defer }: SendOneDeps) {
  async function send(mutation: ClaimedMutation, signal: AbortSignal): Promise<Verdict> {
    if (mutation.ask) return ask(mutation, signal);
    if (mutation.change.kind === 'update') {
      const look = await lookBefore(mutation, signal);
      if (look.may === 'not-go') return look.verdict;
    }
    const answer = await sendChange(service, mutation, { signal });
    gate.note(answer);
    return judge(mutation, answer, signal);
  }

  /**
   * A service may take an update whatever was changed there since. So the till
   * looks first, and an update made on a record that has moved, or on one whose
   * version was never learned, is merged before it is sent.
   */
  async function lookBefore(mutation: ClaimedMutation, signal: AbortSignal): Promise<Look> {
    const answer = await service.get(mutation.customerUid, { signal });
    gate.note(answer);
    switch (answer.outcome) {
      case 'done': {
        const record = answer.value;
        const hasMoved =
          mutation.baseRevision === null
            ? revisionOf(record) !== null
            : isNewerThan(record, mutation.baseRevision);
        return hasMoved
          ? { may: 'not-go', verdict: { do: 'rebase', record, because: 'moved' } }
          : { may: 'go', record };
      }
      case 'unauthorized':
      case 'rate-limited':
      case 'unreachable':
      case 'failed':
        return { may: 'not-go', verdict: await judge(mutation, answer, signal) };
      default:
        // Who may not read, or is told that nobody is there, learns from the update itself what holds.
        return { may: 'go', record: null };
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
      case 'not-found': {
        // The address a create goes to names no customer: what is missing is the tenant.
        const doubt = kind === 'create' ? answer.error : await doubtNotFound(signal);
        if (doubt !== null) {
          defer(mutation.customerUid);
          return { do: 'release', counted: true, error: doubt };
        }
        return kind === 'delete' ? { do: 'ack', record: null } : refused(mutation, answer, signal);
      }
      case 'conflict':
        return kind === 'update' ? ask(mutation, signal, answer) : refused(mutation, answer, signal);
      default:
        return refused(mutation, answer, signal);
    }
  }

  /**
   * At a wrong address everything is “not found”. That says something about a
   * customer only where the tenant's list is answered.
   *
   * @returns why “not found” is not to be believed; null when it is
   */
  async function doubtNotFound(signal: AbortSignal): Promise<TillError | null> {
    const list = await service.listPage({ page: 0, pageSize: 1, newestFirst: true }, { signal });
    gate.note(list);
    switch (list.outcome) {
      case 'not-found':
        return missingTenant(list.error);
      case 'unauthorized':
      case 'rate-limited':
      case 'unreachable':
      case 'failed':
      case 'unknown':
        return list.error;
      default:
        return null;
    }
  }

  /**
   * The service said no for good. To a create that was sent before, or whose id
   * is taken, and to a merge whose source is not there, that can mean that it is
   * done already, by a try whose answer was lost; the service's data tells.
   */
  async function refused(
    mutation: ClaimedMutation,
    refusal: ServiceFailure,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const { kind } = mutation.change;
    const mayBeDone =
      (kind === 'create' && (mutation.attempts > 1 || refusal.outcome === 'conflict')) ||
      (kind === 'merge' && refusal.outcome === 'not-found');
    return mayBeDone ? ask(mutation, signal, refusal) : { do: 'park', error: refusal.error };
  }

  /** @param refusal what the service said to it this time; absent when its answer never came */
  async function ask(
    mutation: ClaimedMutation,
    signal: AbortSignal,
    refusal?: ServiceFailure,
  ): Promise<Verdict> {
    const arrival = await askForArrival(service, mutation, { signal });
    gate.note(arrival.found === 'no-answer' ? arrival.failure : { outcome: 'done' });
    switch (arrival.found) {
      case 'arrived': {
        const isByAbsence = mutation.change.kind === 'delete';
        const doubt = isByAbsence ? await doubtNotFound(signal) : null;
        if (doubt === null) return { do: 'ack', record: arrival.record };
        defer(mutation.customerUid);
        return { do: 'ask-later', error: doubt };
      }
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

  return { send, lookBefore, ask };
}
