import type { Core } from '../../electron/core/core.ts';
import type { Mutation } from '../../shared/contract/values.ts';
import type { Line } from './orders.ts';
import { valueOf } from '../value-of.ts';

type Asked = Extract<Line, { what: 'asked' }>;

interface Entry extends Asked {
  readonly acknowledged: boolean;
  /** The mutation that carries it; null while it is not acknowledged, and for cards. */
  readonly mutationId: string | null;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What tills said they were asked for and what they acknowledged, over all their lives. */
export interface Ledger {
  /** @param life a name of its own for each process: numbers count within one */
  note(life: string, line: Line): void;
  readonly acknowledged: number;
  /** Customers nobody has begun to remove, acknowledged ones only, newest first. */
  living(cashier: number, limit: number): string[];
  entries(): readonly Entry[];
}

export function createLedger(): Ledger {
  const entries: Writable<Entry>[] = [];
  const byNumber = new Map<string, Writable<Entry>>();
  const removed = new Set<string>();
  const created: string[] = [];
  let acknowledged = 0;
  return {
    note(life, line) {
      if (line.what === 'asked') {
        const entry = { ...line, acknowledged: false, mutationId: null };
        entries.push(entry);
        byNumber.set(`${life} ${line.number}`, entry);
        if (line.kind === 'delete') removed.add(line.customerUid);
        if (line.kind === 'merge') removed.add(line.otherUid ?? '');
      }
      if (line.what === 'acknowledged') {
        const entry = byNumber.get(`${life} ${line.number}`);
        if (entry === undefined) throw new Error(`Number ${line.number} of ${life} was never asked for`);
        entry.acknowledged = true;
        entry.mutationId = line.mutationId;
        acknowledged += 1;
        if (entry.kind === 'create') created.push(entry.customerUid);
      }
    },
    get acknowledged() {
      return acknowledged;
    },
    living: (cashier, limit) =>
      created.filter((uid) => uid.endsWith(`-${cashier}`) && !removed.has(uid)).slice(-limit),
    entries: () => entries,
  };
}

/** What the service has in the end. */
export interface ServiceView {
  readonly find: (customerUid: string) => Readonly<Record<string, unknown>> | undefined;
  readonly effects: ReadonlyMap<string, number>;
  readonly printed: readonly { readonly customerUid: string }[];
}

export interface Verdict {
  /** Acknowledged and nowhere: each in a line. */
  readonly lost: string[];
  /** Different things the service has done. */
  readonly effects: number;
  /** Done more than once at the service. */
  readonly duplicated: string[];
  readonly inQueue: number;
  readonly parked: number;
  readonly conflicts: number;
}

/**
 * Where everything acknowledged is: in the queue, at the service, or parked.
 *
 * A customer's field holds, on the till, the last value acknowledged or one
 * asked for after it (the till may have died before it could say so); at the
 * service the same, unless a change of the customer still waits.
 */
export async function judgeLedger(ledger: Ledger, core: Core, service: ServiceView): Promise<Verdict> {
  const lost: string[] = [];
  const mutations = await listOutbox(core);
  const waiting = new Set(mutations.map(({ customerUid }) => customerUid));
  const customers = Map.groupBy(ledger.entries(), ({ customerUid }) => customerUid);
  const removals = Map.groupBy(
    ledger.entries().filter(({ kind }) => kind === 'delete' || kind === 'merge'),
    (entry) => (entry.kind === 'merge' ? (entry.otherUid ?? '') : entry.customerUid),
  );

  for (const [customerUid, entries] of customers) {
    const found = await findOnTill(core, customerUid);
    const atService = service.find(customerUid);
    const removal = removals.get(customerUid) ?? [];
    if (removal.some(({ acknowledged }) => acknowledged)) {
      if (found !== undefined) lost.push(`removal of ${customerUid}: it is on the till`);
      if (atService !== undefined && !waits(mutations, customerUid)) {
        lost.push(`removal of ${customerUid}: it is at the service`);
      }
      continue;
    }
    if (removal.length > 0 && found === undefined) continue;
    if (!entries.some(({ acknowledged }) => acknowledged)) continue;
    if (found === undefined) {
      lost.push(`${customerUid}: not on the till`);
      continue;
    }
    if (atService === undefined && !waiting.has(customerUid)) lost.push(`${customerUid}: never sent`);
    for (const [field, changes] of Map.groupBy(entries, (entry) => entry.field)) {
      if (field === undefined) continue;
      const last = changes.findLastIndex(({ acknowledged }) => acknowledged);
      if (last < 0) continue;
      const allowed = changes.slice(last).map(({ value }) => value);
      const onTill = found[field];
      if (!allowed.includes(String(onTill))) {
        lost.push(`${customerUid} ${field}: ${String(onTill)} and not ${allowed.join(' or ')}`);
      }
      if (!waiting.has(customerUid) && atService !== undefined && atService[field] !== onTill) {
        lost.push(
          `${customerUid} ${field}: ${String(onTill)} on the till, ${String(atService[field])} there`,
        );
      }
    }
  }

  const { jobs } = valueOf(await core.call('cards.jobs', { limit: 500 }));
  const printed = Map.groupBy(service.printed, ({ customerUid }) => customerUid);
  for (const entry of ledger.entries()) {
    if (entry.kind !== 'print' || !entry.acknowledged || printed.has(entry.customerUid)) continue;
    const { jobs: own } = valueOf(await core.call('cards.jobs', { customerUid: entry.customerUid }));
    const isGone = removals.has(entry.customerUid);
    const isOpen = own.some(({ state }) => state !== 'sent' && state !== 'cancelled');
    if (!isOpen && !isGone) lost.push(`card of ${entry.customerUid}`);
  }

  const duplicated = [...service.effects].flatMap(([effect, times]) =>
    times > 1 ? [`${effect}: ${times} times`] : [],
  );
  for (const [customerUid, cards] of printed) {
    if (cards.length > 1) duplicated.push(`${cards.length} cards of ${customerUid}`);
  }
  const parkedCards = jobs.filter(({ state }) => state === 'needs-attention').length;
  const parked = mutations.filter(({ state }) => state === 'parked').length;
  const { conflicts } = valueOf(await core.call('conflicts.list', {}));
  return {
    lost,
    effects: service.effects.size,
    duplicated,
    inQueue: mutations.length - parked,
    parked: Math.max(parked, parkedCards),
    conflicts: conflicts.length,
  };
}

/** The customer itself: whoever asks for one that was merged away is shown where it went. */
async function findOnTill(
  core: Core,
  customerUid: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const found = await core.call('customers.get', { customerUid });
  return found.ok && found.customer.customerUid === customerUid ? found.customer : undefined;
}

function waits(mutations: readonly Mutation[], customerUid: string): boolean {
  return mutations.some((mutation) => mutation.customerUid === customerUid || mutation.kind === 'merge');
}

async function listOutbox(core: Core): Promise<readonly Mutation[]> {
  const { mutations, total } = valueOf(await core.call('outbox.list', { limit: 500 }));
  if (mutations.length < total) throw new Error(`${total} changes wait: more than one list holds`);
  return mutations;
}
