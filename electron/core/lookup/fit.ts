import type { QueryWord } from './candidates.ts';
import { kindBits, kindMask } from './entry.ts';
import { nameKinds, wordKinds } from './fields.ts';
import { cellsOf, endCell, firstCell, type Postings } from './postings.ts';
import { costOf, noPrice, priceIn } from './word-matches.ts';

/**
 * How well a customer fits a query as a whole, among those the words alone do not
 * tell apart: every word of the query has a word of its own, little of the name
 * is left over, and first name and last name come in their order.
 */

/** Units of a fit to one unit of cost. */
export const fitUnit = 4;
/** Two words of the query share one word of the customer. */
const sharedWord = 12 * fitUnit;
const leftOverName = 1;
const swappedNames = 1;

interface Place {
  readonly word: number;
  readonly cell: number;
  readonly price: number;
}

/**
 * Lower is better.
 *
 * @param kinds bit set of the kinds of word that count
 */
export function fitOf(postings: Postings, row: number, words: readonly QueryWord[], kinds: number): number {
  const places: Place[] = [];
  let names = 0;
  const tokens = cellsOf(postings, row);
  const end = endCell(postings, row);
  for (let cell = firstCell(postings, row); cell < end; cell += 1) {
    const kind = tokens[cell]! & kindMask;
    if (((nameKinds >> kind) & 1) !== 0 || kind === wordKinds.company) names += 1;
    if (((kinds >> kind) & 1) === 0) continue;
    for (const [word, { matches }] of words.entries()) {
      const price = matches.prices[tokens[cell]! >>> kindBits] ?? noPrice;
      if (price !== noPrice) places.push({ word, cell, price: priceIn(matches, price, kind) });
    }
  }
  for (const [word, { extra }] of words.entries()) {
    const price = extra?.get(row);
    // A number found by its key has no cell; each has a place of its own.
    if (price !== undefined) places.push({ word, cell: -1 - word, price });
  }
  places.sort((left, right) => left.price - right.price);
  const cellOf: (number | undefined)[] = words.map(() => undefined);
  let fit = 0;
  for (const { word, cell, price } of places) {
    if (cellOf[word] !== undefined || cellOf.includes(cell)) continue;
    cellOf[word] = cell;
    fit += costOf(price) * fitUnit;
  }
  let namesFound = 0;
  let lastNameSeen = false;
  let isSwapped = false;
  for (const cell of cellOf) {
    if (cell === undefined) {
      fit += sharedWord;
      continue;
    }
    if (cell < 0) continue;
    const kind = tokens[cell]! & kindMask;
    if (((nameKinds >> kind) & 1) !== 0 || kind === wordKinds.company) namesFound += 1;
    if (kind === wordKinds.firstname && lastNameSeen) isSwapped = true;
    if (kind === wordKinds.lastname) lastNameSeen = true;
  }
  if (namesFound > 0) fit += Math.min(names - namesFound, 3) * leftOverName;
  return isSwapped ? fit + swappedNames : fit;
}
