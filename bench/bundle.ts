/**
 * `node bench/bundle.ts`: the size of the window's code and styles, compressed
 * (gzip). `startKb` is what the window needs before it can be used: page, code,
 * styles, and the words of the language that takes most; `allKb` is that and
 * every part it fetches afterwards. The fonts, which are compressed as they are,
 * stand beside. Prints one JSON line; the goal is 250 kB for `allKb`. Needs the
 * pages built (`npm run build`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inProject } from '../scripts/project.ts';
import { languages } from '#shared/contract/languages';

const goalKb = 250;

const folder = inProject('out/renderer');
const page = readFileSync(join(folder, 'index.html'), 'utf8');
const assets = readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`);
const ofStart = ['index.html', ...assets.filter((name) => page.includes(name) && isCode(name))];
const words = assets.filter((name) => languages.some((language) => name.startsWith(`assets/${language}-`)));
const later = assets.filter((name) => isCode(name) && !ofStart.includes(name) && !words.includes(name));

const wordBytes = Math.max(...words.map((name) => compressedBytes(name)));
const startBytes = total(ofStart, compressedBytes) + wordBytes;
const largest = later
  .map((name) => ({ name: name.replace('assets/', ''), kb: toKb(compressedBytes(name)) }))
  .toSorted((left, right) => right.kb - left.kb);

console.log(
  JSON.stringify({
    benchmark: 'bundle',
    startKb: toKb(startBytes),
    allKb: toKb(startBytes + total(later, compressedBytes)),
    goalKb,
    wordsKb: toKb(wordBytes),
    files: { start: ofStart.length + 1, later: later.length },
    largestLater: largest.slice(0, 5),
    fontsKb: toKb(
      total(
        assets.filter((name) => name.endsWith('.woff2')),
        (name) => bytesOf(name).length,
      ),
    ),
  }),
);

function isCode(name: string): boolean {
  return /\.(?:js|css)$/.test(name);
}

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

function compressedBytes(name: string): number {
  return gzipSync(bytesOf(name), { level: 9 }).length;
}

function total(names: readonly string[], measure: (name: string) => number): number {
  return names.reduce((sum, name) => sum + measure(name), 0);
}

function toKb(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}
