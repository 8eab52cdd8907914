import type { Match } from '#shared/contract/values';
import type { CustomerDraft } from '#shared/customer/model';
import { inOneView, statement } from '../db/statement.ts';
import { isDamage, type Store } from '../db/open.ts';
import { createCatchUp } from './catch-up.ts';
import { meantContact } from './contacts.ts';
import { createDuplicates, type Duplicate } from './duplicates.ts';
import { explain } from './explain.ts';
import { readFilterValues, type FilterValues } from './filter-values.ts';
import { fieldsOf, wordKinds, type CustomerFields, type WordField } from './fields.ts';
import { wordsOf } from './fold.ts';
import { createKeyScan } from './key-scan.ts';
import { fitUnit } from './fit.ts';
import { createKeySearch } from './key-search.ts';
import { newestCustomers } from './newest.ts';
import { readQuery } from './query.ts';
import { visitPostings } from './postings.ts';
import { rank } from './rank.ts';
import { createRecordReader, type StoredRecord } from './records.ts';
import { dead, unnumberedClass } from './row-class.ts';
import { createRowFilters, isFiltering, isWanted, type CustomerFilter } from './row-filter.ts';
import { createSearch, type Candidate } from './search.ts';
import type { SnapshotSource } from './snapshot.ts';

export interface SearchRequest extends CustomerFilter {
  readonly query: string;
  /** Whether the customer's own fields or its contacts' are looked through; both when absent. */
  readonly scope?: readonly ('CUSTOMER' | 'CONTACT')[] | undefined;
  /** Words, numbers and addresses only as they were typed: no errors, no beginnings. */
  readonly exactMatch?: boolean | undefined;
  /** Hits wanted, {@link mostHits} at most. */
  readonly limit: number;
  /** With nothing typed: how many of the newest customers to leave out. */
  readonly offset?: number | undefined;
}

export interface Hit {
  readonly customerId: number;
  readonly record: StoredRecord;
  /** Why it was found, strongest first. */
  readonly matched: Match[];
}

/** The best of those found. */
export interface Found {
  readonly hits: Hit[];
  /** Whether a larger `limit` or `offset` shows more. */
  readonly more: boolean;
}

const allKinds = 2 ** Object.keys(wordKinds).length - 1;
const ofContacts = 1 << wordKinds.contact;

/** Added to the fit when the words are those of several contacts: as much as for words left out. */
const mixedContacts = 40 * fitUnit;
/** Nobody reads a longer list; who was meant is not among so many, or a word more finds them. */
const mostHits = 200;
/** Candidates whose records are read and ranked, however few are wanted. */
const leastRanked = 20;

/** A candidate whose record was read. */
interface Best {
  readonly customerId: number;
  readonly record: StoredRecord;
  readonly fields: CustomerFields;
  readonly candidate: Candidate;
  readonly contact: WordField | undefined;
  readonly fit: number;
}

export function createLookup(db: Store) {
  const catchUp = createCatchUp(db);
  const { index } = catchUp;

  const records = createRecordReader(db);
  const keySearch = createKeySearch(db, records, () => index.postings.living);
  const search = createSearch(index, keySearch);
  const rowFilterOf = createRowFilters(db, index);
  const duplicates = createDuplicates(index, createKeyScan(db), records);

  function findCustomers(request: SearchRequest): Found {
    const limit = Math.min(request.limit, mostHits);
    const query = readQuery(request.query);
    const scope = {
      customers: request.scope?.includes('CUSTOMER') ?? true,
      contacts: request.scope?.includes('CONTACT') ?? true,
    };
    const kinds = (scope.customers ? allKinds & ~ofContacts : 0) | (scope.contacts ? ofContacts : 0);
    const candidates = search(
      query,
      { ...rowFilterOf(request), kinds, scope, exactOnly: request.exactMatch ?? false },
      limit,
    );
    const typed = query.words.map(({ text }) => text);
    const hits = rank(typed, readBest(candidates, request, kinds, limit))
      .slice(0, limit)
      .map(({ customerId, record, fields, contact, candidate: { words } }) => ({
        customerId,
        record,
        matched: explain(fields, { query, words, contact, kinds, scope }, index.trie),
      }))
      // Nothing matches any more where the customer changed since it was indexed.
      .filter(({ matched }) => matched.length > 0);
    return { hits, more: candidates.length > limit };
  }

  function findNewest({ limit, offset = 0, ...filter }: SearchRequest): Found {
    const isWantedOne = (customerId: number): boolean => {
      const record = records.one(customerId);
      return record !== undefined && isWanted(filter, record);
    };
    const end = offset + Math.min(limit, mostHits);
    const customerIds = newestCustomers(index, rowFilterOf(filter), isWantedOne, end + 1);
    const shown = customerIds.slice(offset, end);
    const read = records.some(shown);
    const hits = shown.flatMap((customerId): Hit[] => {
      const record = read.get(customerId);
      return record === undefined ? [] : [{ customerId, record, matched: [] }];
    });
    return { hits, more: customerIds.length > end };
  }

  /** Reads the candidates that may be among the `limit` best: so many, and those that fit as well as the last of them. */
  function readBest(
    candidates: readonly Candidate[],
    request: SearchRequest,
    kinds: number,
    limit: number,
  ): Best[] {
    const { customerIds, classes } = index.postings;
    const last = candidates[limit - 1]?.fit ?? Number.POSITIVE_INFINITY;
    const wanted = Math.min(candidates.filter(({ fit }) => fit <= last).length, Math.max(limit, leastRanked));
    const best: Best[] = [];
    /** Those the words of several contacts made a name of: behind all others. */
    const mixed: Best[] = [];
    for (let at = 0; at < candidates.length && best.length < wanted;) {
      const some = candidates.slice(at, at + wanted - best.length);
      at += some.length;
      const read = records.some(some.map(({ row }) => customerIds[row]!));
      for (const candidate of some) {
        const customerId = customerIds[candidate.row]!;
        const record = read.get(customerId);
        const isUnnumbered = classes[candidate.row] === unnumberedClass;
        if (record === undefined || (isUnnumbered && !isWanted(request, record))) continue;
        const fields = fieldsOf(record);
        const { contact, isMixed } = meantContact(fields, candidate.words, kinds, index.trie);
        const fit = candidate.fit + (isMixed ? mixedContacts : 0);
        (isMixed ? mixed : best).push({ customerId, record, fields, candidate, contact, fit });
      }
    }
    return request.exactMatch === true ? best : [...best, ...mixed];
  }

  /** Runs again from sound parts when a damaged one was met that can be done without. */
  function soundly<Value>(run: () => Value): Value {
    try {
      return run();
    } catch (cause) {
      if (!isDamage(cause) || !catchUp.abandonSnapshot()) throw cause;
      catchUp.refresh();
      return run();
    }
  }

  return {
    refresh: (budgetMs?: number): boolean => catchUp.refresh(budgetMs),
    keepUp: (budgetMs: number): boolean => catchUp.keepUp(budgetMs),

    /** With nothing typed: the newest of those the filters let through; nobody without any. */
    search: (request: SearchRequest): Found =>
      soundly(() =>
        inOneView(db, () =>
          request.query.trim() === '' && isFiltering(request) ? findNewest(request) : findCustomers(request),
        ),
      ),
    /** What searches can be filtered by, as of the last refresh. */
    filterValues: (): FilterValues =>
      soundly(() => inOneView(db, () => readFilterValues(index, (customerId) => records.one(customerId)))),
    isSnapshotDue: (): boolean => catchUp.isSnapshotDue(),
    prepareSnapshot: (budgetMs: number): SnapshotSource | undefined => catchUp.prepareSnapshot(budgetMs),

    /** Some customers in sight with this postal code, or one that is spelled alike. */
    customersAt(postalCode: string, limit: number): number[] {
      const { postings } = index;
      const customerIds: number[] = [];
      const [word] = wordsOf(postalCode);
      const token = statement<{ id: number }>(
        db,
        `SELECT token_id AS id FROM lookup_token WHERE word = ?`,
      ).get(word?.folded ?? '');
      if (token === undefined) return [];
      visitPostings(postings, token.id, 1 << wordKinds.postalCode, (row) => {
        if (customerIds.length < limit && postings.classes[row] !== dead) {
          customerIds.push(postings.customerIds[row]!);
        }
      });
      return customerIds;
    },

    /** Customers in sight, as of the last refresh. */
    size: (): number => index.postings.living,

    /** Who the customer on the form might be already, most likely first. */
    duplicates: (draft: Partial<CustomerDraft>, limit: number): Duplicate[] =>
      soundly(() => inOneView(db, () => duplicates.ofForm(draft, limit))),

    /** How likely two customers of the base are one; undefined when nothing agrees. */
    judgePair: duplicates.judgePair,
  };
}
