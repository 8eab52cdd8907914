import type Database from 'better-sqlite3';
import type { CardOrder } from '../../electron/core/db/card-orders.ts';
import type { Authorship } from '../../electron/core/db/customer-changes.ts';
import { storeFailureOf } from '../../electron/core/db/open.ts';
import { createReader, type Reader } from '../../electron/core/db/reader.ts';
import type { Remote } from '../../electron/core/threads/remote.ts';
import { createWriter, type Writer } from '../../electron/core/db/writer.ts';
import { createSyncEngine, type SyncEngine } from '../../electron/core/sync/engine.ts';
import type { Pace } from '../../electron/core/sync/pace.ts';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { Effect } from './model-service.ts';
import type { Caller, Fault, Network } from './network.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { openSimStore, type SimStore } from './sim-store.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a process that dies in the middle of a write throws; nobody is left to catch it. */
export class ProcessDied extends Error {}

/** A store with the reader that is kept with it from run to run. */
export interface TillStore extends SimStore {
  readonly reader: Reader;
}

export function openTillStore(): TillStore {
  const store = openSimStore();
  const reader = createReader(store.db);
  // Searching is no part of a run; only the reader's plain questions are.
  reader.stop();
  return Object.assign(store, { reader: reader.methods });
}

interface ArmedFault {
  readonly on: 'any' | 'read' | 'write';
  readonly fault: Fault;
  left: number;
}

/** Everything of a till that ends with its process. */
interface Process {
  alive: boolean;
  /** Takes no more work and ends in order. */
  closing: boolean;
  readonly writer: Writer;
  readonly engine: SyncEngine;
}

export interface SimTillDeps {
  readonly name: string;
  readonly store: TillStore;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly random: Random;
  readonly trace: (line: string) => void;
  /** After everything a till has written. */
  readonly onWritten: (till: SimTill, method: string) => void;
  readonly bug: PlantedBug | undefined;
}

const epochMs = Date.UTC(2026, 0, 5, 8);

/** One till: a store that lasts, and processes on it that come and go. */
export class SimTill {
  readonly name: string;
  readonly store: TillStore;
  readonly #deps: SimTillDeps;
  #process: Process | undefined;
  #faults: ArmedFault[] = [];
  #clockOffsetMs = 0;
  /** The writer's thread does one thing after another. */
  #writerBusyUntilMs = 0;
  #writesLeft: number | undefined;
  #callsLeft: number | undefined;
  #fullAfter = 0;
  #fullCount = 0;
  #crashDownMs = 0;
  #ids = 0;
  deaths = 0;

  constructor(deps: SimTillDeps) {
    this.#deps = deps;
    this.name = deps.name;
    this.store = deps.store;
    this.store.beforeWrite = () => this.#beforeWrite();
  }

  get isUp(): boolean {
    return this.#process?.closing === false;
  }

  get engine(): SyncEngine | undefined {
    return this.#process?.engine;
  }

  nowMs = (): number => epochMs + this.#deps.time.nowMs() + this.#clockOffsetMs;

  newId(kind: string): string {
    return `${this.name}-${kind}${(this.#ids += 1)}`;
  }

  author(actor = 'Kari'): Authorship {
    return { mutationId: this.newId('m'), actor, nowMs: this.nowMs() };
  }

  cardOrder(): CardOrder {
    const printer = { kind: 'service', printerId: 'service', name: 'Service' } as const;
    return { jobId: this.newId('job'), mutationId: this.newId('m'), printer };
  }

  start(): void {
    const { network, random, time, store, bug, trace } = this.#deps;
    const plain = createWriter(store.db);
    const writer = bug?.writer?.(plain, store.db) ?? plain;
    const life = { alive: true, closing: false };
    const caller = this.#callerOf(life);
    const service = network.connect(caller);
    const engine = createSyncEngine({
      writer: this.#remote(life, writer),
      reader: this.#remote(life, store.reader),
      service: bug?.service?.(service) ?? service,
      clock: this.nowMs,
      log: (level, event, details) => {
        if (level === 'error') trace(`${this.name} ${event} ${JSON.stringify(details)}`);
      },
      onEvent: () => undefined,
      pace: paceOf(time, life, bug?.waitsByWallClock === true ? this.nowMs : time.nowMs),
      random: () => random.next(),
      pageSizes: { full: 4, recent: 3 },
    });
    this.#process = Object.assign(life, { writer, engine });
    engine.start();
  }

  /** Ends in order, as when the window is closed, and is opened again. */
  restart(): void {
    const ending = this.#process;
    if (ending === undefined || ending.closing) return;
    ending.closing = true;
    void this.#reopenAfter(ending);
  }

  async #reopenAfter(ending: Process): Promise<void> {
    await ending.engine.stop();
    if (!ending.alive) return;
    ending.alive = false;
    this.start();
  }

  /** Dies; what was in memory is gone, what was committed stays. */
  crash(downMs: number): void {
    const { time, trace } = this.#deps;
    if (this.#process === undefined) return;
    this.deaths += 1;
    trace(`${this.name} dies`);
    this.#process.alive = false;
    this.#process = undefined;
    this.#writesLeft = undefined;
    this.#callsLeft = undefined;
    this.#writerBusyUntilMs = 0;
    if (downMs === Infinity) return;
    time.after(Math.max(1, downMs), () => {
      trace(`${this.name} starts`);
      this.start();
    });
  }

  crashAfter(after: { readonly writes: number } | { readonly calls: number }, downMs: number): void {
    this.#crashDownMs = downMs;
    if ('writes' in after) this.#writesLeft = after.writes;
    else this.#callsLeft = after.calls;
  }

  fillDisk(afterWrites: number, count: number): void {
    this.#fullAfter = afterWrites;
    this.#fullCount = count;
  }

  jumpClock(ms: number): void {
    this.#clockOffsetMs += ms;
  }

  armFault(fault: ArmedFault): void {
    this.#faults.push(fault);
  }

  /** Nothing goes wrong any more. */
  endMishaps(): void {
    this.#faults = [];
    this.#writesLeft = undefined;
    this.#callsLeft = undefined;
    this.#fullCount = 0;
  }

  /**
   * Something a cashier does, by the writer of the running process.
   *
   * @returns undefined when the till died over it
   * @throws what the cashier is told
   */
  work<Value>(run: (writer: Writer) => Value): Value | undefined {
    if (this.#process === undefined || this.#process.closing) return undefined;
    const { writer, engine } = this.#process;
    try {
      const value = run(writer);
      engine.wake();
      this.#afterCall();
      return value;
    } catch (cause) {
      if (cause instanceof ProcessDied) return undefined;
      throw storeFailureOf(cause) ?? cause;
    }
  }

  mutationOf(customerUid: string, kind: Effect['kind']): string | null {
    const row = this.#claimed.get(customerUid, kind) as { mutation_id: string } | undefined;
    return row?.mutation_id ?? null;
  }

  get #claimed() {
    return preparedOnce(
      this.store,
      `SELECT mutation_id FROM mutation
      WHERE customer_uid = ? AND kind = ? AND state = 'claimed'`,
    );
  }

  #callerOf(life: { readonly alive: boolean }): Caller {
    return {
      name: this.name,
      isAlive: () => life.alive,
      takeFault: (effect) => {
        const at = this.#faults.findIndex(({ on }) => on === 'any' || on === effect);
        const armed = this.#faults[at];
        if (armed === undefined) return undefined;
        armed.left -= 1;
        if (armed.left <= 0) this.#faults.splice(at, 1);
        return armed.fault;
      },
      mutationOf: (customerUid, kind) => this.mutationOf(customerUid, kind),
    };
  }

  /** Calls as they cross to another thread: one after another, a little later, and never answered to the dead. */
  #remote<Methods extends object>(life: { readonly alive: boolean }, methods: Methods): Remote<Methods> {
    const { time, random, onWritten } = this.#deps;
    const isWriter = 'claimMutations' in methods;
    const call = (name: string, args: unknown[]) =>
      new Promise((resolve, reject) => {
        const dueMs = Math.max(this.#writerBusyUntilMs, time.nowMs() + random.below(3));
        this.#writerBusyUntilMs = dueMs;
        time.after(dueMs - time.nowMs(), () => {
          if (!life.alive) return;
          try {
            const value = (methods as Record<string, (...args: unknown[]) => unknown>)[name]!(...args);
            if (isWriter) {
              onWritten(this, name);
              this.#afterCall();
            }
            if (life.alive) resolve(value);
          } catch (cause) {
            if (!(cause instanceof ProcessDied)) reject(storeFailureOf(cause) ?? cause);
          }
        });
      });
    return new Proxy({} as Remote<Methods>, {
      get:
        (_target, name) =>
        (...args: unknown[]) =>
          call(String(name), args),
    });
  }

  #beforeWrite(): void {
    if (this.#fullCount > 0 && (this.#fullAfter -= 1) < 0) {
      this.#fullCount -= 1;
      this.#deps.trace(`${this.name} disk full`);
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }
    if (this.#writesLeft !== undefined && (this.#writesLeft -= 1) < 0) {
      this.crash(this.#crashDownMs);
      throw new ProcessDied();
    }
  }

  #afterCall(): void {
    if (this.#callsLeft !== undefined && (this.#callsLeft -= 1) < 0) this.crash(this.#crashDownMs);
  }
}

type Prepared = Database.Statement;
const prepared = new WeakMap<TillStore, Map<string, Prepared>>();

/** A statement of the simulation's own on a till's store. */
export function preparedOnce(store: TillStore, sql: string): Prepared {
  let statements = prepared.get(store);
  if (statements === undefined) prepared.set(store, (statements = new Map()));
  let statement = statements.get(sql);
  if (statement === undefined) statements.set(sql, (statement = store.db.prepare(sql)));
  return statement;
}

function paceOf(time: VirtualTime, life: { readonly alive: boolean }, monotonicMs: () => number): Pace {
  return {
    monotonicMs,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const end = () => {
          cancel();
          signal.removeEventListener('abort', end);
          if (life.alive) resolve();
        };
        const cancel = time.after(ms, end);
        signal.addEventListener('abort', end);
      }),
  };
}
