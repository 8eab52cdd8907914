/**
 * `npm run bench:hostile -- --customers N [--random R] [--strings FILE.json] [--folder DIR]`:
 * what nobody means to search for, typed or scanned all the same: random Unicode of all planes,
 * combining marks and lone surrogates, long texts, single letters and the commonest words; and a
 * file of naughty strings (a JSON array), when one is given. Prints a JSON line for each kind:
 * the longest time, how many took longer than 16 and 50 ms, and how many failed (none may). What
 * took longer than 16 ms is asked twice more and its shortest time counts: the rest is the machine's.
 */
import { readFileSync } from 'node:fs';
import { openStore } from '../electron/core/db/open.ts';
import { createReader } from '../electron/core/db/reader.ts';
import { createRandom, type Random } from '../electron/practice/seed/random.ts';
import { readOptions } from '../scripts/command-line.ts';
import { benchKey } from './bench-store.ts';
import { figuresOf, round } from './figures.ts';
import { readyBase } from './ready-base.ts';

const values = readOptions({
  customers: 25_000,
  random: 100_000,
  strings: String,
  seed: 1,
  folder: String,
});
const { customers } = values;
const random = createRandom(values.seed);

const noticeableMs = 16;
const mostMs = 50;

const letters = Array.from('abcdefghijklmnopqrstuvwxyzæøåäöü');
const commonWords = (
  'as ab a s hansen johansen olsen anders kari per jan anne oslo bergen veien gata gate vei nord berg and an ha ma ' +
  'no se dk 0 1 4 47 90 900 4790 +47 0047 00 .no @ gmail.com @gmail www com o å ø'
).split(' ');

/** Signs of every plane; a share of them combining marks, lone surrogates, digits and plain letters. */
function randomText(random: Random): string {
  const length = random.between(1, random.chance(0.02) ? 400 : 24);
  return Array.from({ length }, () => randomSign(random)).join('');
}

function randomSign(random: Random): string {
  return random.pick([
    () => String.fromCodePoint(random.between(0x20, 0x7e)),
    () => random.pick(letters),
    () => random.pick([' ', ' ', '-', '.', '@', '+', '\t', '\n', '\0', '"', '%', '*']),
    () => String.fromCodePoint(random.between(0x80, 0x24f)),
    () => String.fromCodePoint(random.between(0x300, 0x36f)),
    () => String.fromCharCode(random.between(0xd800, 0xdfff)),
    () => String.fromCodePoint(random.between(0x250, 0xd7ff)),
    () => String.fromCodePoint(random.between(0x1_0000, 0x10_ffff)),
    () => String(random.below(10)),
  ])();
}

const longTexts = (): string[] => [
  ...['a', 'Ø', '1', '@', '"', '\u0301', '😀', '\ud800', 'a ', '1 ', 'å.', 'hansen '].map((sign) =>
    sign.repeat(10_000 / sign.length),
  ),
  ...Array.from({ length: 50 }, () =>
    Array.from({ length: 2000 }, () => random.pick(commonWords))
      .join(' ')
      .slice(0, 10_000),
  ),
  ...Array.from({ length: 50 }, () =>
    Array.from({ length: 600 }, () => randomText(random))
      .join(' ')
      .slice(0, 10_000),
  ),
];

/** One letter and two, alone and in pairs, and common words in twos and threes: the longest lists of all. */
const worstOfAll = (): string[] => [
  ...letters,
  ...letters.flatMap((first) => letters.map((second) => first + second)),
  ...letters.flatMap((first) => letters.map((second) => `${first} ${second}`)),
  ...commonWords,
  ...commonWords.flatMap((first) => commonWords.map((second) => `${first} ${second}`)),
  ...Array.from({ length: 1000 }, () =>
    Array.from({ length: random.between(3, 8) }, () => random.pick(commonWords)).join(' '),
  ),
];

const kinds: Record<string, () => readonly string[]> = {
  'random Unicode': () => Array.from({ length: values.random }, () => randomText(random)),
  '10 kB': longTexts,
  'letters and common words': worstOfAll,
};
const { strings } = values;
if (strings !== undefined)
  kinds['naughty strings'] = () => JSON.parse(readFileSync(strings, 'utf8')) as string[];

const base = await readyBase(values.folder, customers, values.seed);
try {
  const reader = createReader(openStore(base.path, benchKey, { readonly: true }));
  for (const { query } of base.makeQueries(1400)) reader.methods.search({ query, limit: 20 });
  const searchMs = (query: string): number => {
    const start = performance.now();
    reader.methods.search({ query, limit: 20 });
    return performance.now() - start;
  };
  for (const [kind, make] of Object.entries(kinds)) {
    const taken: { text: string; ms: number }[] = [];
    let errors = 0;
    let rawMaxMs = 0;
    for (const text of make()) {
      try {
        let ms = searchMs(text);
        rawMaxMs = Math.max(rawMaxMs, ms);
        if (ms > noticeableMs) ms = Math.min(ms, searchMs(text), searchMs(text));
        taken.push({ text, ms });
      } catch (cause) {
        errors += 1;
        process.stderr.write(`${JSON.stringify(text.slice(0, 200))}: ${String(cause)}\n`);
      }
    }
    const ms = taken.map((one) => one.ms);
    const slowest = taken.toSorted((left, right) => right.ms - left.ms)[0];
    console.log(
      JSON.stringify({
        benchmark: 'hostile',
        kind,
        customers,
        texts: ms.length,
        errors,
        ...figuresOf(ms),
        rawMaxMs: round(rawMaxMs),
        above16Ms: ms.filter((one) => one > noticeableMs).length,
        above50Ms: ms.filter((one) => one > mostMs).length,
        slowest: slowest?.text.slice(0, 60),
      }),
    );
  }
  reader.stop();
} finally {
  base.remove();
}
