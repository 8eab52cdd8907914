import { namedBy } from './address-errors.ts';
import { foldSigns, wordsOf } from './fold.ts';
import { digitsOf, foldCode, nationalDigits } from './keys.ts';
import type { TypedNumber } from './number-search.ts';
import { addressIn, numberIn, undress, vatDigitsIn } from './undress.ts';
import type { TypedWord } from './word-matches.ts';

/** What was typed, read in every way that may be meant. */
export interface Query {
  /** What is left of the text after cutting it to a length a person may type. */
  readonly text: string;
  readonly words: readonly TypedWord[];
  /** Set when nothing but a number was typed, in any notation. */
  readonly number?: TypedNumber;
  /** Numbers among other words that may be whole ones. */
  readonly numbersBeside: readonly NumberBeside[];
  /** Set when one run of signs was typed that may be an e-mail address or its beginning. */
  readonly address?: string;
  /** Set when what was typed may be a code with letters and digits. */
  readonly code?: string;
}

/** A number typed beside other words. */
export interface NumberBeside extends TypedNumber {
  /** The words without those of the number. */
  readonly others: readonly TypedWord[];
}

/** Longer texts are cut: nobody types more, and pasted pages must not cost time. */
const maxQueryLength = 160;
const maxWords = 8;
const maxCodeLength = 40;
/** Digits of a number that says by itself who is meant. */
const minWholeNumber = 7;

export function readQuery(typed: string): Query {
  const text = undress(typed.slice(0, maxQueryLength)).slice(0, maxQueryLength);
  const trimmed = text.trimEnd();
  const number = numberIn(text) ?? vatDigitsIn(text);
  const found = number === undefined ? addressIn(text) : undefined;
  const address = foldSigns(found?.address ?? '');
  const named = address.includes('@') ? found?.others || namedBy(address) : text;
  const words = typedWords(number ?? named);
  const code = foldCode(trimmed);
  const mayBeCode = numberIn(text) === undefined && /\d/.test(code);
  return {
    text,
    words,
    numbersBeside: number === undefined ? numbersBeside(named, words) : [],
    ...(number === undefined
      ? {}
      : { number: { digits: digitsOf(number), national: nationalDigits(number) } }),
    ...(address.length >= 3 ? { address } : {}),
    ...(mayBeCode && code.length >= 2 && code.length <= maxCodeLength ? { code } : {}),
  };
}

function typedWords(text: string): TypedWord[] {
  const found = wordsOf(text).slice(0, maxWords);
  const plain = wordsOf(text, false);
  return found.map((word, at): TypedWord => ({
    text: word.folded,
    plain: plain[at]!.folded === word.folded ? undefined : plain[at]!.folded,
    last: at === found.length - 1 && word.end === text.length,
    alone: found.length === 1,
  }));
}

/** Runs of digits, with the signs numbers are written with between them, and each group of digits by itself. */
function numbersBeside(text: string, words: readonly TypedWord[]): NumberBeside[] {
  const numbers = new Map<string, NumberBeside>();
  for (const pattern of [/\+?\d[\d\s().\-/]*\d/g, /\d+/g]) {
    for (const [run] of text.matchAll(pattern)) {
      const digits = digitsOf(run);
      if (digits.length < minWholeNumber || numbers.has(digits)) continue;
      const groups = run.split(/\D+/);
      const others = words.filter((word) => !groups.includes(word.text));
      if (others.length < words.length)
        numbers.set(digits, { digits, national: nationalDigits(run), others });
    }
  }
  return [...numbers.values()].slice(0, 2);
}
