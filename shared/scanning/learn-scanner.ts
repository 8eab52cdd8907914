import type { TypedScan } from './judge-run.ts';
import { isOneCharacter, kindOf } from './key-stroke.ts';
import { readStrokes } from './read-strokes.ts';
import { codeOfScan, startsWithIdentifier, type ScannedSymbology } from './scan-code.ts';
import {
  scannerLayouts,
  unlearnedScanner,
  type ScannerLayout,
  type ScannerProfile,
} from './scanner-profile.ts';

/** So many scans tell how a scanner types. */
export const scansToLearn = 3;

export interface LearnedScanner {
  readonly profile: ScannerProfile;
  /** The code of the scan made last, read with that profile. */
  readonly code: string;
  /** The usual time from key to key. */
  readonly usualKeyMs: number;
  /** What the scanner said the symbol was; undefined when it sends no AIM identifier. */
  readonly symbology: ScannedSymbology | undefined;
}

/** Room for pauses longer than any that was seen. */
const pauseMargin = { factor: 1.5, ms: 10 };
const pauseLimits = { least: 60, most: 250 };
const shortestCode = 3;

/**
 * How a scanner types, from a few scans made while nothing was asked of them.
 *
 * @param printed what stands on the card scanned last, where somebody said that
 *   the code was read wrongly; it tells letters of a prefix from the code's own, and the layout
 */
export function learnScanner(scans: readonly TypedScan[], printed?: string): LearnedScanner {
  const wanted = printed?.replaceAll(/\s+/g, '');
  const last = scans.at(-1);
  const layout = layoutOf(scans, wanted);
  const texts = scans.map(({ strokes }) => readStrokes(strokes, layout).replace(/[\r\n\t]+$/, ''));
  const prefix = wanted ? prefixBefore(texts.at(-1) ?? '', wanted) : signsInFrontOf(texts);
  const [text = ''] = texts.slice(-1).map((each) => withoutPrefix(each, prefix));
  const lengths = texts.map((each) => codeOfScan(withoutPrefix(each, prefix)).code.length);
  const ends = new Set(scans.map(({ end }) => end));
  const pausesMs = scans.flatMap(({ strokes }) =>
    strokes.slice(1).map((stroke, at) => stroke.timeMs - (strokes[at]?.timeMs ?? stroke.timeMs)),
  );
  const longestMs = Math.max(...scans.map(({ longestPauseMs }) => longestPauseMs));
  const maxKeyMs = Math.ceil(longestMs * pauseMargin.factor + pauseMargin.ms);
  const { code, symbology } = codeOfScan(text);
  return {
    profile: {
      prefix,
      suffix: ends.size === 1 && last ? last.end : 'any',
      maxKeyMs: Math.min(Math.max(maxKeyMs, pauseLimits.least), pauseLimits.most),
      minLength: Math.max(shortestCode, Math.min(unlearnedScanner.minLength, ...lengths)),
      layout,
    },
    code,
    usualKeyMs: Math.round(
      pausesMs.toSorted((left, right) => left - right)[Math.floor(pausesMs.length / 2)] ?? 0,
    ),
    symbology,
  };
}

/**
 * The layout with which a scan reads as the card says. Where nobody said, the
 * till's own, unless the keys only make sense on another one.
 */
function layoutOf(scans: readonly TypedScan[], wanted: string | undefined): ScannerLayout {
  if (wanted) {
    const strokes = scans.at(-1)?.strokes ?? [];
    return scannerLayouts.find((layout) => readStrokes(strokes, layout).includes(wanted)) ?? 'as-typed';
  }
  const sense = scans.map(({ strokes }) => readStrokes(strokes, 'as-typed'));
  const isAsTyped = scans.every(({ strokes }, at) => {
    const typed = strokes.filter((stroke) => kindOf(stroke) === 'character');
    return typed.every(
      ({ key }) => !isOneCharacter(key) || sense[at]?.toLowerCase().includes(key.toLowerCase()),
    );
  });
  if (isAsTyped) return 'as-typed';
  const fits = (layout: ScannerLayout) =>
    scans.every(({ strokes }, at) => readStrokes(strokes, layout) === sense[at]);
  return scannerLayouts.find((layout) => layout !== 'as-typed' && fits(layout)) ?? 'as-typed';
}

/** Signs and function keys that all scans begin with; letters and digits there may be the codes' own. */
function signsInFrontOf(texts: readonly string[]): string {
  const [first = ''] = texts;
  if (startsWithIdentifier(first)) return '';
  const signs = /^[^\p{L}\p{N}\s{[]*/u.exec(first)?.[0] ?? '';
  let length = signs.length;
  while (length > 0 && !texts.every((text) => text.startsWith(signs.slice(0, length)))) length -= 1;
  const common = signs.slice(0, length);
  // "~]C1": the bracket belongs to an identifier.
  return startsWithIdentifier(first.slice(length - 1)) ? common.slice(0, -1) : common;
}

/** What stands before the card's own code, an AIM identifier apart. */
function prefixBefore(text: string, wanted: string): string {
  const before = text.slice(0, Math.max(0, text.indexOf(wanted)));
  return before.replace(/\][A-Za-z][0-9A-Fa-f]$/, '');
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
