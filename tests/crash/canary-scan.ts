import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { letterMark, numberMark } from './canary-people.ts';

/** How a text can lie in a file. */
const spellings: readonly (readonly [string, RegExp])[] = [letterMark, numberMark].flatMap((mark) => [
  ['UTF-8', new RegExp(mark, 'gi')] as const,
  ['UTF-16', new RegExp(Array.from(mark).join('\\0'), 'gi')] as const,
  ['hex', new RegExp(Buffer.from(mark).toString('hex').replaceAll(/../g, hexOfEitherCase), 'gi')] as const,
  ['JSON escapes', new RegExp(Array.from(mark, jsonEscapeOf).join(''), 'gi')] as const,
  ['base64', new RegExp(base64Of(mark).join('|'), 'g')] as const,
]);

/** Where a mark was found: `logs/till.log: UTF-8 at 17`. */
export function scanBytes(name: string, bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  return spellings.flatMap(([spelling, mark]) =>
    [...text.matchAll(mark)].slice(0, 5).map(({ index }) => `${name}: ${spelling} at ${index}`),
  );
}

/** Every file below a folder, its name included. */
export function scanFolder(folder: string): {
  readonly files: number;
  readonly bytes: number;
  readonly found: string[];
} {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const found = files.flatMap((file) => {
    const name = relative(folder, file);
    return [...scanBytes(`name of ${name}`, Buffer.from(name)), ...scanBytes(name, readFileSync(file))];
  });
  return { files: files.length, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0), found };
}

/** The hexadecimal digits of an ASCII letter, whichever its case. */
function hexOfEitherCase(hex: string): string {
  const sign = String.fromCodePoint(Number.parseInt(hex, 16));
  const codes = new Set(
    [sign.toLowerCase(), sign.toUpperCase()].map((one) => Buffer.from(one).toString('hex')),
  );
  return `(?:${[...codes].join('|')})`;
}

function jsonEscapeOf(sign: string): string {
  return `\\\\u00${hexOfEitherCase(Buffer.from(sign).toString('hex'))}`;
}

/** What base64 makes of the mark wherever it begins, without the signs its neighbours have a part in. */
function base64Of(mark: string): string[] {
  const cases = new Set([mark, mark.toUpperCase(), mark[0]!.toUpperCase() + mark.slice(1)]);
  return [...cases].flatMap((text) =>
    [0, 1, 2].map((shift) => {
      const whole = Buffer.from(`${'\0'.repeat(shift)}${text}`)
        .toString('base64')
        .replaceAll('=', '');
      const first = Math.ceil((shift * 8) / 6);
      const last = Math.floor(((shift + text.length) * 8) / 6);
      return whole.slice(first, last).replaceAll('+', '\\+');
    }),
  );
}
