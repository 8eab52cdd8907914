import type { Index } from './catch-up.ts';
import { maxWordLength } from './fold.ts';
import { findWord } from './trie.ts';
import type { TypedWord } from './word-matches.ts';

/** Other ways to read the words typed: spaces too few or too many, numbers in groups, words too many. */

export type Words = readonly TypedWord[];

/** Shortest word that may be two, and shortest parts of it. */
const minWordToPart = 6;
const minPart = 2;
const minPartBesideUnknown = 3;
const minLongerPart = 4;
const maxParted = 6;

/** Neighbouring groups of digits as one number: "912 34 567"; none when there are no such groups or nothing else. */
export function withNumbersJoined(words: Words): Words[] {
  const runs: TypedWord[] = [];
  for (const word of words) {
    const before = runs.at(-1);
    const isGroup = before !== undefined && isNumber(before) && isNumber(word);
    if (isGroup && before.text.length + word.text.length <= maxWordLength) {
      runs[runs.length - 1] = { ...word, text: before.text + word.text };
    } else {
      runs.push(word);
    }
  }
  return runs.length > 1 && runs.length < words.length ? [runs] : [];
}

function isNumber({ text }: TypedWord): boolean {
  return /^\d+$/.test(text);
}

/** An address without its house number, which is wrong more often than the street. */
export function withoutHouseNumber(words: Words): Words[] {
  const at = words.findIndex(({ text }) => /^\d{1,4}\p{L}?$/u.test(text));
  return at === -1 || words.length < 2 ? [] : [words.toSpliced(at, 1)];
}

/** Each word left out in turn. */
export function withoutOneWord(words: Words): Words[] {
  return words.length < 2 ? [] : words.map((_, at) => words.toSpliced(at, 1));
}

/** Every two words left out, of four or five. */
export function withoutTwoWords(words: Words): Words[] {
  if (words.length < 4 || words.length > 5) return [];
  return words.flatMap((_, at) =>
    words.slice(at + 1).map((_, next) => words.toSpliced(at + 1 + next, 1).toSpliced(at, 1)),
  );
}

/** Words of a name that are often left out or put in: titles, particles, and the legal forms of companies. */
const smallWords = new Set(
  (
    'dr hr fru frk herr frau fraulein mr mrs ms miss sir prof professor ing dipl cand fam familien familie ' +
    'van von der den de du af av di da la le zu zum ter ten ' +
    'as asa ab aps is ans da ba sa nuf enk oy oyj hf ehf gmbh ag kg ohg ug ev bv nv ltd limited llc llp inc corp co plc sarl sas srl spa & and og och und the'
  ).split(' '),
);

/** Without titles, particles and legal forms, and without second initials; none when there are no such words or nothing else. */
export function withoutSmallWords(words: Words): Words[] {
  const others = words.filter(({ text }) => !smallWords.has(text));
  // An initial after another one stands for a name few customers gave.
  const named = others.filter(({ text }, at) => at === 0 || others.length < 3 || !/^\p{L}$/u.test(text));
  return [others, named].filter(
    (some, at, all) => some.length > 0 && some.length < (all[at - 1] ?? words).length,
  );
}

/** Two letters that are the initials of two names: "bm ase". */
export function withInitialsParted(words: Words): Words[] {
  return words.flatMap((word, at) => {
    if (words.length < 2 || !/^\p{L}{2}$/u.test(word.text)) return [];
    const letters = Array.from(word.text, (text) => ({ text, last: false, alone: false }));
    return [words.toSpliced(at, 1, ...letters), words.toSpliced(at, 1, letters[0]!)];
  });
}

/** Particles read as the beginning of the word they stand before: "van den berg" for "Vandenberg". */
export function withParticlesJoined(words: Words): Words[] {
  const first = words.findIndex(({ text }) => particles.has(text));
  const end = words.findIndex(({ text }, at) => at > first && !particles.has(text));
  // One particle and its word are two neighbours.
  if (first === -1 || end - first < 2) return [];
  const joined = words.slice(first, end + 1);
  const text = joined.map((word) => word.text).join('');
  if (text.length > maxWordLength) return [];
  const { last } = joined.at(-1)!;
  return [words.toSpliced(first, joined.length, { text, last, alone: joined.length === words.length })];
}

const particles = new Set('van von der den de du la le ten ter zu zum'.split(' '));
/** Particles in the order they are written in one word, and the beginnings of names that stand apart as well. */
const partedBeginnings = /^(van|von|de)(den|der|de|la|ten)(.{3,})$|^(o|d|mc|mac|st)(.{3,})$/;

/** A name written in one word with the particles before it: "vandenberg", "obrien". */
function partBeginning(text: string): string[] | undefined {
  const parts = partedBeginnings.exec(text)?.slice(1).filter(Boolean);
  return parts === undefined || parts.length === 0 ? undefined : parts;
}

/** Each pair of neighbours read as one word. */
export function withTwoJoined(words: Words): Words[] {
  return words.slice(1).flatMap((word, at) => {
    const text = words[at]!.text + word.text;
    if (text.length > maxWordLength) return [];
    return [words.toSpliced(at, 2, { text, last: word.last, alone: words.length === 2 })];
  });
}

/** One word read as two, wherever the first or the second half is a word of the base. */
export function withOneParted({ trie }: Index, words: Words): Words[] {
  const readings: Words[] = [];
  for (const [at, word] of words.entries()) {
    const beginnings = partBeginning(word.text);
    if (beginnings !== undefined && findWord(trie, beginnings.at(-1)!) !== 0) {
      const parts = beginnings.map((text, index) => ({
        text,
        last: word.last && index === beginnings.length - 1,
        alone: false,
      }));
      readings.push(words.toSpliced(at, 1, ...parts));
    }
    if (word.text.length < minWordToPart) continue;
    for (let cut = minPart; cut <= word.text.length - minPart; cut += 1) {
      const [left, right] = [word.text.slice(0, cut), word.text.slice(cut)];
      const known = Number(findWord(trie, left) !== 0) + Number(findWord(trie, right) !== 0);
      const [shorter, longer] = [Math.min(left.length, right.length), Math.max(left.length, right.length)];
      const mayErr = known === 1 && shorter >= minPartBesideUnknown && longer >= minLongerPart;
      if (known < 2 && !mayErr) continue;
      const parts = [
        { text: left, last: false, whole: true, alone: false },
        { text: right, last: word.last, alone: false },
      ];
      readings.push(words.toSpliced(at, 1, ...parts));
    }
  }
  return readings.slice(0, maxParted);
}
