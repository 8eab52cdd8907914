import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { TillFailure } from '#shared/contract/errors';
import type { TillEvent } from '#shared/contract/operations';
import { migrate } from '../../electron/core/db/migrations/index.ts';
import { openStore } from '../../electron/core/db/open.ts';
import { changeSettings } from '../../electron/core/db/settings.ts';
import { createReader } from '../../electron/core/db/reader.ts';
import { createWriter } from '../../electron/core/db/writer.ts';
import {
  createService,
  placeOfOne,
  type ServiceSecret,
} from '../../electron/core/services/create-service.ts';
import { createSyncEngine } from '../../electron/core/sync/engine.ts';
import { createRandom } from '../../electron/practice/seed/random.ts';
import type { Connection } from '../../shared/contract/values.ts';
import { remote } from '../core/sync/remote.ts';
import type { FleetClock } from './fleet-clock.ts';
import { createWeather, type Traffic } from './weather.ts';

export interface FleetTillOptions {
  /** Unlike any other till's of the fleet; the first is 0. */
  readonly number: number;
  /** Of the whole fleet. */
  readonly tills: number;
  readonly folder: string;
  readonly seed: number;
  readonly clock: FleetClock;
  readonly connection: Connection;
  readonly secret: ServiceSecret;
  readonly pullEverySeconds: number;
}

/** What one till acknowledged to its cashiers, and what it saw of others. */
export interface TillAccount {
  readonly till: number;
  /** Registered here: the customer's uid, and what no other customer is called. */
  readonly registered: Readonly<Record<string, string>>;
  /** The last city this till gave a customer that no other till moves. */
  readonly cities: Readonly<Record<string, string>>;
  /** Merged into another customer, and gone. */
  readonly merged: readonly string[];
  readonly edits: number;
  /** When customers of other tills were first seen here, in the fleet's milliseconds since the epoch. */
  readonly seenAtMs: Readonly<Record<string, number>>;
  /** When the service had acknowledged this till's own. */
  readonly ackedAtMs: Readonly<Record<string, number>>;
  /** Changes and conflicts that a person had to decide. */
  readonly decided: number;
  readonly traffic: Traffic;
}

/** A till's copy of the base in one number: the same where every customer is the same. */
export interface TillCopy {
  readonly till: number;
  readonly customers: number;
  readonly hash: string;
  /** Changes that wait, in the outbox or for a person. */
  readonly unsettled: number;
}

export interface FleetTill {
  /** Syncs by itself. */
  start(): void;
  /** A cashier does something. */
  work(): void;
  /** Syncs by itself no more; the network is as it should be. */
  rest(): Promise<void>;
  /** Rounds until nothing is left to do; a person decides what waits for one. */
  settle(): Promise<void>;
  copy(): TillCopy;
  account(): TillAccount;
  close(): void;
}

const cashier = 'Kari';
const settleMs = 3_600_000;
const mostHeldBack = 1000;

/**
 * One till without a window: the encrypted store, its writer and reader, the client
 * of the service and the sync, on one thread instead of three, so that many fit on
 * one machine.
 */
export function openFleetTill(options: FleetTillOptions): FleetTill {
  const { number, tills, folder, seed, clock } = options;
  const random = createRandom(seed * 100_003 + number);
  const weather = createWeather(clock, createRandom(random.next() * 2 ** 32));
  const path = join(folder, `till-${number}.db`);
  const key = new Uint8Array(32).fill(7);
  const db = openStore(path, key);
  migrate(db);
  const readerDb = openStore(path, key, { readonly: true });
  const writer = createWriter(db);
  changeSettings(db, { pullEverySeconds: options.pullEverySeconds });
  const reader = createReader(readerDb);
  // Nobody searches: the index would be most of a till's memory.
  reader.stop();

  const registered: Record<string, string> = {};
  const cities: Record<string, string> = {};
  const merged: string[] = [];
  const seenAtMs: Record<string, number> = {};
  const ackedAtMs: Record<string, number> = {};
  let edits = 0;
  let decided = 0;
  let serial = 0;
  let lastSeenId = 0;

  const openEngine = () =>
    createSyncEngine({
      writer: remote(writer),
      reader: remote(reader.methods),
      service: createService(options.connection, placeOfOne(options.secret), weather.fetch),
      clock: clock.now,
      log: () => undefined,
      onEvent: noteSeen,
      pace: clock.pace,
      random: () => random.next(),
      pullDrift: 0.9 + 0.2 * random.next(),
    });
  const engine = openEngine();

  /** Of many customers at once no event tells the uids: whoever is new is asked for. */
  function noteSeen(event: TillEvent): void {
    if (event.type !== 'customers') return;
    for (const uid of Object.keys(registered)) {
      if (!(uid in ackedAtMs) && isAtService.get(uid) !== undefined) ackedAtMs[uid] = clock.now();
    }
    for (const { customer_id: id, customer_uid: uid } of newcomers.all(lastSeenId)) {
      lastSeenId = id;
      if (!(uid in registered)) seenAtMs[uid] ??= clock.now();
    }
  }

  const newcomers = db.prepare<[number], { customer_id: number; customer_uid: string }>(
    `SELECT customer_id, customer_uid FROM customer WHERE customer_id > ? ORDER BY customer_id`,
  );
  const isAtService = db.prepare(`SELECT 1 FROM customer WHERE customer_uid = ? AND at_service = 1`);
  const someUid = db
    .prepare<[string], string>(
      `SELECT customer_uid FROM customer WHERE hidden = 0 AND customer_uid >= ? ORDER BY customer_uid LIMIT 1`,
    )
    .pluck();

  const authorNow = () => ({ mutationId: random.uid(), actor: cashier, nowMs: clock.now() });
  const anybody = (): string | undefined => someUid.get(random.uid()) ?? someUid.get('');
  /** Each till has customers that no other moves, so that what becomes of a change can be foretold. */
  const isOwn = (uid: string): boolean =>
    uid in registered ? !merged.includes(uid) : shareOf(uid, tills) === number && !isOfFleet(uid);
  const isOfFleet = (uid: string): boolean =>
    /^T\d+N\d+$/.test(reader.methods.getCustomer(uid)?.customer.firstname ?? '');

  function register(): void {
    const customerUid = random.uid();
    const name = `T${number}N${(serial += 1)}`;
    writer.createCustomer(
      { customerUid, customerType: 'PERSON', firstname: name, lastname: 'Åse', countryCode: 'NO' },
      authorNow(),
      // Nobody of the practice store's has a number in this range.
      { loyaltyIds: [`28${String(number).padStart(5, '0')}${String(serial).padStart(6, '0')}`] },
    );
    registered[customerUid] = name;
  }

  function edit(): void {
    const customerUid = anybody();
    if (customerUid === undefined) return;
    const value = `C${number}N${(serial += 1)}`;
    const own = isOwn(customerUid);
    writer.updateCustomer(customerUid, own ? { city: value } : { internalNote: value }, authorNow());
    if (own) cities[customerUid] = value;
    edits += 1;
  }

  function merge(): void {
    const living = Object.keys(registered).filter((uid) => !merged.includes(uid) && uid in ackedAtMs);
    if (living.length < 2) return;
    const [target, source] = [random.pick(living), random.pick(living)];
    if (target === source) return;
    writer.mergeCustomers(target, source, authorNow());
    merged.push(source);
    delete cities[source];
  }

  /** What waits for a person: this till's word stands, and what cannot be is given up. */
  function decide(): void {
    for (const { conflictId } of reader.methods.listConflicts()) {
      writer.resolveConflict(conflictId, { take: 'ours' }, authorNow());
      decided += 1;
    }
    const parked = db
      .prepare<[], string>(`SELECT mutation_id FROM mutation WHERE state = 'parked' ORDER BY sequence`)
      .pluck()
      .all();
    for (const mutationId of parked) {
      writer.discardMutation(mutationId, authorNow());
      decided += 1;
    }
  }

  return {
    start() {
      // Who was there before the day began is no news.
      lastSeenId = newcomers.all(0).at(-1)?.customer_id ?? 0;
      engine.start();
    },

    work() {
      const chance = random.next();
      try {
        if (chance < 0.3) register();
        else if (chance < 0.95) edit();
        else merge();
      } catch (cause) {
        // Somebody else merged the customer away a moment ago: the cashier is told so.
        if (!(cause instanceof TillFailure)) throw cause;
      }
      engine.wake();
    },

    async rest() {
      weather.clearUp();
      await engine.stop();
    },

    async settle() {
      const last = openEngine();
      decide();
      await last.syncOnce({ untilIdle: true, timeoutMs: settleMs });
      // Many merges in a small base look like a service that has lost its customers: a person looks, and agrees.
      const { customers } = reader.methods.listHeldBack(mostHeldBack, 0);
      if (customers.length > 0) {
        await last.approveDeletions(
          customers.map(({ customerUid }) => customerUid),
          cashier,
        );
        decided += 1;
      }
      await last.stop();
    },

    copy() {
      const hash = createHash('sha256');
      const rows = db
        .prepare<[], { uid: string; record: string }>(
          `SELECT customer_uid AS uid, coalesce(base, record) AS record FROM customer
           WHERE hidden = 0 ORDER BY customer_uid`,
        )
        .all();
      for (const { uid, record } of rows) hash.update(`${uid} ${revisionOf(JSON.parse(record))}\n`);
      const unsettled = db
        .prepare<[], number>(`SELECT count(*) FROM mutation WHERE state <> 'acked'`)
        .pluck();
      return {
        till: number,
        customers: rows.length,
        hash: hash.digest('hex'),
        unsettled: unsettled.get() ?? 0,
      };
    },

    account: () => ({
      till: number,
      registered,
      cities,
      merged,
      edits,
      seenAtMs,
      ackedAtMs,
      decided,
      traffic: weather.traffic,
    }),

    close() {
      readerDb.close();
      db.close();
    },
  };
}

/** The till a customer belongs to, by its uid alone. */
export function shareOf(customerUid: string, tills: number): number {
  return createHash('sha256').update(customerUid).digest().readUInt32BE(0) % tills;
}

/** What tells two versions of a record apart. */
export function revisionOf(record: { readonly lastModifiedAt?: unknown }): string {
  return String(record.lastModifiedAt);
}
