/** A process of a fleet: some of its tills, each with a cashier who is never idle for long. Told what to do over IPC. */
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '../../electron/practice/seed/random.ts';
import { createFleetClock } from './fleet-clock.ts';
import {
  openFleetTill,
  type FleetTill,
  type FleetTillOptions,
  type TillAccount,
  type TillCopy,
} from './fleet-till.ts';

/** What the processes of a fleet are told, one thing at a time; each is answered when it is done. */
export type Order =
  | {
      readonly do: 'open';
      readonly startMs: number;
      readonly speed: number;
      readonly numbers: readonly number[];
      readonly options: Omit<FleetTillOptions, 'number' | 'clock'>;
      /** From one thing a cashier does to the next, on average, in milliseconds of the fleet's time. */
      readonly workEveryMs: number;
    }
  | { readonly do: 'work' | 'rest' | 'settle' | 'account' | 'close' };

export interface Report {
  readonly copies: readonly TillCopy[];
  readonly accounts: readonly TillAccount[];
  /** Of this process since it began, in milliseconds. */
  readonly processorMs: number;
}

let tills: FleetTill[] = [];
let working = new AbortController();
let startWork = (): void => undefined;

process.on('message', (order: Order) => {
  void carryOut(order).then((report) => process.send?.(report));
});

async function carryOut(order: Order): Promise<Report> {
  switch (order.do) {
    case 'open': {
      const clock = createFleetClock(order.startMs, order.speed);
      tills = order.numbers.map((number) => openFleetTill({ ...order.options, number, clock }));
      // The first pull of the whole base is no part of a shop's day.
      for (const till of tills) await till.settle();
      startWork = () => {
        for (const [at, till] of tills.entries()) {
          const random = createRandom(order.options.seed + (order.numbers[at] ?? 0));
          void keepBusy(till, () => (random.next() * 2 * order.workEveryMs) / order.speed);
        }
      };
      break;
    }
    case 'work':
      for (const till of tills) till.start();
      startWork();
      break;
    case 'rest':
      working.abort();
      await Promise.all(tills.map((till) => till.rest()));
      break;
    case 'settle':
      for (const till of tills) await till.settle();
      break;
    case 'account':
      break;
    case 'close':
      for (const till of tills) till.close();
      process.disconnect();
  }
  const { user, system } = process.cpuUsage();
  return {
    copies: order.do === 'settle' ? tills.map((till) => till.copy()) : [],
    accounts: order.do === 'account' ? tills.map((till) => till.account()) : [],
    processorMs: (user + system) / 1000,
  };
}

async function keepBusy(till: FleetTill, pauseMs: () => number): Promise<void> {
  const { signal } = working;
  while (!signal.aborted) {
    await wait(pauseMs(), undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) till.work();
  }
}
