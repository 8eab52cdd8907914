import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerPage } from '../../../electron/core/services/customer-service.ts';
import { findVanished, orderByChange } from '../../../electron/core/sync/find-vanished.ts';

interface Row {
  readonly uid: string;
  readonly at: number;
}

/** A service's list and a till's copy of it from before, and what the search reads of the list. */
function twoLists(rows: readonly Row[], gone: ReadonlySet<string>, { largestPage = 1000 } = {}) {
  const there = rows.filter(({ uid }) => !gone.has(uid)).sort((left, right) => right.at - left.at);
  const ids = new Map(rows.map(({ uid }, at) => [at + 1, uid]));
  const here = orderByChange(
    Float64Array.from(rows, (_, at) => at + 1),
    Float64Array.from(rows, ({ at }) => at),
  );
  const read = { pages: 0, customers: 0 };
  return {
    read,
    there,
    search: () =>
      findVanished({
        here,
        known: there.length,
        uidsOf: (customerIds) => Promise.resolve(customerIds.map((id) => ids.get(id)!)),
        readPage: (number, asked): Promise<CustomerPage> => {
          const pageSize = Math.min(asked, largestPage);
          const items = there.slice(number * pageSize, (number + 1) * pageSize).map(({ uid, at }) => ({
            customerUid: uid,
            lastModifiedAt: new Date(at).toISOString(),
          }));
          read.pages += 1;
          read.customers += items.length;
          return Promise.resolve({ items, unreadable: 0, totalCount: there.length, pageSize });
        },
      }),
  };
}

const rowsOf = (times: readonly number[]): Row[] => times.map((at, number) => ({ uid: `c-${number}`, at }));

describe('who is gone at the service', () => {
  it('is found, and nobody else is suspected, while the list rests', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 400 }),
        fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(7, 25, 1000),
        async (times, picked, largestPage) => {
          const rows = rowsOf(times);
          const gone = new Set(picked.map((at) => rows[at % rows.length]!.uid));
          const found = await twoLists(rows, gone, { largestPage }).search();
          // Many who changed at one time may be too many pages to tell apart.
          const isGivenUp = found === null && new Set(times).size < times.length;
          expect(isGivenUp ? gone : new Set(found)).toEqual(gone);
        },
      ),
    );
  });

  it('costs pages by the logarithm of the base', async () => {
    const pages: number[] = [];
    for (const customers of [1000, 10_000, 100_000]) {
      const rows = rowsOf(Array.from({ length: customers }, (_, at) => at * 1000));
      const gone = new Set(['c-123', `c-${customers - 400}`, `c-${customers / 2}`]);
      const lists = twoLists(rows, gone);
      expect(new Set(await lists.search())).toEqual(gone);
      pages.push(lists.read.pages);
    }
    expect(pages[2]).toBeLessThan(3 * pages[0]!);
    expect(pages[2]).toBeLessThan(60);
  });

  it('is left to a full pass where all changed at once', async () => {
    const lists = twoLists(rowsOf(Array.from({ length: 5000 }, () => 7)), new Set(['c-9']));
    expect(await lists.search()).toBeNull();
    expect(lists.read.pages).toBeLessThan(40);
  });

  it('is among few suspects when customers change meanwhile', async () => {
    const rows = rowsOf(Array.from({ length: 2000 }, (_, at) => at * 1000));
    const lists = twoLists(rows, new Set(['c-1500']));
    lists.there.unshift({ uid: lists.there.pop()!.uid, at: 9_000_000 });
    const found = await lists.search();
    expect(found?.length ?? 0).toBeLessThanOrEqual(4);
  });
});
