import { judgeRun, type JudgeOptions, type TypedScan } from './judge-run.ts';
import { isMachineAtWork, keysOf, strokesByHand, type RunStroke } from './key-run.ts';
import {
  controlCharacterOf,
  endOf,
  functionCharacterOf,
  kindOf,
  type KeyRelease,
  type KeyStroke,
} from './key-stroke.ts';
import type { ScannerProfile } from './scanner-profile.ts';

/** What is to be done, in the order given, before the stroke itself goes on. */
export type ScanAction =
  /** A scan: what strokes from `firstSerial` on did to the page is undone; those to `keep` were a person's. */
  | {
      readonly do: 'scan';
      readonly scan: TypedScan;
      readonly firstSerial: number;
      readonly keep: readonly KeyStroke[];
    }
  /** No scan: strokes that were kept from the page are given to it. */
  | { readonly do: 'give-back'; readonly strokes: readonly KeyStroke[] };

export interface Heard {
  readonly serial: number;
  readonly actions: readonly ScanAction[];
  /** `hold`: the page does not get this stroke. */
  readonly handling: 'pass' | 'hold';
}

/** Hears every key of the window and tells scans from typing. Keeps no more than the run under way. */
export interface ScanRecogniser {
  press(stroke: KeyStroke, options?: { readonly secret: boolean }): Heard;
  /** @returns whether the page gets the release */
  release(release: KeyRelease): 'pass' | 'hold';
  /** When `expire` is to be called, in the time of the strokes; undefined when nothing waits. */
  dueMs(): number | undefined;
  /** Nothing came any more. */
  expire(nowMs: number): readonly ScanAction[];
  /** Something else happened to the page: what is held is given back. */
  interrupt(): readonly ScanAction[];
}

/** Without an end, a scan is over when nothing comes for so long, and for twice its longest pause. */
const shortestSettleMs = { learned: 50, unlearned: 110 };
/** A gap of so many of the scanner's longest begins a new run. */
const breakFactor = 2;
/** The end that a person's scanner sends late, after a scan that seemed to have none. */
const lateEndMs = 250;
const mostStrokes = 4096;

export function createScanRecogniser(
  profile: ScannerProfile,
  { learning = false }: { readonly learning?: boolean } = {},
): ScanRecogniser {
  let run: RunStroke[] = [];
  let serial = 0;
  let holding = false;
  let options: JudgeOptions = { learning, secret: false };
  /** Until then, ends and control characters still belong to the scan before. */
  let tailUntilMs = Number.NEGATIVE_INFINITY;
  const heldDown = new Set<string>();

  const heldStrokes = () => run.filter(({ held }) => held);
  const settleMs = () => {
    const shortest = shortestSettleMs[profile.suffix === 'any' ? 'unlearned' : 'learned'];
    let longestMs = 0;
    for (const [at, { stroke }] of run.entries()) {
      const before = run[at - 1];
      if (before) longestMs = Math.max(longestMs, stroke.timeMs - before.stroke.timeMs);
    }
    return Math.max(shortest, 2 * Math.min(longestMs, profile.maxKeyMs));
  };

  const giveBack = (): ScanAction[] => {
    const owed = heldStrokes();
    holding = false;
    for (const entry of owed) entry.held = false;
    return owed.length === 0 ? [] : [{ do: 'give-back', strokes: owed.map(({ stroke }) => stroke) }];
  };
  const startOver = (): ScanAction[] => {
    const actions = giveBack();
    run = [];
    return actions;
  };
  const judge = (end: TypedScan['end'], nowMs: number): ScanAction[] => {
    const judged = judgeRun(run, end, profile, options);
    if (judged === undefined) return [];
    const keep = keysOf(run).filter(
      (entry) => !judged.own.has(entry) && (entry.held || entry.serial > judged.first.serial),
    );
    run = [];
    holding = false;
    tailUntilMs = nowMs + (judged.scan.end === 'none' ? lateEndMs : breakFactor * profile.maxKeyMs);
    const { scan } = judged;
    return [{ do: 'scan', scan, firstSerial: judged.first.serial, keep: keep.map(({ stroke }) => stroke) }];
  };
  /** The run is over for good. */
  const conclude = (nowMs: number): ScanAction[] => {
    const scanned = judge('none', nowMs);
    return scanned.length > 0 ? scanned : startOver();
  };
  const beginsWithPrefix = (stroke: KeyStroke): boolean => {
    const character =
      kindOf(stroke) === 'function' ? functionCharacterOf(stroke) : controlCharacterOf(stroke);
    return run.length === 0 && character !== undefined && profile.prefix.startsWith(character);
  };
  /** Two strokes by hand in a row: whoever is at work, it is not a scanner alone. */
  const isTypedByNow = () => {
    const byHand = strokesByHand(run);
    return keysOf(run)
      .slice(-2)
      .every((key) => byHand.has(key));
  };

  const press = (stroke: KeyStroke): Omit<Heard, 'serial'> => {
    const { timeMs } = stroke;
    const lastMs = run.at(-1)?.stroke.timeMs;
    const isLate = lastMs !== undefined && timeMs - lastMs > breakFactor * profile.maxKeyMs;
    const isSettled = lastMs !== undefined && timeMs - lastMs > settleMs() && profile.suffix === 'any';
    const before = isLate || isSettled ? concludeOrGoOn(isLate) : [];
    let kind = kindOf(stroke);
    // An accent's key makes the next one a composition too; a scanner goes on regardless.
    if (kind === 'composing' && stroke.code !== '' && run.some((entry) => entry.stroke.key === 'Dead')) {
      kind = 'character';
    }
    const isRepeated = stroke.repeat && kind !== 'modifier';
    if (kind === 'command' || kind === 'composing' || isRepeated) {
      return { actions: [...before, ...startOver()], handling: 'pass' };
    }
    if (run.length === 0 && timeMs <= tailUntilMs && (kind === 'end' || kind === 'control')) {
      return { actions: before, handling: 'hold' };
    }
    if (kind === 'end') {
      const scanned = judge(endOf(stroke) ?? 'enter', timeMs);
      if (scanned.length > 0) return { actions: [...before, ...scanned], handling: 'hold' };
      return { actions: [...before, ...startOver()], handling: 'pass' };
    }
    if (kind === 'modifier') {
      if (run.length > 0 || stroke.key === 'Alt') run.push(entryOf(stroke, kind, false));
      return { actions: before, handling: 'pass' };
    }
    const given =
      holding && (timeMs - (lastMs ?? timeMs) > profile.maxKeyMs || isTypedByNow()) ? giveBack() : [];
    holding ||= beginsWithPrefix(stroke) || isMachineAtWork(run, timeMs, profile.maxKeyMs);
    run.push(entryOf(stroke, kind, holding));
    if (run.length > mostStrokes) return { actions: [...before, ...startOver()], handling: 'pass' };
    return { actions: [...before, ...given], handling: run.at(-1)?.held === true ? 'hold' : 'pass' };

    function concludeOrGoOn(isOver: boolean): ScanAction[] {
      if (isOver) return conclude(timeMs);
      const scanned = judge('none', timeMs);
      return scanned.length > 0 ? scanned : giveBack();
    }
  };
  const entryOf = (stroke: KeyStroke, kind: RunStroke['kind'], held: boolean): RunStroke => ({
    serial,
    stroke,
    kind,
    upMs: undefined,
    held,
  });

  return {
    press(stroke, { secret } = { secret: false }) {
      serial += 1;
      if (run.length === 0) options = { learning, secret };
      const heard = press(stroke);
      if (heard.handling === 'hold') heldDown.add(stroke.code);
      else heldDown.delete(stroke.code);
      return { serial, ...heard };
    },
    release({ code, timeMs }) {
      const entry = run.findLast(({ stroke, upMs }) => stroke.code === code && upMs === undefined);
      if (entry) entry.upMs = timeMs;
      return heldDown.delete(code) ? 'hold' : 'pass';
    },
    dueMs() {
      const last = run.at(-1);
      if (last === undefined) return undefined;
      const waits = heldStrokes().length > 0 || keysOf(run).length >= profile.minLength;
      return waits ? last.stroke.timeMs + settleMs() : undefined;
    },
    expire(nowMs) {
      const last = run.at(-1);
      if (last === undefined || nowMs < last.stroke.timeMs + settleMs()) return [];
      const scanned = judge('none', nowMs);
      // The run goes on: its end may come later than usual.
      return scanned.length > 0 ? scanned : giveBack();
    },
    interrupt: startOver,
  };
}
