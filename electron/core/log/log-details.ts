import { logLevels, type LogLevel } from '#shared/contract/values';
import { describeCause, type CauseDescription } from './describe-cause.ts';

/**
 * What a log line may say, and nothing else: numbers, ids this till has made up, codes of the program's own, and where
 * a bug was. There is no kind for a text, so nothing of a customer has a place here. What does not fit its kind is
 * left out when the line is written, whoever wrote it.
 */
const kinds = {
  count: (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  id: (value: unknown) => (isNotated(value, /^[A-Za-z0-9_-]{1,64}$/) ? value : undefined),
  ids: (value: unknown) =>
    Array.isArray(value)
      ? value.filter((id): id is string => isNotated(id, /^[A-Za-z0-9_-]{1,64}$/)).slice(0, 50)
      : undefined,
  code: (value: unknown) => (isNotated(value, /^[A-Za-z][A-Za-z0-9.-]{0,63}$/) ? value : undefined),
  version: (value: unknown) => (isNotated(value, /^v?\d[\w.+-]{0,39}$/) ? value : undefined),
  cause: describeCause,
} as const;

const keys = {
  jobId: 'id',
  batchId: 'id',
  mutationIds: 'ids',
  /** An operation of the contract, and what it answered: `ok` or an error's code. */
  operation: 'code',
  outcome: 'code',
  code: 'code',
  /** Which of the hosts. */
  host: 'code',
  version: 'version',
  schema: 'count',
  ms: 'count',
  pauseMs: 'count',
  exitCode: 'count',
  status: 'count',
  page: 'count',
  unreadable: 'count',
  vanished: 'count',
  known: 'count',
  /** Of an index: how much of it was mended, and how far its making has come. */
  mended: 'code',
  done: 'count',
  total: 'count',
  cause: 'cause',
  /** Details that had to be left out. */
  unfit: 'ids',
} as const satisfies Record<string, keyof typeof kinds>;

type Key = keyof typeof keys;
interface Values {
  readonly count: number;
  readonly id: string;
  readonly ids: readonly string[];
  readonly code: string;
  readonly version: string;
  /** Whatever was thrown. */
  readonly cause: unknown;
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

function isEvent(value: unknown): value is LogEvent {
  return isNotated(value, /^[a-z][a-z0-9-]{0,30}\.[a-z][a-z0-9-]{0,40}$/);
}

function isNotated(value: unknown, notation: RegExp): value is string {
  return typeof value === 'string' && notation.test(value);
}
