import { visitWords } from './fold.ts';
import { fieldsOf, type WordKind } from './fields.ts';
import { keysOf } from './keys.ts';

/**
 * The index entry of one customer, as it is stored beside the customer and
 * loaded by the reader without looking at the customer itself.
 *
 * Layout, little-endian:
 *   u16        class (row-class.ts)
 *   u16        number of tokens
 *   u32 × n    tokens: token id × 8 + kind of word
 *   f64 × m    keys, ascending
 */

/**
 * What entries, keys and folded words are made by. One more whenever one of them
 * comes out differently than before, so that a store made by an older version is
 * put in order (db/index-writer.ts).
 */
export const indexFormat = 2;

/** Kinds of word take the low three bits of a token. */
export const kindBits = 3;
export const kindMask = 7;

/** Words of a customer beyond this many are not looked for. */
const maxTokens = 500;

export interface Entry {
  readonly classId: number;
  readonly tokens: Uint32Array;
  readonly keys: Float64Array;
}

/** Makes the entry of a customer of this class; `idOf` knows or makes the id of a folded word. */
export function makeEntry(
  customer: Readonly<Record<string, unknown>>,
  classId: number,
  idOf: (word: string) => number,
): Entry {
  const { words, keys } = fieldsOf(customer);
  const tokens: number[] = [];
  let kind: WordKind = 0;
  const add = (folded: string): void => {
    const token = idOf(folded) * (1 << kindBits) + kind;
    if (tokens.length < maxTokens && !tokens.includes(token)) tokens.push(token);
  };
  for (const field of words) {
    kind = field.kind;
    visitWords(field.text.slice(field.from, field.to), add);
  }
  return { classId, tokens: Uint32Array.from(tokens), keys: Float64Array.from(keysOf(keys)) };
}

export function packEntry(entry: Entry): Buffer {
  const { tokens, keys } = entry;
  const bytes = Buffer.allocUnsafe(4 + tokens.length * 4 + keys.length * 8);
  bytes.writeUInt16LE(entry.classId, 0);
  bytes.writeUInt16LE(tokens.length, 2);
  let at = 4;
  for (const token of tokens) at = bytes.writeUInt32LE(token, at);
  for (const key of keys) at = bytes.writeDoubleLE(key, at);
  return bytes;
}

export function classOfPacked(bytes: Buffer): number {
  return bytes.readUInt16LE(0);
}

export function setClassOfPacked(bytes: Buffer, classId: number): void {
  bytes.writeUInt16LE(classId, 0);
}

/** The tokens of a packed entry, to be read and written in place. @param bytes begin where arrays of u32 may */
export function tokensOfPacked(bytes: Uint8Array): Uint32Array {
  const count = bytes[2]! + bytes[3]! * 256;
  return new Uint32Array(bytes.buffer, bytes.byteOffset + 4, count);
}

export function tokenCountOfPacked(bytes: Buffer): number {
  return bytes.readUInt16LE(2);
}

/** Token ids of a packed entry, each once. */
export function tokenIdsOfPacked(bytes: Buffer): Set<number> {
  const ids = new Set<number>();
  const end = 4 + tokenCountOfPacked(bytes) * 4;
  for (let at = 4; at < end; at += 4) ids.add(bytes.readUInt32LE(at) >>> kindBits);
  return ids;
}

export function keyCountOfPacked(bytes: Buffer): number {
  return (bytes.length - 4 - tokenCountOfPacked(bytes) * 4) / 8;
}

export function keysOfPacked(bytes: Buffer): number[] {
  const keys: number[] = [];
  for (let at = 4 + tokenCountOfPacked(bytes) * 4; at < bytes.length; at += 8) {
    keys.push(bytes.readDoubleLE(at));
  }
  return keys;
}
