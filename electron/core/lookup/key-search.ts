import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { editDistance } from './edit-distance.ts';
import { fieldsOf, type KeyField } from './fields.ts';
import { foldSigns } from './fold.ts';
import { keyCosts, type NoteCustomer, type Scope } from './key-costs.ts';
import { createKeyScan } from './key-scan.ts';
import {
  codeHashKey,
  emailHeadKey,
  emailHeadLength,
  nearEmailKeys,
  foldCode,
  keyTags,
  maxPackedSigns,
  signsRange,
} from './keys.ts';
import { createNumberSearch } from './number-search.ts';
import type { Query } from './query.ts';
import type { RecordReader } from './records.ts';
import { editCost } from './word-matches.ts';

/** Finds customers by numbers, codes and e-mail addresses: range scans in the tree of exact keys. */
export interface KeySearch {
  /** Customers whose number, code or address is, begins or ends as typed; failing that, with an error in it. */
  find(query: Query, scope: Scope, exactOnly: boolean, note: NoteCustomer): void;
  /** Customers one of whose numbers begins or ends with these digits, typed beside other words. */
  findNumberPart(digits: string, scope: Scope, note: NoteCustomer): void;
}

export type ReadRecord = RecordReader['one'];

/** Rows read from one range. */
const maxRows = 100;
/** Rows of one range beside other words, which narrow them down. */
const maxRowsBesideWords = 2000;
/** Digits beside other words that may be the end of a phone number. */
const minDigitsBesideWords = 4;
/** With fewer customers found by a number that may be whole, those with errors are looked for too. */
const fewFound = 3;
const minWholeNumber = 8;

/** @param customerCount customers in the index: decides how wide a search for errors can be */
export function createKeySearch(db: Store, readRecord: ReadRecord, customerCount: () => number): KeySearch {
  const keys = createKeyScan(db);
  const numbers = createNumberSearch(keys, customerCount);

  function valuesOf(customerId: number, form: KeyField['form'], scope: Scope): string[] {
    const record = readRecord(customerId);
    return (record === undefined ? [] : fieldsOf(record).keys)
      .filter((key) => key.form === form && (key.field === 'contact' ? scope.contacts : scope.customers))
      .map(({ text }) => (form === 'email' ? foldSigns(text) : foldCode(text)));
  }

  function findAddress(address: string, scope: Scope, exactOnly: boolean, note: NoteCustomer): void {
    let found = false;
    const trees = [
      ...(scope.customers ? [{ tag: keyTags.email, hashTag: keyTags.emailHash }] : []),
      ...(scope.contacts ? [{ tag: keyTags.contactEmail, hashTag: keyTags.contactEmailHash }] : []),
    ];
    for (const { tag, hashTag } of trees) {
      // A short beginning is told by the key itself; of longer ones the customer has to be read.
      if (address.length <= maxPackedSigns && !exactOnly) {
        for (const [, customerId] of keys.range(signsRange(tag, address), maxRows)) {
          note(customerId, keyCosts.emailBegins);
          found = true;
        }
        continue;
      }
      const owners =
        address.length < emailHeadLength
          ? keys.range(signsRange(tag, address), maxRows).map(([, customerId]) => customerId)
          : keys.owners(emailHeadKey(hashTag, address), maxRows);
      for (const customerId of owners) {
        for (const known of valuesOf(customerId, 'email', scope)) {
          if (known !== address && (exactOnly || !known.startsWith(address))) continue;
          note(customerId, known === address ? keyCosts.exact : keyCosts.emailBegins);
          found = true;
        }
      }
    }
    if (found || exactOnly || !address.includes('@')) return;
    const near = new Set<number>();
    for (const { hashTag } of trees) {
      for (const key of nearEmailKeys(hashTag, address)) {
        for (const customerId of keys.owners(key, maxRows)) near.add(customerId);
      }
    }
    for (const customerId of near) {
      for (const known of valuesOf(customerId, 'email', scope)) {
        if (editDistance(known, address, 1) <= 1) note(customerId, editCost);
      }
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
        let found = 0;
        let isExact = false;
        numbers.find(query.number, scope, maxRows, (customerId, cost) => {
          if (exactOnly && cost !== keyCosts.exact) return;
          note(customerId, cost);
          found += 1;
          isExact ||= cost === keyCosts.exact;
        });
        // A whole number may be the beginning of another one by chance.
        const isDoubtful = !isExact && found < fewFound && query.number.digits.length >= minWholeNumber;
        if (!exactOnly && (found === 0 || isDoubtful)) numbers.findWithErrors(query.number, scope, note);
      }
      if (query.address !== undefined) findAddress(query.address, scope, exactOnly, note);
      if (query.code !== undefined && scope.customers) findCode(query.code, scope, exactOnly, note);
    },

    findNumberPart(digits, scope, note) {
      if (digits.length < minDigitsBesideWords) return;
      const typed = { digits, national: digits.replace(/^0+/, '') };
      numbers.find(typed, scope, maxRowsBesideWords, note);
    },
  };
}
