import type { Core } from '../../electron/core/core.ts';
import type { Random } from '../../electron/practice/seed/random.ts';
import type { ChangeKind, Line, Orders } from './orders.ts';

/** Fields a change writes its marker into: two, so that changes of one customer meet and do not meet. */
export const markedFields = ['internalNote', 'address'] as const;

type Asked = Extract<Line, { what: 'asked' }>;

/** Two cashiers at work, each on customers of its own, until they have made their changes. */
export async function workTraffic(
  core: Core,
  random: Random,
  orders: Orders,
  say: (line: Line) => void,
): Promise<void> {
  let lastNumber = 0;

  async function carryOut(asked: Asked): Promise<boolean> {
    say(asked);
    const answer = await askFor(core, asked);
    if (answer.ok) {
      say({ what: 'acknowledged', number: asked.number, mutationId: answer.mutationId });
    } else {
      const { code, message } = answer.error;
      say({ what: 'refused', number: asked.number, code, message });
    }
    return answer.ok;
  }

  async function workAs(cashier: number): Promise<void> {
    const mine = [...(orders.known[cashier] ?? [])];
    const printed = new Set<string>(orders.known[cashier]);
    for (let made = 0; orders.changes === undefined || made < orders.changes; made += 1) {
      const number = (lastNumber += 1);
      const kind = mine.length < 4 ? 'create' : chooseKind(random);
      const customerUid = kind === 'create' ? `${orders.name}-${number}-${cashier}` : random.pick(mine);
      const value = `mk-${orders.name}-${number}`;
      const asked = { what: 'asked', number, kind, customerUid } as const;
      switch (kind) {
        case 'create':
          if (await carryOut({ ...asked, field: 'internalNote', value })) mine.push(customerUid);
          break;
        case 'update':
          await carryOut({ ...asked, field: random.pick(markedFields), value });
          break;
        case 'delete':
          remove(mine, customerUid);
          await carryOut(asked);
          break;
        case 'merge': {
          remove(mine, customerUid);
          await carryOut({ ...asked, customerUid: random.pick(mine), otherUid: customerUid });
          break;
        }
        default:
          // One card a customer: a second one at the service is one too many.
          if (!printed.has(customerUid)) await carryOut(asked);
          printed.add(customerUid);
      }
      if (random.chance(0.2))
        await core.call('customers.search', { query: random.pick(['an', 'proof', 'ols']) });
      if (random.chance(0.05)) await core.call('sync.now', {});
    }
  }

  await Promise.all(orders.known.map((_, cashier) => workAs(cashier)));
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

type Answer =
  | { ok: true; mutationId: string | null }
  | { ok: false; error: { code: string; message: string } };

async function askFor(core: Core, asked: Asked): Promise<Answer> {
  const { kind, customerUid, field = '', value = '', otherUid = '' } = asked;
  switch (kind) {
    case 'create': {
      const person = { customerType: 'PERSON', firstname: 'Proof', lastname: customerUid, countryCode: 'NO' };
      return core.call('customers.create', {
        customer: { ...person, customerType: 'PERSON', customerUid, [field]: value },
      });
    }
    case 'update':
      return core.call('customers.update', { customerUid, changes: { [field]: value } });
    case 'delete':
      return core.call('customers.delete', { customerUid });
    case 'merge':
      return core.call('customers.merge', { customerUid, mergeFromCustomerUid: otherUid });
    default: {
      const answer = await core.call('cards.print', { customerUid });
      return answer.ok ? { ok: true, mutationId: null } : answer;
    }
  }
}
