import type { ErrorCode } from '../contract/errors.ts';
import type { Health, HealthLevel, TroubleKind } from './health.ts';

/** A till as it was measured, before anybody has judged it. */
export type Measured = Omit<Health, 'level' | 'troubles'>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const megabyte = 1 << 20;

/** A change that waits so long has met something a till does not get over by itself. */
const oldChange = { watchMs: hourMs, actMs: dayMs };
/** A running till asks its service every few seconds or minutes. */
const oldSync = { watchMs: 2 * hourMs, actMs: dayMs };
/** A till is made to work without its service for a while; after that somebody has to look. */
const passingMs = dayMs;
/** A till that is switched off for a while has no new one; that is no fault. */
const oldBackupMs = 7 * dayMs;
/** A running till replaces those that hold somebody who was erased within an hour or so. */
const outdatedBackupMs = dayMs;
const littleDisk = { watchBytes: 1024 * megabyte, actBytes: 200 * megabyte };
/** Of the customers the service says it has. */
const poorCoverage = 0.98;
/** Fewer searches say nothing about the till. */
const enoughSearches = 50;
const slowSearchMs = 100;

/** What goes by without anybody's doing. */
const passes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'service.unreachable',
  'service.failed',
  'service.rate-limited',
]);

/** What is not good about a till, worst first, and how it is doing as a whole: as bad as its worst. */
export function judgeHealth(measured: Measured): Pick<Health, 'level' | 'troubles'> {
  const found = (Object.keys(rules) as TroubleKind[]).flatMap((kind) => {
    const level = rules[kind](measured, Date.parse(measured.at));
    return level === 'good' ? [] : [{ kind, level }];
  });
  const troubles = [
    ...found.filter(({ level }) => level === 'act'),
    ...found.filter(({ level }) => level === 'watch'),
  ];
  return { level: troubles[0]?.level ?? 'good', troubles };
}

type Rule = (till: Measured, nowMs: number) => HealthLevel;

/** Complete, in the order in which people are told. */
const rules: Readonly<Record<TroubleKind, Rule>> = {
  'outbox-parked': ({ outbox }) => (outbox.parked > 0 ? 'act' : 'good'),
  'outbox-old': ({ outbox }, nowMs) => byAge(outbox.oldestAt, nowMs, oldChange),
  conflicts: ({ outbox }) => (outbox.conflicts > 0 ? 'watch' : 'good'),
  cards: ({ cards }) => (cards.inTrouble > 0 ? 'watch' : 'good'),
  deletions: ({ sync }) => (sync.heldBack > 0 ? 'act' : 'good'),
  connection: ({ sync }, nowMs) => {
    if (sync.errorCode === null) return 'good';
    const isNew = ageOf(sync.errorSince, nowMs) < passingMs;
    return passes.has(sync.errorCode) && isNew ? 'good' : 'act';
  },
  'not-connected': ({ till }) => (till === null ? 'watch' : 'good'),
  configuration: ({ configuration: { errorCodes } }) => {
    if (errorCodes.length === 0) return 'good';
    // A setting that only newer versions know passes with the update.
    return errorCodes.every((code) => code === 'config.partly') ? 'watch' : 'act';
  },
  'sync-old': ({ till, sync, startedAt }, nowMs) => {
    // A till that was just switched on has not had the time.
    if (till === null || ageOf(startedAt, nowMs) < oldSync.watchMs) return 'good';
    return byAge(sync.lastPullAt, nowMs, oldSync);
  },
  coverage: ({ coverage, sync }) => {
    const { cached, known } = coverage;
    const isComplete = known === null || cached >= known * poorCoverage;
    return isComplete || sync.activity === 'pulling' ? 'good' : 'watch';
  },
  index: ({ coverage }) => (coverage.indexing === undefined ? 'good' : 'watch'),
  schema: ({ versions }) => (versions.schema === versions.programsSchema ? 'good' : 'act'),
  disk: ({ disk }) => {
    if (disk.free === null) return 'good';
    if (disk.free < littleDisk.actBytes) return 'act';
    // A backup, or another key, writes the whole store once more.
    return disk.free < Math.max(littleDisk.watchBytes, 2 * disk.store) ? 'watch' : 'good';
  },
  backup: ({ backups }, nowMs) =>
    // A till on which none was made yet is well: the first is made within a day.
    backups.errorCode !== null ||
    ageOf(backups.newestAt, nowMs) > oldBackupMs ||
    ageOf(backups.outdatedSince, nowMs) > outdatedBackupMs
      ? 'watch'
      : 'good',
  endpoint: ({ endpoint }) => (endpoint.errorCode === null ? 'good' : 'watch'),
  audit: ({ audit }) => (audit === null || audit.isWhole ? 'good' : 'act'),
  key: ({ key, till, outbox }) => {
    if (key.keptBy !== 'beside' || till?.practice === true) return 'good';
    if (till !== null) return 'act';
    // Somebody works with it already; one that holds nothing has nothing to protect.
    return outbox.waiting + outbox.parked > 0 ? 'watch' : 'good';
  },
  slow: ({ usage }) => {
    const search = usage.operations.find(({ operation }) => operation === 'customers.search');
    const isSlow =
      search !== undefined && search.count >= enoughSearches && (search.p95Ms ?? 0) > slowSearchMs;
    return isSlow ? 'watch' : 'good';
  },
  errors: ({ usage }, nowMs) =>
    usage.events.some(({ level, lastAt }) => level === 'error' && ageOf(lastAt, nowMs) < dayMs)
      ? 'watch'
      : 'good',
};

function byAge(
  at: string | null,
  nowMs: number,
  limits: { readonly watchMs: number; readonly actMs: number },
): HealthLevel {
  if (at === null) return 'good';
  const age = ageOf(at, nowMs);
  if (age > limits.actMs) return 'act';
  return age > limits.watchMs ? 'watch' : 'good';
}

/** Of something whose time nobody knows: none. */
function ageOf(at: string | null, nowMs: number): number {
  return at === null ? 0 : nowMs - Date.parse(at);
}
