import { expect, test } from 'vitest';
import { runFleet } from './run-fleet.ts';

// The whole proof, with hundreds of tills: npm run fleet.
test('a dozen tills of one tenant lose nothing, double nothing, and end with the same customers', async () => {
  const result = await runFleet({
    tills: 12,
    customers: 150,
    seed: 1,
    minutes: 6,
    speed: 60,
    pullEverySeconds: 60,
    workEverySeconds: 20,
    processes: 2,
  });
  expect(result.complaints).toEqual([]);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, converged: 12 });
  expect(result.registered).toBeGreaterThan(0);
  expect(result.refused + result.answersLost).toBeGreaterThan(0);
}, 120_000);
