import { randomUUID } from 'node:crypto';
import type { Core } from '../../electron/core/core.ts';
import { demoCustomers } from '../../electron/practice/seed/demo-customers.ts';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { ServiceKind } from '../practice/practice-connection.ts';
import type { PracticeShop, StoredCustomer } from './practice-shop.ts';

interface Fields {
  firstname: string;
  lastname?: string;
  mobile?: string;
}

/** What has to be true of a customer in the end. */
export interface Expected {
  readonly customerUid: string;
  fields: Fields;
  gone: boolean;
  /** Changes the till acknowledged, its creation aside. */
  updates: number;
  cards: number;
  /** Registered at this till, and not found at the service. */
  readonly ours: boolean;
}

/** What the service and the till hold in the end. */
export interface Evidence {
  readonly rows: readonly StoredCustomer[];
  /** Writes with an effect by `METHOD path`. */
  readonly writes: ReadonlyMap<string, number>;
  readonly printed: readonly { readonly customerUid: string }[];
  /** Requests the network repeated, and those it was late with, by their text: the till cannot know of their effect. */
  readonly unknowable: readonly ReadonlyMap<string, number>[];
  /** Customers with a change that still waits, in the queue or for a person. */
  readonly unsettled: ReadonlySet<string>;
}

/** Everything a till acknowledged, and what follows from it. */
export interface Ledger {
  readonly asked: Readonly<Record<'create' | 'update' | 'delete' | 'merge' | 'print' | 'elsewhere', number>>;
  /** The next thing a cashier does. */
  order(): Promise<void>;
  /** Somebody else changes one of the customers that this till leaves alone. */
  changeElsewhere(): Promise<void>;
  expected(): readonly Expected[];
  audit(evidence: Evidence): { lost: string[]; duplicated: string[] };
}

export function createLedger(
  till: Pick<Core, 'call'>,
  random: Random,
  shop: Pick<PracticeShop, 'rename'>,
  service: ServiceKind,
): Ledger {
  const asked = { create: 0, update: 0, delete: 0, merge: 0, print: 0, elsewhere: 0 };
  const customers = new Map<string, Expected>();
  const others = demoCustomers(0)
    .filter(({ customerType }) => customerType === 'PERSON')
    .map(({ customerUid }) => customerUid);
  let serial = 0;

  const someone = (): Expected | undefined => {
    const present = [...customers.values()].filter(({ ours, gone }) => ours && !gone);
    // Mostly the newest, whose other changes still wait.
    return present.length === 0 ? undefined : random.pick(present.slice(random.chance(0.7) ? -8 : 0));
  };
  const nextMobile = (): string => `+4790${String((serial += 1)).padStart(6, '0')}`;

  async function create(): Promise<void> {
    const customerUid = randomUUID();
    const fields = {
      firstname: `First${serial}`,
      lastname: `Last${customerUid.slice(0, 8)}`,
      mobile: nextMobile(),
    };
    const customer = { customerType: 'PERSON' as const, customerUid, countryCode: 'NO', ...fields };
    const answer = await till.call('customers.create', { customer });
    if (!answer.ok) throw new Error(`customers.create: ${answer.error.code} ${answer.error.message}`);
    asked.create += 1;
    customers.set(customerUid, { customerUid, fields, gone: false, updates: 0, cards: 0, ours: true });
  }

  async function update(customer: Expected): Promise<void> {
    const changes = random.chance(0.5) ? { firstname: `First${(serial += 1)}` } : { mobile: nextMobile() };
    const { customerUid } = customer;
    const answer = await till.call('customers.update', { customerUid, changes });
    if (!answer.ok) throw new Error(`customers.update: ${answer.error.code} ${answer.error.message}`);
    asked.update += 1;
    customer.updates += 1;
    customer.fields = { ...customer.fields, ...changes };
  }

  async function remove(customer: Expected): Promise<void> {
    const answer = await till.call('customers.delete', { customerUid: customer.customerUid });
    if (!answer.ok) throw new Error(`customers.delete: ${answer.error.code} ${answer.error.message}`);
    asked.delete += 1;
    customer.gone = true;
  }

  async function merge(into: Expected, from: Expected): Promise<void> {
    const uids = { customerUid: into.customerUid, mergeFromCustomerUid: from.customerUid };
    const answer = await till.call('customers.merge', uids);
    if (!answer.ok) throw new Error(`customers.merge: ${answer.error.code} ${answer.error.message}`);
    asked.merge += 1;
    from.gone = true;
  }

  async function print(customer: Expected): Promise<void> {
    const answer = await till.call('cards.print', { customerUid: customer.customerUid, printer: 'service' });
    if (!answer.ok) throw new Error(`cards.print: ${answer.error.code} ${answer.error.message}`);
    asked.print += 1;
    customer.cards += 1;
    // A card comes with a loyalty id, which is a change of its own.
    customer.updates += 1;
  }

  return {
    asked,

    async order() {
      const one = someone();
      const other = someone();
      const what = random.next();
      if (one === undefined || what < 0.35) await create();
      else if (what < 0.85) await update(one);
      else if (what < 0.92) await remove(one);
      else if (service === 'emporix') await update(one);
      else if (what < 0.96 && other !== undefined && other !== one) await merge(one, other);
      else if (one.cards === 0) await print(one);
    },

    async changeElsewhere() {
      const customerUid = random.pick(others);
      const firstname = `Elsewhere${(serial += 1)}`;
      await shop.rename(customerUid, firstname);
      asked.elsewhere += 1;
      const known = customers.get(customerUid);
      if (known) known.fields = { firstname };
      else
        customers.set(customerUid, {
          customerUid,
          fields: { firstname },
          gone: false,
          updates: 0,
          cards: 0,
          ours: false,
        });
    },

    expected: () => [...customers.values()],

    audit({ rows, writes, printed, unknowable, unsettled }) {
      const lost: string[] = [];
      const duplicated: string[] = [];
      const byUid = new Map(rows.map((row) => [row.customerUid, row]));
      const byName = Map.groupBy(rows, ({ lastname }) => lastname);
      const surplus = (customerUid: string): number =>
        unknowable.reduce((sum, counts) => sum + sumOf(counts, customerUid), 0);

      for (const { customerUid, fields, gone, updates, cards, ours } of customers.values()) {
        const row = byUid.get(customerUid);
        if (!unsettled.has(customerUid)) {
          if (gone && row !== undefined) lost.push(`delete of ${customerUid}`);
          if (!gone && row === undefined) lost.push(`create of ${customerUid}`);
          for (const [name, value] of gone ? [] : Object.entries(fields)) {
            const there = row?.[name as keyof Fields];
            if (row !== undefined && there !== value)
              lost.push(`update of ${customerUid}: ${name} is ${there}, not ${value}`);
          }
        }
        const namesakes = ours ? (byName.get(fields.lastname ?? '') ?? []) : [];
        if (namesakes.length > 1) duplicated.push(`customer ${fields.lastname}`);
        const effects = service === 'emporix' ? (row?.writes ?? 0) : countPuts(writes, customerUid);
        if (ours && effects > updates + surplus(customerUid)) {
          duplicated.push(`${effects} changes of ${customerUid}, ${updates} ordered`);
        }
        const came = printed.filter((job) => job.customerUid === customerUid).length;
        if (came > cards + surplus(`${customerUid}/print`))
          duplicated.push(`${came} cards of ${customerUid}`);
      }
      const ours = [...customers.values()].filter((customer) => customer.ours);
      const strangers = rows.filter(
        ({ customerUid, lastname }) => lastname.startsWith('Last') && !customers.has(customerUid),
      );
      for (const { customerUid } of strangers)
        duplicated.push(`customer ${customerUid} is nobody the till knows`);
      if (ours.length !== asked.create) throw new Error('The ledger lost count of its creations');
      return { lost, duplicated };
    },
  };
}

const sumOf = (counts: ReadonlyMap<string, number>, part: string): number =>
  [...counts].filter(([line]) => line.includes(part)).reduce((sum, [, count]) => sum + count, 0);

const countPuts = (writes: ReadonlyMap<string, number>, customerUid: string): number =>
  [...writes]
    .filter(([line]) => line.startsWith('PUT ') && line.endsWith(`/customers/${customerUid}`))
    .reduce((sum, [, count]) => sum + count, 0);
