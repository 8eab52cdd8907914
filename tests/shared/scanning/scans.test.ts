import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOfScan } from '#shared/scanning/scan-code';
import { createScanRecogniser, type ScanAction } from '#shared/scanning/scan-recogniser';
import { unlearnedScanner, type ScannerProfile } from '#shared/scanning/scanner-profile';
import { hear } from './key-event.ts';
import { seeded } from './seeded.ts';
import { plainScanner, scanEvents, type ScannerHabits } from './type-like-scanner.ts';
import { typingEvents, typists } from './type-like-person.ts';

const gs = '\u001D';
const runs = { numRuns: 3000 };

const randoms = fc.integer({ min: 0 }).map((seed) => seeded(seed));

const digits = (min: number, max: number) =>
  fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`)).filter((text) => text.length >= min);
const loyaltyIds = digits(14, 14).map((text) => `29${text}`);
const codes = fc.oneof(
  loyaltyIds,
  digits(8, 20),
  fc.tuple(fc.constantFrom('KUNDE', 'A', 'NO-', 'X/'), digits(6, 12)).map((parts) => parts.join('')),
);
const identifiers = fc.constantFrom('', '', ']C0', ']C1', ']E0', ']Q1', ']z0', ']L2');

const anyHabits: fc.Arbitrary<ScannerHabits> = fc.record({
  keyMs: fc.double({ min: 5, max: 60, noNaN: true }),
  jitter: fc.double({ min: 0, max: 0.3, noNaN: true }),
  dwell: fc.double({ min: 0, max: 1, noNaN: true }),
  end: fc.constantFrom('enter', 'line-feed', 'tab', 'enter-and-line-feed', 'none'),
  layout: fc.constant('us' as const),
  tillLayout: fc.constant('us' as const),
  capsLock: fc.boolean(),
  shiftNoise: fc.constantFrom(0, 0, 0.1, 0.3),
  altCodes: fc.constant(false),
});

describe('no scan is lost, and nothing of it stays in the field', () => {
  test('at 5 to 60 ms a key, with jitter, stray Shift, caps lock, every end and AIM identifiers', () => {
    fc.assert(
      fc.property(codes, identifiers, anyHabits, randoms, (code, identifier, habits, random) => {
        const { scans, field } = hear(scanEvents(identifier + code, habits, random));
        expect(scans.map(({ text }) => codeOfScan(text).code)).toEqual([code]);
        expect(field).toBe('');
      }),
      runs,
    );
  });

  test('with digits wherever the till and the scanner disagree about the keyboard', () => {
    const layouts = fc.constantFrom('us', 'nordic', 'qwertz', 'azerty');
    fc.assert(
      fc.property(
        loyaltyIds,
        anyHabits,
        layouts,
        layouts,
        randoms,
        (code, habits, layout, tillLayout, random) => {
          const { scans, field } = hear(scanEvents(code, { ...habits, layout, tillLayout }, random));
          expect(scans.map(({ text }) => text)).toEqual([code]);
          expect(field).toBe('');
        },
      ),
      runs,
    );
  });

  test('with letters and signs, where the layout was learned', () => {
    const layouts = fc.constantFrom('us', 'nordic', 'qwertz', 'azerty');
    const texts = fc
      .tuple(fc.constantFrom('ABC-', 'QWAZ/', 'Zy_x.', '%1+', ''), digits(6, 10))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, anyHabits, layouts, layouts, randoms, (code, habits, layout, tillLayout, random) => {
        const profile: ScannerProfile = { ...unlearnedScanner, layout };
        const { scans } = hear(scanEvents(code, { ...habits, layout, tillLayout }, random), profile);
        expect(scans.map(({ text }) => text)).toEqual([code]);
      }),
      runs,
    );
  });

  test('sent as Alt and a code on the number pad', () => {
    fc.assert(
      fc.property(codes, anyHabits, randoms, (code, habits, random) => {
        const { scans } = hear(scanEvents(code, { ...habits, altCodes: true }, random));
        expect(scans.map(({ text }) => text)).toEqual([code]);
      }),
      { numRuns: 1000 },
    );
  });

  test('with group separators and framing sent as Ctrl and a key', () => {
    fc.assert(
      fc.property(loyaltyIds, anyHabits, randoms, (code, habits, random) => {
        const text = `\u0002]C1${gs}${code}${gs}\u0003`;
        const { scans } = hear(scanEvents(text, habits, random));
        expect(scans.map((scan) => codeOfScan(scan.text))).toEqual([{ code, symbology: 'gs1-128' }]);
      }),
      { numRuns: 1000 },
    );
  });

  test('with a learned prefix, of a letter, a sign or a control character', () => {
    const prefixes = fc.constantFrom('~', 'S', '\u0002', '#$', '99');
    fc.assert(
      fc.property(codes, prefixes, anyHabits, randoms, (code, prefix, habits, random) => {
        const profile: ScannerProfile = { ...unlearnedScanner, prefix };
        const { scans, field } = hear(
          scanEvents(prefix + code, { ...habits, capsLock: false }, random),
          profile,
        );
        expect(scans.map(({ text }) => text)).toEqual([code]);
        expect(field).toBe('');
      }),
      runs,
    );
  });

  test('while somebody types before, during and after it, who keeps every character', () => {
    const words = fc.constantFrom('hansen ', 'kari nordmann', 'bj', 'ola');
    fc.assert(
      fc.property(
        loyaltyIds,
        words,
        fc.double({ min: 0, max: 1, noNaN: true }),
        randoms,
        (code, word, at, random) => {
          const typed = typingEvents(word, typists.fast, random, 0);
          const habits = { ...plainScanner, keyMs: 8, dwell: 0.3 };
          const endMs = typed.at(-1)?.timeMs ?? 0;
          const { scans, field } = hear([...typed, ...scanEvents(code, habits, random, at * (endMs + 200))]);
          expect(scans.map(({ text }) => text)).toEqual([code]);
          expect(field).toBe(word);
        },
      ),
      runs,
    );
  });

  test('one after the other, as fast as a hand can', () => {
    const random = seeded(1);
    const first = scanEvents('2912345678901234', plainScanner, random);
    const second = scanEvents('2900000000000017', plainScanner, random, 450);
    expect(hear([...first, ...second]).scans.map(({ text }) => text)).toEqual([
      '2912345678901234',
      '2900000000000017',
    ]);
  });
});

test('keys that a busy machine brings when their scan seemed to be over: it is told again, whole', () => {
  const recogniser = createScanRecogniser(unlearnedScanner);
  const events = scanEvents('2912345678901234', { ...plainScanner, keyMs: 10, jitter: 0 }, seeded(2));
  const heard: string[] = [];
  const note = (actions: readonly ScanAction[]) => {
    for (const action of actions) if (action.do === 'scan') heard.push(action.scan.text);
  };
  for (const event of events) {
    if (event.kind === 'up') recogniser.release(event);
    else note(recogniser.press(event).actions);
    // The clock of the page goes on while the next key is under way.
    if (event.kind === 'up' && event.code === 'Digit7') note(recogniser.expire(1000));
  }
  expect(heard).toEqual(['291234567', '2912345678901234']);
});

describe('nothing typed is taken for a scan, and every character arrives', () => {
  const names = fc.constantFrom(
    'bjørn åse',
    'hansen oslo',
    'Kari Nordmann',
    'asdfasdf',
    'jkljkljkl',
    'the rain in spain',
  );
  const numbers = fc.oneof(
    digits(8, 8),
    digits(8, 8).map((text) => `+47 ${text.slice(0, 3)} ${text.slice(3, 5)} ${text.slice(5)}`),
    digits(9, 9),
    digits(16, 16),
    fc.tuple(digits(4, 4), digits(2, 4)).map(([post, house]) => `Storgata ${house}, ${post} Oslo`),
    digits(6, 6).map((text) => `${text}@post.no`),
  );
  const ends = fc.constantFrom('', '⏎', '⇥', '⌫⏎');

  test.each(Object.entries(typists))('%s typists, words and numbers', (_name, typist) => {
    fc.assert(
      fc.property(fc.oneof(names, numbers), ends, randoms, (text, end, random) => {
        const { scans, field } = hear(typingEvents(text + end, typist, random));
        expect(scans).toEqual([]);
        expect(field).toBe(end === '⌫⏎' ? `${text.slice(0, -1)}⏎` : text + end);
      }),
      runs,
    );
  });
});
