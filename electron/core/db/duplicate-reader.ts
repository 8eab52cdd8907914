import type { DuplicatePair, SyncState } from '#shared/contract/values';
import { readCustomer, type Customer } from '#shared/customer/model';
import { likelyFrom } from '../duplicates/pair-finder.ts';
import type { FoundPair, PassState } from '../duplicates/pass-state.ts';
import type { Judgement } from '../lookup/evidence.ts';
import { countChangesSince, countOpenPairs, getDuplicatePass, listOpenPairs } from './duplicate-pairs.ts';
import type { Store } from './open.ts';

type Loose = Readonly<Record<string, unknown>>;

/** Pairs read in one go; those that are not alike any more are left out of what is answered. */
const maxRead = 100;

/** What is read of the duplicates found. Part of the reader (reader.ts), on its thread. */
export function createDuplicateReader(
  db: Store,
  lookup: {
    refresh(): boolean;
    judgePair(one: Loose, other: Loose): Judgement | undefined;
  },
  summaryOf: (customer: Customer) => DuplicatePair['customers'][number] & { readonly state: SyncState },
) {
  function pairOf(low: string, high: string): DuplicatePair | undefined {
    const records = [low, high].map((text) => JSON.parse(text) as Loose);
    const [one, other] = records.map(readCustomer);
    const judgement = lookup.judgePair(records[0]!, records[1]!);
    if (one === undefined || other === undefined || judgement === undefined) return undefined;
    if (judgement.probability < likelyFrom) return undefined;
    return {
      probability: judgement.probability,
      reasons: judgement.reasons.map(({ field, how }) => ({ field, how })),
      customers: [summaryOf(one), summaryOf(other)],
    };
  }

  return {
    getDuplicateStatus(): { pass: PassState | undefined; open: number; changes: number } {
      const pass = getDuplicatePass(db);
      return {
        pass,
        open: countOpenPairs(db),
        changes: pass === undefined ? 0 : countChangesSince(db, pass.upTo),
      };
    },

    /**
     * Open pairs as the customers are today, likeliest first; `outdated` are those
     * that are not alike any more.
     *
     * @param after `next` of the answer before
     */
    listDuplicatePairs(
      after: string | undefined,
      limit: number,
    ): { pairs: DuplicatePair[]; next: string | null; outdated: Pick<FoundPair, 'lowId' | 'highId'>[] } {
      const [probability = Number.NaN, lowId = 0, highId = 0] = (after ?? '').split(' ').map(Number);
      const place =
        Number.isNaN(probability) || after === undefined ? undefined : { probability, lowId, highId };
      lookup.refresh();
      const rows = listOpenPairs(db, place, Math.min(maxRead, limit * 2));
      const pairs: DuplicatePair[] = [];
      const outdated: Pick<FoundPair, 'lowId' | 'highId'>[] = [];
      let next: string | null = null;
      for (const row of rows) {
        const pair = pairOf(row.low, row.high);
        if (pair === undefined) outdated.push({ lowId: row.lowId, highId: row.highId });
        else pairs.push(pair);
        const isLast = row === rows.at(-1) && rows.length < Math.min(maxRead, limit * 2);
        next = isLast ? null : `${row.probability} ${row.lowId} ${row.highId}`;
        if (pairs.length === limit) break;
      }
      return { pairs, next, outdated };
    },
  };
}
