import {
  controlCharacterOf,
  functionCharacterOf,
  isOneCharacter,
  kindOf,
  numpadDigitOf,
  type KeyStroke,
} from './key-stroke.ts';
import { characterOn } from './keyboard-layouts.ts';
import type { ScannerLayout } from './scanner-profile.ts';

/** So many digits with Shift and none without are a keyboard whose digits need it. */
const enoughShiftedDigits = 4;

/**
 * The text a scanner meant with its strokes.
 *
 * With a layout named, what counts is the physical key and Shift: the till's own
 * layout and caps lock play no part. `as-typed` takes what the till's layout
 * makes of a key, except that
 * - a digit key is a digit even where the till's layout wants Shift for it (AZERTY),
 *   and the scanner is then read as the American one it must be;
 * - letters are as large as Shift makes them: scanners do not look at caps lock;
 * - a key that only begins an accent is read as on an American keyboard.
 */
export function readStrokes(strokes: readonly KeyStroke[], layout: ScannerLayout): string {
  const read = layout === 'as-typed' ? readerAsTyped(strokes) : readerOf(layout);
  return readAltCodes(strokes, read);
}

type StrokeReader = (stroke: KeyStroke) => string;

function readerOf(layout: Exclude<ScannerLayout, 'as-typed'>): StrokeReader {
  return (stroke) => {
    const { code, shift, ctrl, alt, altGraph } = stroke;
    const character = characterOn(layout, code, { shift, altGr: altGraph || (ctrl && alt) });
    return character ?? characterAsTyped(stroke);
  };
}

function readerAsTyped(strokes: readonly KeyStroke[]): StrokeReader {
  const digitKeys = strokes.filter(({ code, altGraph }) => code.startsWith('Digit') && !altGraph);
  const isAmerican =
    digitKeys.some(({ key, shift }) => !shift && !/^\d$/.test(key)) || startsLikeIdentifierOfUs(strokes);
  if (isAmerican) return readerOf('us');
  const areShiftedDigits =
    digitKeys.length >= enoughShiftedDigits &&
    digitKeys.every(({ key, shift }) => shift && !/^\d$/.test(key));
  // A scanner that presses caps lock itself means what comes of it.
  const pressesCapsLock = new Set(strokes.map(({ capsLock }) => capsLock)).size > 1;
  return (stroke) => {
    const { code, key, shift, capsLock } = stroke;
    if (areShiftedDigits && code.startsWith('Digit')) return code.slice(-1);
    if (!capsLock || pressesCapsLock || !isOneCharacter(key)) return characterAsTyped(stroke);
    return shift ? key.toUpperCase() : key.toLowerCase();
  };
}

/** "]C1" of an American scanner, where the till's key for "]" is another one. */
function startsLikeIdentifierOfUs([bracket, letter, option]: readonly KeyStroke[]): boolean {
  return (
    bracket?.code === 'BracketRight' &&
    !bracket.shift &&
    bracket.key !== ']' &&
    letter !== undefined &&
    letter.code.startsWith('Key') &&
    option !== undefined &&
    option.code.startsWith('Digit')
  );
}

function characterAsTyped(stroke: KeyStroke): string {
  const { code, key, shift } = stroke;
  if (isOneCharacter(key)) return key;
  return numpadDigitOf(code) ?? characterOn('us', code, { shift, altGr: false }) ?? '';
}

/** Alt codes are put together; what other strokes mean, `read` and the kind of the stroke say. */
function readAltCodes(strokes: readonly KeyStroke[], read: StrokeReader): string {
  let text = '';
  let altCode = '';
  const closeAltCode = () => {
    if (altCode !== '') text += String.fromCharCode(Number(altCode) % 256);
    altCode = '';
  };
  for (const stroke of strokes) {
    const kind = kindOf(stroke);
    if (kind === 'alt-digit') {
      altCode += numpadDigitOf(stroke.code) ?? '';
      // Windows knows codes of three digits, and of four that begin with 0.
      if (altCode.length === (altCode.startsWith('0') ? 4 : 3)) closeAltCode();
      continue;
    }
    closeAltCode();
    if (kind === 'control') text += controlCharacterOf(stroke) ?? '';
    else if (kind === 'function') text += functionCharacterOf(stroke);
    else text += numpadDigitOf(stroke.code) ?? read(stroke);
  }
  closeAltCode();
  return text;
}
