/**
 * Folding: one spelling for all spellings of a word, the same for records and
 * queries. Lower case; marks stripped; æ, å, ä → a; ø, ö → o; ü → u; ß → ss;
 * ð, đ → d; þ → th; ł → l; then the spellings aa, ae, oe and ue to their first
 * letter, so that "Haakon", "Håkon" and "hakon" are one word.
 *
 * Invariant: the fold of a prefix is a prefix of the fold (a single pass that
 * only ever appends), so that a word being typed matches the whole word.
 */

/** Longest folded word, in UTF-16 units: the automaton keeps a word in one 32-bit mask. */
export const maxWordLength = 30;

/** A word of a text: its fold and where it stands, [start, end) in UTF-16 units of the text. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** What a code point is to a word: its folded letters, '' when it is left out, or the end of the word. */
type Folded = string | typeof separator;
const separator = null;

const special: Readonly<Record<string, string>> = {
  æ: 'a',
  å: 'a',
  ä: 'a',
  ø: 'o',
  ö: 'o',
  œ: 'o',
  ü: 'u',
  ß: 'ss',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};

const letterOrDigit = /^[\p{L}\p{N}]$/u;
const mark = /^\p{M}$/u;
/** Signs that stand between words; every other sign inside a word (an apostrophe, a slip) is left out of it. */
const betweenWords = /^[\s\p{Z}\p{C}\p{Pd}\p{Ps}\p{Pe}/\\,.;:+&@_|"“”«»]$/u;

function foldCodePoint(codePoint: number): Folded {
  const lower = String.fromCodePoint(codePoint).toLowerCase();
  const known = special[lower];
  if (known !== undefined) return known;
  let letters = '';
  for (const part of lower.normalize('NFKD').toLowerCase()) {
    if (letterOrDigit.test(part)) letters += special[part] ?? part;
    else if (!mark.test(part) && betweenWords.test(part)) return separator;
  }
  return letters;
}

const table: Folded[] = Array.from({ length: 0x250 }, (_, codePoint) => foldCodePoint(codePoint));
const rest = new Map<number, Folded>();
const maxRemembered = 20_000;

function lookUp(codePoint: number): Folded {
  const known = table[codePoint];
  if (known !== undefined) return known;
  let folded = rest.get(codePoint);
  if (folded === undefined) {
    if (rest.size >= maxRemembered) rest.clear();
    folded = foldCodePoint(codePoint);
    rest.set(codePoint, folded);
  }
  return folded;
}

const [a, e, o, u] = ['a', 'e', 'o', 'u'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];

/** The second letter of aa, ae, oe, ue, as it was typed. */
function endsDigraph(first: number, second: number): boolean {
  return second === e ? first === a || first === o || first === u : second === a && first === a;
}

/**
 * Calls `visit` for each word of the text, in order. A word is a run of letters
 * and digits; it is cut after {@link maxWordLength} folded units.
 *
 * @param digraphs false to leave aa, ae, oe and ue as they are
 */
export function visitWords(
  text: string,
  visit: (folded: string, start: number, end: number) => void,
  digraphs = true,
): void {
  let folded = '';
  let start = 0;
  let end = 0;
  /** The last letter as typed (lower case) while it may still begin a digraph, else 0. */
  let pending = 0;
  for (let at = 0; at < text.length;) {
    const codePoint = text.codePointAt(at)!;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    const letters = lookUp(codePoint);
    if (letters === separator) {
      if (folded !== '') visit(folded, start, end);
      folded = '';
      pending = 0;
    } else if (letters !== '') {
      const lower = codePoint < 0x80 ? letters.charCodeAt(0) : 0;
      if (digraphs && endsDigraph(pending, lower)) {
        pending = 0;
        end = next;
      } else {
        if (folded === '') start = at;
        if (folded.length + letters.length <= maxWordLength) folded += letters;
        pending = lower;
        end = next;
      }
    }
    at = next;
  }
  if (folded !== '') visit(folded, start, end);
}

/** The words of a text, in order. */
export function wordsOf(text: string, digraphs = true): Word[] {
  const words: Word[] = [];
  visitWords(text, (folded, start, end) => words.push({ folded, start, end }), digraphs);
  return words;
}

/**
 * The end, in UTF-16 units of the text, of the part of a word that makes up its
 * first `length` folded units; a letter they take a part of belongs to it, and so
 * does the second letter of a digraph.
 */
export function endOfPrefix(text: string, word: Word, length: number): number {
  let end = word.end;
  for (let at = word.start; at < word.end;) {
    const next = at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
    let folded = '';
    visitWords(text.slice(word.start, next), (part) => (folded = part));
    if (folded.length > length && end < word.end) return end;
    if (folded.length >= length && letterOrDigit.test(text.slice(at, next))) end = next;
    if (folded.length > length) return end;
    at = next;
  }
  return end;
}

/**
 * Letters, digits and signs of a code or an e-mail address, folded one by one:
 * no digraphs, signs kept, white space and control characters left out.
 */
export function foldSigns(text: string): string {
  let folded = '';
  for (const sign of text) {
    const letters = lookUp(sign.codePointAt(0)!);
    if (letters !== separator && letters !== '') folded += letters;
    else if (sign > ' ' && sign <= '~') folded += sign;
  }
  return folded;
}
