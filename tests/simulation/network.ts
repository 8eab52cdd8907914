import type {
  CallOptions,
  CustomerService,
  ServiceAnswer,
} from '../../electron/core/services/customer-service.ts';
import { createRandom, seedFromText, type Random } from '../../electron/practice/seed/random.ts';
import { connectEmporix } from './emporix-port.ts';
import { connectFlowRetail } from './flow-retail-port.ts';
import { failure, type Line } from './line.ts';
import type { Effect, ModelService } from './model-service.ts';
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
      : connectFlowRetail(this.#model, line);
  }

  #lineOf(caller: Caller): Line {
    return {
      chanceOf: (what) => this.#chanceOf(what),
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
      const arrive = (
        ms: number,
        then: ((value: ServiceAnswer<Value>) => void) | undefined,
        isThere: () => boolean = () => true,
      ) =>
        time.after(ms, () => {
          if (!isThere()) return;
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
          // Of what was turned away at the door there is nothing to deliver twice.
          arrive(upMs + fault.ms, undefined, () => hasArrived);
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
