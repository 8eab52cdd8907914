import { uidSchema, type CustomerRecord } from '#shared/customer/model';
import {
  keyCountOfPacked,
  keysOfPacked,
  kindBits,
  kindMask,
  makeEntry,
  packEntry,
  tokensOfPacked,
} from '../lookup/entry.ts';
import { classOf, textOfClass } from '../lookup/row-class.ts';
import { sortKeys, type KeyRun } from '../lookup/key-run.ts';

/**
 * Customers as the writer takes many of them at once: whatever can be worked out
 * without the store is worked out before, on another thread than the writer's,
 * and in a form that is copied between threads at no cost to speak of.
 */
export interface PreparedCustomers {
  readonly customerUids: readonly string[];
  /** The records as they are stored: JSON. */
  readonly texts: readonly string[];
  readonly parentUids: readonly (string | null)[];
  /** Classes of customers (lookup/row-class.ts), each once. */
  readonly classes: readonly string[];
  /** By customer: its place in `classes`. */
  readonly classAt: Uint16Array;
  /** Folded words, each once. */
  readonly words: readonly string[];
  /**
   * Index entries (lookup/entry.ts), one after another; places in `words` stand
   * where the stored entry has ids of words, and no class.
   */
  readonly entries: Uint8Array;
  /** Where each entry ends. */
  readonly entryEnds: Uint32Array;
  /** The keys of all entries; customers by their place here. */
  readonly keys: KeyRun;
}

/** One customer, prepared with a dictionary. */
export interface PreparedCustomer {
  readonly customerUid: string;
  readonly text: string;
  readonly parentUid: string | null;
  readonly classText: string;
  /** Packed entry with the dictionary's numbers. */
  readonly entry: Buffer;
}

/** Numbers the words of the customers that are prepared together. */
export interface WordNumbers {
  readonly words: string[];
  readonly numberOf: (word: string) => number;
}

export function createWordNumbers(): WordNumbers {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  return {
    words,
    numberOf(word) {
      let number = numbers.get(word);
      if (number === undefined) {
        number = words.length;
        numbers.set(word, number);
        words.push(word);
      }
      return number;
    },
  };
}

/** @throws Error for a record that no customer can be made of */
export function prepareCustomer(record: CustomerRecord, { numberOf }: WordNumbers): PreparedCustomer {
  const { customerUid } = record;
  if (!uidSchema.safeParse(customerUid).success) {
    throw new Error(`Record of ${customerUid} has no usable customerUid`);
  }
  const rowClass = classOf(record);
  const parentUid = record['customerParentUid'];
  // The index looks at any record leniently, but takes the type for one it knows.
  const typed =
    record['customerType'] === rowClass.type ? record : { ...record, customerType: rowClass.type };
  return {
    customerUid,
    text: JSON.stringify(record),
    parentUid: typeof parentUid === 'string' && parentUid !== '' ? parentUid : null,
    classText: textOfClass(rowClass),
    entry: packEntry(makeEntry(typed, 0, numberOf)),
  };
}

/** Puts customers that were prepared with one dictionary together for the writer. */
export function packPrepared(
  customers: readonly PreparedCustomer[],
  { words: allWords }: WordNumbers,
): PreparedCustomers {
  const words: string[] = [];
  /** By number in the dictionary: one more than the place in `words`. */
  const places = new Uint32Array(allWords.length);
  const classes = new Map<string, number>();
  const classAt = new Uint16Array(customers.length);
  const entryEnds = new Uint32Array(customers.length);
  let end = 0;
  let keyCount = 0;
  for (const [at, { classText, entry }] of customers.entries()) {
    let classPlace = classes.get(classText);
    if (classPlace === undefined) classes.set(classText, (classPlace = classes.size));
    classAt[at] = classPlace;
    end += entry.length;
    entryEnds[at] = end;
    keyCount += keyCountOfPacked(entry);
  }
  const entries = new Uint8Array(end);
  const keys = new Float64Array(keyCount);
  const owners = new Uint32Array(keyCount);
  let keysBefore = 0;
  for (const [at, { entry }] of customers.entries()) {
    const start = entryEnds[at]! - entry.length;
    entries.set(entry, start);
    const tokens = tokensOfPacked(entries.subarray(start));
    for (let index = 0; index < tokens.length; index += 1) {
      const number = tokens[index]! >>> kindBits;
      if (places[number] === 0) places[number] = words.push(allWords[number]!);
      tokens[index] = (places[number]! - 1) * (1 << kindBits) + (tokens[index]! & kindMask);
    }
    const ownKeys = keysOfPacked(entry);
    keys.set(ownKeys, keysBefore);
    owners.fill(at, keysBefore, keysBefore + ownKeys.length);
    keysBefore += ownKeys.length;
  }
  return {
    customerUids: customers.map(({ customerUid }) => customerUid),
    texts: customers.map(({ text }) => text),
    parentUids: customers.map(({ parentUid }) => parentUid),
    classes: [...classes.keys()],
    classAt,
    words,
    entries,
    entryEnds,
    keys: sortKeys(keys, owners),
  };
}

/** Prepares records that are written together. */
export function prepareCustomers(records: readonly CustomerRecord[]): PreparedCustomers {
  const numbers = createWordNumbers();
  return packPrepared(
    records.map((record) => prepareCustomer(record, numbers)),
    numbers,
  );
}
