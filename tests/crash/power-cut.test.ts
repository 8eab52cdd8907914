import { describe, expect, it } from 'vitest';
import { runPowerCuts } from './power-cuts.ts';
import { skipsShim } from './shim-or-skip.ts';

describe.skipIf(skipsShim)('a power cut', { timeout: 180_000 }, () => {
  it('takes nothing that was acknowledged', async () => {
    const report = await runPowerCuts({ cuts: 150, seed: 1, changes: 20 });
    expect(report).toMatchObject({ cuts: 150, lost: [], corrupt: [] });
    expect(report.acknowledged).toBeGreaterThan(50);
  });

  it('is found out when a commit does not wait for the disk', async () => {
    const report = await runPowerCuts({ cuts: 40, seed: 1, changes: 8, commitWithoutSync: true });
    expect(report.lost.length).toBeGreaterThan(0);
  });
});
