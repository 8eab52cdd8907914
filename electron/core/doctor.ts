import type { ErrorCode } from '#shared/contract/errors';
import type { Finding } from './core.ts';
import { schemaVersion } from './db/migrations/index.ts';
import type { Backups } from './privacy/backups.ts';
import type { Reader } from './db/reader.ts';
import type { SyncTrouble } from './db/sync-trouble.ts';
import { checkWholeAudit } from './privacy/check-audit.ts';
import type { Remote } from './threads/remote.ts';

/** Looks at everything that can be wrong with a till's data and says what to do about it. */
export async function diagnose(deps: {
  readonly reader: Remote<Reader>;
  readonly backups: Pick<Backups, 'list'>;
  readonly keyUnprotected: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** How many have a PIN. */
  readonly cashiers: number;
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
  const audit = await checkWholeAudit(reader);
  const waiting = counts.pending + counts.claimed + counts.unknown;

  return [
    finding(
      'integrity',
      integrity.errors.length === 0,
      integrity.errors.length === 0 ? 'The data file is sound.' : integrity.errors.join('; '),
      'Run `till recover`: what can be read is saved, what cannot is named; or restore a backup (`till restore FILE`).',
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
      'audit',
      audit.fault === null,
      audit.fault === null
        ? `${audit.entries} entries, whole. Newest: ${audit.head.sequence} ${audit.head.hash}`
        : `The trail is not what was written: ${audit.fault.kind}, seen at entry ${audit.fault.sequence}.`,
      'Keep a copy of the data folder as it is, and compare the trail with what was exported of it before.',
    ),
    // A shop may do without PINs, so nothing is wrong; it has to know what that means.
    finding(
      'cashiers',
      true,
      deps.cashiers === 0
        ? 'Nobody has a PIN: whoever stands at the till may do everything.'
        : `${deps.cashiers} have a PIN.`,
      '',
    ),
    backupFinding(await deps.backups.list(), deps.clock()),
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

/** A till that is switched off for a while has no new one; that is no fault. */
const oldBackupMs = 7 * 86_400_000;

/** A till on which none was made yet is well: the first is made within a day. */
function backupFinding({ backups, error }: Awaited<ReturnType<Backups['list']>>, nowMs: number): Finding {
  const [newest] = backups;
  const isOld = newest !== undefined && nowMs - Date.parse(newest.madeAt) > oldBackupMs;
  return finding(
    'backup',
    error === null && !isOld,
    [
      newest === undefined
        ? 'None yet.'
        : `The newest of ${backups.length} is of ${newest.madeAt}, ${newest.bytes} bytes.`,
      error === null ? '' : `The last try failed: ${error.message}`,
    ]
      .filter(Boolean)
      .join(' '),
    'Look at the folder for backups in the settings, and run `till backup`.',
  );
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
