import type { Match } from '#shared/contract/values';
import { customerTypes, type CustomerDraft, type CustomerType } from '#shared/customer/model';
import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { createCatchUp } from './catch-up.ts';
import { createDuplicates, type Duplicate } from './duplicates.ts';
import { explain } from './explain.ts';
import { fieldsOf, wordKinds } from './fields.ts';
import { createKeySearch, type ReadRecord } from './key-search.ts';
import { readQuery } from './query.ts';
import { createSearch } from './search.ts';

export interface SearchRequest {
  readonly query: string;
  /** Kinds of customer wanted; all when absent. */
  readonly types?: readonly CustomerType[];
  /** Whether the customer's own fields or its contacts' are looked through; both when absent. */
  readonly scope?: readonly ('CUSTOMER' | 'CONTACT')[];
  /** Words, numbers and addresses only as they were typed: no errors, no beginnings. */
  readonly exactMatch?: boolean;
  /** Hits wanted, 20 at most. */
  readonly limit: number;
}

export interface Hit {
  readonly customerId: number;
  /** Why it was found, strongest first. */
  readonly matched: Match[];
}

const maxHits = 20;

export function createLookup(db: Store) {
  const catchUp = createCatchUp(db);
  const { index } = catchUp;

  const readRecord: ReadRecord = (customerId) => {
    const row = statement<{ record: string }>(
      db,
      `SELECT record FROM customer WHERE customer_id = ? AND hidden = 0`,
    ).get(customerId);
    return row === undefined ? undefined : (JSON.parse(row.record) as Readonly<Record<string, unknown>>);
  };
  const keySearch = createKeySearch(db, readRecord, () => index.postings.living);
  const search = createSearch(index, keySearch);
  const findDuplicates = createDuplicates(index, keySearch, readRecord);

  return {
    refresh: (budgetMs?: number): boolean => catchUp.refresh(budgetMs),

    search(request: SearchRequest): Hit[] {
      const limit = Math.min(request.limit, maxHits);
      const query = readQuery(request.query);
      const types = (request.types ?? customerTypes).map((type) => customerTypes.indexOf(type));
      const scope = {
        customers: request.scope?.includes('CUSTOMER') ?? true,
        contacts: request.scope?.includes('CONTACT') ?? true,
      };
      const kinds =
        (scope.customers ? (1 << wordKinds.contact) - 1 : 0) | (scope.contacts ? 1 << wordKinds.contact : 0);
      const candidates = search(
        query,
        { types, kinds, scope, exactOnly: request.exactMatch ?? false },
        limit,
      );
      const hits: Hit[] = [];
      for (const { row, reading } of candidates) {
        if (hits.length === limit) break;
        const customerId = index.postings.customerIds[row]!;
        const record = readRecord(customerId);
        if (record === undefined) continue;
        const matched = explain(
          fieldsOf(record),
          {
            query,
            words: (reading?.words ?? []).map(({ matches }) => matches),
            kinds,
            keyFields: (key) => (key.field === 'contact' ? scope.contacts : scope.customers),
          },
          index.trie,
        );
        hits.push({ customerId, matched });
      }
      return hits;
    },

    /** Who the customer on the form might be already, most likely first. */
    duplicates: (draft: Partial<CustomerDraft>, limit: number): Duplicate[] => findDuplicates(draft, limit),
  };
}
