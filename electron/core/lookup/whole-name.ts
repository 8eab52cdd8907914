import type { QueryWord } from './candidates.ts';
import { kindBits, kindMask } from './entry.ts';
import { wordKinds } from './fields.ts';
import { cellsOf, endCell, firstCell, type Postings } from './postings.ts';
import { exactPrice, noPrice } from './word-matches.ts';

/** Words of a company's name that say which one it is. */
const minCompanyWords = 2;

/** Whether a customer's first and last name, or two words of its company, are among the words as typed. */
export function hasWholeName(postings: Postings, row: number, words: readonly QueryWord[]): boolean {
  const tokens = cellsOf(postings, row);
  const end = endCell(postings, row);
  const found = [0, 0, 0];
  for (let cell = firstCell(postings, row); cell < end; cell += 1) {
    const kind = tokens[cell]! & kindMask;
    if (kind > wordKinds.company) continue;
    const token = tokens[cell]! >>> kindBits;
    if (words.some(({ matches }) => matches.prices[token] === exactPrice)) found[kind]! += 1;
  }
  return (
    (found[wordKinds.firstname]! > 0 && found[wordKinds.lastname]! > 0) ||
    found[wordKinds.company]! >= minCompanyWords
  );
}

/** Whether any of the words, as typed or nearly so, stands in a customer. */
export function hasSomeWord(postings: Postings, row: number, words: readonly QueryWord[]): boolean {
  const tokens = cellsOf(postings, row);
  const end = endCell(postings, row);
  for (let cell = firstCell(postings, row); cell < end; cell += 1) {
    const token = tokens[cell]! >>> kindBits;
    if (words.some(({ matches }) => (matches.prices[token] ?? noPrice) !== noPrice)) return true;
  }
  return false;
}
