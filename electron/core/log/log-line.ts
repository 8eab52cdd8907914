import { fitEntry, type LogEntry } from './log-details.ts';

/**
 * One line of a log: JSON of `time` (RFC 3339), `level`, `event` and the details that fit, in plain ASCII, so that
 * nothing in it ends the line or moves a terminal's cursor.
 *
 * @param atMs milliseconds since the epoch
 */
export function spellLine(atMs: number, { level, event, details }: LogEntry): string {
  return JSON.stringify({ time: new Date(atMs).toISOString(), level, event, ...details }).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A line of a log file with what fits of it; undefined for one that is none, as a line cut off by a power cut. */
export function respellLine(line: string): string | undefined {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return undefined; // That is the answer.
  }
  if (typeof read !== 'object' || read === null) return undefined;
  const { time, level, event, ...details } = read as Record<string, unknown>;
  const atMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : spellLine(atMs, fitEntry(level, event, details));
}
