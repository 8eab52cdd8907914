import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Big List of Naughty Strings (minimaxir), where a copy lies beside the project. */
const list = fileURLToPath(new URL('../../../shared/data/naughty-strings/blns.json', import.meta.url));

const own = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '\uDFFF\uD800',
  '\u202Eevil\u202C',
  '\uFEFF',
  'e\u0301'.repeat(50),
  'Z\u0351\u036B\u0343'.repeat(200),
  '👨‍👩‍👧‍👦'.repeat(40),
  'ﷺ'.repeat(100),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..\\..\\windows\\system.ini',
  'file:///etc/passwd',
  "' OR 1=1; DROP TABLE customer; --",
  '" NEAR "a" OR b*',
  '%00%0a%0d%25',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<img src=x onerror=alert(1)>',
  '=cmd|"/c calc"!A0',
  '(a+)+$',
  `${'a'.repeat(5000)}!`,
  '\r\nSet-Cookie: a=b',
  '\u001B[2J\u0007',
  '^XZ~JA',
  '1e999',
  'NaN',
  '-0',
  '9'.repeat(400),
] as const;

/** Texts that have broken programs before. */
export function hostileTexts(): readonly string[] {
  if (!existsSync(list)) return own;
  return [...own, ...(JSON.parse(readFileSync(list, 'utf8')) as string[])];
}
