import { expect, it } from 'vitest';
import { runBitFlips } from './bit-flips.ts';

it('answers every flipped bit with an error, and loses no change unnamed', { timeout: 60_000 }, async () => {
  const report = await runBitFlips(30, 3);
  expect(report).toMatchObject({ wrong: [], lost: [] });
  expect(report.errors).toBeGreaterThan(25);
  expect(report.recovered).toBeGreaterThan(0);
});
