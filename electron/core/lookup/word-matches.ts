import { findNear, maxDistance } from './automaton.ts';
import { wordKinds } from './fields.ts';
import { grown } from './growable.ts';
import { variantsOf } from './name-variants.ts';
import { findSoundingAlike } from './sounds.ts';
import { findWord, type Trie } from './trie.ts';

/**
 * What one typed word may mean: the words of the dictionary within reach, each
 * with its price.
 *
 * A price is one number that orders matches: edits × 256 + cost + 1, and 0 for
 * "no match". Edits decide how far a search reaches, costs order what it finds:
 * {@link editCost} for each edit, less for what is merely not typed yet or stands
 * in a lesser known field. Prices add up over the words of a query.
 */
export const noPrice = 0;
export const editUnit = 256;
export const editCost = 10;
export const exactPrice = 1;
/** Another form of the name: the least that something else than what was typed costs. */
export const variantCost = 8;

export function priceOf(edits: number, cost: number): number {
  return edits * editUnit + cost + 1;
}

export function editsOf(price: number): number {
  return price >> 8;
}

/** Most edits a price can have: two, and one for a digraph read as one letter. */
export const maxLevel = maxDistance + 1;

export function costOf(price: number): number {
  return (price & 255) - 1;
}

const costs = {
  /** The last word is still being typed. */
  prefix: 2,
  /** A letter alone says less. */
  prefixOfOneLetter: 4,
  /** A word that is followed by another one was probably finished. */
  prefixInside: 2,
  /** aa, ae, oe or ue was read as one letter of a word that is not complete. */
  digraph: 4,
  /** Much of the word is still missing. */
  longRest: 1,
  /**
   * It sounds alike: more than one error and less than two, and a little for each
   * sound spelt in another way. As much as one error or less puts more of the
   * development set's typing errors behind other names (90.34 % first, not 90.38).
   */
  soundsAlike: 13,
  respelled: 1,
} as const;

/**
 * What is left of the work one search may do, in cells and nodes looked at (a few
 * nanoseconds each): whatever is typed, the answer comes in time.
 */
export interface Work {
  left: number;
}

export interface TypedWord {
  readonly text: string;
  /** The same word with aa, ae, oe and ue left as typed, when it has any: what is next to a typing error may look like one. */
  readonly plain?: string | undefined;
  /** Nothing was typed after it: it may be the beginning of a longer word. */
  readonly last: boolean;
  /** It is the first part of a word typed in one: the beginning of a longer one would have been typed to its end. */
  readonly whole?: boolean;
  /** The only word typed. */
  readonly alone: boolean;
}

/**
 * Added to the cost when the word stands in a field of this kind: the first when
 * it stands there as typed, the second when only its beginning or something like
 * it does. A word typed alone is most likely a last name, hardly ever a place;
 * beside other words a place is almost as good as a name, if it is spelt right; a
 * letter alone is an initial.
 */
type KindCosts = Partial<Record<keyof typeof wordKinds, readonly [whole: number, other: number]>>;
const besideOthers = kindCosts({
  street: [2, 4],
  postalCode: [1, 3],
  city: [2, 6],
  contact: [2, 2],
  otherAddress: [4, 7],
});
const alone = kindCosts({
  firstname: [1, 1],
  street: [8, 8],
  postalCode: [6, 6],
  city: [8, 8],
  contact: [2, 2],
  otherAddress: [9, 9],
});
const initial = kindCosts({
  lastname: [2, 2],
  company: [2, 2],
  street: [8, 8],
  postalCode: [8, 8],
  city: [8, 8],
  contact: [4, 4],
  otherAddress: [9, 9],
});

/** By kind; those of words that do not stand there as typed begin at 8. */
function kindCosts(costs: KindCosts): Uint8Array {
  const byKind = new Uint8Array(16);
  for (const [name, kind] of Object.entries(wordKinds)) {
    const [whole, other] = costs[name as keyof typeof wordKinds] ?? [0, 0];
    byKind[kind] = whole;
    byKind[kind + 8] = other;
  }
  return byKind;
}

/** The price of a word that matches at this price, standing in a field of this kind. */
export function priceIn(matches: WordMatches, price: number, kind: number): number {
  return price + matches.kindCosts[price === exactPrice ? kind : kind + 8]!;
}

export interface WordMatches {
  word: TypedWord;
  /** Whether the word counts only as it was typed, whole. */
  exactOnly: boolean;
  /** See {@link priceIn}. */
  kindCosts: Uint8Array;
  /** Largest number of edits looked for so far; -1 before the first walk. */
  walked: number;
  /** Whether other forms of the name and what sounds alike were taken in. */
  widened: boolean;
  /** Those, once they were looked for: token id and price in turn. */
  alike: number[] | undefined;
  /** Token ids found, `count` of them, cheapest first. */
  tokens: Int32Array;
  count: number;
  /** Where in `tokens` those with so many edits end, by number of edits (0 to {@link maxLevel}). */
  levelEnds: Int32Array;
  /** How many rows those with so many edits have, by number of edits; -1 until somebody counted them. */
  levelSizes: Float64Array;
  /** Price by token id. */
  prices: Uint16Array;
}

export function createWordMatches(): WordMatches {
  return {
    word: { text: '', last: false, alone: true },
    exactOnly: false,
    kindCosts: besideOthers,
    walked: -1,
    widened: false,
    alike: undefined,
    tokens: new Int32Array(256),
    count: 0,
    levelEnds: new Int32Array(maxLevel + 1),
    levelSizes: new Float64Array(maxLevel + 1),
    prices: new Uint16Array(0),
  };
}

/** Makes ready for another word. */
export function startWord(
  matches: WordMatches,
  word: TypedWord,
  exactOnly: boolean,
  highestToken: number,
): void {
  forget(matches);
  matches.word = word;
  matches.exactOnly = exactOnly;
  matches.kindCosts = isLetter(word.text) ? initial : word.alone ? alone : besideOthers;
  matches.walked = -1;
  matches.widened = false;
  matches.alike = undefined;
  matches.prices = grown(matches.prices, highestToken + 1);
}

function isLetter(text: string): boolean {
  return text.length === 1 && !hasDigit(text);
}

function hasDigit(text: string): boolean {
  return /\d/.test(text);
}

/** Edits allowed in a word: none in what is too short to tell, one in numbers. */
function allowedEdits({ text, alone }: TypedWord): number {
  if (hasDigit(text)) return alone && text.length < 4 ? 0 : 1;
  if (text.length <= 2) return text.length === 2 && !alone ? 1 : 0;
  return text.length === 3 ? 1 : maxDistance;
}

/** Edits allowed in a word that is only the beginning of the one meant. */
function allowedPrefixEdits({ text }: TypedWord): number {
  if (hasDigit(text) || text.length <= 2) return 0;
  return text.length <= 5 ? 1 : maxDistance;
}

/** Looks for words up to `edits` edits away, unless that was done already. */
export function findMatches(matches: WordMatches, trie: Trie, edits: number, work: Work): void {
  const { word, exactOnly } = matches;
  const limit = exactOnly ? 0 : Math.min(edits, allowedEdits(word));
  const widens = edits > 0 && !exactOnly;
  if (matches.walked >= limit && (matches.widened || !widens)) return;
  forget(matches);
  matches.walked = limit;
  matches.widened = widens;
  work.left -= walk(matches, trie, word.text, limit);
  if (word.plain !== undefined && limit > 0) work.left -= walk(matches, trie, word.plain, limit);
  if (widens) {
    matches.alike ??= findAlike(word, trie, work);
    for (let at = 0; at < matches.alike.length; at += 2)
      note(matches, matches.alike[at]!, matches.alike[at + 1]!);
  }
  sortByPrice(matches);
}

/** Other forms of the name and what sounds alike, each as one edit: token id and price in turn. */
function findAlike(word: TypedWord, trie: Trie, work: Work): number[] {
  const found: number[] = [];
  for (const variant of variantsOf(word.text)) {
    const token = findWord(trie, variant);
    if (token !== 0) found.push(token, priceOf(1, variantCost));
  }
  work.left -= findSoundingAlike(trie, word.text, word.last, (token, respelled, isBeginning) => {
    const cost = costs.soundsAlike + respelled * costs.respelled + (isBeginning ? costs.prefix : 0);
    found.push(token, priceOf(1, cost));
  });
  return found;
}

function walk(matches: WordMatches, trie: Trie, text: string, limit: number): number {
  const { word, exactOnly } = matches;
  // Two digits before other words are a house number, not the beginning of a longer one.
  const isFinished = word.whole === true || (!word.last && hasDigit(text) && text.length < 3);
  const prefixLimit = exactOnly || isFinished ? undefined : Math.min(limit, allowedPrefixEdits(word));
  const beginning =
    (text.length === 1 ? costs.prefixOfOneLetter : costs.prefix) + (word.last ? 0 : costs.prefixInside);
  // Where two readings of a word differ, the one that was typed has the edit.
  const isPlain = text !== word.text;
  // What looks like half a digraph may be a typing error: such a beginning is looked for with the errors.
  const isDigraph = !isPlain && word.plain !== undefined;
  const priceOfBeginning = (prefixDistance: number, rest: number): number => {
    const edits = isPlain ? Math.max(prefixDistance, 1) : prefixDistance + (isDigraph ? 1 : 0);
    return priceOf(edits, prefixDistance * editCost + beginning + rest + (isDigraph ? costs.digraph : 0));
  };
  const longest = text.length + 3;
  return findNear(
    trie,
    text,
    limit,
    prefixLimit,
    (token, distance, prefixDistance, length) => {
      const price =
        prefixDistance < distance
          ? priceOfBeginning(prefixDistance, length > longest ? costs.longRest : 0)
          : priceOf(isPlain ? Math.max(distance, 1) : distance, distance * editCost);
      note(matches, token, price);
    },
    ({ tokens, lengths }, from, to, prefixDistance) => {
      const short = priceOfBeginning(prefixDistance, 0);
      const long = priceOfBeginning(prefixDistance, costs.longRest);
      matches.tokens = grown(matches.tokens, matches.count + to - from);
      for (let rank = from; rank < to; rank += 1) {
        note(matches, tokens[rank]!, lengths[rank]! > longest ? long : short);
      }
    },
  );
}

/** The lowest price of a token counts. */
function note(matches: WordMatches, token: number, price: number): void {
  const known = matches.prices[token]!;
  if (known === noPrice) {
    if (matches.count === matches.tokens.length) matches.tokens = grown(matches.tokens, matches.count + 1);
    matches.tokens[matches.count] = token;
    matches.count += 1;
  }
  if (known === noPrice || price < known) matches.prices[token] = price;
}

/** Scratch of {@link sortByPrice}. */
const priceEnds = new Uint32Array((maxLevel + 1) * editUnit);
let unsorted = new Int32Array(0);

/** Counts how many tokens have each price, and puts each where its price begins. */
function sortByPrice({ tokens, count, prices, levelEnds, levelSizes }: WordMatches): void {
  if (unsorted.length < count) unsorted = new Int32Array(tokens.length);
  priceEnds.fill(0);
  for (let at = 0; at < count; at += 1) {
    const token = tokens[at]!;
    unsorted[at] = token;
    priceEnds[prices[token]!]! += 1;
  }
  let end = 0;
  for (let price = 0; price < priceEnds.length; price += 1) {
    end += priceEnds[price]!;
    priceEnds[price] = end;
    if (price % editUnit === editUnit - 1) levelEnds[editsOf(price)] = end;
  }
  for (let at = count - 1; at >= 0; at -= 1) {
    const token = unsorted[at]!;
    const price = prices[token]!;
    priceEnds[price]! -= 1;
    tokens[priceEnds[price]!] = token;
  }
  levelSizes.fill(-1);
}

function forget(matches: WordMatches): void {
  for (let at = 0; at < matches.count; at += 1) matches.prices[matches.tokens[at]!] = noPrice;
  matches.count = 0;
  matches.levelEnds.fill(0);
  matches.levelSizes.fill(-1);
}
