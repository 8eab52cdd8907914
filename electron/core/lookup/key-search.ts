import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { editDistance } from './edit-distance.ts';
import { fieldsOf, type KeyField } from './fields.ts';
import { foldSigns } from './fold.ts';
import {
  codeHashKey,
  digitsRange,
  emailHeadKey,
  emailHeadLength,
  emailPairKeys,
  foldCode,
  keyTags,
  maxPackedSigns,
  reversed,
  signsRange,
  unpackDigits,
  type KeyRange,
  type KeyTag,
} from './keys.ts';
import type { Query } from './query.ts';
import { editCost } from './word-matches.ts';

/**
 * Finds customers by numbers, codes and e-mail addresses: range scans in the
 * tree of exact keys, in the costs of word-matches.ts.
 */

const costs = {
  exact: 0,
  numberBegins: 2,
  numberEnds: 2,
  codeBegins: 3,
  codeEnds: 4,
  emailBegins: 3,
} as const;

/** Rows read from one range. */
const maxRows = 200;
/** Rows of one range beside other words, where it is narrowed down by them. */
const maxRowsBesideWords = 2000;
/** Rows of one range when numbers with errors are looked for. */
const maxRowsOfErrors = 3000;
/** Fewer digits than this are too few to tell an error in them. */
const minDigitsWithError = 6;
/** Above so many customers, two errors in a number fit too many to be worth looking. */
const maxCustomersForTwoErrors = 150_000;

export type ReadRecord = (customerId: number) => Readonly<Record<string, unknown>> | undefined;

/** Adds what was found; the lowest cost of a customer counts. */
type Note = (customerId: number, cost: number) => void;

export interface Scope {
  readonly customers: boolean;
  readonly contacts: boolean;
}

export interface KeySearch {
  /** Customers whose number, code or address is, begins or ends as typed; failing that, with an error in it. */
  find(query: Query, scope: Scope, exactOnly: boolean, note: Note): void;
  /** Customers one of whose numbers begins or ends with these digits, typed beside other words. */
  findNumberPart(digits: string, scope: Scope, note: Note): void;
}

/**
 * @param customerCount customers in the index: decides how much guessing is worth while
 */
export function createKeySearch(db: Store, readRecord: ReadRecord, customerCount: () => number): KeySearch {
  function scan({ from, to }: KeyRange, limit: number): [number, number][] {
    return statement<[number, number]>(
      db,
      `SELECT key, customer_id FROM (
         SELECT key, customer_id FROM lookup_key WHERE key >= ? AND key < ?
         UNION ALL SELECT key, customer_id FROM lookup_key_new WHERE key >= ? AND key < ?
       ) LIMIT ?`,
    )
      .raw()
      .all(from, to, from, to, limit);
  }

  function scanKey(key: number): number[] {
    return scan({ from: key, to: key + 1 }, maxRows).map(([, customerId]) => customerId);
  }

  /** Numbers that begin or end as typed. */
  function findDigits(tag: KeyTag, wanted: string, cost: number, limit: number, note: Note): void {
    const range = digitsRange(tag, wanted);
    for (const [key, customerId] of scan(range, limit)) {
      note(customerId, key === range.from ? costs.exact : cost);
    }
  }

  function findNumber(digits: string, national: string, scope: Scope, limit: number, note: Note): void {
    for (const tree of numberTrees(digits, national, scope)) {
      if (tree.wanted.length >= 3) findDigits(tree.begin, tree.wanted, tree.begins, limit, note);
      if (digits.length >= 4) findDigits(tree.end, reversed(digits), tree.ends, limit, note);
    }
  }

  function findNumberWithErrors(
    digits: string,
    national: string,
    scope: Scope,
    edits: number,
    note: Note,
  ): void {
    for (const { begin, end, wanted } of numberTrees(digits, national, scope)) {
      if (wanted.length < minDigitsWithError) continue;
      const half = Math.ceil(wanted.length / 2);
      const sides = [
        { tag: begin, wanted, part: wanted.slice(0, half) },
        { tag: end, wanted: reversed(wanted), part: reversed(wanted.slice(half)) },
      ];
      for (const side of sides) {
        // Of one error, one half stays whole; of two, one half has one at most.
        const parts = edits === 1 ? [side.part] : withOneEdit(side.part);
        // A swap across the middle touches both halves.
        if (edits === 1) parts.push(swapAt(side.wanted, side.part.length - 1));
        for (const part of parts) {
          for (const [key, customerId] of scan(digitsRange(side.tag, part), maxRowsOfErrors)) {
            const distance = editDistance(side.wanted, unpackDigits(key), edits);
            if (distance <= edits) note(customerId, distance * editCost + costs.codeBegins);
          }
        }
      }
    }
  }

  function keyFields(customerId: number, form: KeyField['form'], scope: Scope): string[] {
    const record = readRecord(customerId);
    return (record === undefined ? [] : fieldsOf(record).keys)
      .filter((key) => key.form === form && (key.field === 'contact' ? scope.contacts : scope.customers))
      .map(({ text }) => (form === 'email' ? foldSigns(text) : foldCode(text)));
  }

  function findAddress(address: string, scope: Scope, exactOnly: boolean, note: Note): void {
    let found = false;
    const check = (customerId: number): void => {
      for (const known of keyFields(customerId, 'email', scope)) {
        if (known === address) {
          note(customerId, costs.exact);
          found = true;
        } else if (!exactOnly && known.startsWith(address)) {
          note(customerId, costs.emailBegins);
          found = true;
        }
      }
    };
    const trees = [
      ...(scope.customers ? [{ tag: keyTags.email, hashTag: keyTags.emailHash }] : []),
      ...(scope.contacts ? [{ tag: keyTags.contactEmail, hashTag: keyTags.contactEmailHash }] : []),
    ];
    for (const { tag, hashTag } of trees) {
      if (address.length >= emailHeadLength)
        for (const id of scanKey(emailHeadKey(hashTag, address))) check(id);
      else for (const [, id] of scan(signsRange(tag, address.slice(0, maxPackedSigns)), maxRows)) check(id);
    }
    if (found || exactOnly || !address.includes('@')) return;
    const near = new Set<number>();
    for (const { hashTag } of trees) {
      for (const length of [address.length - 1, address.length, address.length + 1]) {
        for (const key of emailPairKeys(hashTag, address, length))
          for (const id of scanKey(key)) near.add(id);
      }
    }
    for (const customerId of near) {
      for (const known of keyFields(customerId, 'email', scope)) {
        if (editDistance(known, address, 1) <= 1) note(customerId, editCost);
      }
    }
  }

  function findCode(code: string, exactOnly: boolean, scope: Scope, note: Note): void {
    const ids = new Set(code.length > maxPackedSigns ? scanKey(codeHashKey(code)) : []);
    if (ids.size === 0) {
      for (const [, id] of scan(signsRange(keyTags.codeSigns, code.slice(0, maxPackedSigns)), maxRows))
        ids.add(id);
    }
    for (const customerId of ids) {
      for (const known of keyFields(customerId, 'code', scope)) {
        if (known === code) note(customerId, costs.exact);
        else if (!exactOnly && known.startsWith(code)) note(customerId, costs.codeBegins);
      }
    }
  }

  return {
    find(query, scope, exactOnly, note) {
      let exact = false;
      const noteFound: Note = (customerId, cost) => {
        exact ||= cost === costs.exact;
        if (cost === costs.exact || !exactOnly) note(customerId, cost);
      };
      const typed = query.text.trim();
      if (scope.customers && typed !== '') {
        const byUid = statement<{ customer_id: number }>(
          db,
          `SELECT customer_id FROM customer WHERE customer_uid = ?`,
        ).get(typed);
        if (byUid !== undefined) noteFound(byUid.customer_id, costs.exact);
      }
      if (query.number !== undefined) {
        const { digits, national } = query.number;
        findNumber(digits, national, scope, maxRows, noteFound);
        if (!exact && !exactOnly) {
          let near = 0;
          const noteNear: Note = (customerId, cost) => {
            near += 1;
            note(customerId, cost);
          };
          findNumberWithErrors(digits, national, scope, 1, noteNear);
          if (near === 0 && customerCount() <= maxCustomersForTwoErrors) {
            findNumberWithErrors(digits, national, scope, 2, noteNear);
          }
        }
      }
      if (query.address !== undefined) findAddress(query.address, scope, exactOnly, noteFound);
      if (query.code !== undefined && scope.customers) findCode(query.code, exactOnly, scope, noteFound);
    },

    findNumberPart(digits, scope, note) {
      if (digits.length >= 4) findNumber(digits, digits.replace(/^0+/, ''), scope, maxRowsBesideWords, note);
    },
  };
}

/** Pairs of trees numbers lie in, with what was typed for each. */
function numberTrees(
  digits: string,
  national: string,
  scope: Scope,
): { begin: KeyTag; end: KeyTag; wanted: string; begins: number; ends: number }[] {
  const phone = { wanted: national, begins: costs.numberBegins, ends: costs.numberEnds };
  return [
    ...(scope.customers
      ? [
          { begin: keyTags.phone, end: keyTags.phoneEnd, ...phone },
          {
            begin: keyTags.code,
            end: keyTags.codeEnd,
            wanted: digits,
            begins: costs.codeBegins,
            ends: costs.codeEnds,
          },
        ]
      : []),
    ...(scope.contacts ? [{ begin: keyTags.contactPhone, end: keyTags.contactPhoneEnd, ...phone }] : []),
  ];
}

/** The digits with two neighbours swapped, or as they are at the end. */
function swapAt(digits: string, at: number): string {
  const [left, right] = [digits[at], digits[at + 1]];
  return left === undefined || right === undefined
    ? digits
    : digits.slice(0, at) + right + left + digits.slice(at + 2);
}

/** The digits themselves and everything one edit away. */
function withOneEdit(digits: string): string[] {
  const all = new Set([digits]);
  for (let at = 0; at <= digits.length; at += 1) {
    const [before, after] = [digits.slice(0, at), digits.slice(at)];
    for (const digit of '0123456789') {
      all.add(before + digit + after);
      if (after !== '') all.add(before + digit + after.slice(1));
    }
    if (after.length > 0) all.add(before + after.slice(1));
    if (after.length > 1) all.add(swapAt(digits, at));
  }
  // A part that begins with another one lies within that one's range.
  return [...all].filter((part) => part !== '' && !all.has(part.slice(0, -1)));
}
