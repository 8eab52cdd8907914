import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { soundOf } from './sound.ts';

/**
 * What the pass has to know of each word of the dictionary, by token id: hashes of
 * how it sounds, begins and ends, and in how many customers it stands. Twenty bytes
 * a word instead of the word itself.
 */
export interface Words {
  readonly sounds: Uint32Array;
  readonly beginnings: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 where the word has a digit: house numbers, postal codes. */
  readonly numbers: Uint8Array;
  readonly counts: Uint32Array;
}

const wordsAtOnce = 2000;
/** Letters of a beginning and of an end. */
const partLength = 3;

/** Reads the dictionary; yields often. */
export function* readWords(db: Store): Generator<undefined, Words, void> {
  const { highest } = statement<{ highest: number | null }>(
    db,
    `SELECT max(token_id) AS highest FROM lookup_token`,
  ).get()!;
  const size = (highest ?? 0) + 1;
  const words: Words = {
    sounds: new Uint32Array(size),
    beginnings: new Uint32Array(size),
    ends: new Uint32Array(size),
    numbers: new Uint8Array(size),
    counts: new Uint32Array(size),
  };
  const some = statement<[number, string]>(
    db,
    `SELECT token_id, word FROM lookup_token WHERE token_id > ? ORDER BY token_id LIMIT ${wordsAtOnce}`,
  ).raw();
  for (let last = 0; ;) {
    const read = some.all(last);
    for (const [id, word] of read) {
      if (id >= size) return words;
      words.sounds[id] = hashText(soundOf(word));
      words.beginnings[id] = hashText(word.slice(0, partLength));
      words.ends[id] = hashText(word.slice(-partLength));
      words.numbers[id] = /\d/.test(word) ? 1 : 0;
    }
    if (read.length < wordsAtOnce) return words;
    last = read.at(-1)![0];
    yield;
  }
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Joins hashes; the order counts. */
export function joinHashes(...hashes: readonly number[]): number {
  let joined = 0x9e3779b9;
  for (const hash of hashes) {
    joined = Math.imul(joined ^ hash, 0x85ebca6b);
    joined ^= joined >>> 13;
    joined = Math.imul(joined, 0xc2b2ae35);
    joined ^= joined >>> 16;
  }
  return joined >>> 0;
}
