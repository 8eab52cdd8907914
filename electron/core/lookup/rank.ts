import Fuse from 'fuse.js';
import { wordKinds, type CustomerFields } from './fields.ts';
import { visitWords } from './fold.ts';

/**
 * The last word on the order of the best candidates: fuse.js compares what was
 * typed with the whole names, companies and places of those whose words fit
 * equally well. Who fits alone needs no comparison.
 */

/** What fuse.js compares, folded like the query. */
interface Texts {
  readonly who: string;
  readonly place: string;
}

export interface Ranked {
  readonly fields: CustomerFields;
  /** How well the words fit (fit.ts); lower is better. */
  readonly fit: number;
}

/**
 * Chosen by measurement on 13,181 queries with their twenty best candidates.
 * First place with 1 to 2 edits, with more, and time per query:
 *
 *   no fuse.js at all                             89.88 %   36.01 %     1 µs
 *   all candidates; name, company, place, e-mail  90.34     38.38     123
 *   ties only; the same                           90.33     38.38      88
 *   ties only; who 3, place 1 (these options)     90.33     38.38      77
 *   ties only; all in one text                    90.31     38.26      49
 *   ties only; name and company alone             89.91     37.81      32
 *   these options, `threshold` 0.6                90.07     38.22      74
 *   token search, `threshold` 0.4                 89.77     38.42      84
 *
 * How much a score weighs against a fit made no difference between 1 and 16
 * units, so it orders equal fits and nothing else. A threshold below 1 is quicker
 * where nothing is alike, but then all that is unlike is equally so.
 */
const options = {
  keys: [
    { name: 'who', weight: 3 },
    { name: 'place', weight: 1 },
  ],
  includeScore: true,
  shouldSort: false,
  ignoreLocation: true,
  threshold: 1,
};

/** The candidates, best first. */
export function rank<Item extends Ranked>(words: readonly string[], candidates: readonly Item[]): Item[] {
  const ordered = candidates.toSorted((left, right) => left.fit - right.fit);
  const tied = ordered.filter(({ fit }, at) => ordered[at - 1]?.fit === fit || ordered[at + 1]?.fit === fit);
  const scores = scoresOf(words, tied);
  const scoreOf = (one: Item): number => scores.get(one) ?? 1;
  return ordered.sort((left, right) => left.fit - right.fit || scoreOf(left) - scoreOf(right));
}

/** 0 the same, 1 nothing alike; nothing for those fuse.js has nothing to say about. */
function scoresOf<Item extends Ranked>(
  words: readonly string[],
  candidates: readonly Item[],
): Map<Item, number> {
  const scores = new Map<Item, number>();
  if (words.length === 0 || candidates.length === 0) return scores;
  const fuse = new Fuse(
    candidates.map(({ fields }) => textsOf(fields)),
    options,
  );
  for (const { refIndex, score } of fuse.search(words.join(' ')))
    scores.set(candidates[refIndex]!, score ?? 1);
  return scores;
}

const whoKinds =
  (1 << wordKinds.firstname) |
  (1 << wordKinds.lastname) |
  (1 << wordKinds.contact) |
  (1 << wordKinds.company);

function textsOf({ words }: CustomerFields): Texts {
  const who: string[] = [];
  const place: string[] = [];
  for (const { kind, text, from, to } of words) {
    const part = ((whoKinds >> kind) & 1) !== 0 ? who : place;
    visitWords(text.slice(from, to), (word) => part.push(word));
  }
  return { who: who.join(' '), place: place.join(' ') };
}
