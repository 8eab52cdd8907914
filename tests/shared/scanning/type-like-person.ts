import { keyFor } from './type-like-scanner.ts';
import { noModifiers, type KeyEvent } from './key-event.ts';

/**
 * How somebody types. Figures after Dhakal, Feit, Kristensson and Oulasvirta,
 * "Observations on Typing from 136 Million Keystrokes" (CHI 2018): the mean time
 * between keys is 239 ms, 120 ms for the fastest tenth; keys are down for 80 to
 * 130 ms; the fast roll over up to three of four keys. The world's fastest sustain about
 * 55 ms a key. Times are log-normal.
 */
export interface Typist {
  /** Median time from key to key. */
  readonly keyMs: number;
  /** Spread of the logarithm of that time. */
  readonly spread: number;
  /** Mean time a key is down. */
  readonly dwellMs: number;
  /** Share of keys that come in a burst right behind the one before. */
  readonly bursts: number;
}

export const typists = {
  average: { keyMs: 210, spread: 0.45, dwellMs: 115, bursts: 0.05 },
  fast: { keyMs: 115, spread: 0.4, dwellMs: 95, bursts: 0.25 },
  racing: { keyMs: 80, spread: 0.35, dwellMs: 85, bursts: 0.45 },
  champion: { keyMs: 55, spread: 0.3, dwellMs: 75, bursts: 0.5 },
} as const satisfies Record<string, Typist>;

const burstMs = { from: 30, to: 60 };
/** A finger is not back on the same key sooner; it has to let go first. */
const sameKeyMs = 95;
const releaseMs = 25;
const shortestDwellMs = 45;

/** The events of somebody typing a text; `⏎` and `⇥` are the keys, `⌫` corrects. */
export function typingEvents(
  text: string,
  typist: Typist,
  random: () => number,
  startMs = 0,
): readonly KeyEvent[] {
  const events: KeyEvent[] = [];
  const upAtMs = new Map<string, number>();
  let timeMs = startMs;
  let lastCode = '';
  for (const character of text) {
    const named = { '⏎': 'Enter', '⇥': 'Tab', '⌫': 'Backspace' }[character];
    const { code, shift } = named ? { code: named, shift: false } : keyFor('nordic', character);
    const isBurst = random() < typist.bursts;
    timeMs += isBurst
      ? burstMs.from + random() * (burstMs.to - burstMs.from)
      : typist.keyMs * Math.exp(typist.spread * normal(random));
    if (code === lastCode)
      timeMs = Math.max(timeMs, (upAtMs.get(code) ?? 0) + releaseMs + random() * sameKeyMs);
    timeMs = Math.max(timeMs, (upAtMs.get(code) ?? 0) + releaseMs);
    const dwellMs = Math.max(shortestDwellMs, typist.dwellMs * (1 + 0.25 * normal(random)));
    if (shift) {
      const shiftMs = timeMs - 30 - random() * 60;
      events.push({ kind: 'down', ...noModifiers, shift, code: 'ShiftLeft', key: 'Shift', timeMs: shiftMs });
      events.push({ kind: 'up', code: 'ShiftLeft', key: 'Shift', timeMs: timeMs + dwellMs * 0.9 });
    }
    events.push({ kind: 'down', ...noModifiers, shift, code, key: named ?? character, timeMs });
    events.push({ kind: 'up', code, key: named ?? character, timeMs: timeMs + dwellMs });
    upAtMs.set(code, timeMs + dwellMs);
    lastCode = code;
  }
  return events.toSorted((left, right) => left.timeMs - right.timeMs);
}

/** One number of the normal distribution (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
