import { foldSigns, wordsOf } from './fold.ts';
import { digitsOf, foldCode, nationalDigits } from './keys.ts';
import type { TypedWord } from './word-matches.ts';

/** What was typed, read in every way that may be meant. */
export interface Query {
  /** What is left of the text after cutting it to a length a person may type. */
  readonly text: string;
  readonly words: readonly TypedWord[];
  /** Set when nothing but a number was typed, in any notation. */
  readonly number?: { readonly digits: string; readonly national: string };
  /** Set when one run of signs was typed that may be an e-mail address or its beginning. */
  readonly address?: string;
  /** Set when what was typed may be a code with letters and digits. */
  readonly code?: string;
}

/** Longer texts are cut: nobody types more, and pasted pages must not cost time. */
const maxQueryLength = 160;
const maxWords = 8;
const maxCodeLength = 40;

/** As Norway prints an organisation number on invoices; people search by it, and only its digits are always stored. */
const norwegianVatNumber = /^(?:no\s*)?((?:\d[\s.]*){9})(?:mva)?\s*$/i;

export function readQuery(typed: string): Query {
  const cut = typed.slice(0, maxQueryLength).trimStart();
  const text = norwegianVatNumber.exec(cut)?.[1] ?? cut;
  const trimmed = text.trimEnd();
  const isNumber = /^(?:\D*\d){3}/.test(text) && /^[+\d\s().\-/]+$/.test(trimmed);
  const address = /\s/.test(trimmed) || isNumber ? '' : foldSigns(trimmed);
  // Of an address, what stands before the @ may be a name; the rest is shared by many.
  const named = address.includes('@') ? text.slice(0, text.indexOf('@')) : text;
  const found = wordsOf(named).slice(0, maxWords);
  const plain = wordsOf(named, false);
  const words = found.map((word, at): TypedWord => ({
    text: word.folded,
    plain: plain[at]!.folded === word.folded ? undefined : plain[at]!.folded,
    last: at === found.length - 1 && word.end === named.length,
    alone: found.length === 1,
  }));
  const digits = digitsOf(trimmed);
  const code = foldCode(trimmed);
  return {
    text,
    words,
    ...(isNumber ? { number: { digits, national: nationalDigits(trimmed) } } : {}),
    ...(address.length >= 3 ? { address } : {}),
    ...(!isNumber && digits !== '' && code.length >= 2 && code.length <= maxCodeLength ? { code } : {}),
  };
}
