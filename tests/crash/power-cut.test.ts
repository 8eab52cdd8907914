import { describe, expect, it } from 'vitest';
import { runPowerCuts } from './power-cuts.ts';
import { skipsShim } from './shim-or-skip.ts';

describe.skipIf(skipsShim)('a power cut', { timeout: 180_000 }, () => {
  it.each([
    { service: 'flow-retail', cuts: 100, changes: 16 },
    { service: 'emporix', cuts: 50, changes: 10 },
  ] as const)('takes nothing that was acknowledged, with $service', async ({ service, cuts, changes }) => {
    const report = await runPowerCuts({ service, cuts, changes, seed: 1 });
    expect(report).toMatchObject({ cuts, lost: [], corrupt: [] });
    expect(report.acknowledged).toBeGreaterThan(40);
  });

  it('is found out when a commit does not wait for the disk', async () => {
    const report = await runPowerCuts({
      service: 'flow-retail',
      cuts: 40,
      seed: 1,
      changes: 8,
      commitWithoutSync: true,
    });
    expect(report.lost.length).toBeGreaterThan(0);
  });
});
