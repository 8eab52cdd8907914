import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { TillFailure } from '#shared/contract/errors';
import { roles, type Role } from '#shared/contract/permissions';
import type { Session } from '#shared/contract/values';
import type { Writer } from '../db/writer.ts';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';
import { hashPin, isPin, type HashedPin } from './pin.ts';

const cashierSchema = z.object({
  salt: z.string(),
  hash: z.string(),
  // Who had a PIN before there were roles could do everything.
  role: z.enum(roles).default('manager'),
  /** The PIN is a code somebody else gave them: they choose their own before anything else. */
  mustChoose: z.boolean().optional(),
});
/** By name. */
const cashiersSchema = z.record(z.string(), cashierSchema);
type Cashiers = Readonly<z.output<typeof cashiersSchema>>;

/** The cashiers who have a PIN, in the encrypted store. While there are any, one of them is a manager. */
export interface CashierBook {
  list(): Session['cashiers'];
  roleOf(name: string): Role | undefined;
  /** An unknown name costs the same time as a wrong PIN. */
  isPinOf(name: string, pin: string): Promise<boolean>;
  mustChoose(name: string): boolean;
  /** @throws TillFailure `cashier.exists`, `cashier.first-manager` */
  add(name: string, pin: string, role: Role): Promise<void>;
  /** @throws TillFailure `cashier.not-found` */
  setPin(name: string, pin: string): Promise<void>;
  /** @throws TillFailure `cashier.not-found`, `cashier.last-manager` */
  setRole(name: string, role: Role): Promise<void>;
  /** @throws TillFailure `cashier.not-found`, `cashier.last-manager` */
  remove(name: string): Promise<void>;
}

export async function openCashierBook(deps: {
  readonly writer: Remote<Writer>;
  readonly reader: Remote<Reader>;
}): Promise<CashierBook> {
  let cashiers: Cashiers = cashiersSchema.catch({}).parse(await deps.reader.getSecret('pins'));

  const find = (name: string) => (Object.hasOwn(cashiers, name) ? cashiers[name] : undefined);
  const require = (name: string) => {
    const found = find(name);
    if (found === undefined) throw new TillFailure('cashier.not-found');
    return found;
  };

  /** Judged and put down in one step: nothing can come between. */
  async function become(next: Cashiers): Promise<void> {
    const left = Object.values(next);
    if (left.length > 0 && !left.some(({ role }) => role === 'manager')) {
      throw new TillFailure('cashier.last-manager');
    }
    cashiers = next;
    await deps.writer.setSecret('pins', next);
  }

  return {
    list: () =>
      Object.entries(cashiers)
        .map(([name, { role }]) => ({ name, role }))
        .toSorted((one, other) => one.name.localeCompare(other.name)),
    roleOf: (name) => find(name)?.role,
    isPinOf: (name, pin) => isPin(pin, find(name)),
    mustChoose: (name) => find(name)?.mustChoose === true,

    async add(name, pin, role) {
      const hashed = await hashPin(pin);
      const names = Object.keys(cashiers);
      if (names.length === 0 && role !== 'manager') throw new TillFailure('cashier.first-manager');
      const isTaken = names.some((taken) => taken.toLowerCase() === name.toLowerCase());
      if (isTaken) throw new TillFailure('cashier.exists');
      await become({ ...cashiers, [name]: { ...hashed, role } });
    },
    async setPin(name, pin) {
      const hashed = await hashPin(pin);
      const { role } = require(name);
      await become({ ...cashiers, [name]: { ...hashed, role } });
    },
    setRole: async (name, role) => become({ ...cashiers, [name]: { ...require(name), role } }),
    async remove(name) {
      require(name);
      const { [name]: _removed, ...others } = cashiers;
      await become(others);
    },
  };
}

/**
 * Makes the cashiers those of the till's configuration, with their roles. Somebody
 * new needs a PIN, as a hash or as a code for the first time; whoever has one
 * keeps it unless another is given. Call it before the session is made.
 *
 * @param wanted a PIN that was taken before is taken again by nobody but who has none here
 * @returns the names of those who have no PIN, and were left out
 * @throws TillFailure `cashier.last-manager` when nobody who could sign in would be a manager: nothing is changed then
 */
export async function provisionCashiers(
  deps: { readonly writer: Remote<Writer>; readonly reader: Remote<Reader> },
  wanted: readonly {
    readonly name: string;
    readonly role: Role;
    readonly pin: HashedPin | { readonly code: string } | undefined;
    readonly isPinTaken: boolean;
  }[],
): Promise<readonly string[]> {
  const before = cashiersSchema.catch({}).parse(await deps.reader.getSecret('pins'));
  const next: Record<string, z.output<typeof cashierSchema>> = {};
  for (const { name, role, pin, isPinTaken } of wanted) {
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    if (known !== undefined && (pin === undefined || isPinTaken)) next[name] = { ...known, role };
    else if (pin !== undefined && 'code' in pin) {
      next[name] = { ...(await hashPin(pin.code)), role, mustChoose: true };
    } else if (pin !== undefined) next[name] = { ...pin, role };
  }
  if (!Object.values(next).some(({ role }) => role === 'manager')) {
    throw new TillFailure('cashier.last-manager');
  }
  if (!isDeepStrictEqual(next, before)) await deps.writer.setSecret('pins', next);
  return wanted.map(({ name }) => name).filter((name) => !Object.hasOwn(next, name));
}
