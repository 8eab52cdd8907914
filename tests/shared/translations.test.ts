import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorReasons } from '#shared/contract/error-reasons';
import { errorWords } from '#shared/contract/errors';
import { languages, type Language } from '#shared/contract/languages';
import { sameInEnglish } from './same-in-english.ts';

type Words = { readonly [key: string]: string | Words };

const root = join(import.meta.dirname, '../..');
const files = new Map(
  languages.map((language) => {
    const file = readFileSync(join(root, `resources/translations/${language}.json`), 'utf8');
    return [language, flatten(JSON.parse(file) as Words)];
  }),
);
const english = wordsIn('en');
const others = languages.filter((language) => language !== 'en');

function wordsIn(language: Language): ReadonlyMap<string, string> {
  return files.get(language) ?? new Map<string, string>();
}

/** Every text by its path: `lookup.titleHits_one`. */
function flatten(words: Words, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [below, text] of flatten(value, `${path}${key}.`)) found.set(below, text);
  }
  return found;
}

const pluralForms = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** A plural's key without its form; undefined for a text that has no forms. */
function pluralOf(key: string): string | undefined {
  const [, base, form = ''] = /^(.+)_([a-z]+)$/.exec(key) ?? [];
  return base !== undefined && pluralForms.includes(form) && english.has(`${base}_other`) ? base : undefined;
}

/** The keys a language has to have, in order: those of English, with the plural forms of its own. */
function expectedKeys(language: Language): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = [...english.keys()].flatMap((key) => {
    const base = pluralOf(key);
    // "None" in words of its own is no form of the language's rules.
    if (base === undefined || key === `${base}_zero`) return [key];
    return pluralForms.filter((form) => forms.includes(form as 'one')).map((form) => `${base}_${form}`);
  });
  return [...new Set(keys)];
}

function namesIn(text: string, shape: RegExp): string[] {
  return [...new Set(text.match(shape))].toSorted();
}

describe.each(languages)('the words in %s', (language) => {
  const words = wordsIn(language);

  it('are those of English, each in the plural forms of the language, in the same order', () => {
    expect([...words.keys()]).toEqual(expectedKeys(language));
  });

  it('are never empty, and never begin or end with a space', () => {
    expect([...words].filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });

  it('are filled in with the same values and have the same tags as in English', () => {
    const differing = [...words].flatMap(([key, text]) => {
      const model = english.get(key) ?? english.get(`${pluralOf(key) ?? key}_other`) ?? '';
      const same = [/\{\{[^}]*\}\}/g, /<[^>]*>/g].every(
        (shape) => namesIn(text, shape).join() === namesIn(model, shape).join(),
      );
      return same ? [] : [{ key, text, model }];
    });
    expect(differing).toEqual([]);
  });

  it('have typographic punctuation and single spaces', () => {
    expect([...words].filter(([, text]) => /["']|\.\.\.| {2}/.test(strip(text)))).toEqual([]);
  });
});

/** Without what is filled in, and without what a shop types into a template. */
function strip(text: string): string {
  return text.replaceAll(/\{\{[^}]*\}\}/g, '0').replaceAll(/\{[a-zA-Z]+\}/g, '0');
}

describe.each(others)('%s', (language) => {
  it('says in its own words what it does not share with English', () => {
    const shared = new Set<string>([...sameInEnglish.everywhere, ...sameInEnglish[language]]);
    const same = [...wordsIn(language)].filter(
      ([key, text]) => text === english.get(key) && /\p{L}/u.test(strip(text)),
    );
    const untranslated = same.filter(([, text]) => !shared.has(text));
    expect(untranslated).toEqual([]);
    // The list holds nothing that is not needed.
    const needed = new Set(same.map(([, text]) => text));
    expect(sameInEnglish[language].filter((text) => !needed.has(text))).toEqual([]);
  });
});

describe('every word', () => {
  const sources = sourcesOf(join(root, 'renderer'));
  const literals = new Set(
    sources.flatMap((source) => source.match(/(?<=')[\w-]+(?:\.[\w-]+)+(?=')/g) ?? []),
  );
  /** Keys that are put together, such as `printers.condition.${condition}`. */
  const patterns = [
    ...new Set(sources.flatMap((source) => source.match(/(?<=`)[\w-]+\.[^`\s]*\$\{[^`]*(?=`)/g) ?? [])),
  ].map(
    (template) =>
      new RegExp(
        `^${template
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.+')}$`,
      ),
  );

  it('is said somewhere in the interface', () => {
    const bases = new Set([...english.keys()].map((key) => pluralOf(key) ?? key));
    const unused = [...bases].filter((key) => !literals.has(key) && !patterns.some((made) => made.test(key)));
    expect(unused).toEqual([]);
  });

  it('for a failure belongs to a code or a reason of the contract, and each of them has words', () => {
    const own = ['reference', 'copyReference', 'copy'].map((key) => [
      `errors.${key}`,
      english.get(`errors.${key}`),
    ]);
    expect(section('errors')).toEqual(
      Object.fromEntries([
        ...own,
        ...Object.entries(errorWords).map(([code, words]) => [`errors.${code}`, words]),
      ]),
    );
    expect(Object.keys(section('reasons')).toSorted()).toEqual(
      Object.keys(errorReasons)
        .map((reason) => `reasons.${reason}`)
        .toSorted(),
    );
  });
});

function section(name: string): Record<string, string> {
  return Object.fromEntries([...english].filter(([key]) => key.startsWith(`${name}.`)));
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
