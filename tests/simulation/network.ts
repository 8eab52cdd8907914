import { holdsEverything } from '#shared/customer/holdings';
import { errorWords, type ErrorCode } from '#shared/contract/errors';
import { capabilities } from '#shared/contract/values';
import type {
  BatchItemOutcome,
  CallOptions,
  CustomerService,
  ServiceAnswer,
  ServiceFailure,
  ServiceFailureOutcome,
} from '../../electron/core/services/customer-service.ts';
import { createRandom, seedFromText, type Random } from '../../electron/practice/seed/random.ts';
import { connectEmporix } from './emporix-port.ts';
import type { Effect, ModelService, Outcome, Sender } from './model-service.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What befalls one request. `ms` is how late the request, its answer or its second delivery is. */
export type Fault =
  | { readonly kind: 'refused' | 'lost' | 'answer-lost' | 'cut' | 'silence' }
  | { readonly kind: 'late' | 'twice' | 'second-answer' | 'slow-answer'; readonly ms: number }
  | { readonly kind: '400' | '401' | '403' | '409' | '429' | '500' | '500-after' | '503' };

export type FaultKind = Fault['kind'];

/** One till's process, as far as the network can see. */
export interface Caller {
  readonly name: string;
  isAlive(): boolean;
  /** The fault that befalls its next request. */
  takeFault(effect: 'read' | 'write'): Fault | undefined;
  /** Which mutation of this customer is being sent. */
  mutationOf(customerUid: string, kind: Effect['kind']): string | null;
}

/** How one till's process reaches the service. */
export interface Line {
  read<Value>(
    what: string,
    serve: () => ServiceAnswer<Value>,
    options: CallOptions | undefined,
  ): Promise<ServiceAnswer<Value>>;
  /** @param served what the service makes of it, told which mutation of a customer it is */
  write<Value>(
    kinds: readonly (readonly [customerUid: string, kind: Effect['kind']])[],
    what: string,
    served: (senders: readonly Sender[]) => ServiceAnswer<Value>,
    options: CallOptions | undefined,
  ): Promise<ServiceAnswer<Value>>;
}

/** How long a till waits for an answer. */
const timeoutMs = 30_000;

/** What lies between the tills and the service: every answer takes a while, some never come. */
export class Network {
  readonly #time: VirtualTime;
  readonly #seed: number;
  readonly #sent = new Map<string, number>();
  readonly #model: ModelService;
  readonly #trace: (line: string) => void;
  requests = 0;
  faults = 0;
  /** The service is restarting until then. */
  #downUntilMs = -1;

  constructor(time: VirtualTime, seed: number, model: ModelService, trace: (line: string) => void) {
    this.#time = time;
    this.#seed = seed;
    this.#model = model;
    this.#trace = trace;
  }

  /** The service goes away with everything it was about to answer. */
  restartService(ms: number): void {
    this.#downUntilMs = this.#time.nowMs() + ms;
  }

  /** The port of one till's process to the service. */
  connect(caller: Caller): CustomerService {
    const line = this.#lineOf(caller);
    return this.#model.habits.kind === 'emporix'
      ? connectEmporix(this.#model, line)
      : this.#connectFlowRetail(line);
  }

  #lineOf(caller: Caller): Line {
    return {
      read: (what, serve, options) => this.#call(caller, 'read', what, serve, options),
      write: (kinds, what, served, options) => {
        let isStray = () => false;
        const senders = kinds.map(([customerUid, kind]) => ({
          name: caller.name,
          mutationId: caller.mutationOf(customerUid, kind),
          isStray: () => isStray(),
        }));
        const serve = (isOpen: boolean) => {
          isStray = () => !isOpen;
          return served(senders);
        };
        return this.#call(caller, 'write', what, serve, options);
      },
    };
  }

  #connectFlowRetail({ read, write }: Line): CustomerService {
    const model = this.#model;
    const serveBatch = (items: Parameters<Network['serveBatch']>[0]) => this.serveBatch(items);
    const unsupported = () => Promise.resolve(failure('rejected', 'service.unsupported'));

    return {
      kind: 'flow-retail',
      capabilities,
      holds: holdsEverything,
      listPage: ({ page, pageSize, newestFirst }, options) =>
        read(
          `list ${page}`,
          () => ({ outcome: 'done', value: model.list(page, pageSize, newestFirst === true) }),
          options,
        ),
      get: (uid, options) => read(`get ${uid}`, () => answerOf(model.get(uid)), options),
      findByExternalId: (externalId, options) =>
        read(
          `find ${externalId}`,
          () => ({
            outcome: 'done',
            value: [...model.customers.values()].filter((record) => record['externalId'] === externalId),
          }),
          options,
        ),
      create: (customer, options) =>
        write(
          [[customer.customerUid, 'create']],
          `create ${customer.customerUid}`,
          ([from]) => answerOf(model.create(customer, from!)),
          options,
        ),
      update: (uid, changes, options) =>
        write(
          [[uid, 'update']],
          `update ${uid} ${JSON.stringify(changes)}`,
          ([from]) => answerOf(model.update(uid, changes, from!)),
          options,
        ),
      delete: (uid, options) =>
        write([[uid, 'delete']], `delete ${uid}`, ([from]) => answerOf(model.delete(uid, from!)), options),
      merge: (uid, fromUid, options) =>
        write(
          [[uid, 'merge']],
          `merge ${fromUid} into ${uid}`,
          ([from]) => answerOf(model.merge(uid, fromUid, from!)),
          options,
        ),
      addExtension: ({ customerUid: uid, extensionCode }, options) =>
        write(
          [[uid, 'add-extension']],
          `add-extension ${uid}`,
          ([from]) => answerOf(model.setExtension(uid, extensionCode, true, from!)),
          options,
        ),
      removeExtension: ({ customerUid: uid, extensionCode }, options) =>
        write(
          [[uid, 'remove-extension']],
          `remove-extension ${uid}`,
          ([from]) => nothing(answerOf(model.setExtension(uid, extensionCode, false, from!))),
          options,
        ),
      printCard: (uid, _printerUid, options) =>
        write([[uid, 'print-card']], `print ${uid}`, ([from]) => answerOf(model.print(uid, from!)), options),
      batch(request, options) {
        type Item = readonly [
          customerUid: string,
          kind: Effect['kind'],
          serve: (from: Sender) => Outcome<unknown>,
        ];
        const items: Item[] = [
          ...(request.create ?? []).map((customer): Item => [
            customer.customerUid,
            'create',
            (from) => model.create(customer, from),
          ]),
          ...(request.upsert ?? []).map((customer): Item => [
            customer.customerUid,
            'create',
            (from) => model.upsert(customer, from),
          ]),
          ...(request.update ?? []).map(({ customerUid, changes }): Item => [
            customerUid,
            'update',
            (from) => model.update(customerUid, changes, from),
          ]),
          ...(request.delete ?? []).map((customerUid): Item => [
            customerUid,
            'delete',
            (from) => model.delete(customerUid, from),
          ]),
        ];
        return write(
          items.map(([customerUid, kind]) => [customerUid, kind]),
          `batch ${items.map(([customerUid, kind]) => `${kind} ${customerUid}`).join(', ')}`,
          (senders) => serveBatch(items.map(([uid, , serve], at) => [uid, () => serve(senders[at]!)])),
          options,
        );
      },
      search: unsupported,
      searchExternal: unsupported,
      storeDetails: unsupported,
      export: unsupported,
    };
  }

  /** Items in no particular order; errors are told by item, or lumped together. */
  private serveBatch(
    items: readonly (readonly [string, () => Outcome<unknown>])[],
  ): ServiceAnswer<ReadonlyMap<string, BatchItemOutcome>> {
    const outcomes = new Map<string, BatchItemOutcome>();
    const random = this.#chanceOf('batch');
    const shuffled = items.map((item) => [random.next(), item] as const);
    for (const [, [uid, serve]] of shuffled.sort(([left], [right]) => left - right)) {
      const outcome = serve();
      if (outcome.ok) outcomes.set(uid, { outcome: 'done' });
      else
        outcomes.set(uid, {
          outcome: 'rejected',
          error: { code: 'service.rejected', message: outcome.message },
        });
    }
    const someFailed = [...outcomes.values()].some(({ outcome }) => outcome !== 'done');
    if (someFailed && !this.#model.habits.namesBatchItems) {
      const { error } = failure('unknown');
      for (const uid of outcomes.keys()) outcomes.set(uid, { outcome: 'unknown', error });
    }
    return { outcome: 'done', value: outcomes };
  }

  #call<Value>(
    caller: Caller,
    effect: 'read' | 'write',
    what: string,
    serve: (isOpen: boolean) => ServiceAnswer<Value>,
    { signal }: CallOptions = {},
  ): Promise<ServiceAnswer<Value>> {
    const time = this.#time;
    const name = `${caller.name} #${(this.requests += 1)}`;
    const broken = failure(effect === 'read' ? 'unreachable' : 'unknown');
    if (signal?.aborted === true) return Promise.resolve(failure('unreachable'));
    const fault = what.startsWith('print') ? once(caller.takeFault(effect)) : caller.takeFault(effect);
    if (fault !== undefined) this.faults += 1;
    this.#trace(`${name} ${what}${fault === undefined ? '' : ` (${fault.kind})`}`);
    const random = this.#chanceOf(`${caller.name} ${what}`);
    const upMs = latencyMs(random);
    const downMs = latencyMs(random);

    return new Promise((resolve) => {
      let isOpen = true;
      let hasArrived = false;
      const answer = (value: ServiceAnswer<Value>) => {
        if (!isOpen || !caller.isAlive()) return;
        isOpen = false;
        if (value.outcome !== 'done') this.#trace(`${name} -> ${value.outcome}`);
        resolve(value);
      };
      const answerAfter = (ms: number, value: ServiceAnswer<Value>) => time.after(ms, () => answer(value));
      signal?.addEventListener('abort', () => answer(broken));
      answerAfter(timeoutMs, broken);
      /** @param then what the till gets to hear of it; undefined: nothing */
      const arrive = (ms: number, then: ((value: ServiceAnswer<Value>) => void) | undefined) =>
        time.after(ms, () => {
          if (time.nowMs() < this.#downUntilMs) {
            if (then !== undefined) answer(hasArrived ? broken : failure('unreachable'));
            return;
          }
          const value = serve(isOpen && caller.isAlive() && !hasArrived);
          hasArrived = true;
          if (effect === 'write') this.#trace(`${name} arrived`);
          time.after(downMs, () => {
            // A service that went away meanwhile answers nothing more.
            if (time.nowMs() < this.#downUntilMs) answer(broken);
            else then?.(value);
          });
        });

      if (fault === undefined) {
        arrive(upMs, answer);
        return;
      }
      switch (fault.kind) {
        case 'refused':
          answerAfter(upMs, failure('unreachable'));
          break;
        case 'lost':
          answerAfter(upMs + downMs, broken);
          break;
        case 'silence':
          break;
        case 'answer-lost':
          arrive(upMs, () => answer(broken));
          break;
        case 'cut':
          arrive(upMs, () => answer(effect === 'read' ? failure('failed', 'service.bad-answer') : broken));
          break;
        case 'slow-answer':
          arrive(upMs, (value) => answerAfter(fault.ms, value));
          break;
        case 'late':
          answerAfter(upMs, broken);
          arrive(upMs + fault.ms, undefined);
          break;
        case 'twice':
          arrive(upMs, answer);
          arrive(upMs + fault.ms, undefined);
          break;
        case 'second-answer':
          arrive(upMs, undefined);
          arrive(upMs + fault.ms, answer);
          break;
        case '500-after':
          arrive(upMs, () => answer(statusAnswer('500', effect)));
          break;
        default:
          answerAfter(upMs + downMs, statusAnswer(fault.kind, effect));
      }
    });
  }

  /** What a request meets with does not depend on any other request, so that a day can be shortened. */
  #chanceOf(what: string): Random {
    const times = (this.#sent.get(what) ?? 0) + 1;
    this.#sent.set(what, times);
    return createRandom(seedFromText(`${this.#seed} ${what} ${times}`));
  }
}

function latencyMs(random: Random): number {
  return random.chance(0.05) ? random.between(200, 3_000) : random.between(2, 40);
}

/** No till can help it when the network delivers one order for a card twice. */
function once(fault: Fault | undefined): Fault | undefined {
  return fault?.kind === 'twice' || fault?.kind === 'second-answer'
    ? { kind: 'slow-answer', ms: fault.ms }
    : fault;
}

function statusAnswer(
  status: '400' | '401' | '403' | '409' | '429' | '500' | '503',
  effect: 'read' | 'write',
) {
  switch (status) {
    case '400':
      return failure('rejected');
    case '401':
      return failure('unauthorized');
    case '403':
      return failure('forbidden');
    case '409':
      return failure('conflict');
    case '429':
      return failure('rate-limited', 'service.rate-limited', 2_000);
    case '503':
      return failure('failed');
    default:
      return failure(effect === 'read' ? 'failed' : 'unknown', 'service.failed');
  }
}

const codes: Record<ServiceFailureOutcome, ErrorCode> = {
  rejected: 'service.rejected',
  unauthorized: 'service.unauthorized',
  forbidden: 'service.forbidden',
  'not-found': 'service.not-found',
  conflict: 'service.conflict',
  'rate-limited': 'service.rate-limited',
  failed: 'service.failed',
  unreachable: 'service.unreachable',
  unknown: 'service.unknown-outcome',
};

export function failure(
  outcome: ServiceFailureOutcome,
  code = codes[outcome],
  retryAfterMs?: number,
): ServiceFailure {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { outcome, error: { code, message: errorWords[code], ...wait } };
}

export function answerOf<Value>(outcome: Outcome<Value>): ServiceAnswer<Value> {
  if (outcome.ok) return { outcome: 'done', value: outcome.value };
  const { error } = failure(outcome.why);
  return { outcome: outcome.why, error: { ...error, message: outcome.message } };
}

function nothing<Value>(answer: ServiceAnswer<Value>): ServiceAnswer<null> {
  return answer.outcome === 'done' ? { outcome: 'done', value: null } : answer;
}
