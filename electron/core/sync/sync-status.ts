import { fail, type TillError } from '#shared/contract/errors';
import type { Capability, SyncStatus } from '#shared/contract/values';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../db/worker-protocol.ts';

/** What the sync reads; part of the reader. */
export type SyncReader = Pick<
  Remote<Reader>,
  'countMutations' | 'getConnection' | 'getCoverage' | 'listConflicts'
>;

/** What only the running engine knows. */
export interface LiveSync {
  readonly capabilities: readonly Capability[];
  readonly reach: Exclude<SyncStatus['reach'], 'not-connected'>;
  readonly activity: SyncStatus['activity'];
  readonly progress: SyncStatus['progress'];
  readonly lastError: TillError | null;
}

/** How the till stands with its service, in the contract's words. @param live null while no service is connected */
export async function readSyncStatus(reader: SyncReader, live: LiveSync | null): Promise<SyncStatus> {
  const [connection, coverage, counts, conflicts] = await Promise.all([
    reader.getConnection(),
    reader.getCoverage(),
    reader.countMutations(),
    reader.listConflicts(),
  ]);
  return {
    connection,
    capabilities: [...(live?.capabilities ?? [])],
    reach: live?.reach ?? 'not-connected',
    activity: live?.activity ?? 'idle',
    progress: live?.progress ?? null,
    coverage,
    pending: counts.pending + counts.claimed + counts.unknown,
    parked: counts.parked,
    conflicts: conflicts.length,
    lastSyncAt: coverage.asOf,
    lastError: live?.lastError ?? null,
  };
}

/** Too many customers vanished at once; they stay here until a full pass meets them or a person looks. */
export function heldBackError(customers: number): TillError {
  return fail('service.bad-answer', {
    message: `The customer service no longer lists ${customers} customers of this till. That is too many at once to be right, so none of them was deleted here.`,
  }).error;
}
