import { characterOn } from '#shared/scanning/keyboard-layouts';
import type { ScannerLayout } from '#shared/scanning/scanner-profile';
import { noModifiers, type KeyEvent, type Modifiers } from './key-event.ts';

type Layout = Exclude<ScannerLayout, 'as-typed'>;

/** How a scanner types, and at what till. */
export interface ScannerHabits {
  /** From one key to the next, 5 to 60 ms. */
  readonly keyMs: number;
  /** Share of `keyMs` by which a pause may differ, up or down. */
  readonly jitter: number;
  /** How long each key is down, as a share of `keyMs`. */
  readonly dwell: number;
  readonly end: 'enter' | 'line-feed' | 'tab' | 'enter-and-line-feed' | 'none';
  /** The keyboard the scanner believes it is. */
  readonly layout: Layout;
  /** The keyboard the till believes it has. */
  readonly tillLayout: Layout;
  readonly capsLock: boolean;
  /** Shift is tapped now and then, for nothing. */
  readonly shiftNoise: number;
  /** Characters are sent as Alt and their code on the number pad. */
  readonly altCodes: boolean;
}

export const plainScanner: ScannerHabits = {
  keyMs: 12,
  jitter: 0.2,
  dwell: 0.4,
  end: 'enter',
  layout: 'us',
  tillLayout: 'us',
  capsLock: false,
  shiftNoise: 0,
  altCodes: false,
};

const codes = [
  'Space',
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `Key${letter}`),
  ...Array.from('0123456789', (digit) => `Digit${digit}`),
  'Backquote',
  'Minus',
  'Equal',
  'BracketLeft',
  'BracketRight',
  'Semicolon',
  'Quote',
  'Backslash',
  'IntlBackslash',
  'Comma',
  'Period',
  'Slash',
];

/** The key and the modifiers that type a character on a layout. */
export function keyFor(layout: Layout, character: string): { code: string; shift: boolean; altGr: boolean } {
  for (const face of [
    { shift: false, altGr: false },
    { shift: true, altGr: false },
    { shift: false, altGr: true },
  ]) {
    for (const code of codes) {
      if (characterOn(layout, code, face) === character) return { code, ...face };
    }
  }
  throw new Error(`No key of ${layout} types ${JSON.stringify(character)}.`);
}

/** The events of one scan. @param random numbers from 0 to 1 */
export function scanEvents(
  text: string,
  habits: ScannerHabits,
  random: () => number,
  startMs = 0,
): readonly KeyEvent[] {
  const events: KeyEvent[] = [];
  let timeMs = startMs;
  const wait = (): void => {
    timeMs += habits.keyMs * (1 + habits.jitter * (2 * random() - 1));
  };
  const modifiers = { ...noModifiers, capsLock: habits.capsLock };
  const down = (code: string, key: string, pressed: Partial<Modifiers> = {}): void => {
    events.push({ kind: 'down', ...modifiers, ...pressed, code, key, timeMs });
  };
  const up = (code: string, key: string, atMs = timeMs): void => {
    events.push({ kind: 'up', code, key, timeMs: atMs });
  };
  const tap = (code: string, key: string, pressed: Partial<Modifiers> = {}): void => {
    down(code, key, pressed);
    up(code, key, timeMs + habits.keyMs * Math.min(habits.dwell, 1 - habits.jitter) * 0.95);
    wait();
  };
  const withModifier = (code: string, key: string, taps: () => void): void => {
    down(code, key, { [key === 'Shift' ? 'shift' : key === 'Alt' ? 'alt' : 'ctrl']: true });
    wait();
    taps();
    up(code, key);
  };
  const typeCharacter = (character: string): void => {
    if (habits.altCodes) {
      const digits = `0${String(character.charCodeAt(0)).padStart(3, '0')}`;
      withModifier('AltLeft', 'Alt', () => {
        for (const digit of digits) tap(`Numpad${digit}`, digit, { alt: true });
      });
      return;
    }
    if (character < ' ') {
      // As a terminal would: Ctrl and the letter 64 places up.
      const letter = String.fromCharCode(character.charCodeAt(0) + 64);
      const code = letter === ']' ? 'BracketRight' : `Key${letter}`;
      withModifier('ControlLeft', 'Control', () => tap(code, letter.toLowerCase(), { ctrl: true }));
      return;
    }
    const { code, shift, altGr } = keyFor(habits.layout, character);
    if (shift) withModifier('ShiftLeft', 'Shift', () => tap(code, typedKey(code, true, altGr), { shift }));
    else tap(code, typedKey(code, false, altGr), { altGraph: altGr });
  };
  /** What the till's layout makes of a key; caps lock turns letters around. */
  const typedKey = (code: string, shift: boolean, altGr: boolean): string => {
    const key = characterOn(habits.tillLayout, code, { shift, altGr }) ?? 'Dead';
    if (!habits.capsLock || !/^\p{L}$/u.test(key) || key === 'ß') return key;
    return shift ? key.toLowerCase() : key.toUpperCase();
  };
  for (const character of text) {
    if (random() < habits.shiftNoise) withModifier('ShiftLeft', 'Shift', () => undefined);
    typeCharacter(character);
  }
  if (habits.end.startsWith('enter')) tap('Enter', 'Enter');
  if (habits.end === 'tab') tap('Tab', 'Tab');
  if (habits.end.endsWith('line-feed')) {
    withModifier('ControlLeft', 'Control', () => tap('KeyJ', 'j', { ctrl: true }));
  }
  return events;
}
