import { createHash } from 'node:crypto';
import { TillFailure } from '#shared/contract/errors';
import { createRandom, type Random } from '../../electron/practice/seed/random.ts';
import { Cashier } from './cashier.ts';
import { Invariants } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { ModelService } from './model-service.ts';
import { Network } from './network.ts';
import { Person } from './person.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { isAlone, type Schedule, type Step } from './schedule.ts';
import { openTillStore, SimTill, type TillStore } from './sim-till.ts';
import { createVirtualTime } from './virtual-time.ts';

export interface RunResult {
  /** What went wrong, in words; empty when nothing did. */
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  /** Of the trace: the same schedule always has the same. */
  readonly hash: string;
  readonly counts: RunCounts;
}

/** How much happened. */
export interface RunCounts {
  readonly acknowledged: number;
  readonly requests: number;
  readonly faults: number;
  readonly crashes: number;
  readonly effects: number;
  /** Customers that a request changed which the network had kept back for too long. */
  readonly strayed: number;
}

/** Faults are over: the longest back-off of a till is five minutes. */
const drainMs = 11 * 60_000;
/** A day, after the clock was put back twice. */
const fullPassMs = 4 * 86_400_000;
const maxDecisionRounds = 25;
const maxPullRounds = 14;

const stores: TillStore[] = [];

/** Runs one schedule to its end and looks whether every invariant held. */
export async function runSchedule(schedule: Schedule, bug?: PlantedBug): Promise<RunResult> {
  const time = createVirtualTime();
  const stream = (number: number): Random => createRandom(schedule.seed * 31 + number);
  const lines: string[] = [];
  const trace = (line: string): void => {
    lines.push(`${(time.nowMs() / 1000).toFixed(3)} ${line}`);
  };
  const model = new ModelService(schedule.habits, time.nowMs);
  for (let at = 0; at < schedule.customers; at += 1) {
    model.plant(`s${at}`, { firstname: `First${at}`, lastname: 'Berg', city: `old-${at}` }, 30 - at);
  }
  const network = new Network(time, schedule.seed, model, trace);
  const ledger = new Ledger(time.nowMs);
  const invariants = new Invariants(model, ledger, trace, isAlone(schedule));
  const tills = Array.from({ length: schedule.tills }, (_, at) => {
    const store = (stores[at] ??= openTillStore());
    store.beforeWrite = () => undefined;
    store.empty();
    return new SimTill({
      name: `t${at}`,
      store,
      time,
      network,
      random: stream(10 + at),
      trace,
      onWritten: (till, method) => invariants.look(till, method),
      bug,
    });
  });
  const people = tills.map((till) => new Person(till, ledger, trace));
  const cashiers = tills.map(
    (till, at) => new Cashier({ till, tills, model, ledger, person: people[at]!, trace }),
  );

  const take = (step: Step): void => {
    try {
      cashiers[step.till]!.take(step, network);
      invariants.look(tills[step.till]!, 'work');
    } catch (cause) {
      if (!(cause instanceof TillFailure)) throw cause;
      trace(`   refused: ${cause.error.code}`);
    }
  };
  for (const till of tills) till.start();
  for (const step of schedule.steps) time.after(step.atMs, () => take(step));
  await time.runUntil(schedule.steps.at(-1)?.atMs ?? 0);

  trace('-- faults end');
  for (const till of tills) till.endMishaps();
  const decisions = stream(2);
  if (await drain()) {
    // A service that ignores the sort may look sorted by chance; there only a full pass is sure to meet everybody.
    if (schedule.habits.sortHonoured) await converge('rows', () => invariants.missingRows(tills));
    // Later than any full pass, whatever the clock said then.
    for (const till of tills) till.jumpClock(fullPassMs);
    await converge('all', () => invariants.differences(tills));
  }
  invariants.lookAtEnd(tills);
  const result: RunResult = {
    violations: invariants.violations,
    trace: lines,
    hash: createHash('sha1').update(lines.join('\n')).digest('hex').slice(0, 16),
    counts: {
      acknowledged: ledger.entries.length,
      requests: network.requests,
      faults: network.faults,
      crashes: tills.reduce((sum, till) => sum + till.deaths, 0),
      effects: model.effects.length,
      strayed: model.strayed.size,
    },
  };
  // Nothing of this run may go on into the next one.
  for (const till of tills) till.crash(Infinity);
  return result;

  /** Everything that waits is sent or decided. */
  async function drain(): Promise<boolean> {
    for (let round = 0; round < maxDecisionRounds; round += 1) {
      const endMs = time.nowMs() + drainMs;
      while (
        time.nowMs() < endMs &&
        (tills.some((till) => !till.isUp) || invariants.waiting(tills).length > 0)
      ) {
        await time.runUntil(time.nowMs() + 2_000);
      }
      const stuck = invariants.waiting(tills);
      if (stuck.length > 0) {
        invariants.report(`6: still waiting eleven minutes after the last fault: ${stuck.join(', ')}`);
        return false;
      }
      const isDecided = people.map((one) => one.decideAll(decisions, round));
      for (const till of tills) invariants.look(till, 'work');
      if (isDecided.every((some) => !some)) return true;
    }
    invariants.report('6: a person decides and decides, and the outbox does not empty');
    return false;
  }

  async function converge(what: string, find: () => readonly string[]): Promise<void> {
    for (let round = 0; round < maxPullRounds; round += 1) {
      for (const till of tills) till.engine?.runNow();
      await time.runUntil(time.nowMs() + 10_000);
      if (find().length === 0) return;
    }
    for (const difference of find().slice(0, 3)) {
      invariants.report(`${what === 'rows' ? '5: after pulling' : '1: after a full pass'}: ${difference}`);
    }
  }
}
