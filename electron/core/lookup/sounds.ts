import type { Trie } from './trie.ts';

/**
 * Finds words that sound like a typed one and are spelt by other rules: "filip
 * kristensen" for "Philip Christensen". One walk of the trie reads the typed word
 * in every spelling at once; it goes only where words are, so that of the many
 * spellings hardly any costs more than a look.
 */

/** Spellings of one sound, in folded letters; any stands for any other. */
export const alike: readonly (readonly string[])[] = [
  'k c ck kk cc ch q g kh cch',
  'x ks cs cks chs',
  'kv qu qv kw',
  'f ff ph pf',
  'v w vv hv wh f',
  't tt th dt d td',
  'd dd dh',
  'b p bb db',
  's ss z zz c ts tz cz sz sc ds',
  'sj skj sh sch ch stj sk tsj tch tsch',
  'kj tj ch k tsch g',
  'sch s',
  'j y i hj gj lj dj g',
  'g gg gh',
  'l ll ld',
  'n nn nd',
  'm mm mb',
  'r rr rh hr rd',
  'i y ie ee ij ey',
  'e ee ie eh a',
  'ei ai ej aj ey ay eg egh',
  'ei e',
  'oy oi oj eu',
  'au ou ow aw av ov',
  'u ou oo y w',
  'o oo ou oh au u',
  'a ah o',
  'gn ngn',
  'mc mac',
  'sen son sson ssen zen zon sohn',
].map((line) => line.split(' '));

/** Letters that are often not heard. */
const silent = 'h';
const silentUnit = silent.charCodeAt(0);
const silentEnd = 'e';
const silentInside = 'd';

/** Other spellings, as UTF-16 units, by spelling; those that begin alike stand together. */
const respellings = new Map<string, readonly (readonly number[])[]>();
for (const spelling of new Set(alike.flat())) {
  const others = new Set(alike.filter((spellings) => spellings.includes(spelling)).flat());
  others.delete(spelling);
  const units = [...others].sort().map((other) => Array.from(other, (sign) => sign.charCodeAt(0)));
  respellings.set(spelling, units);
}
const longestSpelling = Math.max(...[...respellings.keys()].map(({ length }) => length));

/** More sounds spelt in another way than this, or than half the letters, make another word. */
const mostRespelled = 3;
/** Words taken that go on after a beginning that sounds alike. */
const maxGoingOn = 200;
const minLength = 3;

/**
 * Visits words that sound like `word`; with `prefix` also those that begin so. A
 * word may be visited more than once.
 *
 * @param visit `respelled`: sounds spelt in another way, 1 to 3; `isBeginning`: the word goes on
 * @returns how many nodes it looked at
 */
export function findSoundingAlike(
  trie: Trie,
  word: string,
  prefix: boolean,
  visit: (token: number, respelled: number, isBeginning: boolean) => void,
): number {
  const { letter, firstChild, nextSibling, token } = trie;
  if (word.length < minLength || /\d/.test(word)) return 0;
  const maxRespelled = Math.min(mostRespelled, Math.floor(word.length / 2));
  const spelled = spellingsAt(word);
  let looked = trie.since === undefined ? 0 : findSoundingAlike(trie.since, word, prefix, visit);
  let goingOn = 0;

  const childOf = (node: number, wanted: number): number => {
    let child = firstChild[node]!;
    while (child !== 0 && letter[child] !== wanted) {
      child = nextSibling[child]!;
      looked += 1;
    }
    return child;
  };
  const takeAllBelow = (node: number, respelled: number): void => {
    for (let child = firstChild[node]!; child !== 0 && goingOn < maxGoingOn; child = nextSibling[child]!) {
      looked += 1;
      if (token[child] !== 0) {
        visit(token[child]!, respelled, true);
        goingOn += 1;
      }
      takeAllBelow(child, respelled);
    }
  };
  const walk = (node: number, at: number, respelled: number, last: number): void => {
    if (at === word.length) {
      if (respelled > 0) {
        if (token[node] !== 0) visit(token[node]!, respelled, false);
        if (prefix) takeAllBelow(node, respelled);
      }
      if (respelled < maxRespelled) {
        const end = childOf(node, silentEnd.charCodeAt(0));
        if (end !== 0 && token[end] !== 0) visit(token[end]!, respelled + 1, false);
      }
    } else {
      const typed = word.charCodeAt(at);
      const same = childOf(node, typed);
      if (same !== 0) walk(same, at + 1, respelled, typed);
      if (respelled === maxRespelled) return;
      for (const { length, others } of spelled[at]!) {
        let first = 0;
        let begin = 0;
        for (const other of others) {
          if (other[0] !== first) {
            first = other[0]!;
            begin = childOf(node, first);
          }
          let next = begin;
          for (let index = 1; index < other.length && next !== 0; index += 1) {
            next = childOf(next, other[index]!);
          }
          if (next !== 0) walk(next, at + length, respelled + 1, other.at(-1)!);
        }
      }
      if (isSilent(word, at)) walk(node, at + 1, respelled + 1, last);
    }
    if (respelled === maxRespelled) return;
    // A letter that is not heard, or the one before it once more.
    const unheard = childOf(node, silentUnit);
    if (unheard !== 0) walk(unheard, at, respelled + 1, last);
    const again = last === 0 || last === silentUnit ? 0 : childOf(node, last);
    if (again !== 0) walk(again, at, respelled + 1, 0);
  };
  walk(0, 0, 0, 0);
  return looked;
}

interface Respelling {
  /** Letters typed. */
  readonly length: number;
  readonly others: readonly (readonly number[])[];
}

/** By place in the word, what stands there and can be spelt in another way. */
function spellingsAt(word: string): Respelling[][] {
  return Array.from({ length: word.length }, (_, at) =>
    Array.from({ length: Math.min(longestSpelling, word.length - at) }, (_, index) => index + 1).flatMap(
      (length) => {
        const others = respellings.get(word.slice(at, at + length));
        return others === undefined ? [] : [{ length, others }];
      },
    ),
  );
}

/** Whether the letter typed is hardly heard: an h, the second of two, a d inside, an e at the end. */
function isSilent(word: string, at: number): boolean {
  const letter = word[at];
  if (letter === silent || (at > 0 && letter === word[at - 1])) return true;
  const isLast = at === word.length - 1;
  return (letter === silentEnd && isLast && at > 2) || (letter === silentInside && !isLast && at > 0);
}
