import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, prefixDistance } from '../../../electron/core/lookup/edit-distance.ts';
import { obviousDistance } from './obvious.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });

describe('edit distance', () => {
  it.each([
    ['bjorn', 'bjorn', 0],
    ['asse', 'ase', 1],
    ['bjron', 'bjorn', 1],
    ['ca', 'abc', 3],
    ['', 'ab', 2],
  ])('of %j and %j is %i', (left, right, edits) => {
    expect(editDistance(left, right, 5)).toBe(edits);
  });

  it('is what the definition says, up to the limit', () => {
    fc.assert(
      fc.property(word, word, fc.nat(4), (left, right, limit) => {
        expect(editDistance(left, right, limit)).toBe(Math.min(obviousDistance(left, right), limit + 1));
      }),
    );
  });

  it('to a beginning is the smallest to any beginning', () => {
    fc.assert(
      fc.property(word, word, fc.nat(3), (typed, whole, limit) => {
        const distances = Array.from({ length: whole.length + 1 }, (_, end) =>
          obviousDistance(typed, whole.slice(0, end)),
        );
        expect(prefixDistance(typed, whole, limit)).toBe(Math.min(...distances, limit + 1));
      }),
    );
  });
});
