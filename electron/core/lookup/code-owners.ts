import type { CodeField } from '#shared/contract/values';
import { sameFieldValue } from '#shared/sync/customer-field';
import {
  codeHashKey,
  digitsOf,
  digitsRange,
  foldCode,
  keyTags,
  maxPackedDigits,
  maxPackedSigns,
  nationalDigits,
  reversed,
  signsRange,
} from './keys.ts';
import type { StoredRecord } from './records.ts';

/** The exact keys of customers in sight, as reader or writer know them. */
export interface KeyOwners {
  /** Customers with exactly this key; some may come twice. */
  (key: number): readonly number[];
}

/** A customer who has exactly the value that was asked for. */
export interface CodeOwner {
  readonly customerId: number;
  readonly record: StoredRecord;
}

/** Customers read for one code: a value that more have tells nobody. */
const maxRead = 400;

/**
 * Customers in sight whose field is exactly this code, written as it is; failing
 * that, written with other capitals or with spaces and hyphens elsewhere. Reads
 * a handful of keys and records, however many customers there are.
 *
 * @param read the records of customers in sight, by customer id
 */
export function ownersOfCode(
  ownersOf: KeyOwners,
  read: (customerIds: readonly number[]) => ReadonlyMap<number, StoredRecord>,
  field: CodeField,
  code: string,
): CodeOwner[] {
  const key = field === 'mobile' ? keyOfPhone(code) : keyOfCode(ownersOf, code);
  const customerIds = key === undefined ? [] : [...new Set(ownersOf(key))].slice(0, maxRead);
  const alike = [...read(customerIds)].flatMap(([customerId, record]) => {
    const value = record[field];
    return typeof value === 'string' && isSame(field, value, code) ? [{ customerId, record, value }] : [];
  });
  const same = alike.filter(({ value }) => value.trim() === code);
  return same.length > 0 ? same : alike;
}

function isSame(field: CodeField, value: string, code: string): boolean {
  if (field === 'mobile') return sameFieldValue('mobile', value, code);
  if (foldCode(value) === foldCode(code)) return true;
  // "NO 937 270 062 MVA" is the organisation number 937270062.
  return field === 'vatNumber' && /^\d+$/.test(code) && digitsOf(value) === code;
}

function keyOfPhone(phone: string): number | undefined {
  const digits = nationalDigits(phone);
  return digits.length < 5 ? undefined : digitsRange(keyTags.phone, digits).from;
}

function keyOfCode(ownersOf: KeyOwners, code: string): number | undefined {
  const folded = foldCode(code);
  const digits = digitsOf(folded);
  if (digits.length < folded.length) {
    return folded.length > maxPackedSigns ? codeHashKey(folded) : signsRange(keyTags.codeSigns, folded).from;
  }
  if (digits.length < 3) return undefined;
  const byBeginning = digitsRange(keyTags.code, digits).from;
  if (digits.length <= maxPackedDigits) return byBeginning;
  // Longer numbers share keys: those of one series begin alike, some end alike.
  const byEnd = digitsRange(keyTags.codeEnd, reversed(digits)).from;
  return ownersOf(byEnd).length <= ownersOf(byBeginning).length ? byEnd : byBeginning;
}
