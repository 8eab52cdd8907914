import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { maxDistance } from './automaton.ts';
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
import { guessedParts, minDigitsWithError, numberDistance, wholeParts } from './number-errors.ts';
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
  /** Digits before it are missing. */
  numberLacks: 3,
} as const;

/** Rows read from one range. */
const maxRows = 200;
/** Rows of one range beside other words, where it is narrowed down by them. */
const maxRowsBesideWords = 2000;
/** Rows of one range when numbers with errors are looked for. */
const maxRowsOfErrors = 3000;
/** From so many customers on, guessing looks at fewer numbers. */
const largeBase = 150_000;

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

  /** Rows of many ranges by one statement. */
  function scanAll(ranges: readonly KeyRange[]): [number, number][] {
    const wanted = JSON.stringify(ranges.map(({ from, to }) => [from, to]));
    return ['lookup_key', 'lookup_key_new'].flatMap((table) =>
      statement<[number, number]>(
        db,
        `SELECT k.key, k.customer_id FROM json_each(?) AS range CROSS JOIN ${table} AS k
         WHERE k.key >= range.value ->> 0 AND k.key < range.value ->> 1 LIMIT ${maxRowsOfErrors}`,
      )
        .raw()
        .all(wanted),
    );
  }

  /**
   * Numbers with typing errors, looked up from both ends: either the end that is
   * looked up is whole, or (`guessing`) has one error itself.
   */
  function findNumberWithErrors(tree: NumberTree, guessing: boolean, note: Note): void {
    const { wanted, mayLack } = tree;
    if (wanted.length < minDigitsWithError) return;
    const half = Math.ceil(wanted.length / 2);
    const sides = [
      { tag: tree.begin, typed: wanted, size: half },
      { tag: tree.end, typed: reversed(wanted), size: wanted.length - half },
    ];
    for (const { tag, typed, size } of sides) {
      const parts = guessing ? guessedParts(typed, Math.max(size, telling())) : wholeParts(typed, size);
      for (const [key, customerId] of scanAll(parts.map((part) => digitsRange(tag, part)))) {
        const known = tag === tree.end ? reversed(unpackDigits(key)) : unpackDigits(key);
        const edits = numberDistance(wanted, known, mayLack);
        const lacking = known.length > wanted.length + 1 ? costs.numberLacks : 0;
        if (edits <= maxDistance) note(customerId, edits * editCost + costs.codeBegins + lacking);
      }
    }
  }

  /**
   * How many digits an error is guessed in: at least half of what was typed, so that
   * of two errors one half has one at most; more in a large base, where half of a
   * number is shared by too many.
   */
  function telling(): number {
    return customerCount() < largeBase ? 0 : Math.ceil(Math.log10(customerCount()));
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
          let foundNear = false;
          const noteNear: Note = (customerId, cost) => {
            foundNear ||= cost < 2 * editCost;
            note(customerId, cost);
          };
          const trees = numberTrees(digits, national, scope);
          for (const tree of trees) findNumberWithErrors(tree, false, noteNear);
          if (!foundNear) for (const tree of trees) findNumberWithErrors(tree, true, note);
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

/** The two trees a kind of number lies in, and what was typed as that kind reads it. */
interface NumberTree {
  readonly begin: KeyTag;
  readonly end: KeyTag;
  readonly wanted: string;
  /** Costs of the number beginning or ending as typed. */
  readonly begins: number;
  readonly ends: number;
  readonly mayLack: boolean;
}

function numberTrees(digits: string, national: string, scope: Scope): NumberTree[] {
  const phone = { wanted: national, begins: costs.numberBegins, ends: costs.numberEnds, mayLack: true };
  const code = { wanted: digits, begins: costs.codeBegins, ends: costs.codeEnds, mayLack: false };
  const ofCustomer = [
    { begin: keyTags.phone, end: keyTags.phoneEnd, ...phone },
    { begin: keyTags.code, end: keyTags.codeEnd, ...code },
  ];
  const ofContact = [{ begin: keyTags.contactPhone, end: keyTags.contactPhoneEnd, ...phone }];
  return [...(scope.customers ? ofCustomer : []), ...(scope.contacts ? ofContact : [])];
}
