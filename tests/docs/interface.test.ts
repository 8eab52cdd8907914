import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../electron/core/db/settings.ts';
import en from '../../resources/translations/en.json' with { type: 'json' };
import { projectDir, proseOf } from './read-markdown.ts';

const guide = proseOf(readFileSync(join(projectDir, 'docs/user-guide.md'), 'utf8'));

function wordsIn(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(wordsIn) : [];
}

const plain = (words: string): string =>
  words.replaceAll('…', '').replaceAll(/\s+/g, ' ').trim().toLowerCase();
const interfaceWords = wordsIn(en).map(plain).join('\n');

it('tells IT the defaults of a till as they are', () => {
  const words = readFileSync(join(projectDir, 'docs/it-guide.md'), 'utf8').replaceAll(/\s+/g, ' ');
  const { status, handOver, backup, retention, pullEverySeconds } = defaultSettings;
  expect(words).toContain(`| ${status.port} on ${status.address};`);
  expect(words).toContain(`| ${handOver.counter.port} on 127.0.0.1 |`);
  expect(words).toContain(`(\`pullEverySeconds\`, ${pullEverySeconds} unless changed)`);
  expect(words).toContain(`after ${retention.offlineDays} days (a setting) it empties itself`);
  expect(backup).toMatchObject({ daily: true, keep: 7 });
  expect(words).toContain('makes one a day and keeps seven');
});

describe('the user guide', () => {
  it('tells of every page and every section of the settings', () => {
    const pages = [
      ...Object.values(en.pages),
      ...Object.values(en.settings.section),
      ...Object.values(en.cards.sections),
    ];
    expect(pages.filter((page) => !plain(guide).includes(plain(page)))).toEqual([]);
  });

  it('quotes the interface as it is: what is bold within a sentence stands in the window', () => {
    // At the beginning of a paragraph or a list's item it is what that is about; keys have names of their own.
    const quoted = [...guide.matchAll(/\*\*([^*]+)\*\*/g)]
      .filter(({ index }) => !/(^|\n)\s*([-|]|\d\.)?\s*$/.test(guide.slice(0, index)))
      .map((found) => found[1]!);
    const strange = quoted.filter((words) => !/^F\d+$/.test(words) && !interfaceWords.includes(plain(words)));
    expect(quoted.length).toBeGreaterThan(30);
    expect(strange).toEqual([]);
  });
});
