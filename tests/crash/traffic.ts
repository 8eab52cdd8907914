import type { Core } from '../../electron/core/core.ts';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { ServiceKind } from '../practice/practice-connection.ts';
import type { Result } from '../../shared/contract/errors.ts';
import type { ChangeKind, Line, Orders } from './orders.ts';

/** What the traffic has to know of a service. */
interface ServiceTraffic {
  /** Fields a change writes its marker into: two, so that changes of one customer meet and do not meet. */
  readonly markedFields: readonly [string, string];
  /** How often each kind of change is made, of a hundred. */
  readonly kinds: readonly (readonly [kind: ChangeKind, weight: number])[];
  /** What of a person every registration has. */
  readonly person: Readonly<Record<string, string>>;
}

const trafficOf: Readonly<Record<ServiceKind, ServiceTraffic>> = {
  'flow-retail': {
    markedFields: ['internalNote', 'address'],
    kinds: [
      ['create', 45],
      ['update', 40],
      ['print', 8],
      ['delete', 4],
      ['merge', 3],
    ],
    person: { customerType: 'PERSON', firstname: 'Proof', countryCode: 'NO' },
  },
  // It merges nobody, prints no cards, and has no room for notes and addresses.
  emporix: {
    markedFields: ['firstname', 'lastname'],
    kinds: [
      ['create', 45],
      ['update', 48],
      ['delete', 7],
    ],
    person: { customerType: 'PERSON', firstname: 'Proof' },
  },
};

type Asked = Extract<Line, { what: 'asked' }>;

/** Someone who works at the till, on customers nobody else changes. */
export interface Cashier {
  /** Makes one change, of any kind or of this one; says so before and after. @returns whether it was acknowledged */
  change(kind?: ChangeKind): Promise<boolean>;
}

/** Two cashiers at work until they have made their changes. */
export async function workTraffic(
  core: Core,
  random: Random,
  orders: Orders,
  say: (line: Line) => void,
): Promise<void> {
  const work = async (cashier: Cashier) => {
    for (let made = 0; orders.changes === undefined || made < orders.changes; made += 1) {
      await cashier.change();
      if (random.chance(0.2)) {
        await core.call('customers.search', { query: random.pick(['an', 'proof', 'ols']) });
      }
      if (random.chance(0.05)) await core.call('sync.now', {});
    }
  };
  await Promise.all(openTill(core, random, orders, say).map(work));
}

/** The cashiers of a till, one for each list of known customers. */
export function openTill(
  core: Core,
  random: Random,
  orders: Pick<Orders, 'service' | 'name' | 'known'>,
  say: (line: Line) => void,
): Cashier[] {
  const { markedFields, kinds, person } = trafficOf[orders.service];
  let lastNumber = 0;
  const nextNumber = () => (lastNumber += 1);
  return orders.known.map((known, cashier) => {
    const mine = [...known];
    // One card a customer: a second one at the service is one too many.
    const printed = new Set<string>(known);

    async function carryOut(asked: Asked): Promise<boolean> {
      say(asked);
      const answer = await core.callUntrusted(...callOf(asked, person));
      const { number } = asked;
      if (!answer.ok) {
        const { code, message } = answer.error;
        say({ what: 'refused', number, code, message });
        return false;
      }
      const { mutationId = null } = answer as Result<{ mutationId?: string | null }> & { ok: true };
      say({ what: 'acknowledged', number, mutationId });
      return true;
    }

    return {
      async change(wanted) {
        const number = nextNumber();
        const kind = mine.length < 4 ? 'create' : (wanted ?? random.pickWeighted(kinds));
        const customerUid = kind === 'create' ? `${orders.name}-${number}-${cashier}` : random.pick(mine);
        const value = `mk-${orders.name}-${number}`;
        const asked = { what: 'asked', number, kind, customerUid } as const;
        switch (kind) {
          case 'create': {
            const isSaved = await carryOut({ ...asked, field: markedFields[0], value });
            if (isSaved) mine.push(customerUid);
            return isSaved;
          }
          case 'update':
            return carryOut({ ...asked, field: random.pick(markedFields), value });
          case 'delete':
            remove(mine, customerUid);
            return carryOut(asked);
          case 'merge':
            remove(mine, customerUid);
            return carryOut({ ...asked, customerUid: random.pick(mine), otherUid: customerUid });
          default:
            if (printed.has(customerUid)) return true;
            printed.add(customerUid);
            return carryOut(asked);
        }
      },
    };
  });
}

function remove(list: string[], entry: string): void {
  list.splice(list.indexOf(entry), 1);
}

/** As a host hands it in: operation and input. */
function callOf(
  { kind, customerUid, field = '', value = '', otherUid }: Asked,
  person: ServiceTraffic['person'],
): [name: string, input: object] {
  switch (kind) {
    case 'create': {
      const customer = { ...person, lastname: customerUid, customerUid, [field]: value };
      return ['customers.create', { customer }];
    }
    case 'update':
      return ['customers.update', { customerUid, changes: { [field]: value } }];
    case 'delete':
      return ['customers.delete', { customerUid }];
    case 'merge':
      return ['customers.merge', { customerUid, mergeFromCustomerUid: otherUid }];
    default:
      return ['cards.print', { customerUid }];
  }
}
