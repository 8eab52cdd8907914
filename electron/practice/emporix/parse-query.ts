import { invalidField } from './api-error.ts';

/** What a field has to be. */
export type Test =
  | { kind: 'any-of'; values: string[] }
  | { kind: 'matches'; pattern: string }
  | { kind: 'compares'; operator: '<' | '<=' | '>' | '>='; value: string; quoted: boolean }
  | { kind: 'exists' | 'missing' | 'null' };

/** A part of a query: every part has to hold. */
export interface Criterion {
  /** A dotted path such as `metadata.version`. */
  field: string;
  tests: Test[];
}

const comparison = /^(<=|>=|<|>)\s*(?:"([^"]*)"|(\S+))$/;

/**
 * Reads the service's query language: `field:value` parts with spaces between, all of which must hold. A value is a
 * word or a "quoted text"; `~regular expression`; `>1`, `<=1` and the like; `exists`, `missing` or `null`. Brackets
 * hold what has spaces or commas: `(one,another)` for one of several, `(~a b)`, `(>=1 AND <5)`. There is no OR.
 * Throws a 400 that says what cannot be read.
 */
export function parseQuery(text: string): Criterion[] {
  const criteria: Criterion[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const head = /^([A-Za-z][\w.-]*):/.exec(rest);
    if (!head) throw invalidField('q', `a field name and ":" are missing before "${rest.slice(0, 40)}"`);
    const [whole, field = ''] = head;
    const { value, end } = readValue(rest.slice(whole.length));
    criteria.push({ field, tests: testsOf(value) });
    const following = rest.slice(whole.length + end);
    if (following !== '' && !/^\s/.test(following)) {
      throw invalidField('q', `a space is missing before "${following.slice(0, 40)}"`);
    }
    rest = following.trim();
  }
  return criteria;
}

interface Value {
  form: 'word' | 'quoted' | 'brackets';
  text: string;
}

/** The value at the beginning of a text, and where it ends. */
function readValue(text: string): { value: Value; end: number } {
  const closing = text.startsWith('(')
    ? endOfBrackets(text)
    : text.startsWith('"')
      ? endOfQuotes(text, 0)
      : null;
  if (closing === undefined) throw invalidField('q', `"${text.slice(0, 40)}" is never closed`);
  if (closing !== null) {
    const inside = text.slice(1, closing);
    const value: Value = text.startsWith('(')
      ? { form: 'brackets', text: inside.trim() }
      : { form: 'quoted', text: unquote(inside) };
    return { value, end: closing + 1 };
  }
  // A comparison's date is quoted and may be all there is: >="2021-05-18".
  const word = /^(?:[<>]=?"[^"]*"|[^\s]+)/.exec(text)?.[0] ?? '';
  if (word === '') throw invalidField('q', 'a value is missing');
  return { value: { form: 'word', text: word }, end: word.length };
}

function testsOf({ form, text }: Value): Test[] {
  if (form === 'quoted') return [{ kind: 'any-of', values: [text] }];
  if (text.startsWith('~')) return [{ kind: 'matches', pattern: checkPattern(text.slice(1)) }];
  if (/^[<>]/.test(text)) return text.split(/\s+AND\s+/).map(readComparison);
  if (form === 'brackets') return [{ kind: 'any-of', values: splitList(text) }];
  if (text === 'exists' || text === 'missing' || text === 'null') return [{ kind: text }];
  return [{ kind: 'any-of', values: [text] }];
}

function readComparison(text: string): Test {
  const [, operator, quoted, word] = comparison.exec(text.trim()) ?? [];
  const value = quoted ?? word;
  if (operator === undefined || value === undefined) throw invalidField('q', `"${text}" is no comparison`);
  return {
    kind: 'compares',
    operator: operator as Extract<Test, { kind: 'compares' }>['operator'],
    value,
    quoted: quoted !== undefined,
  };
}

/** The pattern in this language's form. `(?i)` at its beginning asks for upper and lower case alike. */
export const patternOf = (source: string): RegExp =>
  source.startsWith('(?i)') ? new RegExp(source.slice(4), 'i') : new RegExp(source);

function checkPattern(source: string): string {
  try {
    patternOf(source);
  } catch (error) {
    throw invalidField('q', `not a regular expression: ${(error as SyntaxError).message}`);
  }
  return source;
}

/** The values of `a,b,"c, d"`. */
const splitList = (text: string): string[] =>
  [...text.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]+))\s*(?:,|$)/g)].map(([, quoted, word]) =>
    quoted === undefined ? (word ?? '').trim() : unquote(quoted),
  );

const unquote = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** The index of the quote that closes the one at `start`. */
function endOfQuotes(text: string, start: number): number | undefined {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i;
  }
  return undefined;
}

/** The index of the bracket that closes the first one; brackets of a regular expression stand in pairs or behind a \. */
function endOfBrackets(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '\\') i += 1;
    else if (character === '(') depth += 1;
    else if (character === ')' && (depth -= 1) === 0) return i;
  }
  return undefined;
}
