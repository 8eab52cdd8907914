import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from '../../../shared/sync/backoff.ts';

it('stays between a breath and five minutes, whatever fails how often', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (failures, chance) => {
        const ms = backoffMs(failures, () => chance);
        expect(ms).toBeGreaterThanOrEqual(100);
        expect(ms).toBeLessThanOrEqual(300_000);
      },
    ),
  );
});

it('grows with the failures and spreads the tills over the whole time', () => {
  expect([1, 2, 3, 10].map((failures) => backoffMs(failures, () => 0.999999))).toEqual([
    999, 1999, 3999, 299_999,
  ]);
  expect(backoffMs(9, () => 0)).toBe(100);
});
