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

/**
 * Without an end, a scan is over when nothing comes for so long, and for twice its
 * longest pause. A busy machine brings keys late: half a code is worse than a late one.
 */
const shortestSettleMs = { learned: 120, unlearned: 300 };
/** A gap of so many of the scanner's longest begins a new run. */
const breakFactor = 2;
/** The end that a person's scanner sends late, after a scan that seemed to have none. */
const lateEndMs = 250;
const mostStrokes = 4096;
/** ETX, EOT, GS and RS: what may still come behind a code, and nobody presses right after a scan. */
const frameEnds: ReadonlySet<string | undefined> = new Set(['\u0003', '\u0004', '\u001D', '\u001E']);
const isFrameEnd = (stroke: KeyStroke): boolean => frameEnds.has(controlCharacterOf(stroke));

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
  /** The run that was taken for a scan without an end. */
  let settled: readonly RunStroke[] = [];
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
    for (const entry of run) entry.held = false;
    settled = judged.scan.end === 'none' ? run : [];
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
  /** Keys that were brought so late that their scan was thought to be over belong to it: it is told again, whole. */
  const goOnWithSettled = (timeMs: number): void => {
    const lastMs = settled.at(-1)?.stroke.timeMs ?? Number.NEGATIVE_INFINITY;
    if (run.length === 0 && timeMs - lastMs <= profile.maxKeyMs) {
      run = [...settled];
      holding = true;
    }
    settled = [];
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

  /** The release of the last key is still to come, and tells whose it was. */
  const isLastDown = () => {
    const keys = keysOf(run);
    return keys.at(-1)?.upMs === undefined && keys.some(({ upMs }) => upMs !== undefined);
  };

  const press = (stroke: KeyStroke): Omit<Heard, 'serial'> => {
    const { timeMs } = stroke;
    let kind = kindOf(stroke);
    if (kind !== 'end' && kind !== 'control') goOnWithSettled(timeMs);
    const lastMs = run.at(-1)?.stroke.timeMs;
    const isLate = lastMs !== undefined && timeMs - lastMs > breakFactor * profile.maxKeyMs;
    const before = isLate ? conclude(timeMs) : [];
    // An accent's key makes the next one a composition too; a scanner goes on regardless.
    if (kind === 'composing' && stroke.code !== '' && run.some((entry) => entry.stroke.key === 'Dead')) {
      kind = 'character';
    }
    const isRepeated = stroke.repeat && kind !== 'modifier';
    if (kind === 'command' || kind === 'composing' || isRepeated) {
      return { actions: [...before, ...startOver()], handling: 'pass' };
    }
    if (run.length === 0 && timeMs <= tailUntilMs && (kind === 'end' || isFrameEnd(stroke))) {
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
      if (last === undefined || isLastDown()) return undefined;
      const waits = heldStrokes().length > 0 || keysOf(run).length >= profile.minLength;
      return waits ? last.stroke.timeMs + settleMs() : undefined;
    },
    expire(nowMs) {
      const last = run.at(-1);
      if (last === undefined || isLastDown() || nowMs < last.stroke.timeMs + settleMs()) return [];
      const scanned = judge('none', nowMs);
      // The run goes on: its end may come later than usual.
      return scanned.length > 0 ? scanned : giveBack();
    },
    interrupt: startOver,
  };
}
