import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../electron/practice/seed/random.ts';
import { openShop, openTill, type Shop, type Till } from './open-till.ts';

/**
 * Two tills of one tenant through a day of work and breakdowns, chosen by a
 * seed; afterwards everything that must never go wrong is looked at.
 */
const seeds = [1, 2, 3, 4, 5, 6];
const steps = 36;

const everythingBreaks = [
  ['reset-before', 0.08],
  ['reset-after', 0.08],
  ['cut-body', 0.06],
  ['500', 0.06],
  ['500-after', 0.06],
  ['401', 0.03],
] as const;

class Day {
  readonly shop: Shop;
  readonly tills: Till[];
  readonly random: Random;
  readonly ordered = new Map<string, number>();
  readonly erased = new Set<string>();
  #registered = 0;

  constructor(shop: Shop, seed: number) {
    this.shop = shop;
    this.random = createRandom(seed);
    this.tills = [openTill(shop.service), openTill(shop.service)];
  }

  async step(): Promise<void> {
    const at = this.random.between(0, this.tills.length - 1);
    const till = this.tills[at];
    if (till === undefined) throw new Error('A day has tills');
    const what = this.random.between(0, 11);
    const uid = this.#someone(till);
    if (what <= 2 || uid === undefined) {
      const card = this.random.chance(0.4);
      const newUid = `new-${at}-${(this.#registered += 1)}`;
      till.register(newUid, this.random.chance(0.15) ? { mobile: 'not a number' } : {}, card);
      if (card) this.#order('print', newUid);
    } else if (what <= 5) {
      till.change(uid, {
        [this.random.pick(['city', 'address', 'internalNote'])]: `value ${this.random.between(1, 9)}`,
      });
      this.#order('update', uid);
    } else if (what === 6) {
      // Whoever has no loyalty id gets one with the card, which is a change of its own.
      if (!till.customer(uid)?.['loyaltyId']) this.#order('update', uid);
      till.printCard(uid);
      this.#order('print', uid);
    } else if (what === 7 && this.#isSettled(uid)) {
      till.writer.deleteCustomer(uid, till.author());
      this.erased.add(uid);
    } else if (what === 8) {
      const source = this.#someone(till);
      const isAlike = source !== undefined && isPerson(till, source) === isPerson(till, uid);
      if (isAlike && source !== uid && this.#isSettled(source)) {
        till.writer.mergeCustomers(uid, source, till.author());
        this.erased.add(source);
        this.#order('merge', uid);
      }
    } else if (what === 9) {
      await this.#crash(at, till);
    } else {
      await till.engine.syncOnce({ untilIdle: false, timeoutMs: 30_000_000 });
    }
  }

  /** The process ends somewhere between claim, effect and ack. */
  async #crash(at: number, till: Till): Promise<void> {
    for (const { customerUid, change, ask } of till.writer.claimMutations(2, [], Date.now())) {
      if (ask || this.random.chance(0.5)) continue;
      if (change.kind === 'create') await this.shop.service.create(change.payload);
      if (change.kind === 'update') await this.shop.service.update(customerUid, change.payload);
      if (change.kind === 'print-card') await this.shop.service.printCard(customerUid);
    }
    this.tills[at] = till.restartWith(this.shop.service);
  }

  #someone(till: Till): string | undefined {
    const found = till.reader.search({ query: this.random.pick(['new', 'Bjørn', 'a', 'e']), limit: 20 }).hits;
    return found.length === 0 ? undefined : this.random.pick(found).customerUid;
  }

  /** No till has still to learn that its create arrived: deleted before it asks, a customer would be created again. */
  #isSettled(uid: string): boolean {
    const creates = `SELECT 1 FROM mutation WHERE customer_uid = ? AND kind = 'create' AND state <> 'acked'`;
    return this.tills.every(({ db }) => db.prepare(creates).get(uid) === undefined);
  }

  #order(what: string, uid: string): void {
    this.ordered.set(`${what} ${uid}`, (this.ordered.get(`${what} ${uid}`) ?? 0) + 1);
  }
}

/** A person and a company are never merged. */
function isPerson(till: Till, customerUid: string): boolean {
  return till.customer(customerUid)?.['customerType'] === 'PERSON';
}

/** Effects at the service beyond what the tills ordered. */
async function surplusEffects(day: Day): Promise<string[]> {
  const effects = new Map<string, number>();
  for (const write of await day.shop.writes()) {
    const match = /^(PUT|POST) \/([^/ ]+)(?:\/(print|merge))? 20[04]$/.exec(write);
    // A batch does not name whom it changes.
    if (match === null || match[2] === 'search' || match[2] === 'batch') continue;
    const key = `${match[3] ?? 'update'} ${match[2]}`;
    effects.set(key, (effects.get(key) ?? 0) + 1);
  }
  return [...effects].filter(([key, count]) => count > (day.ordered.get(key) ?? 0)).map(([key]) => key);
}

/** Mutations that are neither done, nor in front of a person, nor waiting behind one that is. */
function stuck(till: Till): unknown[] {
  return till.db
    .prepare(
      `WITH RECURSIVE held (sequence, customer_uid) AS (
         SELECT sequence, customer_uid FROM mutation WHERE state IN ('parked', 'conflicted')
         UNION
         SELECT later.sequence, later.customer_uid FROM mutation AS later JOIN held
         ON held.customer_uid IN (later.customer_uid, later.other_uid) AND later.sequence > held.sequence
         WHERE later.state <> 'acked')
       SELECT kind, state, customer_uid FROM mutation
       WHERE state <> 'acked' AND sequence NOT IN (SELECT sequence FROM held)`,
    )
    .all();
}

async function disagreements(day: Day, till: Till): Promise<string[]> {
  const answer = await day.shop.service.listPage({ page: 0, pageSize: 500 });
  if (answer.outcome !== 'done') throw new Error(answer.outcome);
  return answer.value.items
    .filter(({ customerUid, lastModifiedAt }) => {
      const details = till.reader.getCustomer(customerUid);
      const settled = details?.mutations.length === 0 && details.customer.customerUid === customerUid;
      return settled && details.customer.lastModifiedAt !== lastModifiedAt;
    })
    .map((item) => item.customerUid);
}

/** Who was deleted or merged away on a till, nothing of it waits any more, and is still at the service. */
async function reappeared(day: Day): Promise<string[]> {
  const isWaiting = (uid: string) =>
    day.tills.some(({ db }) =>
      db.prepare(`SELECT 1 FROM mutation WHERE ? IN (customer_uid, other_uid) AND state <> 'acked'`).get(uid),
    );
  const found: string[] = [];
  for (const uid of day.erased)
    if (!isWaiting(uid) && (await day.shop.find(uid)) !== undefined) found.push(uid);
  return found;
}

describe.each(seeds)('a trading day with breakdowns, seed %i', (seed) => {
  it('loses nothing, does nothing twice, brings nobody back, and comes to rest', async () => {
    const shop = await openShop({ customers: 15, seed });
    const day = new Day(shop, seed);
    for (const till of day.tills) await till.sync();
    await shop.breakDown(...everythingBreaks.map(([kind, probability]) => ({ kind, probability })));
    for (let step = 0; step < steps; step += 1) await day.step();
    await shop.repair();
    for (const till of [...day.tills, ...day.tills]) await till.sync();

    expect(await surplusEffects(day)).toEqual([]);
    expect(day.tills.flatMap(stuck)).toEqual([]);
    for (const till of day.tills) expect(await disagreements(day, till)).toEqual([]);
    expect(await reappeared(day)).toEqual([]);
  });
});
