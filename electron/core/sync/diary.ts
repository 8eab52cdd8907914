import type { TillError } from '#shared/contract/errors';
import type { SyncError, SyncStatus } from '#shared/contract/values';
import type { Pace } from './pace.ts';

/** What the sync did lately, for people: how fast it went and what went wrong. Kept in memory alone. */
export interface SyncDiary {
  /** So many customers, or changes, were dealt with just now. */
  noteWork(of: keyof SyncStatus['rates'], count: number): void;
  /** The work of this kind starts after a pause, or ends: the pause counts for nothing. */
  noteBreak(of: keyof SyncStatus['rates']): void;
  noteError(during: SyncError['during'], error: TillError): void;
  readonly rates: SyncStatus['rates'];
  readonly recentErrors: SyncError[];
}

const maxErrors = 20;
const windowMs = 30_000;
/** Less than this says nothing about what comes. */
const minMeasuredMs = 1_000;

export function createDiary(pace: Pace, clock: () => number): SyncDiary {
  const pull = createRate(pace);
  const push = createRate(pace);
  const errors: SyncError[] = [];
  return {
    noteWork: (of, count) => (of === 'pull' ? pull : push).note(count),
    noteBreak: (of) => (of === 'pull' ? pull : push).pause(),
    noteError(during, error) {
      const at = new Date(clock()).toISOString();
      const last = errors[0];
      if (last?.during === during && isSameFailure(last.error, error))
        errors[0] = { at, during, error, count: last.count + 1 };
      else errors.unshift({ at, during, error, count: 1 });
      errors.length = Math.min(errors.length, maxErrors);
    },
    get rates() {
      return { pull: pull.perSecond(), push: push.perSecond() };
    },
    get recentErrors() {
      return [...errors];
    },
  };
}

/** Whether a failure is the one before, once more: the service's reference differs every time. */
export function isSameFailure(failure: TillError | null, before: TillError | null): boolean {
  return failure?.code === before?.code && failure?.message === before?.message;
}

interface Rate {
  note(count: number): void;
  pause(): void;
  /** Over the last half minute of work; null when there is too little to tell. */
  perSecond(): number | null;
}

function createRate(pace: Pace): Rate {
  /** When, and how much in all by then; the first is where the measuring began. */
  let samples: { readonly atMs: number; readonly total: number }[] = [];
  let known: number | null = null;
  return {
    note(count) {
      const nowMs = pace.monotonicMs();
      const last = samples.at(-1);
      if (last === undefined) {
        // What was done before the first look took a time nobody measured.
        samples.push({ atMs: nowMs, total: 0 });
        return;
      }
      samples.push({ atMs: nowMs, total: last.total + count });
      const from = samples.findIndex(({ atMs }) => nowMs - atMs <= windowMs);
      if (from > 1) samples = samples.slice(from - 1);
      const measuredMs = nowMs - samples[0]!.atMs;
      if (measuredMs >= minMeasuredMs) {
        known = ((last.total + count - samples[0]!.total) * 1000) / measuredMs;
      }
    },
    pause() {
      samples = [];
    },
    perSecond: () => (known === null ? null : Math.round(known * 10) / 10),
  };
}
