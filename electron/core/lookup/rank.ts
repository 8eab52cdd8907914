import Fuse from 'fuse.js';
import { wordKinds, type CustomerFields } from './fields.ts';
import { fitUnit } from './fit.ts';
import { foldSigns, visitWords } from './fold.ts';

/**
 * The last word on the order of the best candidates: fuse.js compares what was
 * typed with the whole names, companies, places and addresses of the few
 * customers left, and so tells apart those whose words cost the same.
 */

/** What fuse.js compares, folded like the query. */
interface Texts {
  readonly name: string;
  readonly company: string;
  readonly place: string;
  readonly email: string;
}

export interface Ranked {
  readonly fields: CustomerFields;
  /** How well the words fit (fit.ts); lower is better. */
  readonly fit: number;
}

/**
 * How much of a fit a fuse.js score (0 the same, 1 nothing alike) makes up: one
 * unit of cost. Chosen by measurement, like the options: on the development set
 * it puts the right customer first more often than the fit alone (edits 1 to 2:
 * 90.4 % against 90.0, more edits: 38 % against 36), at any weight from 1 to 16.
 */
const scoreWeight = fitUnit;
const options = {
  keys: [
    { name: 'name', weight: 3 },
    { name: 'company', weight: 2 },
    { name: 'place', weight: 1 },
    { name: 'email', weight: 1 },
  ],
  includeScore: true,
  shouldSort: false,
  ignoreLocation: true,
  threshold: 1,
};

/** The candidates, best first. */
export function rank<Item extends Ranked>(words: readonly string[], candidates: readonly Item[]): Item[] {
  const scores = scoresOf(words, candidates);
  return candidates
    .map((candidate, at) => ({ candidate, order: candidate.fit + scores[at]! * scoreWeight }))
    .sort((left, right) => left.order - right.order)
    .map(({ candidate }) => candidate);
}

function scoresOf(words: readonly string[], candidates: readonly Ranked[]): number[] {
  const scores = candidates.map(() => 1);
  if (words.length === 0 || candidates.length < 2) return scores;
  const fuse = new Fuse(
    candidates.map(({ fields }) => textsOf(fields)),
    options,
  );
  for (const { refIndex, score } of fuse.search(words.join(' '))) scores[refIndex] = score ?? 1;
  return scores;
}

function textsOf({ words, keys }: CustomerFields): Texts {
  const of = (...kinds: number[]): string => {
    const folded: string[] = [];
    for (const { kind, text, from, to } of words) {
      if (kinds.includes(kind)) visitWords(text.slice(from, to), (word) => folded.push(word));
    }
    return folded.join(' ');
  };
  return {
    name: of(wordKinds.firstname, wordKinds.lastname, wordKinds.contact),
    company: of(wordKinds.company),
    place: of(wordKinds.street, wordKinds.postalCode, wordKinds.city, wordKinds.otherAddress),
    email: foldSigns(keys.find(({ form }) => form === 'email')?.text ?? ''),
  };
}
