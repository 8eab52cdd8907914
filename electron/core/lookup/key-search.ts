import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { addressErrorOf, mayBeWholeAddress, type AddressError } from './address-errors.ts';
import { fieldsOf, type KeyField } from './fields.ts';
import { foldSigns } from './fold.ts';
import { keyCosts, type NoteCustomer, type Scope } from './key-costs.ts';
import { createKeyScan } from './key-scan.ts';
import {
  codeHashKey,
  emailHeadKey,
  emailHeadLength,
  emailPairKeys,
  nearEmailKeys,
  foldCode,
  keyTags,
  digitsOf,
  maxPackedSigns,
  signsRange,
} from './keys.ts';
import { minDigitsWithError } from './number-errors.ts';
import { createNumberSearch, otherReadings, type TypedNumber } from './number-search.ts';
import type { Query } from './query.ts';
import type { RecordReader, StoredRecord } from './records.ts';
import { editCost } from './word-matches.ts';

/** Finds customers by numbers, codes and e-mail addresses: range scans in the tree of exact keys. */
export interface KeySearch {
  /** Customers whose number, code or address is, begins or ends as typed; of an address failing that, with errors in it. */
  find(query: Query, scope: Scope, exactOnly: boolean, note: NoteCustomer): void;
  /** Customers one of whose numbers begins or ends with these digits, typed beside other words. */
  findNumberPart(digits: string, scope: Scope, note: NoteCustomer): void;
  /**
   * Customers who have exactly this number, in any reading of it.
   *
   * @returns whether there are any
   */
  findOwners(number: TypedNumber, scope: Scope, note: NoteCustomer): boolean;
  /**
   * Customers one of whose numbers differs by a typing error, or by two when `most` is 2
   * and none by one; nobody when there are too few digits to tell.
   */
  findNumberWithErrors(number: TypedNumber, scope: Scope, most: 1 | 2, note: NoteCustomer): void;
}

/** Rows read from one range. */
const maxRows = 100;
/** Customers read whose address begins like the one typed. */
const maxAlikeHeads = 400;
const readAtOnce = 50;
/** Rows of one range beside other words, which narrow them down. */
const maxRowsBesideWords = 2000;
/** Fewer digits begin too many numbers. */
const minTellingDigits = 5;
/** Digits beside other words that may be the end of a phone number. */
const minDigitsBesideWords = 4;
const costOfError: Readonly<Record<AddressError, number>> = {
  'one edit': editCost,
  'other ending': keyCosts.emailEndsOtherwise,
  'other domain': keyCosts.emailElsewhere,
};

function likelyReadings(number: TypedNumber): TypedNumber[] {
  return [number, ...otherReadings(number).filter(({ isLikely }) => isLikely)];
}

function valuesIn(record: StoredRecord | undefined, form: KeyField['form'], scope: Scope): string[] {
  return (record === undefined ? [] : fieldsOf(record).keys)
    .filter((key) => key.form === form && (key.field === 'contact' ? scope.contacts : scope.customers))
    .map(({ text }) => (form === 'email' ? foldSigns(text) : foldCode(text)));
}

/** @param customerCount customers in the index: decides how wide a search for errors can be */
export function createKeySearch(db: Store, records: RecordReader, customerCount: () => number): KeySearch {
  const keys = createKeyScan(db);
  const readCodes = (customerId: number): string[] =>
    valuesOf(customerId, 'code', { customers: true, contacts: false }).map(digitsOf);
  const numbers = createNumberSearch(keys, readCodes, customerCount);

  function valuesOf(customerId: number, form: KeyField['form'], scope: Scope): string[] {
    return valuesIn(records.one(customerId), form, scope);
  }

  /** Calls `visit` for the addresses of customers, some read at once. */
  function visitAddresses(
    customerIds: readonly number[],
    scope: Scope,
    visit: (customerId: number, address: string) => void,
  ): void {
    for (let at = 0; at < customerIds.length; at += readAtOnce) {
      const some = customerIds.slice(at, at + readAtOnce);
      const read = records.mailboxes(some);
      for (const customerId of some) {
        for (const address of valuesIn(read.get(customerId), 'email', scope)) visit(customerId, address);
      }
    }
  }

  function findAddress(address: string, scope: Scope, exactOnly: boolean, note: NoteCustomer): void {
    let found = false;
    const trees = [
      ...(scope.customers ? [{ tag: keyTags.email, hashTag: keyTags.emailHash }] : []),
      ...(scope.contacts ? [{ tag: keyTags.contactEmail, hashTag: keyTags.contactEmailHash }] : []),
    ];
    const noteOwners = (customerIds: readonly number[]): void => {
      visitAddresses(customerIds, scope, (customerId, known) => {
        if (known !== address && (exactOnly || !known.startsWith(address))) return;
        const begins = known[address.length] === '@' ? keyCosts.emailLocalPart : keyCosts.emailBegins;
        note(customerId, known === address ? keyCosts.exact : begins);
        found = true;
      });
    };
    for (const { tag, hashTag } of trees) {
      // A short beginning is told by the key itself; of longer ones the customer has to be read.
      if (address.length <= maxPackedSigns && !exactOnly) {
        for (const [, customerId] of keys.range(signsRange(tag, address), maxRows)) {
          note(customerId, keyCosts.emailBegins);
          found = true;
        }
      } else if (address.length < emailHeadLength) {
        noteOwners(keys.range(signsRange(tag, address), maxAlikeHeads).map(([, customerId]) => customerId));
      } else {
        // Whoever has exactly this address is found by more of it: many may share the beginning.
        noteOwners(keys.owners(emailPairKeys(hashTag, address)[0]!, maxRows));
      }
    }
    if (found || exactOnly) return;
    let isOneEdit = false;
    const noteNear = (customerIds: readonly number[]): void => {
      visitAddresses(customerIds, scope, (customerId, known) => {
        const error = addressErrorOf(address, known);
        if (error !== undefined) {
          note(customerId, known.startsWith(address) ? keyCosts.emailBegins : costOfError[error]);
          found = true;
          isOneEdit ||= error === 'one edit';
        }
      });
    };
    const isWhole = mayBeWholeAddress(address);
    if (isWhole) {
      // An error leaves two of three parts whole; which two, and so whether few or hundreds share them, shows.
      const sharing = trees
        .flatMap(({ hashTag }) => nearEmailKeys(hashTag, address))
        .map((key) => keys.owners(key, maxRows))
        .sort((left, right) => left.length - right.length);
      const known = new Set<number>();
      for (const customerIds of sharing) {
        if (isOneEdit) break;
        noteNear(customerIds.filter((customerId) => !known.has(customerId)));
        for (const customerId of customerIds) known.add(customerId);
      }
    }
    // One error is told by few customers; who else begins alike may be hundreds.
    if (isOneEdit) return;
    if (address.length >= emailHeadLength) {
      for (const { hashTag } of trees) {
        if (!found) noteOwners(keys.owners(emailHeadKey(hashTag, address), maxAlikeHeads));
      }
    }
    if (found || !isWhole || !address.includes('@')) return;
    // Errors behind the @ leave the beginning whole.
    const mailbox = address.slice(0, address.indexOf('@') + 1);
    const alike = trees.flatMap(({ tag, hashTag }) =>
      keys
        .owners(emailHeadKey(hashTag, address), maxRows)
        .concat(keys.range(signsRange(tag, mailbox), maxRows).map(([, customerId]) => customerId)),
    );
    noteNear([...new Set(alike)]);
  }

  function findNumberWithErrors(number: TypedNumber, scope: Scope, most: 1 | 2, note: NoteCustomer): void {
    if (number.digits.length < minDigitsWithError) return;
    let isFound = false;
    for (const reading of likelyReadings(number)) {
      if (isFound) return;
      numbers.findWithErrors(reading, scope, most, (customerId, cost) => {
        isFound = true;
        note(customerId, cost);
      });
    }
    if (most === 1) return;
    // Few digits after a calling code without "+": the beginning of a number.
    for (const { isLikely, ...reading } of otherReadings(number)) {
      if (isLikely || reading.digits.length < minTellingDigits) continue;
      numbers.find(reading, scope, maxRows, (customerId, cost) => {
        const begins = cost === keyCosts.phoneBegins || cost === keyCosts.exact;
        if (begins) note(customerId, cost + keyCosts.numberReadOddly);
      });
    }
  }

  function findCode(code: string, scope: Scope, exactOnly: boolean, note: NoteCustomer): void {
    const exact = code.length > maxPackedSigns ? keys.owners(codeHashKey(code), maxRows) : [];
    const owners =
      exact.length > 0
        ? exact
        : keys.range(signsRange(keyTags.codeSigns, code), maxRows).map(([, customerId]) => customerId);
    for (const customerId of owners) {
      for (const known of valuesOf(customerId, 'code', scope)) {
        if (known === code) note(customerId, keyCosts.exact);
        else if (!exactOnly && known.startsWith(code)) note(customerId, keyCosts.codeBegins);
      }
    }
  }

  return {
    find(query, scope, exactOnly, note) {
      const typed = query.text.trim();
      if (scope.customers && typed !== '') {
        const byUid = statement<{ customer_id: number }>(
          db,
          `SELECT customer_id FROM customer WHERE customer_uid = ?`,
        ).get(typed);
        if (byUid !== undefined) note(byUid.customer_id, keyCosts.exact);
      }
      if (query.number !== undefined) {
        // Of a code with letters, the digits alone say less.
        const ofDigits = query.code === undefined ? 0 : keyCosts.numberReadOtherwise;
        let found = 0;
        const add: NoteCustomer = (customerId, cost) => {
          if (exactOnly && cost > ofDigits) return;
          note(customerId, cost);
          found += 1;
        };
        numbers.find(query.number, scope, maxRows, (customerId, cost) => add(customerId, cost + ofDigits));
        if (found === 0) {
          for (const reading of otherReadings(query.number).filter(({ isLikely }) => isLikely)) {
            numbers.find(reading, scope, maxRows, (customerId, cost) => {
              if (exactOnly && cost !== keyCosts.exact) return;
              add(customerId, exactOnly ? cost : cost + keyCosts.numberReadOtherwise);
            });
          }
        }
      }
      if (query.address !== undefined) findAddress(query.address, scope, exactOnly, note);
      if (query.code !== undefined && scope.customers) findCode(query.code, scope, exactOnly, note);
    },

    findNumberPart(digits, scope, note) {
      if (digits.length < minDigitsBesideWords) return;
      const typed = { digits, national: digits.replace(/^0+/, '') };
      numbers.find(typed, scope, maxRowsBesideWords, note);
    },

    findOwners(number, scope, note) {
      let isFound = false;
      for (const reading of likelyReadings(number)) {
        numbers.find(reading, scope, maxRows, (customerId, cost) => {
          if (cost !== keyCosts.exact) return;
          isFound = true;
          note(customerId, cost);
        });
      }
      return isFound;
    },

    findNumberWithErrors,
  };
}
