import { describe, expect, it } from 'vitest';
import type { Language } from '#shared/contract/languages';
import {
  formatAge,
  formatAhead,
  formatAmount,
  formatCount,
  formatDay,
  formatDuration,
  formatRate,
  insideSentence,
  nameCountry,
  nameLanguage,
} from '../../renderer/ui/format.ts';
import { speakIn } from './spoken.ts';

const nowMs = Date.parse('2026-03-14T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();

/** Numbers are kept together by spaces that do not break. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const written: Readonly<Record<Language, readonly string[]>> = {
  en: ['12,345', '1,234.50', '14 Mar 2026', '4 min ago', '1 hr ago', 'in 5 min', '2 hrs 10 mins', 'Germany'],
  nb: [
    '12 345',
    '1 234,50',
    '14. mars 2026',
    'for 4 minutter siden',
    'for 1 time siden',
    'om 5 minutter',
    '2 timer 10 minutter',
    'Tyskland',
  ],
  sv: [
    '12 345',
    '1 234,50',
    '14 mars 2026',
    'för 4 minuter sedan',
    'för 1 timme sedan',
    'om 5 minuter',
    '2 timmar 10 minuter',
    'Tyskland',
  ],
  da: [
    '12.345',
    '1.234,50',
    '14. mar. 2026',
    'for 4 minutter siden',
    'for 1 time siden',
    'om 5 minutter',
    '2 timer 10 minutter',
    'Tyskland',
  ],
  de: [
    '12.345',
    '1.234,50',
    '14. März 2026',
    'vor 4 Minuten',
    'vor 1 Stunde',
    'in 5 Minuten',
    '2 Stunden 10 Minuten',
    'Deutschland',
  ],
};

describe.each(Object.entries(written))('numbers, times and countries in %s', (language, expected) => {
  it('are written as people there do', async () => {
    const t = await speakIn(language as Language);
    const texts = [
      formatCount(12_345),
      formatAmount(123_450),
      formatDay('2026-03-14T12:00:00Z'),
      formatAge(t, minutesAgo(4), nowMs),
      formatAge(t, minutesAgo(60), nowMs),
      formatAhead(t, minutesAgo(-5), nowMs),
      formatDuration(130 * 60_000),
      nameCountry('DE'),
    ];
    expect(texts.map(plain)).toEqual(expected);
  });
});

describe('what the words around a time or a number rely on', () => {
  it('is that no time ends in a full stop, which a sentence would double', async () => {
    for (const language of ['en', 'nb', 'sv', 'da', 'de'] as const) {
      const t = await speakIn(language);
      const times = [
        formatAge(t, minutesAgo(0), nowMs),
        formatAge(t, minutesAgo(1), nowMs),
        formatAge(t, minutesAgo(180), nowMs),
        formatAge(t, minutesAgo(100_000), nowMs),
        formatAhead(t, minutesAgo(-1), nowMs),
        formatAhead(t, minutesAgo(-20), nowMs),
        formatDuration(20_000),
        formatDuration(600_000),
      ];
      expect(
        times.filter((time) => time.endsWith('.')),
        language,
      ).toEqual([]);
    }
  });

  it('is that a slow rate is told with its tenths, and a fast one without', async () => {
    await speakIn('nb');
    expect([formatRate(0.5), formatRate(12.4)]).toEqual(['0,5', '12']);
  });

  it('is that German nouns keep their capital inside a sentence, and other names of fields lose it', async () => {
    await speakIn('de');
    expect(insideSentence('Vorname')).toBe('Vorname');
    await speakIn('sv');
    expect(insideSentence('Förnamn')).toBe('förnamn');
  });

  it('is that what is no date is shown as it came', async () => {
    await speakIn('en');
    expect([formatDay('soon'), nameCountry('XX')]).toEqual(['soon', 'XX']);
  });
});

it('names each language as those who read it do', () => {
  expect((['en', 'nb', 'sv', 'da', 'de'] as const).map(nameLanguage)).toEqual([
    'English',
    'Norsk bokmål',
    'Svenska',
    'Dansk',
    'Deutsch',
  ]);
});
