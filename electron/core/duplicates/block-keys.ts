import { keysOfPacked, kindBits, kindMask, tokenCountOfPacked } from '../lookup/entry.ts';
import { wordKinds } from '../lookup/fields.ts';
import { keyTagOf, keyTags, keyValueOf, maxPackedDigits } from '../lookup/keys.ts';
import { joinHashes, type Words } from './words.ts';

/**
 * What two records of one customer have in common, whatever else was misspelt,
 * left out or changed: customers with a key in common are compared. Keys of a
 * round that many share tell nothing and are passed over; a pair that is one
 * shares a rarer key of another round.
 */
export const rounds = [
  'number',
  'email',
  'name',
  'name and place',
  'address',
  'name and part of a number',
  'parts of a name',
] as const;
export type Round = (typeof rounds)[number];

/** Of a customer's words, so many of each kind make keys. */
const maxWords = 3;

/** Words of an entry by kind, as token ids; made once and filled anew for each customer. */
interface EntryWords {
  readonly byKind: readonly number[][];
}

const entryWords: EntryWords = { byKind: Array.from({ length: kindMask + 1 }, () => []) };

/** Keys of a customer's entry (lookup/entry.ts) in this round; 32-bit hashes, some maybe twice. */
export function blockKeysOf(entry: Buffer, round: Round, words: Words, note: (key: number) => void): void {
  const serial = rounds.indexOf(round);
  const add = (...hashes: readonly number[]): void => note(joinHashes(serial, ...hashes));
  if (round === 'number' || round === 'email') {
    addValueKeys(entry, round, add);
    return;
  }
  const { sounds, beginnings, ends, numbers } = words;
  const { byKind } = readWordsOf(entry);
  const firstnames = byKind[wordKinds.firstname]!;
  const lastnames = byKind[wordKinds.lastname]!;
  const companies = byKind[wordKinds.company]!;
  const street = byKind[wordKinds.street]!;
  const [postalCode] = byKind[wordKinds.postalCode]!;
  const [city] = byKind[wordKinds.city]!;
  const houseNumber = street.find((id) => numbers[id] === 1);
  const streetName = street.find((id) => numbers[id] === 0);
  switch (round) {
    case 'name':
      for (const first of firstnames) {
        for (const last of lastnames) {
          const [one, other] = [sounds[first]!, sounds[last]!];
          add(Math.min(one, other), Math.max(one, other));
        }
      }
      if (companies.length > 0) add(...companies.map((id) => sounds[id]!).sort((one, other) => one - other));
      return;
    case 'name and place':
      if (postalCode === undefined) return;
      for (const last of lastnames) add(sounds[last]!, postalCode, initialOf(firstnames, words));
      for (const first of firstnames) add(sounds[first]!, postalCode, initialOf(lastnames, words));
      for (const company of companies) add(sounds[company]!, postalCode);
      return;
    case 'address':
      if (streetName === undefined || houseNumber === undefined) return;
      if (postalCode !== undefined) add(sounds[streetName]!, houseNumber, postalCode);
      for (const name of [...lastnames, ...firstnames, ...companies]) {
        add(sounds[streetName]!, houseNumber, sounds[name]!);
      }
      return;
    case 'name and part of a number':
      for (const [part, serialOfPart] of numberParts(entry)) {
        for (const name of [...lastnames, ...firstnames, ...companies])
          add(part, serialOfPart, sounds[name]!);
      }
      return;
    case 'parts of a name': {
      const place = postalCode ?? city;
      if (place === undefined) return;
      for (const first of firstnames) {
        for (const last of lastnames) {
          add(1, beginnings[first]!, beginnings[last]!, place);
          add(2, beginnings[first]!, ends[last]!, place);
          add(3, ends[first]!, beginnings[last]!, place);
        }
      }
    }
  }
}

/** Adds the words of an entry to how many customers have each. */
export function countWordsOf(entry: Buffer, { counts }: Words): void {
  const { byKind } = readWordsOf(entry, Infinity);
  for (const kind of byKind) for (const id of kind) if (id < counts.length) counts[id]! += 1;
}

function readWordsOf(entry: Buffer, most = maxWords): EntryWords {
  for (const kind of entryWords.byKind) kind.length = 0;
  const end = 4 + tokenCountOfPacked(entry) * 4;
  for (let at = 4; at < end; at += 4) {
    const token = entry.readUInt32LE(at);
    const kind = entryWords.byKind[token & kindMask]!;
    if (kind.length < most) kind.push(token >>> kindBits);
  }
  return entryWords;
}

function initialOf([name]: readonly number[], { beginnings }: Words): number {
  return name === undefined ? 0 : beginnings[name]!;
}

/** Digits a number must have to be one's own. */
const minDigits = 6;

function addValueKeys(entry: Buffer, round: 'number' | 'email', add: (...hashes: number[]) => void): void {
  for (const key of keysOfPacked(entry)) {
    const tag = keyTagOf(key);
    const value = keyValueOf(key);
    const isWanted =
      round === 'email'
        ? tag === keyTags.emailHash
        : tag === keyTags.codeHash ||
          ((tag === keyTags.phone || tag === keyTags.code) && digitAt(value, minDigits - 1) !== 0);
    if (isWanted) add(tag, Math.floor(value / 2 ** 32), value % 2 ** 32);
  }
}

/** Digits of one end of a number that stay when there is an error at the other end. */
const partDigits = 5;

/** The first and the last digits of a customer's phone numbers. */
function numberParts(entry: Buffer): [part: number, end: 0 | 1][] {
  const parts: [number, 0 | 1][] = [];
  for (const key of keysOfPacked(entry)) {
    const tag = keyTagOf(key);
    if (tag !== keyTags.phone && tag !== keyTags.phoneEnd) continue;
    const value = keyValueOf(key);
    if (digitAt(value, minDigits - 1) === 0) continue;
    parts.push([Math.floor(value / 11 ** (maxPackedDigits - partDigits)), tag === keyTags.phone ? 0 : 1]);
  }
  return parts;
}

/** One more than the digit at this place of a packed number; 0 when it has no more digits. */
function digitAt(value: number, place: number): number {
  return Math.floor(value / 11 ** (maxPackedDigits - 1 - place)) % 11;
}
