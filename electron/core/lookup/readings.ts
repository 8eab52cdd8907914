import type { Index } from './catch-up.ts';
import { maxWordLength } from './fold.ts';
import { findWord } from './trie.ts';
import type { TypedWord } from './word-matches.ts';

/** Other ways to read the words typed: spaces too few or too many, numbers in groups, words too many. */

type Words = readonly TypedWord[];

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
