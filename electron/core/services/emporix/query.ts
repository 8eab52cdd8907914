/**
 * Queries in the `q` language of Emporix: `field:value` terms with spaces
 * between them, all of which must hold. A value never needs escaping here,
 * because nothing that could mean something is ever written: whatever is not a
 * letter or a digit becomes "any character" of a regular expression. Such a
 * query may find more than was meant, never less; whoever asks compares what
 * comes back.
 */

/** A dotted path of a field, such as `mixins.membership.cardNumber`. */
export type QueryField = string;

/** Words the language gives a meaning of their own. */
const keywords: ReadonlySet<string> = new Set(['exists', 'missing', 'null', 'true', 'false', 'and', 'or']);

/** The field has this very value; undefined for a value that cannot be told from any other. */
export function equals(field: QueryField, value: string): string | undefined {
  // Starts with a letter: digits alone could be read as a number.
  const isPlain = /^[A-Za-z][\w@.+-]*$/.test(value) && !keywords.has(value.toLowerCase());
  if (isPlain) return `${field}:${value}`;
  const pattern = patternOf(value, (character) => character);
  return pattern === undefined ? undefined : `${field}:~^${pattern}$`;
}

/** The field has these characters somewhere in it, in upper or lower case; undefined when there are none to look for. */
export function contains(field: QueryField, text: string): string | undefined {
  const pattern = patternOf(text, inEitherCase);
  return pattern === undefined ? undefined : `${field}:~${pattern}`;
}

/** The field has these digits in this order, however they are grouped. */
export function containsDigits(field: QueryField, digits: string): string {
  return `${field}:~${digits.split('').join('.?')}`;
}

export function allOf(...terms: readonly string[]): string {
  return terms.join(' ');
}

function patternOf(value: string, write: (character: string) => string): string | undefined {
  const characters = Array.from(value.normalize('NFC'));
  if (!characters.some(isPlainCharacter)) return undefined;
  return characters
    .map((character) => {
      if (isPlainCharacter(character)) return write(character);
      // Outside the basic plane, one character is one or two to a regular expression.
      return character.length === 1 ? '.' : '..?';
    })
    .join('');
}

function isPlainCharacter(character: string): boolean {
  return character.length === 1 && /[\p{L}\p{N}]/u.test(character);
}

function inEitherCase(letter: string): string {
  const cases = new Set([letter, letter.toLowerCase(), letter.toUpperCase()]);
  const single = [...cases].filter((form) => form.length === 1);
  return single.length > 1 ? `[${single.join('')}]` : letter;
}
