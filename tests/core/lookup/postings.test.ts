import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRow,
  countPostings,
  createPostings,
  removeRow,
  rowOfCustomer,
  settle,
  visitPostings,
  type Postings,
} from '../../../electron/core/lookup/postings.ts';
import { dead } from '../../../electron/core/lookup/row-class.ts';

const token = fc.record({ id: fc.integer({ min: 1, max: 6 }), kind: fc.integer({ min: 0, max: 6 }) });
const step = fc.oneof(
  fc.record({
    do: fc.constant('put' as const),
    customerId: fc.integer({ min: 1, max: 12 }),
    tokens: fc.uniqueArray(token, { maxLength: 6, selector: ({ id, kind }) => `${id} ${kind}` }),
  }),
  fc.record({ do: fc.constant('remove' as const), customerId: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('settle' as const) }),
  fc.record({ do: fc.constant('slice' as const) }),
);

/** Customers in which the token stands in one of the kinds, as the postings say. */
function customersOf(postings: Postings, id: number, kinds: number): string[] {
  const found: string[] = [];
  visitPostings(postings, id, kinds, (row, kind) => {
    if (postings.classes[row] !== dead) found.push(`${postings.customerIds[row]} ${kind}`);
  });
  return found.toSorted();
}

describe('postings', () => {
  it('say who has which word, whatever was put, changed, removed and settled, in any order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let postings = createPostings();
        const customers = new Map<number, { id: number; kind: number }[]>();
        let settling: Generator<undefined, Postings, void> | undefined;
        const settleSlice = (): boolean => {
          settling ??= settle(postings);
          const { done, value } = settling.next();
          if (done !== true) return false;
          postings = value;
          settling = undefined;
          return true;
        };
        for (const one of steps) {
          if (one.do === 'put') {
            const { customerId, tokens } = one;
            customers.set(customerId, tokens);
            addRow(postings, customerId, 0, tokens.length, (at) => tokens[at]!.id * 8 + tokens[at]!.kind);
          } else if (one.do === 'remove') {
            customers.delete(one.customerId);
            removeRow(postings, one.customerId);
          } else if (one.do === 'slice') {
            settleSlice();
          } else {
            while (!settleSlice());
          }
        }
        expect(postings.living).toBe(customers.size);
        for (let id = 0; id <= 7; id += 1) {
          for (const kinds of [0b1111111, 0b0000101]) {
            const expected = [...customers].flatMap(([customerId, tokens]) =>
              tokens
                .filter((one) => one.id === id && ((kinds >> one.kind) & 1) === 1)
                .map(({ kind }) => `${customerId} ${kind}`),
            );
            expect(customersOf(postings, id, kinds)).toEqual(expected.toSorted());
          }
          expect(countPostings(postings, id)).toBeGreaterThanOrEqual(customersOf(postings, id, 127).length);
        }
        for (let customerId = 1; customerId <= 12; customerId += 1) {
          expect(rowOfCustomer(postings, customerId) !== -1).toBe(customers.has(customerId));
        }
      }),
    );
  });
});
