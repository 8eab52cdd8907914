import { editDistance } from './edit-distance.ts';
import type { KeyField } from './fields.ts';
import { foldSigns } from './fold.ts';
import type { KeyScan } from './key-scan.ts';
import {
  codeHashKey,
  digitsOf,
  digitsRange,
  foldCode,
  keyTags,
  maxPackedSigns,
  nationalDigits,
  nearEmailKeys,
  reversed,
  signsRange,
  unpackDigits,
} from './keys.ts';
import { minDigitsWithError, wholeParts } from './number-errors.ts';

/** Owners of one value that are looked at: more share it than it tells apart. */
const maxOwners = 20;
/** Numbers with the same half that are compared. */
const maxNear = 1000;
/** Fewer digits than this are not a number of one's own. */
const minDigits = 5;

/** Customers with a number, address or code of the form, or with one that differs by one typing error. */
export function ownersOf(keys: KeyScan, { form, text }: KeyField): number[] {
  if (form === 'phone') return ownersOfPhone(keys, nationalDigits(text));
  if (form === 'email') return ownersOfAddress(keys, foldSigns(text));
  return ownersOfCode(keys, foldCode(text));
}

function ownersOfPhone(keys: KeyScan, digits: string): number[] {
  if (digits.length < minDigits) return [];
  const owners = keys.owners(digitsRange(keyTags.phone, digits).from, maxOwners);
  if (owners.length > 0 || digits.length < minDigitsWithError) return owners;
  // With one error in it, one half is whole.
  const half = Math.ceil(digits.length / 2);
  const sides = [
    { tag: keyTags.phone, typed: digits, size: half },
    { tag: keyTags.phoneEnd, typed: reversed(digits), size: digits.length - half },
  ];
  for (const { tag, typed, size } of sides) {
    const ranges = wholeParts(typed, size).map((part) => digitsRange(tag, part));
    for (const [key, customerId] of keys.ranges(ranges, maxNear)) {
      if (owners.length < maxOwners && editDistance(typed, unpackDigits(key), 1) <= 1)
        owners.push(customerId);
    }
  }
  return owners;
}

function ownersOfAddress(keys: KeyScan, address: string): number[] {
  if (!address.includes('@')) return [];
  const owners = new Set<number>();
  for (const key of nearEmailKeys(keyTags.emailHash, address)) {
    for (const customerId of keys.owners(key, maxOwners)) owners.add(customerId);
    if (owners.size >= maxOwners) break;
  }
  return [...owners];
}

function ownersOfCode(keys: KeyScan, code: string): number[] {
  const digits = digitsOf(code);
  const owners =
    digits.length < minDigits ? [] : keys.owners(digitsRange(keyTags.code, digits).from, maxOwners);
  if (digits.length === code.length) return owners;
  const key = code.length > maxPackedSigns ? codeHashKey(code) : signsRange(keyTags.codeSigns, code).from;
  return [...owners, ...keys.owners(key, maxOwners)];
}
