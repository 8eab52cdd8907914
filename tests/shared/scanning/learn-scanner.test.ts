import { describe, expect, test } from 'vitest';
import { learnScanner } from '#shared/scanning/learn-scanner';
import { codeOfScan } from '#shared/scanning/scan-code';
import { createScanRecogniser } from '#shared/scanning/scan-recogniser';
import { learningProfile } from '#shared/scanning/scanner-profile';
import { hear } from './key-event.ts';
import { seeded } from './seeded.ts';
import { plainScanner, scanEvents, type ScannerHabits } from './type-like-scanner.ts';

/** Three scans, as the wizard hears them. */
function threeScans(texts: readonly string[], habits: Partial<ScannerHabits>) {
  const random = seeded(texts.join('').length);
  return texts.flatMap((text) => {
    const recogniser = createScanRecogniser(learningProfile, { learning: true });
    return hear(scanEvents(text, { ...plainScanner, ...habits }, random), learningProfile, recogniser).scans;
  });
}

describe('what three scans tell about a scanner', () => {
  const cards = ['2912345678901234', '2900000000000017', '2955555555555554'];

  test.each(['enter', 'line-feed', 'tab', 'none'] as const)('its end: %s', (end) => {
    expect(learnScanner(threeScans(cards, { end })).profile).toMatchObject({ suffix: end, prefix: '' });
  });

  test('its pace, with room for jitter', () => {
    const { profile, usualKeyMs } = learnScanner(threeScans(cards, { keyMs: 40, jitter: 0 }));
    expect(usualKeyMs).toBe(40);
    expect(profile.maxKeyMs).toBe(70);
  });

  test.each(['~', '#*', '\u0002'])('its prefix %j, and not the digits all cards begin with', (prefix) => {
    const learned = learnScanner(
      threeScans(
        cards.map((code) => prefix + code),
        {},
      ),
    );
    expect(learned.profile.prefix).toBe(prefix);
    expect(learned.code).toBe('2955555555555554');
  });

  test('the same card three times is as good', () => {
    const { profile, code } = learnScanner(threeScans(['~AB-1234', '~AB-1234', '~AB-1234'], {}));
    expect(profile.prefix).toBe('~');
    expect(code).toBe('AB-1234');
  });

  test('that it names the symbology, which is no prefix', () => {
    const learned = learnScanner(
      threeScans(
        cards.map((code) => `~]C0${code}`),
        {},
      ),
    );
    expect(learned).toMatchObject({
      profile: { prefix: '~' },
      symbology: 'code128',
      code: '2955555555555554',
    });
  });

  test.each([
    ['us', 'azerty', 'us'],
    ['us', 'us', 'as-typed'],
    ['azerty', 'us', 'azerty'],
  ] as const)('that it believes to be %s where the till is %s', (layout, tillLayout, learned) => {
    const { profile } = learnScanner(threeScans(cards, { layout, tillLayout }));
    expect(profile.layout).toBe(learned);
  });

  test('a prefix of letters and the layout, when somebody says what the card says', () => {
    const scans = threeScans(['SAQZ-1001', 'SAQZ-1002', 'SAQZ-1003'], { layout: 'qwertz', tillLayout: 'us' });
    const { profile, code } = learnScanner(scans, 'AQZ-1003');
    expect(profile).toMatchObject({ prefix: 'S', layout: 'qwertz' });
    expect(code).toBe('AQZ-1003');
  });

  test('a short card is a scan from then on', () => {
    const { profile } = learnScanner(threeScans(['1234', '1235', '1236'], {}));
    expect(profile.minLength).toBe(4);
    expect(hear(scanEvents('1237', plainScanner, seeded(3)), profile).scans).toHaveLength(1);
  });

  test('a learned scanner is understood, letters alone too', () => {
    const { profile } = learnScanner(threeScans(['KUNDEA', 'KUNDEB', 'KUNDEC'], {}));
    const { scans, field } = hear(scanEvents('KUNDED', plainScanner, seeded(4)), profile);
    expect(scans.map(({ text }) => codeOfScan(text).code)).toEqual(['KUNDED']);
    expect(field).toBe('');
  });
});
