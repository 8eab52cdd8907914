import { because } from '#shared/contract/error-reasons';
import { fail, type TillError } from '#shared/contract/errors';
import type { Capability, Mutation, SyncStatus } from '#shared/contract/values';
import { holdsEverything, type Holdings } from '#shared/customer/holdings';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';

/** What the sync reads; part of the reader. */
export type SyncReader = Pick<
  Remote<Reader>,
  | 'countMutations'
  | 'countConflicts'
  | 'getConnection'
  | 'getCoverage'
  | 'getSettings'
  | 'getSyncTimes'
  | 'getSyncTrouble'
>;

/** What only the running engine knows. */
export interface LiveSync {
  readonly capabilities: readonly Capability[];
  readonly holds: Holdings;
  readonly reach: Exclude<SyncStatus['reach'], 'not-connected'>;
  readonly activity: SyncStatus['activity'];
  readonly progress: SyncStatus['progress'];
  readonly lastError: TillError | null;
  readonly rates: SyncStatus['rates'];
  readonly recentErrors: SyncStatus['recentErrors'];
  readonly nextTryAt: string | null;
}

const notConnected: Omit<LiveSync, 'reach'> = {
  capabilities: [],
  holds: holdsEverything,
  activity: 'idle',
  progress: null,
  lastError: null,
  rates: { pull: null, push: null },
  recentErrors: [],
  nextTryAt: null,
};

/** How the till stands with its service, in the contract's words. @param live null while no service is connected */
export async function readSyncStatus(reader: SyncReader, live: LiveSync | null): Promise<SyncStatus> {
  const [connection, coverage, counts, conflicts, times, trouble] = await Promise.all([
    reader.getConnection(),
    reader.getCoverage(),
    reader.countMutations(),
    reader.countConflicts(),
    reader.getSyncTimes(),
    reader.getSyncTrouble(),
  ]);
  const lastPullAt = coverage.asOf;
  const { lastPushAt, heldBack } = times;
  /** Nothing was tried yet since the till was started: what went wrong before is still the last word. */
  const isTold = live?.reach === 'not-tried' && trouble !== null;
  const lastError = isTold ? trouble.error : (live?.lastError ?? null);
  return {
    ...(live ?? { ...notConnected, reach: 'not-connected' }),
    ...(isTold && { reach: trouble.reach }),
    lastError: lastError ?? (heldBack > 0 ? heldBackError(heldBack) : null),
    lastErrorSince: lastError === null ? null : (trouble?.since ?? null),
    capabilities: [...(live?.capabilities ?? [])],
    connection,
    coverage,
    pending: counts.pending + counts.claimed + counts.unknown,
    parked: counts.parked,
    conflicts,
    lastPullAt,
    lastPushAt,
    // RFC 3339 in UTC compares as text.
    lastSyncAt: (lastPushAt ?? '') > (lastPullAt ?? '') ? lastPushAt : lastPullAt,
    heldBack,
  };
}

/** Why the sync leaves mutations alone for now, and until when (wall clock, milliseconds). */
export interface SyncWaits {
  readonly service: {
    readonly reason: 'offline' | 'rate-limit' | 'sign-in';
    readonly untilMs: number;
  } | null;
  /** Customers whose last try failed. */
  readonly customers: ReadonlyMap<string, number>;
}

/** A mutation with what the running sync knows of its waiting. @param waits null while no service is connected */
export function withWait(mutation: Mutation, waits: SyncWaits | null): Mutation {
  const { waitsFor } = mutation;
  const isNext = waitsFor?.reason === 'turn' || waitsFor?.reason === 'asking';
  if (!isNext) return mutation;
  if (waits === null) return { ...mutation, waitsFor: { reason: 'not-connected' } };
  const ownUntilMs = waits.customers.get(mutation.customerUid) ?? 0;
  const serviceUntilMs = waits.service?.untilMs ?? 0;
  const untilMs = Math.max(ownUntilMs, serviceUntilMs);
  if (untilMs === 0) return mutation;
  return {
    ...mutation,
    nextAttemptAt: new Date(untilMs).toISOString(),
    waitsFor: {
      reason: waits.service !== null && serviceUntilMs >= ownUntilMs ? waits.service.reason : 'retry',
    },
  };
}

/** Too many customers vanished at once; they stay here until a full pass meets them or a person looks. */
function heldBackError(customers: number): TillError {
  return fail('service.bad-answer', because('customer.vanished', { number: String(customers) })).error;
}
