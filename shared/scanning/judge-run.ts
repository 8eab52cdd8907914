import { areShort, keysOf, pausesOf, strokesByHand, type RunStroke } from './key-run.ts';
import type { KeyStroke } from './key-stroke.ts';
import { readStrokes } from './read-strokes.ts';
import { startsWithIdentifier } from './scan-code.ts';
import type { ScanEnd, ScannerProfile } from './scanner-profile.ts';

/** A scan that was typed. */
export interface TypedScan {
  /** As the scanner meant it, its learned prefix taken off. */
  readonly text: string;
  readonly end: Exclude<ScanEnd, 'any'>;
  /** The strokes, prefix and Shift included. */
  readonly strokes: readonly KeyStroke[];
  readonly longestPauseMs: number;
}

/** A scan in a run of strokes, and what else was in it. */
export interface JudgedRun {
  readonly scan: TypedScan;
  readonly first: RunStroke;
  /** The scanner's strokes. */
  readonly own: ReadonlySet<RunStroke>;
}

export interface JudgeOptions {
  /** Nothing is asked of the text: a scanner is being learned. */
  readonly learning: boolean;
  /** The strokes go to a field for a secret, where a password manager may type like a scanner. */
  readonly secret: boolean;
}

/** A pause longer than the scanner's, within a scan: tolerated when as many strokes lie on both sides of it. */
const strokesBesideHiccup = 4;
const hiccupFactor = 2;
/** A stroke in front is not the scan's when the pause behind it is so much longer than the scan's own. */
const strayPauseFactor = 3;
const strayPauseMs = 12;
const mostStrayStrokes = 3;
/** A stroke of a machine that is sure of itself. */
const shortDwellMs = 30;

/**
 * Finds the scan that a run of strokes ends with. A person may have typed right
 * before it, and in the middle of it.
 *
 * @param end how the run ended; `none`: nothing came any more
 */
export function judgeRun(
  run: readonly RunStroke[],
  end: TypedScan['end'],
  profile: ScannerProfile,
  options: JudgeOptions,
): JudgedRun | undefined {
  const byHand = strokesByHand(run);
  const machine = lastBurst(
    run.filter((entry) => !byHand.has(entry)),
    profile.maxKeyMs,
  );
  const keys = keysOf(machine);
  if (keys.length < profile.minLength) return undefined;
  // Better no code than one with a person's key in it, or without one of its own:
  // the two can be told apart only where the scanner's strokes are short.
  if (byHand.size > 0 && !areShort(keys)) return undefined;
  const byHandInside = [...byHand].filter(({ serial }) => serial > (machine[0]?.serial ?? 0));
  if (byHandInside.length > keys.length / 2) return undefined;

  const start = startOfCode(machine, profile, options.learning ? 0 : mostStrayStrokes);
  const strokes = machine.slice(start.at);
  const text = start.text.slice(start.prefixLength);
  const found = endOfText(text, end);
  const pauses = pausesOf(strokes).slice(1);
  const longestPauseMs = Math.max(0, ...pauses.map(({ pauseMs }) => pauseMs));
  if (found.text.length < profile.minLength || median(pauses) > profile.maxKeyMs) return undefined;

  const announced = start.prefixLength > 0 || startsWithIdentifier(found.text);
  const expectsEnd = profile.suffix !== 'any' && profile.suffix !== 'none';
  if (expectsEnd && found.end === 'none' && !announced && !options.learning) return undefined;
  const trusted = announced || options.learning || (expectsEnd && !options.secret && isSurelyMachine(keys));
  if (!trusted && !looksLikeCode(found.text, options.secret)) return undefined;

  const [first] = strokes;
  if (first === undefined) return undefined;
  const scan = { ...found, strokes: strokes.map(({ stroke }) => stroke), longestPauseMs };
  return { scan, first, own: new Set(strokes) };
}

/** The strokes at the end that followed each other at a scanner's pace. */
function lastBurst(run: readonly RunStroke[], maxKeyMs: number): readonly RunStroke[] {
  const pauses = pausesOf(run);
  let start = pauses.length - 1;
  let sinceHiccup = 0;
  while (start > 0) {
    const pauseMs = pauses[start]?.pauseMs ?? 0;
    if (pauseMs > maxKeyMs) {
      const before = pauses.slice(Math.max(1, start - strokesBesideHiccup), start);
      const isHiccup =
        pauseMs <= maxKeyMs * hiccupFactor &&
        sinceHiccup >= strokesBesideHiccup &&
        before.length === strokesBesideHiccup &&
        before.every((pause) => pause.pauseMs <= maxKeyMs);
      if (!isHiccup) break;
      sinceHiccup = 0;
    }
    sinceHiccup += 1;
    start -= 1;
  }
  return fromKey(run, pauses[withoutStrays(pauses, start)]?.key);
}

/** Skips strokes at the beginning that somebody typed just before the scanner began. */
function withoutStrays(pauses: ReturnType<typeof pausesOf>, start: number): number {
  const own = pauses.slice(start + 1 + mostStrayStrokes);
  if (own.length < mostStrayStrokes) return start;
  const usualMs = median(own);
  for (let skipped = mostStrayStrokes; skipped > 0; skipped -= 1) {
    const pause = pauses[start + skipped];
    if (pause && pause.pauseMs > usualMs * strayPauseFactor + strayPauseMs) return start + skipped;
  }
  return start;
}

/** The run from a key on, with the Shift that was pressed for it. */
function fromKey(run: readonly RunStroke[], key: RunStroke | undefined): readonly RunStroke[] {
  let at = key === undefined ? run.length : run.indexOf(key);
  while (run[at - 1]?.kind === 'modifier') at -= 1;
  return run.slice(at);
}

interface CodeStart {
  readonly at: number;
  readonly text: string;
  readonly prefixLength: number;
}

/** Where the code begins: at the learned prefix, at an AIM identifier, else at the first stroke. */
function startOfCode(
  strokes: readonly RunStroke[],
  { prefix, layout }: ScannerProfile,
  mostStrays: number,
): CodeStart {
  const read = (at: number): string =>
    readStrokes(
      strokes.slice(at).map(({ stroke }) => stroke),
      layout,
    );
  const whole = { at: 0, text: read(0), prefixLength: 0 };
  for (let at = 0; at <= mostStrays && at < strokes.length; at += 1) {
    const text = at === 0 ? whole.text : read(at);
    if (prefix !== '' && text.startsWith(prefix)) return { at, text, prefixLength: prefix.length };
    if (startsWithIdentifier(text)) return { at, text, prefixLength: 0 };
  }
  return whole;
}

/** Alt codes can be an end as well: it is a character of the text then. */
function endOfText(text: string, end: TypedScan['end']): { text: string; end: TypedScan['end'] } {
  const last = /[\r\n\t]+$/.exec(text);
  if (last === null) return { text, end };
  const first = last[0].charAt(0);
  return {
    text: text.slice(0, last.index),
    end: first === '\t' ? 'tab' : first === '\n' ? 'line-feed' : 'enter',
  };
}

function isSurelyMachine(keys: readonly RunStroke[]): boolean {
  const seen = keys.filter(({ upMs }) => upMs !== undefined);
  return (
    seen.length >= keys.length - 1 &&
    seen.every(({ stroke, upMs }) => (upMs ?? 0) - stroke.timeMs <= shortDwellMs)
  );
}

const fewestDigits = 3;
const fewestSecretDigits = 8;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether a text is what stands on cards: digits, or letters with many digits
 * among them, an address, a record. Words, names and e-mail addresses are not.
 */
function looksLikeCode(text: string, secret: boolean): boolean {
  const plain = text.replaceAll(/\p{Cc}+/gu, '').trim();
  const digits = plain.replaceAll(/\D+/g, '').length;
  if (secret) return digits >= fewestSecretDigits && digits === plain.length;
  if (/^https?:\/\/\S+$/i.test(plain) || /^(?:\{.*\}|\[.*\])$/.test(plain) || uuid.test(plain)) return true;
  return digits >= fewestDigits && digits * 3 >= plain.length && !/[\s@]/.test(plain);
}

function median(pauses: readonly { readonly pauseMs: number }[]): number {
  const sorted = pauses.map(({ pauseMs }) => pauseMs).toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
