import { errorWords } from '#shared/contract/errors';
import type { Health, TroubleKind } from '#shared/health/health';
import type { Finding } from './core.ts';
import type { WantedRewrite } from './db/purge.ts';
import type { Reader } from './db/reader.ts';
import type { Backups } from './privacy/backups.ts';
import type { Remote } from './threads/remote.ts';

const erasedWithinMs = 7 * 86_400_000;

/**
 * Looks at everything that can be wrong with a till's data and says what to do about it: what its health tells, in
 * words, and what only going through the whole file shows.
 */
export async function diagnose(deps: {
  readonly reader: Remote<
    Pick<Reader, 'checkIntegrity' | 'describeRewrite' | 'getConnection' | 'getSyncTrouble'>
  >;
  /** With the audit trail as it was just gone through. */
  readonly health: Health;
  readonly backups: Pick<Backups, 'list' | 'outdated'>;
  /** How many have a PIN. */
  readonly cashiers: number;
}): Promise<readonly Finding[]> {
  const { reader, health } = deps;
  const { versions, coverage, outbox, sync, cards, disk, audit, configuration, troubles } = health;
  const integrity = await reader.checkIntegrity();
  const connection = await reader.getConnection();
  const trouble = await reader.getSyncTrouble();
  const rewrite = await reader.describeRewrite();
  const isWell = (...kinds: TroubleKind[]) => !troubles.some(({ kind }) => kinds.includes(kind));
  const isUrgent = (kind: TroubleKind) => troubles.some((one) => one.kind === kind && one.level === 'act');

  return [
    finding(
      'integrity',
      integrity.errors.length === 0,
      integrity.errors.length === 0 ? 'The data file is sound.' : integrity.errors.join('; '),
      'Run `till recover`: what can be read is saved, what cannot is named; or restore a backup (`till restore FILE`).',
    ),
    finding(
      'schema',
      isWell('schema'),
      `Version ${versions.schema} of ${versions.programsSchema}.`,
      'Start this version of Tillbook once to bring the data up to date.',
    ),
    finding(
      'index',
      integrity.unindexed === 0 && isWell('index'),
      integrity.unindexed === 0 && isWell('index')
        ? `All ${coverage.cached} customers can be found.`
        : `${integrity.unindexed} customers are not in the search index.`,
      'Run `till call lookup.rebuild` and keep Tillbook open until it is done.',
    ),
    finding(
      'outbox',
      isWell('outbox-parked') && integrity.orphans === 0 && !isUrgent('outbox-old'),
      [
        `${outbox.waiting} waiting, ${outbox.parked} need a person, ${integrity.orphans} without a customer.`,
        outbox.oldestAt === null ? '' : `The oldest is of ${outbox.oldestAt}.`,
      ]
        .filter(Boolean)
        .join(' '),
      'Open the outbox and retry, edit or discard what needs a person.',
    ),
    finding(
      'conflicts',
      isWell('conflicts'),
      `${outbox.conflicts} open.`,
      'Open the conflicts and choose a value for each field.',
    ),
    finding(
      'cards',
      isWell('cards'),
      `${cards.inTrouble} need attention.`,
      'Look whether the cards came out, and say so in the outbox or with the customer.',
    ),
    finding(
      'deletions',
      isWell('deletions'),
      `${sync.heldBack} held back.`,
      'Open the sync page and look at the customers the service no longer lists: too many vanished at once.',
    ),
    finding(
      'connection',
      isWell('connection'),
      [
        connection === null
          ? 'Not connected.'
          : `${connection.service}, tenant ${connection.tenant}, ${connection.url}.`,
        trouble === null ? '' : `Since ${trouble.since}: ${trouble.error.message}`,
        sync.lastPullAt === null ? '' : `Last fetched ${sync.lastPullAt}.`,
      ]
        .filter(Boolean)
        .join(' '),
      'Look at the network and at the connection in the settings, then run `till sync`. Nothing is lost meanwhile.',
    ),
    finding(
      'configuration',
      isWell('configuration'),
      configurationWords(configuration),
      'Run `till config apply`: it says what is the matter, and with which part.',
    ),
    finding(
      'disk',
      !isUrgent('disk'),
      `${disk.free === null ? 'Free space unknown' : `${inMegabytes(disk.free)} MB free`}; the store has ${inMegabytes(disk.store + disk.log)} MB, its backups ${inMegabytes(disk.backups)} MB.`,
      'Free some space on the disk: a till on a full one saves nothing.',
    ),
    finding(
      'audit',
      isWell('audit'),
      auditWords(audit),
      'Keep a copy of the data folder as it is, and compare the trail with what was exported of it before.',
    ),
    erasedFinding(rewrite, Date.parse(health.at)),
    // A shop may do without PINs, so nothing is wrong; it has to know what that means.
    finding(
      'cashiers',
      true,
      deps.cashiers === 0
        ? 'Nobody has a PIN: whoever stands at the till may do everything.'
        : `${deps.cashiers} have a PIN.`,
      '',
    ),
    backupFinding(isWell('backup'), await deps.backups.list(), await deps.backups.outdated()),
    finding(
      'endpoint',
      isWell('endpoint'),
      health.endpoint.errorCode === null
        ? 'Nothing keeps it from answering.'
        : `${errorWords[health.endpoint.errorCode]} (${health.endpoint.errorCode})`,
      'Look at address, port and certificate in the setting `status`; until then nobody is answered there.',
    ),
    finding(
      'key',
      isWell('key'),
      health.key.keptBy === 'beside'
        ? 'The key lies beside the data (practice.key).'
        : 'The key is kept outside the data folder.',
      'Set TILLBOOK_KEY, or use the desktop app on a machine with a key store, for real customers.',
    ),
  ];
}

function auditWords(audit: Health['audit']): string {
  if (audit === null) return 'Not gone through yet.';
  const { entries, newest, fault, errorCode } = audit;
  if (errorCode !== null) return `The trail cannot be read: ${errorCode}.`;
  if (fault !== null)
    return `The trail is not what was written: ${fault.kind}, seen at entry ${fault.sequence}.`;
  return `${entries} entries, whole. Newest: ${newest?.sequence} ${newest?.hash}`;
}

/** What was erased is cleared out of the file when the till is left alone for a while: within days, as shops close. */
function erasedFinding({ sinceMs, bytes }: WantedRewrite, nowMs: number): Finding {
  return finding(
    'erased',
    sinceMs === null || sinceMs === 0 || nowMs - sinceMs < erasedWithinMs,
    sinceMs === null
      ? 'Nothing that was erased is left in the file.'
      : `The file is to be written anew: it may keep, between its rows, what was erased${sinceMs === 0 ? '' : ` since ${new Date(sinceMs).toISOString()}`}.`,
    `Run \`till sync\` while the till is closed, on a computer with ${inMegabytes(1.25 * bytes)} MB of memory and as much room on the disk; or leave the till on, and alone, for an hour.`,
  );
}

/** A till on which none was made yet is well: the first is made within a day. */
function backupFinding(
  isWell: boolean,
  { backups, error }: Awaited<ReturnType<Backups['list']>>,
  outdated: Awaited<ReturnType<Backups['outdated']>>,
): Finding {
  const [newest] = backups;
  return finding(
    'backup',
    isWell,
    [
      newest === undefined
        ? 'None yet.'
        : `The newest of ${backups.length} is of ${newest.madeAt}, ${newest.bytes} bytes.`,
      outdated.sinceMs === null
        ? ''
        : `Backups from before an erasure or another key may be left, since ${new Date(outdated.sinceMs).toISOString()}, in ${outdated.folders.join(', ')}.`,
      error === null ? '' : `The last try failed: ${error.message}`,
    ]
      .filter(Boolean)
      .join(' '),
    'Look at the folder for backups in the settings and at those that are named, and run `till backup`.',
  );
}

/** By codes: the words may name a cashier, and what the doctor says is also in the file for support. */
function configurationWords({ appliedAt, errorCodes }: Health['configuration']): string {
  if (errorCodes.length > 0) return `Not taken over as a whole: ${errorCodes.join(', ')}.`;
  return appliedAt === null ? 'None.' : `Taken over ${appliedAt}.`;
}

function inMegabytes(bytes: number): number {
  return Math.round(bytes / (1 << 20));
}

function finding(check: string, ok: boolean, detail: string, advice: string): Finding {
  return { check, ok, detail, advice: ok ? '' : advice };
}
