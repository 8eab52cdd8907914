import { callingCodeLength } from '#shared/customer/phone-notation';
import { maxDistance } from './automaton.ts';
import { keyCosts, type NoteCustomer, type Scope } from './key-costs.ts';
import type { KeyScan } from './key-scan.ts';
import { digitsRange, keyTags, maxPackedDigits, reversed, unpackDigits, type KeyTag } from './keys.ts';
import { guessedParts, minDigitsWithError, numberDistance, wholeParts } from './number-errors.ts';
import { prefixDistance } from './edit-distance.ts';
import { editCost } from './word-matches.ts';

/** Phones and codes by their digits: whole, from the beginning, from the end, and with typing errors. */

/** A number as it was typed, and as a phone number without country code and leading zeros. */
export interface TypedNumber {
  readonly digits: string;
  readonly national: string;
}

export interface NumberSearch {
  /** Numbers that are, begin or end as typed. */
  find(typed: TypedNumber, scope: Scope, limit: number, note: NoteCustomer): void;
  /**
   * Numbers that differ by a typing error.
   *
   * @param most 2 to look for numbers with two errors as well, when none has one
   */
  findWithErrors(typed: TypedNumber, scope: Scope, most: 1 | 2, note: NoteCustomer): void;
}

/** The digits of a customer's codes: the tree holds {@link maxPackedDigits} of them. */
export type ReadCodes = (customerId: number) => readonly string[];

const minBeginning = 3;
const minEnd = 4;
/** Digits after a calling code. */
const minRest = 4;
const minLikelyRest = 7;
/** Rows compared when numbers with errors are looked for. */
const maxCompared = 2000;

/** The two trees a kind of number lies in, and what was typed as that kind reads it. */
interface NumberTree {
  readonly begin: KeyTag;
  readonly end: KeyTag;
  readonly wanted: string;
  readonly begins: number;
  readonly ends: number;
  /** Whether country and area may be missing. */
  readonly mayLack: boolean;
}

/**
 * Other ways to read a number that is not found as it was typed: without leading
 * zeros, and without a calling code that has no "+" before it. Few digits hardly
 * begin with a calling code.
 */
export function otherReadings({ digits, national }: TypedNumber): (TypedNumber & { isLikely: boolean })[] {
  const rest = national.slice(callingCodeLength(national)).replace(/^0+/, '');
  const readings = [
    ...(national === digits ? [] : [{ reading: national, isLikely: true }]),
    ...(rest.length < minRest ? [] : [{ reading: rest, isLikely: rest.length >= minLikelyRest }]),
  ];
  return readings.map(({ reading, isLikely }) => ({ digits: reading, national: reading, isLikely }));
}

function treesFor({ digits, national }: TypedNumber, scope: Scope): NumberTree[] {
  const phone = { wanted: national, begins: keyCosts.phoneBegins, ends: keyCosts.phoneEnds, mayLack: true };
  const code = { wanted: digits, begins: keyCosts.codeBegins, ends: keyCosts.codeEnds, mayLack: false };
  const ofCustomer = [
    { begin: keyTags.phone, end: keyTags.phoneEnd, ...phone },
    { begin: keyTags.code, end: keyTags.codeEnd, ...code },
  ];
  const ofContact = [{ begin: keyTags.contactPhone, end: keyTags.contactPhoneEnd, ...phone }];
  return [...(scope.customers ? ofCustomer : []), ...(scope.contacts ? ofContact : [])];
}

/** @param customerCount customers in the base: more digits are needed to tell one from many */
export function createNumberSearch(
  keys: KeyScan,
  readCodes: ReadCodes,
  customerCount: () => number,
): NumberSearch {
  function scanDigits(
    tree: NumberTree,
    tag: KeyTag,
    digits: string,
    limit: number,
    note: NoteCustomer,
  ): void {
    const range = digitsRange(tag, digits);
    const cost = tag === tree.begin ? tree.begins : tree.ends;
    for (const [key, customerId] of keys.range(range, limit)) {
      if (digits.length <= maxPackedDigits) note(customerId, key === range.from ? keyCosts.exact : cost);
      else if (readCodes(customerId).includes(tree.wanted)) note(customerId, keyCosts.exact);
    }
  }

  /** Errors in a number of which the tree holds only a part, told by reading the customer. */
  function distanceOfLong(wanted: string, customerId: number): number {
    const edits = readCodes(customerId).map((known) => numberDistance(wanted, known, false));
    return Math.min(maxDistance + 1, ...edits);
  }

  /** Looks from both ends: either the half that is looked up is whole, or (`guessing`) has one error itself. */
  function compareNear(tree: NumberTree, guessing: boolean, most: 1 | 2, note: NoteCustomer): void {
    const { wanted, mayLack } = tree;
    if (wanted.length < minDigitsWithError) return;
    const half = Math.ceil(wanted.length / 2);
    const sides = [
      { tag: tree.begin, typed: wanted, size: half },
      { tag: tree.end, typed: reversed(wanted), size: wanted.length - half },
    ];
    // A guess is made in as many digits as leave about ten customers; the tree tells no more than it holds.
    const telling = Math.ceil(Math.log10(customerCount() + 1)) - 1;
    for (const { tag, typed, size: halfSize } of sides) {
      const size = Math.min(guessing ? Math.max(halfSize, telling) : halfSize, maxPackedDigits);
      const parts = guessing ? guessedParts(typed, size) : wholeParts(typed, size);
      const ranges = parts.map((part) => digitsRange(tag, part));
      for (const [key, customerId] of keys.ranges(ranges, maxCompared)) {
        const held = unpackDigits(key);
        const known = tag === tree.end ? reversed(held) : held;
        const isLong = held.length === maxPackedDigits && wanted.length >= maxPackedDigits;
        if (isLong && prefixDistance(held, typed, maxDistance) > maxDistance) continue;
        const edits = isLong
          ? distanceOfLong(wanted, customerId)
          : numberDistance(wanted, known, mayLack, most);
        const lacking = known.length > wanted.length + 1 ? keyCosts.numberLacks : 0;
        if (edits <= most) note(customerId, edits * editCost + keyCosts.numberErrs + lacking);
      }
    }
  }

  return {
    find(typed, scope, limit, note) {
      for (const tree of treesFor(typed, scope)) {
        if (tree.wanted.length >= minBeginning) scanDigits(tree, tree.begin, tree.wanted, limit, note);
        if (typed.digits.length >= minEnd) scanDigits(tree, tree.end, reversed(typed.digits), limit, note);
      }
    },

    findWithErrors(typed, scope, most, note) {
      let foundOne = false;
      const trees = treesFor(typed, scope);
      for (const tree of trees) {
        compareNear(tree, false, most, (customerId, cost) => {
          foundOne ||= cost < 2 * editCost;
          note(customerId, cost);
        });
      }
      if (!foundOne && most === 2) for (const tree of trees) compareNear(tree, true, most, note);
    },
  };
}
