import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smallest } from '../../../electron/core/lookup/smallest.ts';

it('answers the smallest numbers as sorting would', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 });
  fc.assert(
    fc.property(numbers, fc.nat(400), (some, wanted) => {
      const sorted = Uint32Array.from(some).sort().subarray(0, wanted);
      expect(smallest(Uint32Array.from(some), wanted).subarray(0, wanted)).toEqual(sorted);
    }),
  );
});
