import type { KeyStroke, StrokeKind } from './key-stroke.ts';

/** A stroke among those that followed each other closely. */
export interface RunStroke {
  /** Counts up over the life of a recogniser. */
  readonly serial: number;
  readonly stroke: KeyStroke;
  readonly kind: StrokeKind;
  /** When the key went up again; undefined while it is down. */
  upMs: number | undefined;
  /** Kept from the page, and owed to it should this be no scan. */
  held: boolean;
}

/** Keys report up to so much too late that the next one is down already. */
const reportToleranceMs = 2;
/** How much longer than a scanner's usual stroke a stroke must be to be a person's. */
const strayDwellFactor = 3;
const strayDwellMs = 25;
/** Nobody lets go of a key sooner. */
const shortestDwellByHandMs = 30;

/** Strokes a machine must have made before any is kept from the page. */
const surelyMachineKeys = 3;
/** What so many of the keys do is usual. */
const usualShare = 0.6;

/** The strokes that make or are a character, without Shift and its like. */
export function keysOf(run: readonly RunStroke[]): readonly RunStroke[] {
  return run.filter(({ kind }) => kind !== 'modifier');
}

/**
 * The strokes of a person among those of a scanner. People hold a key for 60 to
 * 150 ms, so that in fast typing the next one goes down before it is up
 * ("roll-over": Dhakal et al. 2018, 136 million keystrokes); a scanner lets go
 * of each key before its next. Where no key was ever seen going up, nothing is known.
 */
export function strokesByHand(run: readonly RunStroke[]): ReadonlySet<RunStroke> {
  const keys = keysOf(run);
  const usualMs = usualDwellMs(keys);
  if (usualMs === undefined) return new Set();
  const longestMs = usualMs * strayDwellFactor + strayDwellMs;
  return new Set(
    keys.filter((key, at) => {
      const next = keys[at + 1];
      if (key.upMs === undefined) {
        const later = keys.slice(at + 1);
        return next === undefined
          ? areLetGoOf(keys.slice(0, -1))
          : later.some(({ upMs }) => upMs !== undefined);
      }
      const dwellMs = key.upMs - key.stroke.timeMs;
      const rollsOver = next !== undefined && key.upMs > next.stroke.timeMs + reportToleranceMs;
      return (rollsOver && dwellMs > shortestDwellByHandMs) || dwellMs > longestMs;
    }),
  );
}

/** Whether keys usually were up before the next was down, so that one still down at the end is no scanner's. */
function areLetGoOf(keys: readonly RunStroke[]): boolean {
  const letGo = keys.filter(({ upMs }, at) => {
    return upMs !== undefined && upMs <= (keys[at + 1]?.stroke.timeMs ?? upMs);
  });
  return letGo.length >= surelyMachineKeys && letGo.length >= keys.length * usualShare;
}

/** Whether the strokes are so short that those of a person stand out among them. */
export function areShort(keys: readonly RunStroke[]): boolean {
  return (usualDwellMs(keys) ?? Number.POSITIVE_INFINITY) <= shortestDwellByHandMs;
}

function usualDwellMs(keys: readonly RunStroke[]): number | undefined {
  const dwells = keys.flatMap(({ stroke, upMs }) => (upMs === undefined ? [] : [upMs - stroke.timeMs]));
  return dwells.toSorted((left, right) => left - right)[Math.floor(dwells.length / 4)];
}

/**
 * The pause before each key, in milliseconds: the longest between two strokes
 * since the key before, Shift and its like included. The first has none.
 */
export function pausesOf(
  run: readonly RunStroke[],
): readonly { readonly key: RunStroke; readonly pauseMs: number }[] {
  const pauses: { key: RunStroke; pauseMs: number }[] = [];
  let longestMs = 0;
  let lastMs: number | undefined;
  for (const entry of run) {
    const { timeMs } = entry.stroke;
    longestMs = Math.max(longestMs, lastMs === undefined ? 0 : timeMs - lastMs);
    lastMs = timeMs;
    if (entry.kind === 'modifier') continue;
    pauses.push({ key: entry, pauseMs: pauses.length === 0 ? 0 : longestMs });
    longestMs = 0;
  }
  return pauses;
}

/**
 * Whether the last strokes can only be a machine's: close to each other, each let
 * go of before the next. A person's fingers do not manage three like that.
 */
export function isMachineAtWork(run: readonly RunStroke[], nowMs: number, maxKeyMs: number): boolean {
  const pauses = pausesOf(run).slice(-surelyMachineKeys);
  const last = run.at(-1);
  if (pauses.length < surelyMachineKeys || last === undefined || nowMs - last.stroke.timeMs > maxKeyMs) {
    return false;
  }
  return pauses.every(({ key, pauseMs }, at) => {
    const nextMs = pauses[at + 1]?.key.stroke.timeMs ?? nowMs;
    const isClose = at === 0 || pauseMs <= maxKeyMs;
    return isClose && key.upMs !== undefined && key.upMs <= nextMs + reportToleranceMs;
  });
}
