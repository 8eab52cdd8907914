import type { ErrorCode } from '#shared/contract/errors';
import type { Finding } from './core.ts';
import { schemaVersion } from './db/migrations/index.ts';
import type { Reader } from './db/reader.ts';
import type { SyncTrouble } from './db/sync-trouble.ts';
import type { Remote } from './threads/remote.ts';

/** Looks at everything that can be wrong with a till's data and says what to do about it. */
export async function diagnose(deps: {
  readonly reader: Remote<Reader>;
  readonly keyUnprotected: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}): Promise<readonly Finding[]> {
  const { reader } = deps;
  const integrity = await reader.checkIntegrity();
  const counts = await reader.countMutations();
  const coverage = await reader.getCoverage();
  const connection = await reader.getConnection();
  const conflicts = await reader.countConflicts();
  const cards = await reader.countCardsInTrouble();
  const { heldBack } = await reader.getSyncTimes();
  const trouble = await reader.getSyncTrouble();
  const waiting = counts.pending + counts.claimed + counts.unknown;

  return [
    finding(
      'integrity',
      integrity.errors.length === 0,
      integrity.errors.length === 0 ? 'The data file is sound.' : integrity.errors.join('; '),
      'Keep a copy of the data folder, then connect a new one; unsent changes can be exported from the copy.',
    ),
    finding(
      'schema',
      integrity.schemaVersion === schemaVersion,
      `Version ${integrity.schemaVersion} of ${schemaVersion}.`,
      'Start this version of Tillbook once to bring the data up to date.',
    ),
    finding(
      'index',
      integrity.unindexed === 0 && coverage.indexing === undefined,
      integrity.unindexed === 0 && coverage.indexing === undefined
        ? `All ${coverage.cached} customers can be found.`
        : `${integrity.unindexed} customers are not in the search index.`,
      'Run `till call lookup.rebuild` and keep Tillbook open until it is done.',
    ),
    finding(
      'outbox',
      counts.parked === 0 && integrity.orphans === 0,
      `${waiting} waiting, ${counts.parked} need a person, ${integrity.orphans} without a customer.`,
      'Open the outbox and retry, edit or discard what needs a person.',
    ),
    finding(
      'conflicts',
      conflicts === 0,
      `${conflicts} open.`,
      'Open the conflicts and choose a value for each field.',
    ),
    finding(
      'cards',
      cards === 0,
      `${cards} need attention.`,
      'Look whether the cards came out, and say so in the outbox or with the customer.',
    ),
    finding(
      'deletions',
      heldBack === 0,
      `${heldBack} held back.`,
      'Open the sync page and look at the customers the service no longer lists: too many vanished at once.',
    ),
    finding(
      'connection',
      trouble === null || isPassing(trouble, deps.clock()),
      [
        connection === null
          ? 'Not connected.'
          : `${connection.service}, tenant ${connection.tenant}, ${connection.url}.`,
        trouble === null ? '' : `Since ${trouble.since}: ${trouble.error.message}`,
      ]
        .filter(Boolean)
        .join(' '),
      'Look at the network and at the connection in the settings, then run `till sync`. Nothing is lost meanwhile.',
    ),
    finding(
      'key',
      !deps.keyUnprotected || connection?.practice === true || connection === null,
      deps.keyUnprotected
        ? 'The key lies beside the data (practice.key).'
        : 'The key is kept outside the data folder.',
      'Set TILLBOOK_KEY, or use the desktop app on a machine with a key store, for real customers.',
    ),
  ];
}

/** A till is made to work without its service for a while; after that somebody has to look. */
const passingMs = 86_400_000;

function isPassing({ error, since }: SyncTrouble, nowMs: number): boolean {
  return passes.has(error.code) && nowMs - Date.parse(since) < passingMs;
}

/** What goes by without anybody's doing. */
const passes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'service.unreachable',
  'service.failed',
  'service.rate-limited',
]);

function finding(check: string, ok: boolean, detail: string, advice: string): Finding {
  return { check, ok, detail, advice: ok ? '' : advice };
}
