import { maxDistance } from './automaton.ts';
import { keyCosts, type NoteCustomer, type Scope } from './key-costs.ts';
import type { KeyScan } from './key-scan.ts';
import { digitsRange, keyTags, reversed, unpackDigits, type KeyTag } from './keys.ts';
import { guessedParts, minDigitsWithError, numberDistance, wholeParts } from './number-errors.ts';
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
  /** Numbers that differ by typing errors, up to two. */
  findWithErrors(typed: TypedNumber, scope: Scope, note: NoteCustomer): void;
}

const minBeginning = 3;
const minEnd = 4;
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
export function createNumberSearch(keys: KeyScan, customerCount: () => number): NumberSearch {
  function scanDigits(tag: KeyTag, digits: string, cost: number, limit: number, note: NoteCustomer): void {
    const range = digitsRange(tag, digits);
    for (const [key, customerId] of keys.range(range, limit)) {
      note(customerId, key === range.from ? keyCosts.exact : cost);
    }
  }

  /** Looks from both ends: either the half that is looked up is whole, or (`guessing`) has one error itself. */
  function compareNear(tree: NumberTree, guessing: boolean, note: NoteCustomer): void {
    const { wanted, mayLack } = tree;
    if (wanted.length < minDigitsWithError) return;
    const half = Math.ceil(wanted.length / 2);
    const sides = [
      { tag: tree.begin, typed: wanted, size: half },
      { tag: tree.end, typed: reversed(wanted), size: wanted.length - half },
    ];
    // A guess is made in as many digits as leave about ten customers.
    const telling = Math.ceil(Math.log10(customerCount() + 1)) - 1;
    for (const { tag, typed, size } of sides) {
      const parts = guessing ? guessedParts(typed, Math.max(size, telling)) : wholeParts(typed, size);
      const ranges = parts.map((part) => digitsRange(tag, part));
      for (const [key, customerId] of keys.ranges(ranges, maxCompared)) {
        const known = tag === tree.end ? reversed(unpackDigits(key)) : unpackDigits(key);
        const edits = numberDistance(wanted, known, mayLack);
        const lacking = known.length > wanted.length + 1 ? keyCosts.numberLacks : 0;
        if (edits <= maxDistance) note(customerId, edits * editCost + keyCosts.numberErrs + lacking);
      }
    }
  }

  return {
    find(typed, scope, limit, note) {
      for (const { begin, end, wanted, begins, ends } of treesFor(typed, scope)) {
        if (wanted.length >= minBeginning) scanDigits(begin, wanted, begins, limit, note);
        if (typed.digits.length >= minEnd) scanDigits(end, reversed(typed.digits), ends, limit, note);
      }
    },

    findWithErrors(typed, scope, note) {
      let foundOne = false;
      const trees = treesFor(typed, scope);
      for (const tree of trees) {
        compareNear(tree, false, (customerId, cost) => {
          foundOne ||= cost < 2 * editCost;
          note(customerId, cost);
        });
      }
      if (!foundOne) for (const tree of trees) compareNear(tree, true, note);
    },
  };
}
