import type { Index } from './catch-up.ts';
import type { Query } from './query.ts';
import {
  withInitialsParted,
  withNumbersJoined,
  withOneParted,
  withoutHouseNumber,
  withoutOneWord,
  withoutSmallWords,
  withoutTwoWords,
  withParticlesJoined,
  withTwoJoined,
  type Words,
} from './readings.ts';
import { editCost, variantCost } from './word-matches.ts';

/** From what was typed to what may be meant, in the order it is looked for. */

/** One widening of the search. */
export interface Step {
  readonly readings: readonly Words[];
  /** What reading the words so costs. */
  readonly cost: number;
  /** Edits in all words together. */
  readonly edits: number;
  /** Left out when so many are found already. */
  readonly unless: number;
  /** Left out too when somebody was found more cheaply than this. */
  readonly certain?: number;
  /** Counts only for customers whose first and last name, or company, are among the words as typed. */
  readonly wholeNames?: boolean;
}

const costs = {
  /** Two words typed apart, or one typed in two. */
  spaceError: 6,
  /** A title or a legal form the customer does not have, or a word that is two initials. */
  smallWord: 4,
  /** A short number of an address left out: as much as two errors. */
  wrongNumber: 2 * editCost + 4,
  /** A word left out beside a name that is right, and two. */
  leftOutBesideName: editCost + 6,
  twoLeftOutBesideName: 2 * editCost + 6,
  /** A word left out: more than all errors that are looked for together. */
  leftOut: 4 * editCost,
  /** All words but one left out. */
  oneLeft: 7 * editCost,
} as const;

/** With so many candidates, those with more errors are not looked for. */
export const fewCandidates = 16;

export function* stepsOf(
  index: Index,
  { words, number, address }: Query,
  isFoundByKey: boolean,
  exactOnly: boolean,
  enough: number,
): Generator<Step, void, void> {
  if (words.length === 0) return;
  // Words tell nothing more of a customer who is found by an address.
  if (isFoundByKey && address?.includes('@') === true) return;
  const asTyped = { readings: [words, ...withNumbersJoined(words)], cost: 0 };
  yield { ...asTyped, edits: 0, unless: enough };
  if (exactOnly || number !== undefined) return;
  const respaced = {
    readings: [...withTwoJoined(words), ...withParticlesJoined(words), ...withOneParted(index, words)],
    cost: costs.spaceError,
  };
  const trimmed = {
    readings: [...withoutSmallWords(words), ...withInitialsParted(words)],
    cost: costs.smallWord,
    certain: editCost,
  };
  yield { ...respaced, edits: 0, unless: enough, certain: editCost };
  yield { ...trimmed, edits: 0, unless: enough };
  yield { ...asTyped, edits: 1, unless: enough };
  const besideName = { edits: 0, unless: enough, wholeNames: true };
  yield { readings: withoutOneWord(words), cost: costs.leftOutBesideName, ...besideName };
  yield { ...trimmed, edits: 1, unless: fewCandidates };
  yield { ...respaced, edits: 1, unless: fewCandidates, certain: editCost };
  yield { ...asTyped, edits: 2, unless: fewCandidates };
  const shortened = { readings: withoutOneWord(words), cost: costs.leftOut };
  // Three words as typed say more than four with many errors.
  if (words.length > 3) yield { ...shortened, edits: 0, unless: fewCandidates, certain: 2 * editCost };
  const twoLess = { readings: withoutTwoWords(words), cost: costs.twoLeftOutBesideName };
  yield { ...twoLess, ...besideName, unless: fewCandidates };
  const unnumbered = { readings: withoutHouseNumber(words), cost: costs.wrongNumber };
  yield { ...unnumbered, edits: 1, unless: fewCandidates, certain: editCost };
  yield { ...respaced, edits: 2, unless: fewCandidates, certain: 2 * editCost };
  yield { ...asTyped, edits: 3, unless: fewCandidates, certain: variantCost };
  yield { ...shortened, edits: 1, unless: fewCandidates, certain: 2 * editCost };
  yield { ...shortened, edits: 2, unless: fewCandidates, certain: 2 * editCost };
  if (words.length > 2) yield { readings: eachAlone(words), cost: costs.oneLeft, edits: 0, unless: 1 };
}

function eachAlone(words: Words): Words[] {
  return words.filter(({ text }) => text.length > 2).map((word) => [word]);
}
