import { createRandom, type Random } from '../../electron/practice/seed/random.ts';
import type { Fault, FaultKind } from './network.ts';
import type { ServiceHabits } from './model-service.ts';

/**
 * What happens in one run, decided before it begins and keyed by time, so that
 * any part of it can be left out and the rest still means the same. Whom a step
 * concerns is a share of whoever is in sight then: a number in [0, 1).
 */
export interface Schedule {
  readonly seed: number;
  readonly tills: number;
  /** Customers the service has from the start. */
  readonly customers: number;
  readonly habits: ServiceHabits;
  readonly steps: readonly Step[];
}

export type UpdatedField =
  | 'city'
  | 'address'
  | 'internalNote'
  | 'firstname'
  | 'ehf'
  | 'companyName'
  | 'email';

/** Something a cashier does. */
export type Work =
  | {
      readonly do: 'register';
      readonly card: boolean;
      readonly consents: boolean;
      /** A mobile number the service refuses. */
      readonly invalid: boolean;
      readonly parent: number | null;
      /** The parent has been merged into another company since the form was opened. */
      readonly stale?: boolean;
    }
  | {
      readonly do: 'update';
      readonly who: number;
      readonly field: UpdatedField;
      readonly actor: string;
      readonly invalid: boolean;
    }
  | { readonly do: 'delete' | 'print' | 'extend' | 'unextend'; readonly who: number }
  | { readonly do: 'merge'; readonly who: number; readonly from: number }
  /** Under another company; `stale`: one that has been merged into another since the form was opened. */
  | { readonly do: 'move'; readonly who: number; readonly under: number; readonly stale: boolean }
  /** A person looks at the outbox and decides one thing. */
  | { readonly do: 'decide'; readonly which: number; readonly how: number }
  /** Saving the form of a registration a second time. */
  | { readonly do: 'register-again'; readonly who: number };

/** Something that befalls a till. */
export type Mishap =
  | {
      readonly do: 'fault';
      readonly on: 'any' | 'read' | 'write';
      readonly fault: Fault;
      readonly count: number;
    }
  /** `writes`: statements that still write before the process dies within a transaction; `calls`: commits whose answers are still heard. */
  | {
      readonly do: 'crash';
      readonly after: { readonly writes: number } | { readonly calls: number } | null;
      readonly downMs: number;
    }
  | { readonly do: 'disk-full'; readonly afterWrites: number; readonly count: number }
  | { readonly do: 'restart' }
  | { readonly do: 'clock'; readonly jumpMs: number }
  | { readonly do: 'run-now' };

/** Something that happens at the service. */
export type Elsewhere =
  | { readonly do: 'other-update'; readonly who: number; readonly field: UpdatedField }
  | { readonly do: 'other-delete' | 'other-revoke'; readonly who: number }
  | { readonly do: 'other-merge'; readonly who: number; readonly from: number }
  | { readonly do: 'other-create' }
  | { readonly do: 'service-restart'; readonly ms: number };

export type Step = { readonly atMs: number; readonly till: number; readonly number: number } & (
  | Work
  | Mishap
  | Elsewhere
);

const dayMs = 86_400_000;

/** The seed of one of a seed's schedules, counted from 1. */
export function scheduleSeed(seed: number, number: number): number {
  return seed * 1_000_003 + number;
}

/** A night: longer than the overlap of two pulls. */
const nightMs = 900_000;
const rushMs = 12_000;
const busyMs = 4_000;

export function makeSchedule(seed: number): Schedule {
  const random = createRandom(seed * 2_654_435_761 + 17);
  const tills = random.chance(0.35) ? 2 : 1;
  const endMs = random.pick([20_000, 60_000, 150_000]);
  const steps: Omit<Step, 'number'>[] = [];
  const at = (atMs: number, what: Work | Mishap | Elsewhere, till = random.below(tills)): void => {
    steps.push({ atMs, till, ...what });
  };
  const add = (count: number, make: (random: Random) => Work | Mishap | Elsewhere): void => {
    for (let added = 0; added < count; added += 1) at(random.below(endMs), make(random));
  };
  add(random.between(4, 14), makeWork);
  for (const { atMs, till, do: what } of steps.slice()) {
    // Work comes in bursts: several changes before the network has answered the first, or while a pull is under way.
    if (random.chance(0.3)) at(atMs + random.below(30), makeWork(random), till);
    if (random.chance(what === 'delete' ? 0.5 : 0.15))
      at(Math.max(0, atMs - random.below(60)), { do: 'run-now' }, till);
  }
  add(random.between(0, 4), makeElsewhere);
  add(random.between(0, 10), makeFault);
  add(random.between(0, 3), makeMishap);
  // The first pull is the longest.
  if (random.chance(0.25)) at(random.below(100), makeCrashWhileWriting(random));
  if (random.chance(0.2)) {
    const till = random.below(tills);
    at(endMs, { do: 'crash', after: null, downMs: nightMs }, till);
    for (let added = random.between(2, 7); added > 0; added -= 1)
      at(endMs + random.below(nightMs), makeElsewhere(random));
    at(endMs + nightMs, makeCrashWhileWriting(random), till);
    at(endMs + nightMs + random.below(20_000), makeWork(random), till);
  }
  if (random.chance(0.25)) {
    // Many changes while the service is away: enough for a batch, and something happens to that.
    const till = random.below(tills);
    const atMs = random.below(endMs);
    at(atMs, { do: 'service-restart', ms: rushMs });
    for (let added = random.between(6, 12); added > 0; added -= 1) {
      at(atMs + random.below(rushMs), makeWork(random), till);
    }
    at(atMs + rushMs - 100, { do: 'fault', on: 'write', fault: makeFault(random).fault, count: 1 }, till);
  }
  inOrder(steps);
  const customers = random.pick([0, 3, 7, 12]);
  const habits: ServiceHabits = {
    kind: 'flow-retail',
    sortHonoured: random.chance(0.8),
    countsCustomers: random.chance(0.75),
    maxPageSize: random.pick([2, 3, 100]),
    clockStepMs: random.pick([1, 1, 1_000]),
    touchesUnchanged: random.chance(0.3),
    namesBatchItems: random.chance(0.6),
  };
  const numbered = steps.map((step, place) => Object.assign(step, { number: place + 1 }) as Step);
  const day: Schedule = { seed, tills, customers, habits, steps: numbered };
  return otherKinds(day, createRandom(seed * 69_069 + 5));
}

/** Some days are at the other service, some at a shop with one till where nobody else changes anything. */
function otherKinds(day: Schedule, random: Random): Schedule {
  const companies = random.chance(0.15) ? withCompanies(day, random) : day;
  const lonely = random.chance(0.12) ? alone(withBusyHour(companies, random)) : companies;
  return random.chance(0.25) ? atEmporix(lonely) : lonely;
}

/** What the service that counts versions does not offer is left out. */
function atEmporix(day: Schedule): Schedule {
  return {
    ...day,
    habits: { ...day.habits, kind: 'emporix', sortHonoured: false },
    steps: day.steps
      .filter((step) => !notAtEmporix.has(step.do))
      .map((step) => {
        if (step.do === 'register')
          return Object.assign({}, step, { card: false, consents: false, parent: null });
        return 'field' in step ? Object.assign({}, step, { field: heldAtEmporix[step.field] }) : step;
      }),
  };
}

const notAtEmporix: ReadonlySet<Step['do']> = new Set([
  'move',
  'print',
  'extend',
  'unextend',
  'merge',
  'other-merge',
  'other-revoke',
] as const);

/** One that it has no room for is left, to be refused. */
const heldAtEmporix: Readonly<Record<UpdatedField, UpdatedField>> = {
  city: 'companyName',
  address: 'email',
  internalNote: 'email',
  firstname: 'firstname',
  ehf: 'ehf',
  companyName: 'companyName',
  email: 'email',
};

/** Companies are merged on either side while departments of theirs are on their way. */
function withCompanies(day: Schedule, random: Random): Schedule {
  const steps: Step[] = [...day.steps];
  const atMs = random.below(20_000);
  const add = (what: Work | Elsewhere): void => {
    const till = random.below(day.tills);
    steps.push({ atMs: atMs + random.below(busyMs), till, number: steps.length + 1, ...what });
  };
  if (random.chance(0.5)) add({ do: 'service-restart', ms: busyMs });
  for (let count = random.between(2, 4); count > 0; count -= 1) {
    add({
      do: 'register',
      card: false,
      consents: false,
      invalid: random.chance(0.2),
      parent: random.next(),
      stale: random.chance(0.3),
    });
    add({ do: 'move', who: random.next(), under: random.next(), stale: random.chance(0.4) });
    add(makeUpdate(random));
  }
  for (let count = random.between(1, 3); count > 0; count -= 1) {
    const [who, from] = [random.next(), random.next()];
    add({ do: random.chance(0.6) ? 'merge' : 'other-merge', who, from });
  }
  return { ...day, steps: inOrder(steps) };
}

/** Enough changes of the same customers for one batch after another, and deaths in between. */
function withBusyHour(day: Schedule, random: Random): Schedule {
  const steps: Step[] = [...day.steps];
  let atMs = steps.at(-1)?.atMs ?? 0;
  const add = (what: Work | Mishap | Elsewhere, withinMs: number): void => {
    steps.push({ atMs: atMs + random.below(withinMs), till: 0, number: steps.length + 1, ...what });
  };
  for (let rushes = random.between(1, 3); rushes > 0; rushes -= 1) {
    add({ do: 'service-restart', ms: busyMs }, 1);
    for (let changes = random.between(6, 12); changes > 0; changes -= 1) add(makeUpdate(random), 2 * busyMs);
    add(
      { do: 'crash', after: { calls: random.between(1, 12) }, downMs: random.between(0, 2_000) },
      2 * busyMs,
    );
    atMs += 2 * busyMs;
  }
  return { ...day, steps: inOrder(steps) };
}

function inOrder<At extends { readonly atMs: number }>(steps: At[]): At[] {
  return steps.sort((left, right) => left.atMs - right.atMs);
}

function makeUpdate(random: Random, who = random.next()): Work {
  return {
    do: 'update',
    who,
    field: random.pick(['city', 'city', 'address', 'internalNote', 'firstname', 'ehf'] as const),
    actor: random.pick(['Kari', 'Ola']),
    invalid: random.chance(0.08),
  };
}

function alone(day: Schedule): Schedule {
  return {
    ...day,
    tills: 1,
    steps: day.steps
      .filter((step) => !isSomebodyElse(step))
      .map((step) => Object.assign({}, step, { till: 0 })),
  };
}

/** Whether nobody but one till changes anything on this day, and no answer says so either. */
export function isAlone({ tills, steps }: Schedule): boolean {
  return tills === 1 && !steps.some(isSomebodyElse);
}

function isSomebodyElse(step: Step): boolean {
  return step.do.startsWith('other-') || (step.do === 'fault' && step.fault.kind === '409');
}

function makeCrashWhileWriting(random: Random): Mishap {
  return { do: 'crash', after: { writes: random.between(1, 40) }, downMs: random.between(0, 8_000) };
}

function makeWork(random: Random): Work {
  const who = random.next();
  const what = random.next();
  if (what < 0.28) {
    return {
      do: 'register',
      card: random.chance(0.3),
      consents: random.chance(0.4),
      invalid: random.chance(0.12),
      parent: random.chance(0.2) ? random.next() : null,
    };
  }
  if (what < 0.6) {
    return makeUpdate(random, who);
  }
  if (what < 0.68) return { do: 'print', who };
  if (what < 0.76) return { do: random.pick(['extend', 'unextend'] as const), who };
  if (what < 0.82) return { do: 'delete', who };
  if (what < 0.89) return { do: 'merge', who, from: random.next() };
  if (what < 0.91) return { do: 'register-again', who };
  return { do: 'decide', which: who, how: random.next() };
}

function makeElsewhere(random: Random): Elsewhere {
  const who = random.next();
  const what = random.next();
  if (what < 0.45) {
    return { do: 'other-update', who, field: random.pick(['city', 'city', 'address', 'ehf'] as const) };
  }
  if (what < 0.6) return { do: 'other-create' };
  if (what < 0.7) return { do: 'other-delete', who };
  if (what < 0.8) return { do: 'other-merge', who, from: random.next() };
  if (what < 0.9) return { do: 'other-revoke', who };
  return { do: 'service-restart', ms: random.between(100, 20_000) };
}

const lateKinds = ['late', 'twice', 'second-answer', 'slow-answer'] as const;
const plainKinds: readonly Exclude<FaultKind, (typeof lateKinds)[number]>[] = [
  ...([
    'refused',
    'lost',
    'silence',
    'cut',
    '400',
    '401',
    '403',
    '409',
    '429',
    '500',
    '500-after',
    '503',
  ] as const),
  // The ones that ask most of a till.
  ...(['answer-lost', 'answer-lost', 'answer-lost'] as const),
];

function makeFault(random: Random): Extract<Mishap, { do: 'fault' }> {
  const fault: Fault = random.chance(0.2)
    ? { kind: random.pick(lateKinds), ms: random.pick([5, 60, 700, 5_000]) }
    : { kind: random.pick(plainKinds) };
  return {
    do: 'fault',
    on: random.pick(['any', 'read', 'write', 'write', 'write'] as const),
    fault,
    count: random.chance(0.8) ? 1 : random.between(2, 4),
  };
}

function makeMishap(random: Random): Mishap {
  const what = random.next();
  const downMs = random.between(0, 8_000);
  if (what < 0.25) return makeCrashWhileWriting(random);
  if (what < 0.45) return { do: 'crash', after: { calls: random.between(1, 12) }, downMs };
  if (what < 0.55) return { do: 'crash', after: null, downMs };
  if (what < 0.65)
    return { do: 'disk-full', afterWrites: random.between(0, 30), count: random.between(1, 3) };
  if (what < 0.75) return { do: 'restart' };
  if (what < 0.9) return { do: 'clock', jumpMs: random.pick([-dayMs, dayMs, -3_600_000, 3_600_000]) };
  return { do: 'run-now' };
}
