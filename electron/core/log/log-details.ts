import { operationNames } from '#shared/contract/operation-names';
import { logLevels, type LogLevel } from '#shared/contract/log-levels';
import { describeCause, fitCode, type CauseDescription } from './describe-cause.ts';

/**
 * What a log line may say, and nothing else: numbers, ids this till has made up, codes and names the program itself has
 * given, and where a bug was. There is no kind for a text, so nothing of a customer has a place here. What does not fit
 * its kind is left out when the line is written, whoever wrote it.
 */
const kinds = {
  count: (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  id: (value: unknown) => (isNotated(value, uuid) ? value : undefined),
  ids: (value: unknown) => listOf(value, uuid),
  operation: (value: unknown) => operationNames.find((name) => name === value),
  /** `ok`, a code of the catalogue, or one of the system or the driver. */
  code: (value: unknown) => (value === 'ok' ? value : fitCode(value)),
  mended: (value: unknown) => mendings.find((known) => known === value),
  cause: describeCause,
  names: (value: unknown) => listOf(value, /^[a-z][A-Za-z]{0,30}$/)?.filter(isKey),
} as const;

/** What of a damaged search index was made anew. */
const mendings = ['snapshot', 'entries'] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const keys = {
  jobId: 'id',
  batchId: 'id',
  mutationIds: 'ids',
  operation: 'operation',
  outcome: 'code',
  code: 'code',
  schema: 'count',
  ms: 'count',
  pauseMs: 'count',
  exitCode: 'count',
  page: 'count',
  unreadable: 'count',
  vanished: 'count',
  known: 'count',
  /** Of an index: how much of it was mended, and how far its making has come. */
  mended: 'mended',
  done: 'count',
  total: 'count',
  cause: 'cause',
  /** Details that had to be left out. */
  unfit: 'names',
} as const satisfies Record<string, keyof typeof kinds>;

type Key = keyof typeof keys;
interface Values {
  readonly count: number;
  readonly id: string;
  readonly ids: readonly string[];
  readonly operation: string;
  readonly code: string;
  readonly mended: (typeof mendings)[number];
  /** Whatever was thrown. */
  readonly cause: unknown;
  readonly names: readonly string[];
}
export type LogDetails = { readonly [Name in Key]?: Values[(typeof keys)[Name]] | undefined };
/** What is left of details when it is written. */
export type FitDetails = Readonly<Record<string, number | string | readonly string[] | CauseDescription>>;

/** `room.what-happened` */
export type LogEvent = `${string}.${string}`;
export type CoreLog = (level: LogLevel, event: LogEvent, details?: LogDetails) => void;

/** One line of a log, before it is spelled. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: LogEvent;
  readonly details: FitDetails;
}

/** An entry with all that may stand in it; `unfit` names the details that had to be left out. */
export function fitEntry(level: unknown, event: unknown, details: unknown = {}): LogEntry {
  const fit: Record<string, FitDetails[string]> = {};
  const unfit: string[] = [];
  for (const [key, value] of Object.entries(details ?? {})) {
    if (value === undefined) continue;
    const kind = Object.hasOwn(keys, key) ? keys[key as Key] : undefined;
    const fitting = kind && kinds[kind](value);
    if (fitting !== undefined) fit[key] = fitting;
    else if (kind !== undefined) unfit.push(key);
  }
  return {
    level: logLevels.find((known) => known === level) ?? 'error',
    event: isEvent(event) ? event : 'log.unfit-event',
    details: unfit.length === 0 ? fit : { ...fit, unfit },
  };
}

/**
 * The same log, in which nothing arrives that has no place in it.
 *
 * @param threshold the least important level that is still written; everything when absent
 */
export function fittingLog(log: CoreLog, threshold: () => LogLevel = () => 'debug'): CoreLog {
  return (level, event, details) => {
    if (logLevels.indexOf(level) > logLevels.indexOf(threshold())) return;
    const entry = fitEntry(level, event, details);
    log(entry.level, entry.event, details && entry.details);
  };
}

function isKey(name: string): boolean {
  return Object.hasOwn(keys, name);
}

function isEvent(value: unknown): value is LogEvent {
  return isNotated(value, /^[a-z][a-z0-9-]{0,30}\.[a-z][a-z0-9-]{0,40}$/);
}

function listOf(value: unknown, notation: RegExp): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((one): one is string => isNotated(one, notation)).slice(0, 50);
}

function isNotated(value: unknown, notation: RegExp): value is string {
  return typeof value === 'string' && notation.test(value);
}
