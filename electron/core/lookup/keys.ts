import { callingCodeLength } from '#shared/customer/phone-notation';
import { foldSigns } from './fold.ts';
import type { KeyField } from './fields.ts';

/**
 * Exact keys: values that are found as a whole, from their beginning or from
 * their end, all in one tree of integers. A key is `tag × 2⁴⁹ + value`, below
 * 2⁵³, so that it is one integer in SQLite and one number here.
 *
 * Digits are packed left-aligned in base 11 (0 is "no more digits"), fourteen at
 * most: all numbers that begin alike lie in one range, and reversed digits give
 * the range of numbers that end alike. Signs of alphanumeric codes and e-mail
 * addresses are packed the same way, nine at most; what a packed beginning
 * cannot tell apart is told apart by reading the customer.
 */
export const keyTags = {
  phone: 0,
  phoneEnd: 1,
  contactPhone: 2,
  contactPhoneEnd: 3,
  code: 4,
  codeEnd: 5,
  codeSigns: 6,
  codeHash: 7,
  email: 8,
  emailHash: 9,
  contactEmail: 10,
  contactEmailHash: 11,
} as const;
export type KeyTag = (typeof keyTags)[keyof typeof keyTags];

const tagSize = 2 ** 49;
export const maxPackedDigits = 14;
export const maxPackedSigns = 9;
/** Length of the beginning of a long e-mail address that has a hash of its own. */
export const emailHeadLength = 14;

/** A range of keys, [from, to). */
export interface KeyRange {
  readonly from: number;
  readonly to: number;
}

/** The keys of a customer, ascending, each once. */
export function keysOf(fields: readonly KeyField[]): number[] {
  const keys = new Set<number>();
  for (const { field, form, text } of fields) {
    const ofContact = field === 'contact';
    if (form === 'phone') {
      const digits = nationalDigits(text);
      if (digits.length < 3) continue;
      keys.add(packDigits(ofContact ? keyTags.contactPhone : keyTags.phone, digits));
      keys.add(packDigits(ofContact ? keyTags.contactPhoneEnd : keyTags.phoneEnd, reversed(digits)));
    } else if (form === 'email') {
      const address = foldSigns(text);
      if (address === '') continue;
      keys.add(packSigns(ofContact ? keyTags.contactEmail : keyTags.email, address));
      const tag = ofContact ? keyTags.contactEmailHash : keyTags.emailHash;
      if (address.length > maxPackedSigns) keys.add(emailHeadKey(tag, address));
      for (const key of emailPairKeys(tag, address)) keys.add(key);
    } else {
      const code = foldCode(text);
      if (code === '') continue;
      const digits = digitsOf(code);
      if (digits.length >= 3) {
        keys.add(packDigits(keyTags.code, digits));
        keys.add(packDigits(keyTags.codeEnd, reversed(digits)));
      }
      if (digits.length < code.length) {
        keys.add(packSigns(keyTags.codeSigns, code));
        if (code.length > maxPackedSigns) keys.add(codeHashKey(code));
      }
    }
  }
  return [...keys].sort((left, right) => left - right);
}

/** Letters and digits of a code, folded: "no 937 270 062 mva" and "NO937270062MVA" are one code. */
export function foldCode(text: string): string {
  return foldSigns(text).replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

export function digitsOf(text: string): string {
  return text.replaceAll(/\D+/g, '');
}

export function reversed(digits: string): string {
  let back = '';
  for (let at = digits.length - 1; at >= 0; at -= 1) back += digits[at];
  return back;
}

/**
 * The national significant digits of a phone number in any notation: without
 * country code (+47, 0047, or 47 and 45 before eight digits) and without leading
 * zeros. Light rules, the same for records and for what is typed, also for
 * numbers no numbering plan knows.
 */
export function nationalDigits(text: string): string {
  const digits = digitsOf(text);
  const international = /^\D*\+/.test(text) ? digits : digits.startsWith('00') ? digits.slice(2) : undefined;
  if (international !== undefined) {
    return international.slice(callingCodeLength(international)).replace(/^0+/, '');
  }
  if (digits.length === 10 && (digits.startsWith('47') || digits.startsWith('45'))) return digits.slice(2);
  return digits.replace(/^0+/, '');
}

export function keyTagOf(key: number): number {
  return Math.floor(key / tagSize);
}

export function keyValueOf(key: number): number {
  return key % tagSize;
}

/** @param digits ASCII digits; those beyond {@link maxPackedDigits} are left out */
function packDigits(tag: KeyTag, digits: string): number {
  let value = 0;
  for (let at = 0; at < maxPackedDigits; at += 1) {
    value = value * 11 + (at < digits.length ? digits.charCodeAt(at) - 47 : 0);
  }
  return tag * tagSize + value;
}

/** The keys of all numbers that begin with these digits (for the `…End` tags: with these, reversed). */
export function digitsRange(tag: KeyTag, digits: string): KeyRange {
  const from = packDigits(tag, digits);
  return { from, to: from + 11 ** (maxPackedDigits - Math.min(digits.length, maxPackedDigits)) };
}

/** The digits of a key made by {@link digitsRange}'s tags; at most {@link maxPackedDigits}. */
export function unpackDigits(key: number): string {
  let value = key % tagSize;
  let digits = '';
  while (value > 0) {
    const rest = Math.floor(value / threeCells);
    digits = digitsOfThree[value - rest * threeCells]! + digits;
    value = rest;
  }
  return digits;
}

/** Three cells of a key at a time: the digits of every such number, those that are "no more digits" left out. */
const threeCells = 11 ** 3;
const digitsOfThree = Array.from({ length: threeCells }, (_, cells) =>
  [Math.floor(cells / 121), Math.floor(cells / 11) % 11, cells % 11]
    .map((cell) => (cell === 0 ? '' : String(cell - 1)))
    .join(''),
);

const packedSigns = 'abcdefghijklmnopqrstuvwxyz0123456789.-_@';
const signBase = packedSigns.length + 2;

function packSigns(tag: KeyTag, signs: string): number {
  let value = 0;
  for (let at = 0; at < maxPackedSigns; at += 1) {
    // Cell 0 is "no more signs", the last cell any sign that has none of its own.
    const sign = at < signs.length ? packedSigns.indexOf(signs[at]!) : -2;
    value = value * signBase + (sign >= 0 ? sign + 1 : sign === -1 ? signBase - 1 : 0);
  }
  return tag * tagSize + value;
}

/** The keys of all codes or addresses that begin with these signs. */
export function signsRange(tag: KeyTag, signs: string): KeyRange {
  const from = packSigns(tag, signs);
  return { from, to: from + signBase ** (maxPackedSigns - Math.min(signs.length, maxPackedSigns)) };
}

export function codeHashKey(code: string): number {
  return hashKey(keyTags.codeHash, code);
}

/** The key of all addresses that begin with the first {@link emailHeadLength} signs of this one. */
export function emailHeadKey(tag: KeyTag, address: string): number {
  return hashKey(tag, `head ${address.slice(0, emailHeadLength)}`);
}

/**
 * Keys of an address by two of its three parts. Wherever a letter is wrong, missing
 * or too many, one pair of parts stays whole.
 */
export function emailPairKeys(tag: KeyTag, address: string): number[] {
  return pairKeys(tag, address, address.length);
}

/** The pair keys an address with one typing error can have in common with the right one. */
export function nearEmailKeys(tag: KeyTag, typed: string): number[] {
  const { length } = typed;
  const third = Math.floor(length / 3);
  const keys = [length - 1, length, length + 1].flatMap((right) => pairKeys(tag, typed, right));
  // Neighbours that changed places across a cut touch two parts: put right, all are whole.
  for (const cut of [third, length - third]) {
    keys.push(...pairKeys(tag, swapNeighbours(typed, cut - 1), length));
  }
  return keys;
}

/** Cut as the right address, `length` signs long, is cut. */
function pairKeys(tag: KeyTag, address: string, length: number): number[] {
  const third = Math.floor(length / 3);
  const start = address.slice(0, third);
  const startTwo = address.slice(0, length - third);
  const end = address.slice(address.length - third);
  const endTwo = address.slice(Math.max(address.length - (length - third), 0));
  return [`1 ${startTwo}`, `2 ${endTwo}`, `3 ${start} ${end}`].map((pair) =>
    hashKey(tag, `${length} ${pair}`),
  );
}

/** The text with the signs at `at` and `at + 1` swapped; as it is when there are no two. */
export function swapNeighbours(text: string, at: number): string {
  const [left, right] = [text[at], text[at + 1]];
  return left === undefined || right === undefined
    ? text
    : text.slice(0, at) + right + left + text.slice(at + 2);
}

/** A 49-bit hash (two 32-bit FNV-1a style lanes, mixed); equal hashes are told apart by reading the customer. */
function hashKey(tag: KeyTag, text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 15;
  }
  low ^= low >>> 16;
  low = Math.imul(low, 0xc2b2ae35);
  low ^= low >>> 13;
  return tag * tagSize + ((high >>> 15) & 0x1ffff) * 2 ** 32 + (low >>> 0);
}
