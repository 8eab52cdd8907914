import { stat, statfs } from 'node:fs/promises';
import { release } from 'node:os';
import type { ProvisioningStatus } from '#shared/contract/provisioning';
import type { KeptBy, SecretsKeptBy } from '#shared/contract/safekeeping';
import type { SyncStatus } from '#shared/contract/values';
import type { Health } from '#shared/health/health';
import { judgeHealth } from '#shared/health/judge-health';
import { storePathOf } from '../db/data-folder.ts';
import { schemaVersion } from '../db/migrations/index.ts';
import type { Reader } from '../db/reader.ts';
import type { Backups } from '../privacy/backups.ts';
import { programVersion } from '../program-version.ts';
import type { Remote } from '../threads/remote.ts';
import type { Usage } from './usage.ts';

/** What a till's health is measured by. */
export interface HealthSources {
  readonly dataDir: string;
  readonly reader: Remote<Reader>;
  readonly syncStatus: () => Promise<SyncStatus>;
  readonly backups: Pick<Backups, 'list' | 'outdated'>;
  readonly usage: Usage;
  /** When the program was started, RFC 3339: the same each time, whatever the clock does. */
  readonly startedAt: string;
  readonly keyKeptBy: KeptBy;
  readonly secretsKeptBy: SecretsKeptBy;
  readonly provisioning: ProvisioningStatus;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * How the till is doing now. Costs some milliseconds of the reader's time, however much the till holds; the audit
 * trail, which has to be gone through, and the endpoint are told as they were found last.
 */
export async function measureHealth(
  { dataDir, reader, clock, ...sources }: HealthSources,
  { audit, endpoint }: Pick<Health, 'audit' | 'endpoint'>,
): Promise<Health> {
  const [status, queues, schema, cardsInTrouble, settings, keyChangedMs, backups, outdated, trouble] =
    await Promise.all([
      sources.syncStatus(),
      reader.describeQueues(),
      reader.getSchemaVersion(),
      reader.countCardsInTrouble(),
      reader.getSettings(),
      reader.getKeyChangedMs(),
      sources.backups.list(),
      sources.backups.outdated(),
      reader.getSyncTrouble(),
    ]);
  const nowMs = clock();
  const { connection } = status;
  const measured = {
    format: 1 as const,
    at: timeOf(nowMs),
    till: connection && {
      service: connection.service,
      tenant: connection.tenant,
      store: connection.store ?? null,
      till: connection.till ?? null,
      practice: connection.practice,
    },
    versions: {
      tillbook: programVersion(),
      schema,
      programsSchema: schemaVersion,
      node: process.versions.node,
      electron: process.versions.electron ?? null,
      platform: process.platform,
      release: release(),
      processor: process.arch,
    },
    startedAt: sources.startedAt,
    coverage: status.coverage,
    outbox: {
      waiting: status.pending,
      oldestAt: timeOrNull(queues.oldestChangeMs),
      parked: status.parked,
      conflicts: status.conflicts,
    },
    sync: {
      reach: status.reach,
      activity: status.activity,
      lastPullAt: status.lastPullAt,
      lastPushAt: status.lastPushAt,
      errorCode: trouble?.error.code ?? null,
      errorSince: trouble?.since ?? null,
      heldBack: status.heldBack,
    },
    cards: {
      waiting: queues.cards.waiting,
      oldestWaitingAt: timeOrNull(queues.cards.oldestWaitingMs),
      inTrouble: cardsInTrouble,
    },
    printers: queues.printers.map(({ kind, waiting, inTrouble, lastPrintedMs }, index) => ({
      place: index + 1,
      kind,
      waiting,
      inTrouble,
      lastPrintedAt: timeOrNull(lastPrintedMs),
    })),
    disk: {
      ...(await describeDisk(dataDir)),
      store: await sizeOf(storePathOf(dataDir)),
      log: await sizeOf(`${storePathOf(dataDir)}-wal`),
      backups: backups.backups.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    memoryBytes: process.memoryUsage.rss(),
    backups: {
      count: backups.backups.length,
      newestAt: backups.backups[0]?.madeAt ?? null,
      errorCode: backups.error?.code ?? null,
      outdatedSince: timeOrNull(outdated.sinceMs),
    },
    key: {
      keptBy: sources.keyKeptBy,
      secretsKeptBy: sources.secretsKeptBy,
      changedAt: timeOrNull(keyChangedMs),
    },
    audit,
    configuration: {
      appliedAt: sources.provisioning.appliedAt,
      errorCodes: sources.provisioning.problems.map(({ code }) => code),
    },
    endpoint,
    logLevel: settings.logLevel,
    usage: sources.usage.describe(),
  };
  return { ...measured, ...judgeHealth(measured) };
}

async function describeDisk(dataDir: string): Promise<{ free: number | null; total: number | null }> {
  try {
    const { bavail, blocks, bsize } = await statfs(dataDir);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    // Some network disks do not say; nobody can do anything about it.
    return { free: null, total: null };
  }
}

/** 0 where it is not there. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw cause;
  }
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

function timeOrNull(atMs: number | null): string | null {
  return atMs === null ? null : timeOf(atMs);
}
