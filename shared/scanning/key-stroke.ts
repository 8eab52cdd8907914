/** A key going down, as the window is told of it; times are the event's own, not when it was looked at. */
export interface KeyStroke {
  /** The physical key (UI Events `code`). */
  readonly code: string;
  /** What the till's own keyboard layout makes of it (UI Events `key`). */
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly altGraph: boolean;
  readonly capsLock: boolean;
  /** Held down, and repeated by the system. */
  readonly repeat: boolean;
  /** An input method is putting a character together. */
  readonly composing: boolean;
  readonly timeMs: number;
}

/** A key going up. */
export interface KeyRelease {
  readonly code: string;
  readonly timeMs: number;
}

/**
 * What a stroke can be a part of:
 * - `character`: types one; digits of the number pad too, whatever Num Lock makes of them
 * - `control`: Ctrl and a key, for a control character such as GS (Ctrl+])
 * - `function`: F1 to F24, which some scanners are set to send first
 * - `alt-digit`: Alt and a digit of the number pad, one of those that name a character
 * - `end`: Enter, Tab, or Ctrl with the key for CR, LF or HT
 * - `modifier`: makes nothing by itself
 * - `command`: what people press and no scanner sends
 * - `composing`: an input method has it
 */
export type StrokeKind =
  | 'character'
  | 'control'
  | 'function'
  | 'alt-digit'
  | 'end'
  | 'modifier'
  | 'command'
  | 'composing';

const modifierKeys: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
]);

const numpadDigit = /^Numpad(\d)$/;
const functionKey = /^F([1-9]|1\d|2[0-4])$/;

/** Function keys as characters of a prefix: those of the private use area that macOS gives them. */
const firstFunctionCharacter = 0xf7_04;

export function kindOf(stroke: KeyStroke): StrokeKind {
  const { key, ctrl, alt, meta, altGraph } = stroke;
  if (modifierKeys.has(key)) return 'modifier';
  if (stroke.composing || key === 'Process' || stroke.code === '') return 'composing';
  if (meta) return 'command';
  if (alt && !ctrl && !altGraph && numpadDigit.test(stroke.code)) return 'alt-digit';
  // Alt Gr is Ctrl and Alt at once on Windows: it types, and commands nothing.
  const plain = altGraph || (ctrl && alt) || !(ctrl || alt);
  if (!plain) return ctrl ? kindOfControl(stroke) : 'command';
  if (key === 'Enter' || key === 'Tab') return stroke.shift ? 'command' : 'end';
  if (functionKey.test(key)) return 'function';
  return key === 'Dead' || isOneCharacter(key) || numpadDigit.test(stroke.code) ? 'character' : 'command';
}

function kindOfControl(stroke: KeyStroke): StrokeKind {
  if (endOf(stroke) !== undefined) return 'end';
  return controlCharacterOf(stroke) === undefined ? 'command' : 'control';
}

/** Which end of a scan a stroke is, when it is one. */
export function endOf(stroke: KeyStroke): 'enter' | 'line-feed' | 'tab' | undefined {
  if (!stroke.ctrl) return stroke.key === 'Enter' ? 'enter' : stroke.key === 'Tab' ? 'tab' : undefined;
  const character = controlCharacterOf(stroke);
  if (character === '\r') return 'enter';
  if (character === '\n') return 'line-feed';
  return character === '\t' ? 'tab' : undefined;
}

/** What is on the keys that carry no letter, with Ctrl: the codes 27 to 31 of ASCII. */
const controlKeys: Readonly<Record<string, string>> = {
  BracketLeft: '\u001B',
  Backslash: '\u001C',
  BracketRight: '\u001D',
  Digit6: '\u001E',
  Minus: '\u001F',
};

/** Ctrl and a letter are the control character of that letter (ASCII: the letter's code without bits 6 and 7). */
export function controlCharacterOf({ code, key, ctrl, alt }: KeyStroke): string | undefined {
  if (!ctrl || alt) return undefined;
  // Names keep their length: "Enter" with Ctrl is nobody's control character.
  if (/^[a-z]$/i.test(key)) return String.fromCharCode(key.toUpperCase().charCodeAt(0) - 64);
  return controlKeys[code];
}

/** A function key as one character, F1 being U+F704. */
export function functionCharacterOf({ key }: KeyStroke): string {
  return String.fromCharCode(firstFunctionCharacter + Number(key.slice(1)) - 1);
}

/** "F9" for the character that stands for it; undefined for any other. */
export function functionKeyOf(character: string): string | undefined {
  const number = character.charCodeAt(0) - firstFunctionCharacter + 1;
  return number >= 1 && number <= 24 ? `F${number}` : undefined;
}

/** The digit on a key of the number pad. */
export function numpadDigitOf(code: string): string | undefined {
  return numpadDigit.exec(code)?.[1];
}

export function isOneCharacter(key: string): boolean {
  return key !== '' && key.length <= 2 && Array.from(key).length === 1;
}
