import type { Core } from '../../electron/core/core.ts';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { Result } from '../../shared/contract/errors.ts';
import type { ChangeKind, Line, Orders } from './orders.ts';

/** Fields a change writes its marker into: two, so that changes of one customer meet and do not meet. */
const markedFields = ['internalNote', 'address'] as const;

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
  orders: Pick<Orders, 'name' | 'known'>,
  say: (line: Line) => void,
): Cashier[] {
  let lastNumber = 0;
  const nextNumber = () => (lastNumber += 1);
  return orders.known.map((known, cashier) => {
    const mine = [...known];
    // One card a customer: a second one at the service is one too many.
    const printed = new Set<string>(known);

    async function carryOut(asked: Asked): Promise<boolean> {
      say(asked);
      const answer = await core.callUntrusted(...callOf(asked));
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
        const kind = mine.length < 4 ? 'create' : (wanted ?? chooseKind(random));
        const customerUid = kind === 'create' ? `${orders.name}-${number}-${cashier}` : random.pick(mine);
        const value = `mk-${orders.name}-${number}`;
        const asked = { what: 'asked', number, kind, customerUid } as const;
        switch (kind) {
          case 'create': {
            const isSaved = await carryOut({ ...asked, field: 'internalNote', value });
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

function chooseKind(random: Random): ChangeKind {
  return random.pickWeighted([
    ['create', 45],
    ['update', 40],
    ['print', 8],
    ['delete', 4],
    ['merge', 3],
  ]);
}

function remove(list: string[], entry: string): void {
  list.splice(list.indexOf(entry), 1);
}

/** As a host hands it in: operation and input. */
function callOf({
  kind,
  customerUid,
  field = '',
  value = '',
  otherUid,
}: Asked): [name: string, input: object] {
  switch (kind) {
    case 'create': {
      const person = { customerType: 'PERSON', firstname: 'Proof', lastname: customerUid, countryCode: 'NO' };
      return ['customers.create', { customer: { ...person, customerUid, [field]: value } }];
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
